//! Pages in the place of data.

use crate::error::{ProxyReason, SignedOut};

/// How much of a page is looked at. oauth2-proxy's sign-in page has 4.5 kB, Dex's has its title at the top.
const LOOKED_AT: usize = 8 * 1024;

/// Any of these marks a page on which one signs in.
const SIGN_IN: [&str; 8] = [
    "<title>sign in</title>",
    "/oauth2/start",
    "/oauth2/sign_in",
    "/dex/auth",
    "log in to dex",
    "log in to your account",
    "<title>dex</title>",
    "type=\"password\"",
];

/// Any of these marks a login that went wrong.
const LOGIN_FAILED: [&str; 3] = ["login failed", "csrf", "state parameter"];

/// Whether a body is a page, whatever its label says.
pub(crate) fn is_html(content_type: &str, body: &[u8]) -> bool {
    let start = body.trim_ascii_start();
    content_type.starts_with("text/html") || content_type.starts_with("application/xhtml") || {
        let start = &start[..start.len().min(15)];
        start.eq_ignore_ascii_case(b"<!doctype html>")
            || start.to_ascii_lowercase().starts_with(b"<html")
    }
}

/// Whose page it is.
pub(super) fn reason(body: &[u8]) -> ProxyReason {
    let start = &body[..body.len().min(LOOKED_AT)];
    let text = String::from_utf8_lossy(start).to_ascii_lowercase();
    let holds_any = |marks: &[&str]| marks.iter().any(|mark| text.contains(mark));
    if holds_any(&SIGN_IN) {
        ProxyReason::SignedOut {
            by: SignedOut::SignInPage,
        }
    } else if holds_any(&LOGIN_FAILED) {
        ProxyReason::LoginFailed
    } else {
        ProxyReason::WrongApplication
    }
}
