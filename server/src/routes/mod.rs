//! From a request that has passed the layers to its answer.
//!
//! There is no second list of routes: the access table is it. A path without a row has no route, a route without a row
//! cannot be reached.

mod connection;
mod incoming;
mod kfp;
mod session;

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};

use crate::access::{self, BodyRule, NotFound, Operation, Query};
use crate::app::App;
use crate::identity::Identity;
use crate::layers::{Nonce, RequestRecord};
use crate::problem::{Failure, ProblemCode, Shape};
use crate::upstream::Refusal;
use incoming::Incoming;

/// Answers every request.
pub(crate) async fn dispatch(State(app): State<App>, request: Request) -> Response {
    let path = request.uri().path();
    if is_data(path) {
        match data(&app, request).await {
            Ok(response) => response,
            Err(Refusal::Failure(failure)) => failure.into_response(),
            Err(Refusal::Answer(answer)) => answer.into_response(),
        }
    } else {
        page(&app, request).await
    }
}

/// Whether a path is one of data: an address of the program or a file of it never begins so.
fn is_data(path: &str) -> bool {
    ["/api", "/apis"].iter().any(|root| {
        path.strip_prefix(root)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

async fn page(app: &App, request: Request) -> Response {
    record(&request, "/{page}");
    let (head, _) = request.into_parts();
    let Some(nonce) = head.extensions.get::<Nonce>() else {
        return Failure::new(ProblemCode::Internal, "The answer has no nonce.").into_response();
    };
    app.assets()
        .serve(&head.method, head.uri.path(), &head.headers, nonce)
        .await
}

async fn data(app: &App, request: Request) -> Result<Response, Refusal> {
    let found = match access::find(request.method().as_str(), request.uri().path()) {
        Ok(found) => found,
        Err(NotFound::Path) => {
            return Err(Failure::new(ProblemCode::UnknownPath, "Not Found").into());
        }
        Err(NotFound::Method) => return Err(unknown_method(request.uri().path()).into()),
    };
    record(&request, found.row.path);
    let identity = request
        .extensions()
        .get::<Identity>()
        .cloned()
        .ok_or_else(|| Failure::new(ProblemCode::IdentityMissing, "The request has no user."))?;
    let query = Query::read(found.row, request.uri().query())?;
    let user = &identity.user;
    // A body is read only where it says what is to be judged. Of an upload nothing is read before it is allowed: whoever
    // may not upload must not take a place in memory either.
    let body = if found.row.body == BodyRule::Json {
        let incoming = Incoming::read(app, found.row, request).await?;
        access::allow(app, user, &found, &query, &incoming.body).await?;
        incoming
    } else {
        access::allow(app, user, &found, &query, &[]).await?;
        Incoming::read(app, found.row, request).await?
    };
    match found.row.operation {
        Operation::Session => Ok(session::answer(app, &identity).await),
        Operation::Connection => connection::answer(app, &identity, &query)
            .await
            .map_err(Into::into),
        _ => kfp::answer(app, user, &found, &query, body)
            .await
            .map_err(Into::into),
    }
}

fn unknown_method(path: &str) -> Failure {
    let code = match Shape::of(path) {
        Shape::Kfp => ProblemCode::UnknownKfpMethod,
        Shape::Problem => ProblemCode::UnknownMethod,
    };
    Failure::new(code, "Method Not Allowed")
}

fn record(request: &Request, template: &'static str) {
    if let Some(record) = request.extensions().get::<RequestRecord>() {
        record.template(template);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_told_from_pages() {
        for data in [
            "/api",
            "/api/",
            "/api/session",
            "/apis",
            "/apis/v2beta1/runs",
        ] {
            assert!(is_data(data), "{data}");
        }
        for page in ["/", "/apiary", "/ns/team-a/api/", "/API/session"] {
            assert!(!is_data(page), "{page}");
        }
    }
}
