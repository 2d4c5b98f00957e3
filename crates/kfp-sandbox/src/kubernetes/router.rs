//! From an HTTP request to a resource: who calls, whether they may, what they get.

use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode};
use http_body_util::BodyExt;

use super::request::ResourceRequest;
use super::status::{Status, object};
use super::{absent, authentication, authorization, discovery, namespaces, rbac, service_accounts};
use crate::cluster::Cluster;
use crate::directory::Authenticated;

/// Largest body that the API server takes.
const MAX_BODY_BYTES: usize = 3 * 1024 * 1024;

/// An authenticated call.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) cluster: Cluster,
    pub(super) caller: Authenticated,
    pub(super) request: ResourceRequest,
    pub(super) query: String,
    pub(super) body: Bytes,
}

/// The API server; bearer tokens of the sandbox's own issuer authenticate, a call without one is the anonymous
/// user's.
pub(crate) fn router(cluster: Cluster) -> Router {
    Router::new().fallback(answer).with_state(cluster)
}

async fn answer(State(cluster): State<Cluster>, request: Request) -> Response {
    let path = request.uri().path();
    if let Some(response) = discovery::public(path) {
        return response;
    }
    match answer_resource(cluster, request).await {
        Ok(response) => response,
        Err(status) => status.into_response(),
    }
}

async fn answer_resource(cluster: Cluster, request: Request) -> Result<Response, Status> {
    let caller = authenticate(&cluster, request.headers()).await?;
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let Some(resource) = ResourceRequest::read(request.method(), &path, &query) else {
        return Ok(discovery::answer(&path));
    };
    let decision = cluster
        .directory()
        .review(caller.subject.clone(), resource.attributes())
        .await?;
    if !decision.allowed {
        return Err(Status::forbidden(&caller.subject.user, &resource));
    }
    let body = http_body_util::Limited::new(request.into_body(), MAX_BODY_BYTES)
        .collect()
        .await
        .map_err(|_| Status::bad_request("the request body is too large or was cut short"))?
        .to_bytes();
    let call = Call {
        cluster,
        caller,
        request: resource,
        query,
        body,
    };
    let ResourceRequest {
        group,
        version,
        resource,
        ..
    } = &call.request;
    match (group.as_str(), version.as_str(), resource.as_str()) {
        ("", "v1", "namespaces") => namespaces::answer(call).await,
        ("", "v1", "serviceaccounts") => service_accounts::answer(call).await,
        ("authentication.k8s.io", "v1", "tokenreviews" | "selfsubjectreviews") => {
            authentication::answer(call).await
        }
        (
            "authorization.k8s.io",
            "v1",
            "subjectaccessreviews" | "localsubjectaccessreviews" | "selfsubjectaccessreviews",
        ) => authorization::answer(call).await,
        (
            "rbac.authorization.k8s.io",
            "v1",
            "roles" | "clusterroles" | "rolebindings" | "clusterrolebindings",
        ) => rbac::answer(call).await,
        _ => match absent::kind(&call.request) {
            Some(kind) => absent::answer(&call, kind),
            None => Ok(discovery::no_such_page()),
        },
    }
}

/// Who calls: the token's account, or the anonymous user.
async fn authenticate(cluster: &Cluster, headers: &HeaderMap) -> Result<Authenticated, Status> {
    let value = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let token = match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token,
        // Neither a token nor another credential: a leading space stands for the anonymous user.
        _ => " ",
    };
    let review = cluster
        .directory()
        .review_token(cluster.issuer(), cluster.clock(), token, &[])
        .await?;
    review.map_err(|_| Status::unauthorized())
}

/// The answer to a creation.
pub(super) fn created(body: &serde_json::Value) -> Response {
    object(StatusCode::CREATED, body)
}
