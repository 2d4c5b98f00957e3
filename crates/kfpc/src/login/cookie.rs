//! A cookie that somebody pasted.

use super::{LoginError, Session, joined, proof};

/// Longest line that a terminal gives to a program.
const TERMINAL_LINE: usize = 4_095;
/// Longest `Cookie` header that gateways take, with room for the others.
const MOST_BYTES: usize = 48 * 1024;
/// What stands beside a cookie where it is copied from a `Set-Cookie` line.
const ATTRIBUTES: [&str; 7] = [
    "path", "domain", "max-age", "expires", "httponly", "secure", "samesite",
];

/// Reads `name=value`, one or several, also with `Cookie:` before it or the attributes of a `Set-Cookie` line behind it.
/// Where a session cookie of Kubeflow's login services is among them, the others are left out.
pub(crate) fn pasted(text: &str, typed: bool) -> Result<Session, LoginError> {
    if typed && text.trim_end_matches(['\r', '\n']).len() >= TERMINAL_LINE {
        return Err(LoginError::Pasted("it was cut by the terminal"));
    }
    let text = bare(text);
    let fault = fault(text);
    if let Some(fault) = fault {
        return Err(LoginError::Pasted(fault));
    }
    let mut pairs = Vec::new();
    for part in text.split(';').map(str::trim) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let name = name.trim();
        if part.is_empty() || ATTRIBUTES.contains(&name.to_ascii_lowercase().as_str()) {
            continue;
        }
        // The filling at the end of base64 is no value of its own.
        if value.trim_matches('=').trim().is_empty() {
            return Err(LoginError::Pasted("it is a value without a name"));
        }
        pairs.push((name, value.trim()));
    }
    let pairs = proof(&pairs);
    if pairs.is_empty() {
        return Err(LoginError::Pasted("there is no session in it"));
    }
    Ok(Session {
        cookie: joined(&pairs),
        expires_at: None,
    })
}

/// Without what is copied along.
fn bare(text: &str) -> &str {
    let text = text.trim();
    let text = match text.split_once(':') {
        Some((head, rest)) if is_header(head) => rest.trim(),
        _ => text,
    };
    let quoted = |mark| text.strip_prefix(mark)?.strip_suffix(mark);
    quoted('"').or_else(|| quoted('\'')).unwrap_or(text).trim()
}

fn is_header(head: &str) -> bool {
    let head = head.trim();
    head.eq_ignore_ascii_case("cookie") || head.eq_ignore_ascii_case("set-cookie")
}

fn fault(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        Some("it is empty")
    } else if text.contains(['\r', '\n']) {
        Some("it holds a line break")
    } else if text.len() > MOST_BYTES {
        Some("it is longer than gateways take")
    } else if text.starts_with(['<', '{']) {
        Some("it is a page or an answer, and no cookie")
    } else if !text.bytes().all(|b| b.is_ascii_graphic() || b == b' ') {
        Some("it holds a character that no cookie has, mostly one that cannot be seen")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    fn read(text: &str) -> Result<String, String> {
        pasted(text, false)
            .map(|session| session.cookie.expose_secret().to_owned())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn what_people_copy_is_taken() {
        for (given, kept) in [
            (
                "oauth2_proxy_kubeflow=djIu|1|x==\n",
                "oauth2_proxy_kubeflow=djIu|1|x==",
            ),
            (" \"authservice_session=abc\" ", "authservice_session=abc"),
            (
                "Cookie: a=1; authservice_session=abc; b=2",
                "authservice_session=abc",
            ),
            (
                "set-cookie: oauth2_proxy_kubeflow=x; Path=/; HttpOnly; Secure; SameSite=Lax",
                "oauth2_proxy_kubeflow=x",
            ),
            (
                "_oauth2_proxy_0=a; _oauth2_proxy_1=b; _oauth2_proxy_csrf=c",
                "_oauth2_proxy_0=a; _oauth2_proxy_1=b",
            ),
            ("company_session=abc; x_csrf=1", "company_session=abc"),
        ] {
            assert_eq!(read(given).as_deref(), Ok(kept), "{given}");
        }
    }

    #[test]
    fn what_is_no_cookie_is_told_by_its_fault() {
        for (given, fault) in [
            ("", "it is empty"),
            ("authservice_session=a\nX-Evil: 1", "it holds a line break"),
            ("djIuQUFBQUFBQQ==", "it is a value without a name"),
            ("authservice_session=", "it is a value without a name"),
            ("<!DOCTYPE html>", "it is a page"),
            ("authservice_session=a\u{200b}b", "it holds a character"),
            ("Path=/; HttpOnly", "there is no session in it"),
        ] {
            let error = read(given).unwrap_err();
            assert!(error.contains(fault), "{given:?}: {error}");
        }
    }

    #[test]
    fn what_a_terminal_cut_is_not_kept() {
        let long = format!("authservice_session={}", "a".repeat(5_000));
        assert!(pasted(&long, false).is_ok());
        let cut = &long[..TERMINAL_LINE];
        assert!(matches!(pasted(cut, true), Err(LoginError::Pasted(_))));
    }
}
