//! Redirects that lead nowhere, whoever sends them: told apart by where they lead, which is not followed.

use http::header;
use http::response::Parts;

use super::report::Cause;
use super::signature::{Fit, Mender};
use crate::address::{BaseUrl, Origin};

/// Why a redirect cannot end, if that can be seen from it.
pub(super) fn of(base: &BaseUrl, parts: &Parts) -> Option<Cause> {
    let here = base.origin().filter(|origin| !origin.is_https())?;
    if !parts.status.is_redirection() {
        return None;
    }
    let there = parts.headers.get(header::LOCATION)?.to_str().ok()?;
    if leads_to_tls_on_the_same_port(here, there) {
        return Some(cause(
            format!(
                "The port {} answers plain http and sends to https on itself, where nothing speaks TLS: a TLS error there \
                 is no fault of a certificate.",
                here.port()
            ),
            "Use the outside address of the gateway, or forward its TLS port and write https.",
        ));
    }
    let is_secure = |line: &str| {
        let mut attributes = line.split(';').skip(1);
        attributes.any(|attribute| attribute.trim().eq_ignore_ascii_case("secure"))
    };
    let cookies = parts.headers.get_all(header::SET_COOKIE).iter();
    let mut cookies = cookies.filter_map(|line| line.to_str().ok());
    cookies.any(is_secure).then(|| {
        cause(
            "The login sets a Secure cookie on a page of plain http, which no browser sends back: after the sign-in the \
             same address comes again, without end."
                .to_owned(),
            "Use the https address. For administrators: switch the cookie's Secure flag off where there is no TLS.",
        )
    })
}

fn leads_to_tls_on_the_same_port(here: &Origin, there: &str) -> bool {
    let Ok(there) = there.parse::<Origin>() else {
        return false;
    };
    there.is_https() && there.host() == here.host() && there.port() == here.port()
}

fn cause(cause: String, fix: &str) -> Cause {
    Cause {
        id: None,
        fit: Fit::Certain,
        cause,
        fix: fix.to_owned(),
        mender: Mender::Caller.to_string(),
        next_probe: None,
        remedies: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use http::Response;

    use super::*;

    fn of_answer(base: &str, status: u16, location: &str, cookie: &str) -> Option<String> {
        let answer = Response::builder()
            .status(status)
            .header("location", location)
            .header("set-cookie", cookie)
            .body(())
            .unwrap();
        let (parts, ()) = answer.into_parts();
        of(&base.parse().unwrap(), &parts).map(|cause| cause.cause)
    }

    #[test]
    fn only_what_cannot_end_is_told() {
        let (near, plain) = ("http://localhost:8080/pipeline", "a=b; Path=/");
        let same = of_answer(near, 301, "https://localhost:8080/kflogin", plain);
        assert!(same.unwrap().contains("port 8080"));
        let secure = "s=x; Path=/; HttpOnly; Secure; SameSite=Lax";
        let start = "http://localhost:8080/oauth2/start?rd=%2F";
        assert!(
            of_answer(near, 302, start, secure)
                .unwrap()
                .contains("Secure")
        );
        for (base, status, location, cookie) in [
            (near, 301, "https://localhost/kflogin", plain),
            (near, 301, "https://kubeflow.example.com:8080/", plain),
            (near, 302, start, "secure=1; Path=/"),
            (near, 200, "https://localhost:8080/", secure),
            (
                "https://localhost:8080",
                302,
                "https://localhost:8080/dex",
                secure,
            ),
        ] {
            assert_eq!(
                of_answer(base, status, location, cookie),
                None,
                "{location}"
            );
        }
    }
}
