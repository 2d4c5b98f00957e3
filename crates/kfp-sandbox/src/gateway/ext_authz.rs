//! The gateway's question to its login service, and what it takes from the answer.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, Method, Response, StatusCode};
use tokio::time::Instant;

use crate::config::LoginEra;
use crate::fault::Switch;
use crate::login::{Answer, Call, Login};
use crate::mesh::{LocalReply, grpc, is_grpc, set_service_time};

/// What the question carries of the request's headers, beside method and address.
fn asked_headers(era: LoginEra) -> &'static [&'static str] {
    match era {
        LoginEra::Authservice => &["host", "authorization", "cookie", "x-auth-token"],
        LoginEra::Oauth2Proxy => &["host", "authorization", "cookie"],
    }
}

/// What the service may set for the application.
fn identity_headers(login: &Login, era: LoginEra) -> &'static [&'static str] {
    match era {
        LoginEra::Oauth2Proxy if login.switches().is_on(Switch::Oauth2ProxyFirst) => {
            &["authorization", "x-auth-request-email"]
        }
        LoginEra::Authservice => &["kubeflow-userid"],
        LoginEra::Oauth2Proxy => &[
            "authorization",
            "path",
            "x-auth-request-email",
            "x-auth-request-groups",
            "x-auth-request-user",
        ],
    }
}

/// What reaches the client of a refusal in the newer era.
const CLIENT_HEADERS: [&str; 5] = [
    "content-type",
    "set-cookie",
    "location",
    "www-authenticate",
    "content-length",
];

/// Lets the request pass with the identity the service gave it, or says what the client is answered instead.
///
/// # Errors
/// The answer to the client.
pub(super) fn check(
    login: &Login,
    era: LoginEra,
    request: &mut Request,
) -> Result<(), Box<Response<Body>>> {
    let start = Instant::now();
    let Some(answer) = ask(login, era, request) else {
        let reply = LocalReply::ext_authz_error();
        return Err(Box::new(reply.into_response(request.headers())));
    };
    if answer.status() == StatusCode::OK {
        for &name in identity_headers(login, era) {
            if let Some(value) = answer.headers().get(name) {
                request
                    .headers_mut()
                    .insert(HeaderName::from_static(name), value.clone());
            }
        }
        return Ok(());
    }
    if answer.status().is_server_error() {
        let reply = LocalReply::ext_authz_error();
        return Err(Box::new(reply.into_response(request.headers())));
    }
    Err(Box::new(refuse(
        era,
        answer,
        request.method(),
        request.headers(),
        start,
    )))
}

fn ask(login: &Login, era: LoginEra, request: &Request) -> Option<Answer> {
    let mut headers = HeaderMap::new();
    for &name in asked_headers(era) {
        for value in request.headers().get_all(name) {
            headers.append(HeaderName::from_static(name), value.clone());
        }
    }
    let target = request
        .uri()
        .path_and_query()
        .map_or("/", |target| target.as_str());
    login.handle(
        era,
        Call {
            method: request.method(),
            target,
            headers: &headers,
            body: &Bytes::new(),
        },
    )
}

/// In the newer era only a few headers of the service's answer reach the client; in the older one all do, and the time
/// that the service took.
fn refuse(
    era: LoginEra,
    answer: Answer,
    method: &Method,
    request: &HeaderMap,
    start: Instant,
) -> Response<Body> {
    let (mut parts, body) = answer.into_parts();
    let mut headers = HeaderMap::new();
    for (name, value) in &parts.headers {
        if era == LoginEra::Authservice || CLIENT_HEADERS.contains(&name.as_str()) {
            headers.append(name.clone(), value.clone());
        }
    }
    if *method == Method::HEAD {
        headers.remove(CONTENT_TYPE);
        headers.remove(CONTENT_LENGTH);
    }
    let mut response = if is_grpc(request) {
        let mut response = grpc(parts.status, std::str::from_utf8(&body).unwrap_or_default());
        headers.remove(CONTENT_TYPE);
        headers.remove(CONTENT_LENGTH);
        for (name, value) in &headers {
            response.headers_mut().append(name.clone(), value.clone());
        }
        response
    } else {
        parts.headers = headers;
        Response::from_parts(parts, Body::from(body))
    };
    if era == LoginEra::Authservice {
        set_service_time(&mut response, start);
    }
    response
}
