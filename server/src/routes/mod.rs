//! From a request that has passed the layers to its answer.
//!
//! There is no second list of routes: the access table is it. A path without a row has no route, a route without a row
//! cannot be reached.

mod address;
mod compare;
mod connection;
mod feed;
mod grid;
mod incoming;
mod kfp;
mod mistake;
mod overview;
mod package;
mod rows;
mod search;
mod session;
mod weight;

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::{Html, IntoResponse, Response};
use http::{Method, header};

use crate::access::{self, Binding, BodyRule, Found, NotFound, Operation, Query};
use crate::app::App;
use crate::assets::wants_page;
use crate::audit::Action;
use crate::config::Defence;
use crate::identity::Identity;
use crate::language::Language;
use crate::layers::{Nonce, RequestId, RequestRecord};
use crate::live;
use crate::problem::{self, Failure, ProblemCode, Shape};
use crate::upstream::Refusal;
use address::{is_data, is_odd};
use incoming::Incoming;

/// Answers every request.
pub(crate) async fn dispatch(State(app): State<App>, request: Request) -> Response {
    // A person who went to an address that leads nowhere is shown a page; a program gets the document.
    let person = request.method().is_safe() && wants_page(request.headers());
    let nonce = request.extensions().get::<Nonce>().cloned();
    let response = answer(&app, request).await;
    match nonce {
        Some(nonce) if person && leads_nowhere(&response) => {
            app.assets().nowhere(&nonce).await.unwrap_or(response)
        }
        _ => response,
    }
}

fn leads_nowhere(response: &Response) -> bool {
    response
        .extensions()
        .get::<Arc<Failure>>()
        .is_some_and(|failure| failure.code == ProblemCode::UnknownPath)
}

async fn answer(app: &App, request: Request) -> Response {
    let path = request.uri().path();
    if is_odd(path) {
        return Failure::new(ProblemCode::UnknownPath, "Not Found").into_response();
    }
    if !is_data(path) {
        return page(app, request).await;
    }
    // All routes' futures in one are too large to be part of every caller's.
    match Box::pin(data(app, request)).await {
        Ok(response) => response,
        Err(Refusal::Failure(failure)) => failure.into_response(),
        Err(Refusal::Answer(answer)) => answer.into_response(),
    }
}

async fn page(app: &App, request: Request) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD)
        && let Some(answer) = of_errors(&request)
    {
        return answer;
    }
    record(&request, "/{page}");
    let (head, _) = request.into_parts();
    let Some(nonce) = head.extensions.get::<Nonce>() else {
        return Failure::new(ProblemCode::Internal, "The answer has no nonce.").into_response();
    };
    app.assets()
        .serve(&head.method, head.uri.path(), &head.headers, nonce)
        .await
}

/// The page of errors and its styles.
fn of_errors(request: &Request) -> Option<Response> {
    match request.uri().path() {
        problem::PAGE => {
            record(request, problem::PAGE);
            let language = Language::of_query(request.uri().query());
            Some(Html(problem::page(language)).into_response())
        }
        problem::STYLE_PATH => {
            record(request, problem::STYLE_PATH);
            let css = (header::CONTENT_TYPE, "text/css; charset=utf-8");
            Some(([css], problem::STYLE).into_response())
        }
        _ => None,
    }
}

async fn data(app: &App, request: Request) -> Result<Response, Refusal> {
    let found = match access::find(request.method().as_str(), request.uri().path()) {
        Ok(found) => found,
        Err(NotFound::Path) => {
            return Err(unknown_path(request.uri().path()).into());
        }
        Err(NotFound::Method) => return Err(unknown_method(request.uri().path()).into()),
    };
    record(&request, found.row.path);
    let identity = request
        .extensions()
        .get::<Identity>()
        .cloned()
        .ok_or_else(|| Failure::new(ProblemCode::IdentityMissing, "The request has no user."))?;
    let user = &identity.user;
    let id = request.extensions().get::<RequestId>();
    let mut action = Action::of(id, user, &found);
    let result = judged(app, &identity, &found, request, action.as_mut()).await;
    if let Some(action) = action {
        action.ended(&result);
    }
    result
}

