//! The login services for a real Envoy in front: as `ext_authz` servers and as upstreams.
//!
//! | path | service |
//! | --- | --- |
//! | `/ext_authz/oauth2-proxy/…` | oauth2-proxy asked about the rest of the path |
//! | `/ext_authz/authservice/…` | oidc-authservice asked about the rest of the path |
//! | `/oauth2/…` | oauth2-proxy's own pages |
//! | `/dex/…` | Dex; its key set at `/dex/keys` |
//!
//! Envoy puts the prefix there with `http_service.path_prefix`.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use http::{HeaderMap, Method, Response, StatusCode};

use super::call::Call;
use super::go_http;
use super::service::Login;
use crate::config::LoginEra;

/// Forms are small; what is larger is refused.
const MAX_FORM_BYTES: usize = 64 * 1024;

/// The router of the login listener.
pub(crate) fn router(login: Arc<Login>) -> Router {
    Router::new().fallback(answer).with_state(login)
}

async fn answer(State(login): State<Arc<Login>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let target = parts
        .uri
        .path_and_query()
        .map_or("/", |target| target.as_str());
    if let Some(asked) = target.strip_prefix("/ext_authz/oauth2-proxy") {
        return check(
            &login,
            LoginEra::Oauth2Proxy,
            &parts.method,
            asked,
            &parts.headers,
        );
    }
    if let Some(asked) = target.strip_prefix("/ext_authz/authservice") {
        return check(
            &login,
            LoginEra::Authservice,
            &parts.method,
            asked,
            &parts.headers,
        );
    }
    page(&login, &parts.method, target, &parts.headers, body).await
}

/// A page of Dex or of oauth2-proxy.
pub(crate) async fn page(
    login: &Login,
    method: &Method,
    target: &str,
    headers: &HeaderMap,
    body: Body,
) -> Response<Body> {
    let Ok(body) = to_bytes(body, MAX_FORM_BYTES).await else {
        return go_http::empty(StatusCode::PAYLOAD_TOO_LARGE).map(Body::from);
    };
    let call = Call {
        method,
        target,
        headers,
        body: &body,
    };
    if call.path().starts_with("/dex/") {
        return login.dex().handle(call).map(Body::from);
    }
    if call.path().starts_with("/oauth2/") {
        return ask(login, LoginEra::Oauth2Proxy, call);
    }
    go_http::not_found().map(Body::from)
}

fn check(
    login: &Login,
    era: LoginEra,
    method: &Method,
    target: &str,
    headers: &HeaderMap,
) -> Response<Body> {
    ask(
        login,
        era,
        Call {
            method,
            target,
            headers,
            body: &Bytes::new(),
        },
    )
}

/// A service that is down is a 503 here: to the gateway both are the same.
fn ask(login: &Login, era: LoginEra, call: Call<'_>) -> Response<Body> {
    let answer = login.handle(era, call);
    answer
        .unwrap_or_else(|| go_http::empty(StatusCode::SERVICE_UNAVAILABLE))
        .map(Body::from)
}
