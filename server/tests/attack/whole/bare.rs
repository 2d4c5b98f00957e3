//! What stands behind the gateway where there is no console: every request is passed on to KFP as it came, with the
//! console's token. So it would be if the console looked at nothing.

use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, HeaderValue, header};
use tokio::task::AbortHandle;

use super::{Sent, send};

/// Passes everything on until it is dropped.
pub(crate) struct Bare {
    pub(crate) address: SocketAddr,
    serving: AbortHandle,
}

#[derive(Clone)]
struct Way {
    kfp: SocketAddr,
    token: String,
}

impl Bare {
    pub(crate) async fn start(kfp: SocketAddr, token: String) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("an address");
        let router = Router::new()
            .fallback(pass_on)
            .with_state(Way { kfp, token });
        let serving = tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            address,
            serving: serving.abort_handle(),
        }
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn pass_on(State(way): State<Way>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("a whole body");
    let target = head.uri.path_and_query().expect("a path").as_str();
    let mut sent = Sent::new(head.method.as_str(), target)
        .body(std::str::from_utf8(&body).expect("bodies of these tests are text"))
        .header("authorization", &format!("Bearer {}", way.token));
    for (name, value) in passed(&head.headers) {
        sent = sent.header(name, value.to_str().expect("ASCII"));
    }
    let answer = send(way.kfp, &sent).await;
    let mut response = (answer.status, Body::from(answer.body)).into_response();
    if let Some(content_type) = answer.headers.get(header::CONTENT_TYPE) {
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, content_type.clone());
    }
    response
}

/// All headers but those of the connection and of the identity.
fn passed(headers: &HeaderMap) -> impl Iterator<Item = (&str, &HeaderValue)> {
    headers
        .iter()
        .map(|(name, value)| (name.as_str(), value))
        .filter(|(name, _)| {
            ![
                "authorization",
                "connection",
                "content-length",
                "cookie",
                "host",
                "kubeflow-userid",
                "transfer-encoding",
                "x-forwarded-client-cert",
            ]
            .contains(name)
        })
}