/// Judges a request for which there is a row and a user, and does what it asks for.
async fn judged(
    app: &App,
    identity: &Identity,
    found: &Found,
    request: Request,
    action: Option<&mut Action>,
) -> Result<Response, Refusal> {
    let user = &identity.user;
    let mut query = Query::read(found.row, request.uri().query())?;
    let binding = Binding::of(user, found, &query);
    if app.config().has(Defence::PageTokens) {
        query.open_page_token(found.row, app.seal(), &binding)?;
    }
    if found.row.operation == Operation::Live {
        // Being signed in is enough to open one; what is watched on it is asked about then.
        return live::open(app, user, request).await.map_err(Into::into);
    }
    let wants_rows = rows::are_wanted(request.headers());
    // A body is read only where it says what is to be judged. Of an upload nothing is read before it is allowed: whoever
    // may not upload must not take a place in memory either.
    let allowed = async |body: &[u8]| {
        let namespace = access::allow(app, user, found, &query, body).await?;
        if let Some(action) = action {
            action.namespace.clone_from(&namespace);
        }
        access::check_text(found.row.operation, &query, body)?;
        Ok::<_, Refusal>(namespace)
    };
    let (namespace, body) = if found.row.body == BodyRule::Json {
        let incoming = Incoming::read(app, found.row, request).await?;
        (allowed(&incoming.body).await?, incoming)
    } else {
        let namespace = allowed(&[]).await?;
        let incoming = Incoming::read(app, found.row, request).await?;
        if found.row.body == BodyRule::Upload {
            access::check_upload(&query, incoming.content_type.as_ref(), &incoming.body)?;
        }
        (namespace, incoming)
    };
    match found.row.operation {
        Operation::Session => Ok(session::answer(app, identity).await),
        Operation::Connection => connection::answer(app, identity, &query)
            .await
            .map_err(Into::into),
        Operation::Overview => overview::overview(app, user, &query)
            .await
            .map_err(Into::into),
        Operation::History => overview::history(app, user, &query)
            .await
            .map_err(Into::into),
        Operation::Names => overview::names(app, user, &query).await.map_err(Into::into),
        Operation::Search => search::answer(app, user, &query).await.map_err(Into::into),
        Operation::Compare => compare::answer(app, user, &query).await.map_err(Into::into),
        Operation::Grid => grid::answer(app, user, &query).await.map_err(Into::into),
        Operation::Package => package::answer(app, body).await.map_err(Into::into),
        Operation::Feed => feed::answer(app, user, &query).await.map_err(Into::into),
        _ => {
            let _written = found
                .row
                .changes()
                .then(|| app.feed().written(namespace.as_deref(), found));
            let rows_of = namespace.as_deref().filter(|_| wants_rows);
            kfp::answer(app, user, found, &query, body, (&binding, rows_of))
                .await
                .map_err(Into::into)
        }
    }
}

/// What is not there, in KFP's own words on its paths; elsewhere with what is.
fn unknown_path(path: &str) -> Failure {
    match Shape::of(path) {
        Shape::Kfp => Failure::new(ProblemCode::UnknownPath, "Not Found"),
        Shape::Problem => {
            let detail = format!(
                "Nothing is at this path. Under /api/ there are {}; the API of KFP is under /apis/v2beta1/.",
                access::console_paths().join(" and ")
            );
            Failure::new(ProblemCode::UnknownPath, detail)
                .hint("Look the path up in docs/architecture.md, \"Paths\".")
        }
    }
}

fn unknown_method(path: &str) -> Failure {
    let of = |code| Failure::new(code, "Method Not Allowed");
    match Shape::of(path) {
        Shape::Kfp => of(ProblemCode::UnknownKfpMethod),
        Shape::Problem => of(ProblemCode::UnknownMethod).allow(access::methods(path)),
    }
}

fn record(request: &Request, template: &'static str) {
    if let Some(record) = request.extensions().get::<RequestRecord>() {
        record.template(template);
    }
}
