//! A place from which KFP may fetch a package.

use std::net::SocketAddr;

use axum::Router;
use axum::routing::get;
use tokio::task::AbortHandle;

use super::objects::PACKAGE;

/// Serves one package at every address until it is dropped.
pub(super) struct Packages {
    pub(super) address: SocketAddr,
    serving: AbortHandle,
}

impl Packages {
    pub(super) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("an address");
        let router = Router::new().fallback(get(|| async { PACKAGE }));
        let serving = tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            address,
            serving: serving.abort_handle(),
        }
    }
}

impl Drop for Packages {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
