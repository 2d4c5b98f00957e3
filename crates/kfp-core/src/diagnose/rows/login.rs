//! A login in the place of data, and logins that go wrong.

use super::super::symptom::Target;
use super::{Mender, Signature, certain_if, certain_or_likely, likely_if, possible_if};
use crate::diagnose::facts::Facts;
use crate::error::{ProxyReason, SignedOut};

/// Parts of an address of a login service of Kubeflow's own.
const OWN_LOGINS: [&str; 3] = ["/dex/auth", "/oauth2/", "/authservice/"];

/// oauth2-proxy's, on its page of a login that failed. The page offers to sign in again.
const NO_CSRF: &str = "Unable to find a valid CSRF token";

pub(super) const ROWS: &[Signature] = &[
    Signature {
        id: "D12",
        sign: "302 to the login on a call of the API; in a browser a redirect that it does not show",
        cause: "There is no session: the login service of Kubeflow up to 1.8, or of 1.9.0, sends every call to the login.",
        fix: "In a browser stop all background calls and load the page anew in the top window. A program sends the \
            session cookie, or calls ml-pipeline inside the cluster.",
        mender: Mender::Caller,
        next_probe: None,
        fits: |f| certain_if(f.to != Target::Login && redirects_to_own_login(f)),
    },
    Signature {
        id: "D13",
        sign: "200 with the sign-in page where JSON was expected",
        cause: "The client followed the redirect to the login and took its page for an answer. The Python client then \
            gives objects full of None.",
        fix: "Do not follow redirects, and look at the content type before reading. Python: a new cookie under the right \
            name, and a host that ends in /pipeline.",
        mender: Mender::Caller,
        next_probe: None,
        fits: |f| certain_if(f.is_status(200) && is_signed_out(f, SignedOut::SignInPage)),
    },
    Signature {
        id: "D70",
        sign: "Python client: five tracebacks, then `Failed getting healthz endpoint after 5 attempts`",
        cause: "The gateway refused the constructor's first call: no cookie, an old one, one of another name, a token \
            beside it that switches the cookie off, or a login service that is down.",
        fix: "Read status and body in the first traceback; with `namespace=` given, the constructor makes no call and the \
            first real one fails at once with the true answer.",
        mender: Mender::Caller,
        next_probe: Some(
            "Ask /pipeline/apis/v2beta1/healthz with the same cookie and read status and body.",
        ),
        fits: |f| {
            certain_if(f.is_foreign_text() && f.says("Failed getting healthz endpoint after"))
        },
    },
    Signature {
        id: "D23",
        sign: "403 with a page titled Sign In",
        cause: "There is no session, or it is over; the address is none of an API, so the login service shows its page.",
        fix: "Sign in. Developers: put what a page calls under /api/, where the answer is 401 and no page.",
        mender: Mender::Caller,
        next_probe: None,
        fits: |f| {
            let page = f.is_status(403) && is_signed_out(f, SignedOut::SignInPage);
            certain_if(page && !f.says(NO_CSRF))
        },
    },
    Signature {
        id: "D24",
        sign: "401 with `{}` as JSON",
        cause: "There is no session, or it is over (Kubeflow 1.9.1 and later, on an address of an API).",
        fix: "Sign in again: a browser in its top window at /oauth2/start, a program with a new cookie \
            oauth2_proxy_kubeflow.",
        mender: Mender::Caller,
        next_probe: None,
        fits: |f| certain_if(f.is_status(401) && is_signed_out(f, SignedOut::EmptyObject)),
    },
    Signature {
        id: "D25",
        sign: "403 without a body from the gateway",
        cause: "The login service is down, not ready, slower than the gateway waits, or failed. In one browser alone, on \
            Kubeflow 1.6: a damaged session cookie. After exactly ten seconds each: authservice hangs in its session file.",
        fix: "Look at the pods of oauth2-proxy or authservice and at Dex; restart an authservice that hangs; delete the \
            site's cookies where one browser alone is hit.",
        mender: Mender::Administrator,
        next_probe: Some(
            "Open the dashboard in another browser: refused there too, it is the login service.",
        ),
        fits: |f| {
            certain_if(
                f.from.passes_gateway()
                    && f.is_status(403)
                    && f.reason() == Some(ProxyReason::LoginServiceDown),
            )
        },
    },
    Signature {
        id: "D26",
        sign: "403 page from the login's return: no valid CSRF token; 500 when another tab began a second login",
        cause: "The login was finished in another tab, after fifteen minutes, or its cookie was lost: a Secure cookie on \
            plain http, another host name, a clock.",
        fix: "Begin again from the first page, with the same host name and scheme throughout; the Secure flag of the \
            cookie must fit the scheme.",
        mender: Mender::Caller,
        next_probe: Some(
            "Look at the Secure flag of the cookie that the login sets: on plain http it must be off.",
        ),
        fits: |f| {
            certain_or_likely(
                f.is_status(403) && f.says(NO_CSRF),
                f.to == Target::Login && f.is_status(500) && f.is_page(),
            )
        },
    },
    Signature {
        id: "D27",
        sign: "400 CSRF check failed, from the return of the login",
        cause: "Two tabs sign in, or a page without a session kept calling while the login went on (authservice).",
        fix: "Sign in in one tab, and close pages that call in the background.",
        mender: Mender::Caller,
        next_probe: None,
        fits: |f| certain_if(f.says("CSRF check failed") && !f.says("XSRF")),
    },
    Signature {
        id: "D28",
        sign: "431, or 400 in the same words, after hours with an open tab",
        cause: "Cookies of logins that were begun and not finished, split session cookies or many groups make the head \
            of every request too large.",
        fix: "Delete the cookies of the site and sign in; stop polling at the first answer of a login; call addresses \
            with /api/, which set no cookie on 401.",
        mender: Mender::Caller,
        next_probe: None,
        fits: |f| {
            certain_if(
                f.reason() == Some(ProxyReason::HeadersTooLarge)
                    || f.says_any(&[
                        "Request Header Fields Too Large",
                        "header too large",
                        "Request Header Or Cookie Too Large",
                    ]),
            )
        },
    },
    Signature {
        id: "D69",
        sign: "301 to almost the same path",
        cause: "The path holds a doubled slash, a dot segment or an encoded address; the login service or KFP cleans it, \
            and a POST comes back as a GET.",
        fix: "Join paths with one slash, and put addresses such as s3://… into the query or the body.",
        mender: Mender::Developer,
        next_probe: None,
        fits: |f| certain_if(f.reason() == Some(ProxyReason::PathCleaned)),
    },
    Signature {
        id: "D71",
        sign: "after the login the dashboard's first page, not the one that was asked for",
        cause: "The address to come back to was not encoded, held a doubled slash or named a host, so the login service \
            dropped it. In the time of authservice a fragment is lost.",
        fix: "Give /oauth2/start an encoded, absolute path without a host in `rd`.",
        mender: Mender::Developer,
        next_probe: Some(
            "Compare the address that was asked for with the end of `state` in the redirect to the login.",
        ),
        fits: |f| {
            likely_if(
                f.to == Target::Login
                    && f.location().contains("/dex/auth")
                    && f.location().ends_with("%3A%2F"),
            )
        },
    },
    Signature {
        id: "D29",
        sign: "everything worked for exactly 24 hours",
        cause: "The session, or the token in it, lives for a day and nothing renews it.",
        fix: "Sign in again. Administrators: longer lives for Dex's tokens and the cookie together, or refresh tokens.",
        mender: Mender::Caller,
        next_probe: Some("Compare the time of the last sign-in with now: here it is a day."),
        fits: |f| {
            let over = matches!(f.reason(), Some(ProxyReason::SignedOut { .. }));
            possible_if(over && f.sent.cookie && f.from.passes_gateway())
        },
    },
    Signature {
        id: "D68",
        sign: "302 to a cloud's own login, from every address",
        cause: "The load balancer of the cloud signs people in before Kubeflow sees them (Cognito on AWS); a program \
            cannot pass it.",
        fix: "Programs call ml-pipeline inside the cluster.",
        mender: Mender::Caller,
        next_probe: Some("Look at the host in `location`: here it is none of Kubeflow's."),
        fits: |f| {
            let elsewhere = redirects_to_login(f)
                && f.location().starts_with("http")
                && !redirects_to_own_login(f);
            certain_or_likely(elsewhere && f.location().contains("cognito"), elsewhere)
        },
    },
];

fn is_signed_out(f: &Facts<'_>, by: SignedOut) -> bool {
    f.reason() == Some(ProxyReason::SignedOut { by })
}

fn redirects_to_login(f: &Facts<'_>) -> bool {
    is_signed_out(f, SignedOut::Redirect)
}

/// A redirect without an address is what a browser shows of one.
fn redirects_to_own_login(f: &Facts<'_>) -> bool {
    redirects_to_login(f)
        && (f.location().is_empty()
            || !f.location().starts_with("http")
            || OWN_LOGINS.iter().any(|part| f.location().contains(part)))
}
