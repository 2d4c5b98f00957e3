//! Signing in at the gateway, hop by hop as a browser does.

use std::net::SocketAddr;

use http::StatusCode;

use super::{Sent, send};
use crate::support::Answer;

/// More hops than any login takes.
const MOST_HOPS: usize = 12;

/// Signs in and returns the cookies as a browser sends them.
pub(crate) async fn sign_in(gateway: SocketAddr, user: &str) -> String {
    let mut cookies: Vec<(String, String)> = Vec::new();
    let mut next = Sent::new("GET", "/kfp-console/api/session").header("accept", "text/html");
    for _ in 0..MOST_HOPS {
        let path = next.path.clone();
        let answer = send(gateway, &with(&next, &cookies)).await;
        keep(&mut cookies, &answer);
        next = match answer.status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN
                if path.starts_with("/kfp-console") =>
            {
                // Data is refused; a page leads to the login.
                Sent::new("GET", "/oauth2/start?rd=%2Fkfp-console%2Fapi%2Fsession")
            }
            status if status.is_redirection() => Sent::new("GET", answer.header("location")),
            StatusCode::OK if path.starts_with("/dex/auth/local/login") => {
                let password = user.split('@').next().unwrap_or_default();
                let form = form_urlencoded::Serializer::new(String::new())
                    .append_pair("login", user)
                    .append_pair("password", password)
                    .finish();
                Sent::new("POST", &path)
                    .header("content-type", "application/x-www-form-urlencoded")
                    .body(&form)
            }
            _ if path.starts_with("/kfp-console") => return written(&cookies),
            status => panic!("{path}: {status} {}", answer.text()),
        };
    }
    panic!("the login of {user} does not end");
}

fn with(sent: &Sent, cookies: &[(String, String)]) -> Sent {
    if cookies.is_empty() {
        return sent.clone();
    }
    sent.clone().header("cookie", &written(cookies))
}

fn written(cookies: &[(String, String)]) -> String {
    let pairs: Vec<String> = cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("; ")
}

fn keep(cookies: &mut Vec<(String, String)>, answer: &Answer) {
    for line in answer.headers.get_all("set-cookie") {
        let pair = line.to_str().expect("ASCII").split(';').next();
        let Some((name, value)) = pair.and_then(|pair| pair.split_once('=')) else {
            continue;
        };
        cookies.retain(|(kept, _)| kept != name);
        if !value.is_empty() {
            cookies.push((name.to_owned(), value.to_owned()));
        }
    }
}
