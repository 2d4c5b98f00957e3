//! `GET /api/overview`, `GET /api/history` and `GET /api/names`: what the index of runs tells of a namespace.
//!
//! The access table asks whether the user may list its runs; what else may be told is asked here.

use axum::Json;
use axum::response::{IntoResponse, Response};
use console_api::live::{Topic, TopicKind};
use console_api::overview::{GroupKind, MOST_GROUPS};

use super::feed::READ_ON_FOR;
use crate::access::Query;
use crate::app::App;
use crate::feed;
use crate::identity::UserId;
use crate::index::{Calendar, Key, MOST_DAYS, Who};
use crate::problem::{Failure, ProblemCode};

/// Days that are counted where the request names no number.
const DAYS: u32 = 14;
/// More than any zone is from UTC, of which each is by a multiple of fifteen minutes.
const FARTHEST: i32 = 20 * 60;

/// Figures, failures and the last runs of a namespace.
pub(super) async fn overview(app: &App, user: &UserId, query: &Query) -> Result<Response, Failure> {
    let calendar = Calendar {
        days: number(query, "days", 1, MOST_DAYS)?.unwrap_or(DAYS),
        offset_minutes: number(query, "offset", -FARTHEST, FARTHEST)?.unwrap_or(0),
    };
    if calendar.offset_minutes % 15 != 0 {
        return Err(invalid(
            "The parameter offset is a multiple of fifteen minutes.",
        ));
    }
    let (key, who) = look(app, user, query).await?;
    let overview = app.index().overview(&key, who, calendar).await;
    Ok(Json(overview).into_response())
}

/// The last runs of some pipelines, experiments or recurring runs.
pub(super) async fn history(app: &App, user: &UserId, query: &Query) -> Result<Response, Failure> {
    let kind = query
        .get("kind")
        .and_then(GroupKind::of_word)
        .ok_or_else(|| {
            let words = GroupKind::ALL.map(GroupKind::word).join(", ");
            invalid(format!("The parameter kind is one of {words}."))
        })?;
    let ids = list(query, "ids")?;
    let (key, who) = look(app, user, query).await?;
    let history = app.index().history(&key, who, kind, &ids).await;
    Ok(Json(history).into_response())
}

/// What pipelines and versions that runs name are called.
pub(super) async fn names(app: &App, user: &UserId, query: &Query) -> Result<Response, Failure> {
    let (pipelines, versions) = (list(query, "pipelines")?, list(query, "versions")?);
    let (key, who) = look(app, user, query).await?;
    let names = app.index().names(&key, who, pipelines, versions).await;
    Ok(Json(names).into_response())
}

/// Sees to it that the runs of the namespace are read, and asks what may be told beside them.
pub(super) async fn look(app: &App, user: &UserId, query: &Query) -> Result<(Key, Who), Failure> {
    let namespace = query.get("namespace").unwrap_or_default().to_owned();
    let topic = Topic {
        kind: TopicKind::Runs,
        namespace: namespace.clone(),
    };
    let mut watch = app.feed().look(user, &topic, None, READ_ON_FOR)?;
    watch.loaded().await;
    let key = Key {
        decides_by: app.kfp().decides_by(user).to_owned(),
        namespace,
    };
    app.feed().look_back(user, &key);
    let who = who(app, user, &key.namespace).await;
    Ok((key, who))
}

/// What may be told of a namespace beside its runs.
pub(super) async fn who(app: &App, user: &UserId, namespace: &str) -> Who {
    // Three reviews at once are too large to be part of the caller.
    let may = |kind| Box::pin(feed::may_name(app.reviewer(), user, kind, namespace));
    let (reads_pipelines, reads_experiments, reads_recurring_runs) = tokio::join!(
        may(TopicKind::Pipelines),
        may(TopicKind::Experiments),
        may(TopicKind::RecurringRuns),
    );
    Who {
        reads_pipelines,
        reads_experiments,
        reads_recurring_runs,
    }
}

/// Ids between commas.
pub(super) fn list(query: &Query, name: &str) -> Result<Vec<String>, Failure> {
    let ids = query.get(name).unwrap_or_default().split(',');
    let ids: Vec<String> = ids.filter(|id| !id.is_empty()).map(str::to_owned).collect();
    if ids.len() > MOST_GROUPS {
        return Err(invalid(format!(
            "The parameter {name} names more than {MOST_GROUPS}."
        )));
    }
    Ok(ids)
}

/// A whole number within bounds.
pub(super) fn number<N>(query: &Query, name: &str, least: N, most: N) -> Result<Option<N>, Failure>
where
    N: std::str::FromStr + PartialOrd + std::fmt::Display + Copy,
{
    let Some(text) = query.get(name) else {
        return Ok(None);
    };
    match text.parse::<N>() {
        Ok(number) if least <= number && number <= most => Ok(Some(number)),
        _ => Err(invalid(format!(
            "The parameter {name} is a whole number from {least} to {most}."
        ))),
    }
}

pub(super) fn invalid(detail: impl Into<String>) -> Failure {
    Failure::new(ProblemCode::Invalid, detail)
}
