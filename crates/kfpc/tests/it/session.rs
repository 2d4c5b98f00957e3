//! Signing in at the simulated gateway.

use std::net::SocketAddr;

use bytes::Bytes;
use http::{Method, Request, StatusCode};
use kfp_core::transport::Transport as _;
use kfp_core::transport::native::NativeTransport;

/// Signs in hop by hop as a browser does; returns the session cookie as `name=value`.
pub(crate) async fn sign_in(gateway: SocketAddr, user: &str) -> String {
    let mut cookies: Vec<(String, String)> = Vec::new();
    let mut next = "/oauth2/start?rd=%2Fkfp-console%2F".to_owned();
    for _ in 0..10 {
        let is_form = next.starts_with("/dex/auth/local/login");
        let password = user.split('@').next().unwrap();
        let form = format!("login={}&password={password}", user.replace('@', "%40"));
        let jar: Vec<String> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = Request::builder()
            .method(if is_form { Method::POST } else { Method::GET })
            .uri(format!("http://{gateway}{next}"))
            .header("cookie", jar.join("; "))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Bytes::from(if is_form { form } else { String::new() }))
            .unwrap();
        let answer = NativeTransport::new().send(request).await.unwrap();
        assert!(answer.status().is_redirection() || answer.status() == StatusCode::OK);
        for line in answer.headers().get_all("set-cookie") {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            cookies.retain(|(kept, _)| kept != name);
            if !value.is_empty() {
                cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        answer.headers()["location"]
            .to_str()
            .unwrap()
            .clone_into(&mut next);
        if next == "/kfp-console/" {
            let session = cookies
                .iter()
                .find(|(name, _)| name == "oauth2_proxy_kubeflow")
                .unwrap();
            return format!("{}={}", session.0, session.1);
        }
    }
    panic!("the login does not end; it is at {next}");
}
