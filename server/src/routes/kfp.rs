//! KFP's own API, passed on.

use axum::response::{IntoResponse, Response};
use http::Method;

use super::incoming::Incoming;
use super::{mistake, rows, weight};
use crate::access::{Binding, BodyRule, Found, Operation, Query};
use crate::app::App;
use crate::identity::UserId;
use crate::problem::{Failure, ProblemCode};
use crate::upstream::Call;

/// Sends a judged request to KFP: path and query written anew, no header of the client but the media type.
///
/// A list's token is bound to who asked for it, and runs of a namespace may be wanted as light rows.
pub(super) async fn answer(
    app: &App,
    user: &UserId,
    found: &Found,
    query: &Query,
    incoming: Incoming<'_>,
    (binding, rows_of): (&Binding, Option<&str>),
) -> Result<Response, Failure> {
    let method = Method::from_bytes(found.row.method.as_bytes()).map_err(|_| {
        Failure::new(
            ProblemCode::Internal,
            "The access table holds a method that is none.",
        )
    })?;
    let written = query.upstream();
    let path = found.upstream_path();
    let path_and_query = if written.is_empty() {
        path
    } else {
        format!("{path}?{written}")
    };
    let mut call = Call::new(method, path_and_query, user)
        .body(incoming.content_type.clone(), incoming.body.clone());
    if found.row.body == BodyRule::Upload {
        call = call.within(app.config().kfp.upload_timeout);
    }
    let mut answer = if found.row.method == "GET" {
        app.kfp()
            .read(call.weighing(weight::of(found, query)))
            .await?
    } else {
        app.kfp().call(call).await?
    };
    if let Some(mistake) = mistake::of(found.row.operation, &answer) {
        return Err(mistake);
    }
    if found.row.is_list() && answer.status.is_success() {
        if let Some(namespace) = rows_of.filter(|_| found.row.operation == Operation::ListRuns) {
            answer = rows::lightened(app, user, namespace, answer).await;
        }
        let listed = answer.listed().ok_or_else(|| {
            let detail = "The answer is no list, though its status says so.";
            Failure::new(ProblemCode::KfpAnswer, detail)
        })?;
        answer.body = app.seal().close(binding, &answer.body, listed);
    }
    Ok(answer.into_response())
}
