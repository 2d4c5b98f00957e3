//! Tokens that the mesh does not take.

use super::{Mender, Signature, certain_if};
use crate::diagnose::facts::Facts;

pub(super) const ROWS: &[Signature] = &[
    Signature {
        id: "D14",
        sign: "401 Jwt is expired",
        cause: "The token is older than a day, or clocks differ by more than a minute. In a browser: the cookie outlived \
            the token in it, and no sign-in page appears by itself.",
        fix: "Sign in again at /oauth2/start in the top window; set the clocks.",
        mender: Mender::Caller,
        next_probe: None,
        fits: |f| refused(f, 401, &["Jwt is expired"]),
    },
    Signature {
        id: "D15",
        sign: "401 Jwt issuer is not configured",
        cause: "A service account's token, or one of another login, went through the gateway, which knows Dex alone. On \
            1.9.0 sidecars do the same with the issuer of a managed cluster.",
        fix: "Inside the cluster call ml-pipeline:8888 and not the gateway. For programs outside, install the overlay \
            `m2m-dex-and-kind` or a RequestAuthentication with the right issuer. On 1.9.0: upgrade.",
        mender: Mender::Caller,
        next_probe: None,
        fits: |f| refused(f, 401, &["Jwt issuer is not configured"]),
    },
    Signature {
        id: "D16",
        sign: "401 Jwt verification fails",
        cause: "The signature does not fit: Dex changed its keys, or the token is of another Dex.",
        fix: "Sign in again; restart istiod where it still holds the old keys.",
        mender: Mender::Caller,
        next_probe: None,
        fits: |f| refused(f, 401, &["Jwt verification fails"]),
    },
    Signature {
        id: "D17",
        sign: "401 Jwks doesn't have key to match kid or alg from Jwt",
        cause: "Keys were changed, or istiod could not fetch them and installed a placeholder.",
        fix: "See that istiod reaches the keys of Dex or of the API server, wait a minute, sign in again.",
        mender: Mender::Administrator,
        next_probe: None,
        fits: |f| refused(f, 401, &["have key to match kid or alg"]),
    },
    Signature {
        id: "D18",
        sign: "401 Jwt not yet valid",
        cause: "The clock of whoever made the token is ahead of the proxy's.",
        fix: "Set the clocks of the nodes and of the login service.",
        mender: Mender::Administrator,
        next_probe: None,
        fits: |f| refused(f, 401, &["Jwt not yet valid"]),
    },
    Signature {
        id: "D19",
        sign: "401 Jwt is not in the form of Header.Payload.Signature",
        cause: "A session id, a password or an API key was sent as a bearer token.",
        fix: "Send a token as the bearer, or the cookie as a cookie.",
        mender: Mender::Caller,
        next_probe: None,
        fits: |f| {
            refused(
                f,
                401,
                &[
                    "Jwt is not in the form of",
                    "Jwt header is an invalid",
                    "Jwt payload is an invalid",
                ],
            )
        },
    },
    Signature {
        id: "D20",
        sign: "401 Jwks remote fetch is failed",
        cause: "The proxy fetches the issuer's keys itself and does not reach it.",
        fix: "Let the proxies reach the issuer: a ServiceEntry, and a NetworkPolicy that permits it.",
        mender: Mender::Administrator,
        next_probe: None,
        fits: |f| refused(f, 401, &["Jwks remote fetch is failed"]),
    },
    Signature {
        id: "D21",
        sign: "401 Jwt is missing",
        cause: "A policy of this site requires a token, and none came.",
        fix: "Send a token that the site's policy names, or have the address left out of it.",
        mender: Mender::Caller,
        next_probe: None,
        fits: |f| refused(f, 401, &["Jwt is missing"]),
    },
    Signature {
        id: "D22",
        sign: "403 Audiences in Jwt are not allowed",
        cause: "A RequestAuthentication of this site lists audiences, and the token is for another.",
        fix: "Use a token for a listed audience, or list `pipelines.kubeflow.org` there.",
        mender: Mender::Caller,
        next_probe: None,
        fits: |f| refused(f, 403, &["Audiences in Jwt are not allowed"]),
    },
];

fn refused(f: &Facts<'_>, status: u16, words: &[&str]) -> Option<super::Fit> {
    certain_if((f.is_status(status) || f.is_foreign_text()) && f.says_any(words))
}
