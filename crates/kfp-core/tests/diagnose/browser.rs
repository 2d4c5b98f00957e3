//! One request at a time over the client's own transport; redirects left alone.

use std::net::SocketAddr;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode};
use kfp_core::error::{TransportError, TransportFault};
use kfp_core::transport::Transport as _;
use kfp_core::transport::native::NativeTransport;

/// The host that the simulated gateway serves.
pub(crate) const HOST: &str = "kubeflow.example.com";

/// A whole answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

pub(crate) async fn send(
    to: SocketAddr,
    method: Method,
    path: &str,
    headers: &[(String, String)],
    body: String,
) -> Result<Reply, TransportFault> {
    let mut request = Request::new(Bytes::from(body));
    *request.method_mut() = method;
    *request.uri_mut() = format!("http://{to}{path}").parse().unwrap();
    for (name, value) in headers {
        request.headers_mut().append(
            HeaderName::from_bytes(name.as_bytes()).unwrap(),
            HeaderValue::from_str(value).unwrap(),
        );
    }
    let answer = NativeTransport::new().send(request).await;
    let (parts, body) = answer.map_err(TransportError::fault)?.into_parts();
    let body = body.collect(1 << 20).await.map_err(TransportError::fault)?;
    Ok(Reply {
        status: parts.status,
        headers: parts.headers,
        body,
    })
}

/// Signs in hop by hop, beginning at the console's first page; returns the `Cookie` header.
pub(crate) async fn sign_in(gateway: SocketAddr, user: &str) -> String {
    let mut jar: Vec<(String, String)> = Vec::new();
    let mut next = "/kfp-console/".to_owned();
    for _ in 0..10 {
        let reply = if next.starts_with("/dex/auth/local/login") {
            let password = user.split('@').next().unwrap();
            let form = format!("login={}&password={password}", user.replace('@', "%40"));
            let kind = "application/x-www-form-urlencoded";
            ask(
                gateway,
                Method::POST,
                &next,
                &jar,
                &[("Content-Type", kind)],
                form,
            )
            .await
        } else {
            ask(gateway, Method::GET, &next, &jar, &[], String::new()).await
        };
        for line in reply.headers.get_all("set-cookie") {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            jar.retain(|(kept, _)| kept != name);
            if !value.is_empty() {
                jar.push((name.to_owned(), value.to_owned()));
            }
        }
        match reply.header("location") {
            "" if reply.status == StatusCode::FORBIDDEN => {
                "/oauth2/start?rd=%2Fkfp-console%2F".clone_into(&mut next);
            }
            "/kfp-console/" => return cookies(&jar),
            location => location.clone_into(&mut next),
        }
    }
    panic!("the login does not end; it is at {next}");
}

async fn ask(
    to: SocketAddr,
    method: Method,
    path: &str,
    jar: &[(String, String)],
    headers: &[(&str, &str)],
    body: String,
) -> Reply {
    let mut all = vec![
        ("Host".to_owned(), HOST.to_owned()),
        ("Cookie".to_owned(), cookies(jar)),
    ];
    all.extend(
        headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    send(to, method, path, &all, body).await.unwrap()
}

fn cookies(jar: &[(String, String)]) -> String {
    let pairs: Vec<String> = jar
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("; ")
}
