//! Faults at work on a call.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use futures::StreamExt;
use futures::future::BoxFuture;
use http::header::HOST;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::action::Action;
use super::altered;
use super::envoy::EnvoyReply;
use super::place::Place;
use super::switchboard::Switchboard;
use crate::listener::{Abort, NthCall};
use crate::mesh;

/// Whatever stands behind a place.
type Behind = Box<dyn FnOnce(Request) -> BoxFuture<'static, Response<Body>> + Send>;

/// `router` with the faults of `place` in front of it.
pub(super) fn layer(board: Switchboard, place: Place, router: Router) -> Router {
    Router::new().fallback(move |request: Request| {
        let board = board.clone();
        let router = router.clone();
        async move {
            let behind = |request: Request| async move {
                let Ok(response) = router.oneshot(request).await;
                response
            };
            board.through(place, request, behind).await
        }
    })
}

impl Switchboard {
    /// A call on its way through `place` to what stands `behind` it.
    pub(crate) async fn through<F, A>(
        &self,
        place: Place,
        request: Request,
        behind: F,
    ) -> Response<Body>
    where
        F: FnOnce(Request) -> A + Send + 'static,
        A: Future<Output = Response<Body>> + Send + 'static,
    {
        let actions = self.actions(place, request.method(), request.uri().path());
        if actions.is_empty() {
            return behind(request).await;
        }
        let mut behind: Behind = Box::new(move |request| Box::pin(behind(request)));
        for action in actions.into_iter().rev() {
            let stop = self.stop().clone();
            let next = behind;
            behind = Box::new(move |request| {
                Box::pin(async move {
                    tokio::select! {
                        response = act(action, request, next) => response,
                        () = stop.cancelled() => Abort::response(),
                    }
                })
            });
        }
        behind(request).await
    }
}

async fn act(action: Action, mut request: Request, behind: Behind) -> Response<Body> {
    match action {
        Action::Delay { milliseconds } => {
            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
            behind(request).await
        }
        Action::Stall => std::future::pending().await,
        Action::StallBody { after } => altered::stalled(behind(request).await, after),
        Action::CutBody { after } => altered::cut(behind(request).await, after),
        Action::WrongLength { by } => altered::wrong_length(behind(request).await, by).await,
        Action::HalfBody => altered::half(behind(request).await).await,
        Action::GiantBody { bytes } => altered::giant(behind(request).await, bytes),
        Action::Envoy { reply } => envoy(reply, &request),
        Action::SignIn { page } => page.response(&path_of(&request)),
        Action::TakenButTimedOut => {
            let timed_out = envoy(EnvoyReply::RequestTimeout, &request);
            carry_out(behind(request).await).await;
            timed_out
        }
        Action::TakenButDropped => {
            carry_out(behind(request).await).await;
            Abort::response()
        }
        Action::CutUpload { after } => cut_upload(request, after).await,
        Action::Drop => Abort::response(),
        Action::DropReused => match request.extensions().get::<NthCall>() {
            Some(NthCall(nth)) if *nth > 1 => Abort::response(),
            _ => behind(request).await,
        },
        Action::Answer {
            status,
            headers,
            body,
        } => {
            let mut response = Response::new(Body::from(body));
            *response.status_mut() =
                StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            set_headers(response.headers_mut(), headers, &request);
            response
        }
        Action::AddHeaders { headers } => {
            let mut added = HeaderMap::new();
            set_headers(&mut added, headers, &request);
            let mut response = behind(request).await;
            response.headers_mut().extend(added);
            response
        }
        Action::LoseHeaders { names } => {
            for name in names {
                request.headers_mut().remove(name.as_str());
            }
            behind(request).await
        }
    }
}

fn envoy(reply: EnvoyReply, request: &Request) -> Response<Body> {
    let realm = mesh::realm(request);
    mesh::from_envoy(reply.reply(&realm).into_response(request.headers()))
}

/// Lets whoever answers answer to the end.
async fn carry_out(response: Response<Body>) {
    let mut body = response.into_body();
    while let Some(Ok(_)) = body.frame().await {}
}

async fn cut_upload(request: Request, after: u64) -> Response<Body> {
    let mut body = request.into_body().into_data_stream();
    let mut read = 0;
    while read < after {
        match body.next().await {
            Some(Ok(piece)) => read += piece.len() as u64,
            _ => break,
        }
    }
    Abort::response()
}

fn path_of(request: &Request) -> String {
    request
        .uri()
        .path_and_query()
        .map_or("/", |target| target.as_str())
        .to_owned()
}

/// Sets what can be a header; what cannot is left out.
fn set_headers(
    headers: &mut HeaderMap,
    wanted: std::collections::BTreeMap<String, String>,
    request: &Request,
) {
    let host = request
        .headers()
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let path = path_of(request);
    for (name, value) in wanted {
        let value = value.replace("{host}", host).replace("{path}", &path);
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
}
