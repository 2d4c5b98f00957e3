//! From an HTTP request to a resource: who calls, whether they may, what they get.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use http_body_util::{BodyExt, LengthLimitError};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::authentication::{authenticate, authorize};
use super::mirror::Mirror;
use super::request::ResourceRequest;
use super::resources::Resource;
use super::status::{Status, object};
use super::{discovery, pod_logs, reviews, service_accounts, verbs};
use crate::cluster::Cluster;
use crate::directory::{Authenticated, Collection, Key};

/// Largest body that the API server takes.
const MAX_BODY_BYTES: usize = 3 * 1024 * 1024;

/// Most watches and followed logs at a time.
const MAX_WATCHES: usize = 512;

/// An authenticated and authorized call on a resource.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) cluster: Cluster,
    pub(super) caller: Authenticated,
    pub(super) request: ResourceRequest,
    pub(super) resource: &'static Resource,
    pub(super) query: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) mirror: Mirror,
    /// One permit for each watch.
    pub(super) watches: Arc<Semaphore>,
    /// The sandbox stops.
    pub(super) stop: CancellationToken,
}

impl Call {
    /// The key of an object in the call's namespace, which a namespace itself is not in.
    pub(super) fn key(&self, collection: Collection, name: &str) -> Key {
        let namespace = if self.resource.is_namespaced {
            self.request.namespace.as_str()
        } else {
            ""
        };
        Key::new(collection, namespace, name)
    }
}

#[derive(Clone, Debug)]
struct Server {
    cluster: Cluster,
    mirror: Mirror,
    watches: Arc<Semaphore>,
    stop: CancellationToken,
}

/// The API server; bearer tokens of the sandbox's own issuer authenticate, a call without one is the anonymous
/// user's. Watches end with `stop`.
pub(crate) fn router(cluster: Cluster, stop: CancellationToken) -> Router {
    let server = Server {
        mirror: Mirror::new(cluster.clone()),
        cluster,
        watches: Arc::new(Semaphore::new(MAX_WATCHES)),
        stop,
    };
    Router::new().fallback(answer).with_state(server)
}

async fn answer(State(server): State<Server>, request: Request) -> Response {
    match answer_authenticated(server, request).await {
        Ok(response) => response,
        Err(status) => status.into_response(),
    }
}

async fn answer_authenticated(server: Server, request: Request) -> Result<Response, Status> {
    let caller = authenticate(&server.cluster, request.headers())?;
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let Some(asked) = ResourceRequest::read(request.method(), &path, &query) else {
        let verb = request.method().as_str().to_ascii_lowercase();
        let directory = server.cluster.directory();
        if !directory.review_path(&caller.subject, &verb, &path).allowed {
            return Err(Status::forbidden_path(&caller.subject.user, &verb, &path));
        }
        return Ok(discovery::answer(&server.cluster, &path, request.headers()));
    };
    authorize(&server.cluster, &caller.subject, &asked)?;
    let Some(resource) = Resource::find(&asked.group, &asked.version, &asked.resource) else {
        return Ok(discovery::no_such_page());
    };
    let (parts, body) = request.into_parts();
    let body = http_body_util::Limited::new(body, MAX_BODY_BYTES)
        .collect()
        .await
        .map_err(|error| match error.downcast_ref::<LengthLimitError>() {
            Some(_) => Status::too_large(MAX_BODY_BYTES),
            None => Status::bad_request("the request body was cut short"),
        })?
        .to_bytes();
    let call = Call {
        cluster: server.cluster,
        caller,
        request: asked,
        resource,
        query,
        headers: parts.headers,
        body,
        mirror: server.mirror,
        watches: server.watches,
        stop: server.stop,
    };
    match (resource.collection, call.request.subresource.as_str()) {
        (None, _) => reviews::answer(&call),
        (Some(Collection::PODS), "log") => pod_logs::answer(&call).await,
        (Some(Collection::SERVICE_ACCOUNTS), "token") => service_accounts::create_token(&call),
        (Some(collection), _) => verbs::answer(call, collection).await,
    }
}

/// The answer to a creation.
pub(super) fn created(body: &serde_json::Value) -> Response {
    object(StatusCode::CREATED, body)
}
