//! `GET /api/search`: runs, found in the index.

use axum::Json;
use axum::response::{IntoResponse, Response};

use super::overview::{invalid, list, look, number};
use crate::access::Query;
use crate::app::App;
use crate::identity::UserId;
use crate::index::{By, MOST_SKIPPED, Order, Search};
use crate::problem::Failure;

/// Runs of an answer, where the request does not say.
const LIMIT: usize = 50;
const MOST: usize = 200;
/// No time is later: the year 9999.
const LATEST: i64 = 253_402_300_799_999;

/// The newest of the runs that are searched for, and how many there are.
pub(super) async fn answer(app: &App, user: &UserId, query: &Query) -> Result<Response, Failure> {
    let search = search(query)?;
    let _turn = app.index().begin_search(user)?;
    let (key, who) = look(app, user, query).await?;
    let found = app.index().search(&key, who, search).await;
    Ok(Json(found).into_response())
}

fn search(query: &Query) -> Result<Search, Failure> {
    let text = |name| query.get(name).map(str::to_owned);
    let millis = |name| number(query, name, 0, LATEST);
    let is_archived = match query.get("archived") {
        None => None,
        Some("true") => Some(true),
        Some("false") => Some(false),
        Some(_) => return Err(invalid("The parameter archived is true or false.")),
    };
    let parameter = query
        .get("parameter")
        .map(|text| match text.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (text.to_owned(), None),
        });
    Ok(Search {
        pipelines: list(query, "pipeline")?,
        versions: list(query, "version")?,
        experiments: list(query, "experiment")?,
        recurring_runs: list(query, "recurring_run")?,
        states: list(query, "state")?,
        is_archived,
        name: text("name"),
        names: text("names"),
        parameter,
        longer_ms: millis("longer_ms")?,
        shorter_ms: millis("shorter_ms")?,
        since_ms: millis("since_ms")?,
        before_ms: millis("before_ms")?,
        limit: number(query, "limit", 1, MOST)?.unwrap_or(LIMIT),
        after: query
            .get("after")
            .filter(|_| query.get("by").is_none())
            .map(after)
            .transpose()?,
        order: query.get("by").map(|by| order(query, by)).transpose()?,
    })
}

/// An order, and where in it an earlier answer ended.
fn order(query: &Query, by: &str) -> Result<Order, Failure> {
    let by = By::of_word(by).ok_or_else(|| {
        let words = By::ALL.map(By::word).join(", ");
        invalid(format!("The parameter by is one of {words}."))
    })?;
    let is_ascending = match query.get("order") {
        Some("asc") => true,
        None | Some("desc") => false,
        Some(_) => return Err(invalid("The parameter order is asc or desc.")),
    };
    Ok(Order {
        by,
        is_ascending,
        skipped: number(query, "after", 0, MOST_SKIPPED)?.unwrap_or(0),
    })
}

fn after(text: &str) -> Result<(i64, String), Failure> {
    let read = || {
        let (created, run) = text.split_once('.')?;
        Some((created.parse().ok()?, run.to_owned()))
    };
    read().ok_or_else(|| invalid("The parameter after is none that an answer named."))
}
