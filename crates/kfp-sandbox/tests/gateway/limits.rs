//! Large requests and answers, many headers, HTTP/2.

use crate::account::{Account, Known};
use crate::browser::{send, send_http2};
use crate::exchange::{Exchange, judge};
use crate::rig::{HOST, Release};

const KNOWN: Known = Known {
    differences: &[(
        "era2-url-30k",
        "the session's cookie is taken away before the console's sidecar counts",
    )],
    unsendable: &[("era1-up-300m", HUGE), ("era2-up-300m", HUGE)],
};

const HUGE: &str = "so large a body would be no test but a load";

#[tokio::test]
async fn limits_are_those_of_the_recorded_gateway() {
    let mut account = Account::of("limits", KNOWN);
    for release in [Release::Authservice, Release::Oauth2Proxy] {
        let rig = release.start().await;
        let session = rig.session("jbpark8@example.com").await;
        let cookie = as_long_as_recorded(format!("{}={session}", rig.names().1), release);
        for exchange in account.sent_in(release) {
            let (url, headers, body) = request(&exchange, &cookie);
            let reply = if exchange.id.contains("-h2-") {
                send_http2(rig.gateway(), &exchange.method, &url, &headers).await
            } else {
                send(rig.gateway(), &exchange.method, &url, &headers, body).await
            };
            account.note(&exchange, judge(&exchange, &reply));
        }
        rig.sandbox.shutdown().await;
    }
    account.settle();
}

/// Address, headers and body, what was shortened for the recording at its full length again.
fn request(exchange: &Exchange, cookie: &str) -> (String, Vec<(String, String)>, Vec<u8>) {
    let mut headers: Vec<(String, String)> = exchange
        .headers
        .iter()
        .map(|(name, value)| {
            let value = if name.eq_ignore_ascii_case("cookie") {
                let left_over = if exchange.id.ends_with("-csrf-many") {
                    30
                } else {
                    0
                };
                with_left_over(cookie, left_over)
            } else {
                whole(value)
            };
            (name.clone(), value)
        })
        .collect();
    if exchange.id.contains("-up-") {
        headers.push(("Host".to_owned(), HOST.to_owned()));
        headers.push((
            "Content-Type".to_owned(),
            "application/octet-stream".to_owned(),
        ));
        if !exchange.id.ends_with("nosession") {
            headers.push(("Cookie".to_owned(), cookie.to_owned()));
        }
    }
    // What the recording's client adds over HTTP/2.
    if exchange.id.contains("-h2-") {
        headers.push(("User-Agent".to_owned(), "curl/7.88.1".to_owned()));
        headers.push(("Accept".to_owned(), "*/*".to_owned()));
    }
    let body = if exchange.id.contains("-up-") {
        vec![b'u'; 32 * 1024 * 1024]
    } else {
        Vec::new()
    };
    (whole(&exchange.url), headers, body)
}

/// A session's cookie with another behind it: what passes depends on the length of both.
fn as_long_as_recorded(cookie: String, release: Release) -> String {
    const RECORDED: usize = "oauth2_proxy_kubeflow=".len() + 1972;
    const PAD: &str = "; pad=";

    match RECORDED.checked_sub(cookie.len() + PAD.len()) {
        Some(length) if release != Release::Authservice => {
            format!("{cookie}{PAD}{}", "p".repeat(length))
        }
        _ => cookie,
    }
}

/// A session beside so many cookies of logins that never ended.
fn with_left_over(cookie: &str, logins: usize) -> String {
    let csrf = |login| format!("; oauth2_proxy_kubeflow_csrf_{login}={}", "c".repeat(312));
    (0..logins)
        .map(csrf)
        .fold(cookie.to_owned(), |all, csrf| all + &csrf)
}

/// `aaa… <59000 bytes>`: that many bytes.
fn whole(text: &str) -> String {
    let Some((head, rest)) = text.split_once("… <") else {
        return text.to_owned();
    };
    let length: usize = rest.split(' ').next().unwrap().parse().unwrap();
    format!("{head}{}", "a".repeat(length - head.len()))
}

#[test]
fn what_was_shortened_gets_its_length_back() {
    assert_eq!(whole("/x?q=a… <9 bytes>"), "/x?q=aaaa");
    assert_eq!(whole("v"), "v");
}
