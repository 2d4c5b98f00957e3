//! `GET /api/connection?namespace=…&lang=…`: the hops to KFP, checked now.

use axum::Json;
use axum::response::{IntoResponse, Response};
use kfp_core::model::Namespace;

use crate::access::Query;
use crate::app::App;
use crate::identity::Identity;
use crate::language::Language;
use crate::problem::{Failure, ProblemCode};

/// The connection report for the user who asks.
pub(super) async fn answer(
    app: &App,
    identity: &Identity,
    query: &Query,
) -> Result<Response, Failure> {
    let namespace = query
        .get("namespace")
        .map(str::parse::<Namespace>)
        .transpose()
        .map_err(|error| {
            Failure::new(
                ProblemCode::Invalid,
                format!("The namespace cannot be used: {error}."),
            )
        })?;
    let language = query.get("lang").map(Language::of_tag).unwrap_or_default();
    let report = app.diagnosis().report(identity, namespace, language).await;
    Ok(Json(report).into_response())
}
