//! What goes wrong before anything of Kubeflow is met: redirects that lead nowhere, told apart by where they lead, which is
//! not followed, and proxies.

use http::header;
use http::response::Parts;

use super::report::{Cause, Finding};
use super::signature::{Fit, Mender};
use crate::address::{BaseUrl, Origin};
use crate::error::{Error, TransportFault};

/// Why a redirect cannot end, if that can be seen from it.
pub(super) fn of(base: &BaseUrl, parts: &Parts) -> Option<Cause> {
    let here = base.origin().filter(|origin| !origin.is_https())?;
    if !parts.status.is_redirection() {
        return None;
    }
    let there = parts.headers.get(header::LOCATION)?.to_str().ok()?;
    if leads_to_tls_on_the_same_port(here, there) {
        return Some(cause(
            Finding::TlsOnThePlainPort,
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
            Finding::SecureCookieOnPlainHttp,
            "The login sets a Secure cookie on a page of plain http, which no browser sends back: after the sign-in the \
             same address comes again, without end."
                .to_owned(),
            "Use the https address. For administrators: switch the cookie's Secure flag off where there is no TLS.",
        )
    })
}

/// What a proxy of the caller's did, where it was one.
pub(super) fn of_proxy(fault: TransportFault) -> Option<Cause> {
    let (finding, why) = match fault {
        TransportFault::ProxyNameNotFound => (
            Finding::ProxyNameNotFound,
            "A proxy is set, and it is its name that does not resolve: that of KFP was never asked for.",
        ),
        TransportFault::ProxyUnreachable => (
            Finding::ProxyUnreachable,
            "A proxy is set, and nothing answers there: KFP was never asked.",
        ),
        TransportFault::ProxyTls => (
            Finding::ProxyTls,
            "A proxy is set that is to be reached over TLS, and no TLS with it comes about: no certificate of KFP's was seen.",
        ),
        TransportFault::ProxyLogin => (
            Finding::ProxyLogin,
            "The proxy wants a name and a password and was given none: KFP was never asked.",
        ),
        TransportFault::ProxyLoginRefused => (
            Finding::ProxyLoginRefused,
            "The proxy does not accept the name and the password that its variable gives: KFP was never asked.",
        ),
        TransportFault::ProxyRefused => (
            Finding::ProxyRefused,
            "The proxy answers, and does not open a way to the host: its rules forbid it, or it does not reach the host itself.",
        ),
        _ => return None,
    };
    let fix = fault.hint()?;
    Some(cause(finding, why.to_owned(), fix.as_str()))
}

/// Why no answer came from the other side, where none of the known failures of Kubeflow looks so.
pub(super) fn of_silence(error: &Error) -> Option<Cause> {
    let fault = match error {
        Error::Transport { source, .. } => source.fault(),
        Error::Timeout { .. } => TransportFault::Timeout,
        _ => return None,
    };
    let (finding, why) = match fault {
        TransportFault::NameNotFound => (
            Finding::NameNotFound,
            "The name of the host is not known here: it is misspelt, or known only within a network that this machine is not in.",
        ),
        TransportFault::ConnectionRefused => (
            Finding::ConnectionRefused,
            "The machine is there, and nothing listens at this port: the port is another one, or what listened has ended.",
        ),
        TransportFault::Connect => (
            Finding::NoConnection,
            "No connection comes about: no route leads there, or something on the way drops what is sent.",
        ),
        TransportFault::Closed => (
            Finding::Closed,
            "What answers closes the connection without an answer: it speaks another protocol, or something before it ends it.",
        ),
        TransportFault::NotHttp => (
            Finding::NotHttp,
            "What answers does not speak plain HTTP: the port is one of TLS, or of another protocol.",
        ),
        TransportFault::Timeout => (
            Finding::Silence,
            "Nothing came within the time: something on the way drops what is sent, or the server does not get to it.",
        ),
        fault => of_handshake(fault)?,
    };
    let fix = fault.hint()?;
    Some(cause(finding, why.to_owned(), fix.as_str()))
}

#[cfg(feature = "tls")]
fn of_handshake(fault: TransportFault) -> Option<(Finding, &'static str)> {
    Some(match fault {
        TransportFault::UnknownIssuer => (
            Finding::UntrustedAuthority,
            "The certificate is signed by an authority that is not trusted here: the cluster has one of its own, the network opens \
             TLS and signs anew, or the server does not send the certificates in between.",
        ),
        TransportFault::WrongName => (
            Finding::WrongName,
            "The certificate is for other names than that of the address: the address leads elsewhere, or is not the public one.",
        ),
        TransportFault::OutOfDate => (
            Finding::OutOfDate,
            "The certificate has expired or is not valid yet, or the clock of this machine is wrong.",
        ),
        TransportFault::NotTls => (
            Finding::NotTls,
            "What answers does not speak TLS: the port is one of plain HTTP.",
        ),
        TransportFault::Tls => (
            Finding::TlsFailed,
            "No TLS comes about: the other side speaks only older versions, wants a certificate of the caller, or sends a chain \
             of certificates that is too long or broken.",
        ),
        _ => return None,
    })
}

#[cfg(not(feature = "tls"))]
fn of_handshake(_fault: TransportFault) -> Option<(Finding, &'static str)> {
    None
}

fn leads_to_tls_on_the_same_port(here: &Origin, there: &str) -> bool {
    let Ok(there) = there.parse::<Origin>() else {
        return false;
    };
    there.is_https() && there.host() == here.host() && there.port() == here.port()
}

fn cause(finding: Finding, cause: String, fix: &str) -> Cause {
    Cause {
        id: None,
        finding: Some(finding),
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
