//! Calls to an application in another process, streamed both ways.

use axum::body::Body;
use axum::extract::Request;
use http::header::{CONNECTION, HeaderValue, UPGRADE};
use http::{Response, StatusCode, Uri, Version};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::edge;
use crate::mesh::LocalReply;

/// The way to other processes.
#[derive(Clone, Debug)]
pub(super) struct Upstream {
    client: Client<HttpConnector, Body>,
    tunnels: TaskTracker,
    stop: CancellationToken,
}

impl Upstream {
    /// Open websockets are counted in `tunnels` and end with `stop`.
    pub(super) fn new(tunnels: TaskTracker, stop: CancellationToken) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new()).build(connector);
        Self {
            client,
            tunnels,
            stop,
        }
    }

    /// Sends the request to `base` and returns the answer as soon as its head is there.
    ///
    /// # Errors
    /// What Envoy says when there is no answer.
    pub(super) async fn send(
        &self,
        base: &str,
        mut request: Request,
        websocket: bool,
    ) -> Result<Response<Body>, LocalReply> {
        let target = request
            .uri()
            .path_and_query()
            .map_or("/", |target| target.as_str());
        let uri: Uri = format!("{}{target}", base.trim_end_matches('/'))
            .parse()
            .map_err(|_| LocalReply::no_healthy_upstream())?;
        *request.uri_mut() = uri;
        *request.version_mut() = Version::HTTP_11;
        let client_side = websocket.then(|| hyper::upgrade::on(&mut request));
        if websocket {
            request
                .headers_mut()
                .insert(CONNECTION, HeaderValue::from_static("Upgrade"));
            request
                .headers_mut()
                .insert(UPGRADE, HeaderValue::from_static("websocket"));
        }
        let response = self.client.request(request).await.map_err(|error| {
            tracing::debug!(%error, "the application behind the gateway gave no answer");
            if error.is_connect() {
                LocalReply::connection_refused()
            } else {
                LocalReply::connection_terminated()
            }
        })?;
        let mut response = response.map(Body::new);
        if let Some(client_side) = client_side
            && response.status() == StatusCode::SWITCHING_PROTOCOLS
        {
            self.tunnel(client_side, hyper::upgrade::on(&mut response));
            return Ok(response);
        }
        edge::remove_hop_by_hop(response.headers_mut());
        Ok(response)
    }

    fn tunnel(
        &self,
        client_side: hyper::upgrade::OnUpgrade,
        server_side: hyper::upgrade::OnUpgrade,
    ) {
        let stop = self.stop.clone();
        self.tunnels.spawn(async move {
            let opening = async { tokio::try_join!(client_side, server_side) };
            let Some(opened) = stop.run_until_cancelled(opening).await else {
                return;
            };
            let (client, server) = match opened {
                Ok(sides) => sides,
                Err(error) => return tracing::debug!(%error, "a websocket did not open"),
            };
            let (mut client, mut server) = (TokioIo::new(client), TokioIo::new(server));
            tokio::select! {
                () = stop.cancelled() => {}
                ended = tokio::io::copy_bidirectional(&mut client, &mut server) => {
                    if let Err(error) = ended {
                        tracing::debug!(%error, "a websocket ended with an error");
                    }
                }
            }
        });
    }
}
