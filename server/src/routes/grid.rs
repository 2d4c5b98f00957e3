//! `GET /api/grid`: the last runs of a pipeline by task.

use axum::Json;
use axum::response::{IntoResponse, Response};
use console_api::grid::MOST_RUNS;
use kfp_core::model::PipelineId;

use super::overview::{invalid, look, number};
use crate::access::Query;
use crate::app::App;
use crate::grid;
use crate::identity::UserId;
use crate::index::Search;
use crate::problem::Failure;

/// Runs of an answer, where the request does not say.
const LAST: usize = 25;

/// The runs that the index finds, and what KFP tells of their tasks.
///
/// Which pipeline it is grants nothing: all that is told is of runs of the namespace, which the user may list.
pub(super) async fn answer(app: &App, user: &UserId, query: &Query) -> Result<Response, Failure> {
    let pipeline = query.get("pipeline").map(PipelineId::new);
    let Some(Ok(pipeline)) = pipeline else {
        return Err(invalid("The parameter pipeline is the id of a pipeline."));
    };
    let search = Search {
        pipelines: vec![pipeline.to_string()],
        versions: query
            .get("version")
            .map(str::to_owned)
            .into_iter()
            .collect(),
        is_archived: Some(false),
        limit: number(query, "last", 1, MOST_RUNS)?.unwrap_or(LAST),
        ..Search::default()
    };
    let turn = app.index().begin_search(user)?;
    let (key, who) = look(app, user, query).await?;
    let found = app.index().search(&key, who, search).await;
    drop(turn);
    let insides = grid::read(app.kfp(), app.insides(), user, &key, &found.runs).await?;
    Ok(Json(grid::table(found, &insides)).into_response())
}
