//! Valid, damaged, doubled, split and over-long session cookies.

use crate::account::{Account, Known};
use crate::browser::send;
use crate::exchange::{Exchange, judge};
use crate::rig::Release;

/// The `Cookie` and further headers of an exchange with this rig's sessions in place of the recorded ones.
fn headers(exchange: &Exchange, name: &str, user: &str, other: &str) -> Vec<(String, String)> {
    let case = exchange.id.rsplit_once('-').unwrap().0;
    let (head, tail) = user.split_at(user.len() / 2);
    let cookie = match case {
        "tampered-body" => format!(
            "{name}={head}{}{}",
            if tail.starts_with('A') { 'B' } else { 'A' },
            &tail[1..]
        ),
        "tampered-mac" => format!(
            "{name}={}{}",
            &user[..user.len() - 4],
            if user.ends_with("AAAA") {
                "BBBB"
            } else {
                "AAAA"
            }
        ),
        "truncated" => format!("{name}={}", &user[..user.len() - 20]),
        "split2" if name == "oauth2_proxy_kubeflow" => format!("{name}_0={head}; {name}_1={tail}"),
        "long-self" => format!("{name}={}", "a".repeat(8192)),
        // The recorded lengths are those of the whole cookie with the recorded session.
        "long-8k" | "long-50k" | "long-58k" | "long-62k" => {
            let recorded = exchange.header("cookie").unwrap();
            let bytes: usize = recorded
                .rsplit_once('<')
                .unwrap()
                .1
                .split(' ')
                .next()
                .unwrap()
                .parse()
                .unwrap();
            let valid = format!("{name}={user}; x=");
            format!("{valid}{}", "a".repeat(bytes - valid.len()))
        }
        _ => return filled(exchange, user, other),
    };
    let mut headers = exchange.headers.clone();
    headers.retain(|(name, _)| !name.eq_ignore_ascii_case("cookie"));
    headers.push(("Cookie".to_owned(), cookie));
    headers
}

/// Puts the sessions where the recording names a person's value.
fn filled(exchange: &Exchange, user: &str, other: &str) -> Vec<(String, String)> {
    let put = |mut text: String, person: &str, value: &str| {
        while let Some(end) = text.find(&format!("value of {person}")) {
            let start = text[..end].rfind('<').unwrap();
            let stop = start + text[start..].find('>').unwrap() + 1;
            text.replace_range(start..stop, value);
        }
        text
    };
    let headers = exchange.headers.iter();
    headers
        .map(|(name, value)| {
            let value = put(
                put(value.clone(), "user@example.com", user),
                "other@example.com",
                other,
            );
            (name.clone(), value)
        })
        .collect()
}

#[tokio::test]
async fn cookies_are_judged_as_recorded() {
    for release in Release::ALL {
        let rig = release.start().await;
        let name = rig.names().1;
        let user = rig.session("jbpark8@example.com").await;
        let other = rig.session("viewer@example.com").await;
        let mut account = Account::of(&format!("cookies.{}", release.name()), Known::default());
        for exchange in account.sent() {
            let headers = headers(&exchange, name, &user, &other);
            let reply = send(
                rig.gateway(),
                &exchange.method,
                &exchange.url,
                &headers,
                Vec::new(),
            )
            .await;
            account.note(&exchange, judge(&exchange, &reply));
        }
        account.settle();
        rig.sandbox.shutdown().await;
    }
}
