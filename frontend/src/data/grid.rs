//! What the console tells of the runs of a pipeline.

use console_api::{grid::Grid, overview::Found};
use kfp_core::model::{Namespace, Page, PageToken, PipelineId, RecurringRun};

use super::{Api, Failure, PAGE_SIZE, RunRow};
use crate::url_state::{GridState, Query, RecurringRunsState, SomeRunsState};

/// How far the index of runs was looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Looked {
    /// Runs of the namespace that were looked at.
    pub(crate) at: u64,
    /// Runs that there are, if that is known.
    pub(crate) of: Option<u64>,
}

impl Api {
    /// The last runs of a pipeline by task.
    pub(crate) async fn grid(
        self,
        namespace: Namespace,
        id: PipelineId,
        state: GridState,
    ) -> Result<Grid, Failure> {
        let mut query = of_pipeline(&namespace, &id);
        query.set("last", state.last.to_string());
        if let Some(version) = state.version {
            query.set("version", version.as_str());
        }
        self.own("/api/grid", &query).await
    }

    /// A page of the runs of a pipeline, the newest first.
    pub(crate) async fn runs_of_pipeline(
        self,
        namespace: Namespace,
        id: PipelineId,
        state: SomeRunsState,
    ) -> Result<(Page<RunRow>, Looked), Failure> {
        let mut query = of_pipeline(&namespace, &id);
        query.set("archived", "false");
        query.set("limit", PAGE_SIZE.to_string());
        if let Some(token) = state.page.token() {
            query.set("after", token.as_str());
        }
        let found: Found = self.own("/api/search", &query).await?;
        let looked = Looked {
            at: found.looked_at,
            of: found.extent.total,
        };
        let rows = found.runs.into_iter().filter_map(RunRow::of_line);
        let page = Page {
            items: rows.collect(),
            total_size: found.matches,
            next_page_token: found.next.and_then(|next| PageToken::new(next).ok()),
            undecodable: Vec::new(),
        };
        Ok((page, looked))
    }

    /// The recurring runs that make runs of a pipeline, among a page of those of the namespace, and how many that page has:
    /// KFP cannot be asked for them.
    pub(crate) async fn recurring_runs_of_pipeline(
        self,
        namespace: Namespace,
        id: PipelineId,
        state: SomeRunsState,
    ) -> Result<(Page<RecurringRun>, usize), Failure> {
        let is_first = state.page.is_first();
        let state = RecurringRunsState {
            page: state.page,
            ..RecurringRunsState::default()
        };
        let mut page = self.recurring_runs(namespace, state).await?;
        let read = page.items.len();
        page.items.retain(|one| {
            let of = one.pipeline_version_reference.as_ref();
            of.is_some_and(|of| of.pipeline_id == id)
        });
        if is_first && page.is_last() {
            page.total_size = page.items.len() as u64;
        }
        Ok((page, read))
    }
}

fn of_pipeline(namespace: &Namespace, id: &PipelineId) -> Query {
    let mut query = Query::default();
    query.set("namespace", namespace.as_str());
    query.set("pipeline", id.as_str());
    query
}
