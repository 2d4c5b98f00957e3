//! KFP's own API, passed on.

use axum::response::{IntoResponse, Response};
use http::Method;

use super::incoming::Incoming;
use crate::access::{Binding, BodyRule, Found, Operation, Query};
use crate::app::App;
use crate::identity::UserId;
use crate::problem::{Failure, ProblemCode};
use crate::upstream::{Call, Weight};

/// Sends a judged request to KFP: path and query written anew, no header of the client but the media type.
pub(super) async fn answer(
    app: &App,
    user: &UserId,
    found: &Found,
    query: &Query,
    incoming: Incoming<'_>,
    binding: &Binding,
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
        app.kfp().read(call.weighing(weight(found, query))).await?
    } else {
        app.kfp().call(call).await?
    };
    if found.row.is_list() && answer.status.is_success() {
        answer.body = app.seal().close(binding, answer.body).ok_or_else(|| {
            let detail = "The answer is no list, though its status says so.";
            Failure::new(ProblemCode::KfpAnswer, detail)
        })?;
    }
    Ok(answer.into_response())
}

/// Lists that are quick stay on an index: short pages, in the order of creation, without a search in names. Versions carry
/// their whole spec.
fn weight(found: &Found, query: &Query) -> Weight {
    if !found.row.is_list() {
        return Weight::Light;
    }
    let size: u32 = query
        .get("page_size")
        .and_then(|size| size.parse().ok())
        .unwrap_or(0);
    let most = if found.row.operation == Operation::ListPipelineVersions {
        10
    } else {
        50
    };
    let of_runs = matches!(
        found.row.operation,
        Operation::ListRuns | Operation::ListRecurringRuns
    );
    let sort = query.get("sort_by").unwrap_or("created_at");
    let unordered = of_runs && !sort.starts_with("created_at");
    let searches = of_runs
        && query
            .get("filter")
            .is_some_and(|filter| filter.contains("SUBSTRING"));
    if size > most || unordered || searches {
        Weight::Heavy
    } else {
        Weight::Light
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight_of(path: &str, query: &str) -> Weight {
        let found = crate::access::find("GET", path).expect("a row");
        let query = Query::read(found.row, Some(query)).expect("a query");
        weight(&found, &query)
    }

    #[test]
    fn what_reads_a_whole_namespace_is_heavy() {
        let runs = "/apis/v2beta1/runs";
        for light in [
            "",
            "page_size=50&sort_by=created_at+desc",
            "filter=%7B%22operation%22%3A%22EQUALS%22%7D",
        ] {
            assert_eq!(weight_of(runs, light), Weight::Light, "{light}");
        }
        for heavy in [
            "page_size=51",
            "sort_by=name",
            "sort_by=finished_at+desc",
            "filter=%7B%22operation%22%3A%22IS_SUBSTRING%22%7D",
        ] {
            assert_eq!(weight_of(runs, heavy), Weight::Heavy, "{heavy}");
        }
        assert_eq!(
            weight_of("/apis/v2beta1/experiments", "sort_by=name&page_size=50"),
            Weight::Light
        );
        assert_eq!(
            weight_of("/apis/v2beta1/pipelines/p/versions", "page_size=20"),
            Weight::Heavy
        );
        assert_eq!(weight_of("/apis/v2beta1/runs/r", ""), Weight::Light);
    }
}
