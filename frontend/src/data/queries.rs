//! What is asked of KFP for a view: always with an order, since KFP's own is oldest first.

use kfp_core::{
    model::{Namespace, PageToken, PipelineId, StorageState},
    query::{
        Direction as KfpDirection, ExperimentQuery, Filter, Key, PipelineQuery,
        PipelineVersionQuery, RecurringRunQuery, RunQuery, RunScope, Sort,
    },
};

use crate::url_state::{
    Direction, ExperimentSort, ExperimentsState, PageStack, PipelineSort, PipelinesState,
    RecurringRunsState, RunsState,
};

/// Rows on a page.
pub(crate) const PAGE_SIZE: u32 = 50;
/// Runs whose parameters are drawn: more lines tell nothing, and a row with its tasks may be large.
const TRIALS: u32 = 100;
/// Rows of a kind where several kinds are looked for at once.
pub(super) const SOME: u32 = 6;
/// Versions on a page: each comes with its whole spec.
pub(crate) const VERSIONS_ON_A_PAGE: u32 = 10;

/// The list of experiments.
pub(super) fn experiments(namespace: Namespace, state: &ExperimentsState) -> ExperimentQuery {
    let key = match state.sort {
        ExperimentSort::Name => Key::Name,
        ExperimentSort::Created => Key::CreatedAt,
        ExperimentSort::LastRun => Key::LastRunCreatedAt,
    };
    ExperimentQuery::in_namespace(namespace)
        .page_size(PAGE_SIZE)
        .page_token(state.page.token().cloned())
        .sort(Sort {
            key,
            direction: direction(state.direction),
        })
        .filter(with_name(stored(state.archived), &state.name))
}

/// The pipelines that a run can be made from, the newest first.
pub(super) fn pipeline_choices(namespace: Namespace, shared: bool) -> PipelineQuery {
    let query = if shared {
        PipelineQuery::shared()
    } else {
        PipelineQuery::in_namespace(namespace)
    };
    query.page_size(PAGE_SIZE).sort(Sort::newest_first())
}

/// The experiments that runs can be put into, those with the latest runs first.
pub(super) fn experiment_choices(namespace: Namespace) -> ExperimentQuery {
    ExperimentQuery::in_namespace(namespace)
        .page_size(PAGE_SIZE)
        .sort(Sort {
            key: Key::LastRunCreatedAt,
            direction: KfpDirection::Descending,
        })
        .filter(stored(false))
}

/// A list of runs.
pub(super) fn runs(scope: RunScope, state: &RunsState) -> RunQuery {
    let filter = with_name(stored(state.archived), &state.filter.name);
    let filter = if state.filter.states.is_empty() {
        filter
    } else {
        let states = state.filter.states.iter().map(|state| state.state());
        filter.in_states(&states.collect::<Vec<_>>())
    };
    RunQuery::of(scope)
        .page_size(PAGE_SIZE)
        .page_token(state.page.token().cloned())
        .sort(Sort {
            key: Key::CreatedAt,
            direction: direction(state.direction),
        })
        .filter(filter)
}

/// The latest runs of all kinds, out of which those of one thing are picked: KFP has an index for neither the recurring
/// run nor the pipeline of a run. Archived ones too, since their number would not be known otherwise.
pub(super) fn latest_runs(scope: RunScope, page: &PageStack) -> RunQuery {
    RunQuery::of(scope)
        .page_size(PAGE_SIZE)
        .page_token(page.token().cloned())
        .sort(Sort::newest_first())
}

/// The newest runs of an experiment, archived ones too: by its order alone KFP finds them without reading the rest.
pub(super) fn trials(scope: RunScope) -> RunQuery {
    RunQuery::of(scope)
        .page_size(TRIALS)
        .sort(Sort::newest_first())
}

/// The list of recurring runs.
pub(super) fn recurring_runs(
    namespace: Namespace,
    state: &RecurringRunsState,
) -> RecurringRunQuery {
    let query = RecurringRunQuery::in_namespace(namespace)
        .page_size(PAGE_SIZE)
        .page_token(state.page.token().cloned())
        .sort(Sort {
            key: Key::CreatedAt,
            direction: direction(state.direction),
        });
    query.filter(with_name(Filter::new(), &state.name))
}

/// As many recurring runs as KFP tells at once, for what is reckoned from all of them.
pub(super) fn schedules(namespace: Namespace, token: Option<PageToken>) -> RecurringRunQuery {
    RecurringRunQuery::in_namespace(namespace)
        .page_size(PAGE_SIZE)
        .page_token(token)
        .sort(Sort::newest_first())
}

/// The list of pipelines.
pub(super) fn pipelines(namespace: Namespace, state: &PipelinesState) -> PipelineQuery {
    let query = if state.shared {
        PipelineQuery::shared()
    } else {
        PipelineQuery::in_namespace(namespace)
    };
    let query = query
        .page_size(PAGE_SIZE)
        .page_token(state.page.token().cloned())
        .sort(Sort {
            key: match state.sort {
                PipelineSort::Name => Key::Name,
                PipelineSort::Created => Key::CreatedAt,
            },
            direction: direction(state.direction),
        });
    query.filter(with_name(Filter::new(), &state.name))
}

/// The versions of a pipeline, newest first.
pub(super) fn versions(id: PipelineId, page: &PageStack) -> PipelineVersionQuery {
    PipelineVersionQuery::of(id)
        .page_size(VERSIONS_ON_A_PAGE)
        .page_token(page.token().cloned())
        .sort(Sort::newest_first())
}

fn direction(direction: Direction) -> KfpDirection {
    match direction {
        Direction::Ascending => KfpDirection::Ascending,
        Direction::Descending => KfpDirection::Descending,
    }
}

fn stored(archived: bool) -> Filter {
    let state = if archived {
        StorageState::Archived
    } else {
        StorageState::Available
    };
    Filter::new().equals(Key::StorageState, state.as_str())
}

fn with_name(filter: Filter, name: &str) -> Filter {
    if name.is_empty() {
        filter
    } else {
        filter.contains(Key::Name, literal(name))
    }
}

/// The text itself where KFP takes `%` for any text and `_` for any character: it puts the value into `LIKE` as it is,
/// and in both databases it runs on a backslash takes the meaning away.
///
/// # Spec
/// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/src/apiserver/filter/filter.go>
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use kfp_core::model::ExperimentId;

    use super::*;

    fn filter_of(query: &str) -> String {
        let filter = form_urlencoded::parse(query.as_bytes())
            .find(|(key, _)| key == "filter")
            .expect("a filter")
            .1;
        Filter::decode(&filter)
            .and_then(|filter| filter.to_json())
            .expect("KFP's grammar")
    }

    fn of_experiment() -> RunScope {
        RunScope::Experiment(ExperimentId::new("e-1").expect("an id"))
    }

    #[test]
    fn a_list_of_experiments_always_has_an_order() {
        let query = experiments(
            Namespace::new("team-a").expect("a namespace"),
            &ExperimentsState::default(),
        );
        let text = query.to_query_string().expect("a valid query");
        assert!(
            text.starts_with("namespace=team-a&page_size=50&sort_by=created_at+desc&filter="),
            "{text}"
        );
        assert_eq!(
            filter_of(&text),
            r#"{"predicates":[{"operation":"EQUALS","key":"storage_state","string_value":"AVAILABLE"}]}"#
        );
    }

    #[test]
    fn runs_are_asked_by_name_and_state() {
        let state = RunsState::parse("q=status:failed,running 100%25&sort=created_at").state;
        let query = runs(of_experiment(), &state)
            .to_query_string()
            .expect("a valid query");
        assert!(
            query.starts_with("experiment_id=e-1&page_size=50&sort_by=created_at+asc&filter="),
            "{query}"
        );
        let filter = filter_of(&query);
        assert!(
            filter.contains(r#""operation":"IS_SUBSTRING""#) && filter.contains(r#""100\\%""#),
            "{filter}"
        );
        assert!(
            filter.contains(r#""key":"status""#)
                && filter.contains(r#"["Running","Failed","Error"]"#),
            "{filter}"
        );
    }

    #[test]
    fn runs_of_a_namespace_are_asked_for_without_an_experiment() {
        let namespace = Namespace::new("team-a").expect("a namespace");
        let query = runs(RunScope::Namespace(namespace), &RunsState::default())
            .to_query_string()
            .expect("a valid query");
        assert!(
            query.starts_with("namespace=team-a&page_size=50&sort_by=created_at+desc&filter="),
            "{query}"
        );
    }

    #[test]
    fn recurring_runs_are_asked_for_by_name_in_the_order_of_creation() {
        let query = |text: &str| {
            let namespace = Namespace::new("team-a").expect("a namespace");
            recurring_runs(namespace, &RecurringRunsState::parse(text).state)
                .to_query_string()
                .expect("a valid query")
        };
        // By its switch KFP cannot be asked.
        assert_eq!(
            query("state=off"),
            "namespace=team-a&page_size=50&sort_by=created_at+desc"
        );
        assert_eq!(
            filter_of(&query("q=nightly")),
            r#"{"predicates":[{"operation":"IS_SUBSTRING","key":"name","string_value":"nightly"}]}"#
        );
    }

    #[test]
    fn shared_pipelines_are_asked_for_without_a_namespace() {
        let query = |text: &str| {
            let namespace = Namespace::new("team-a").expect("a namespace");
            pipelines(namespace, &PipelinesState::parse(text).state)
                .to_query_string()
                .expect("a valid query")
        };
        assert_eq!(
            query("sort=name"),
            "namespace=team-a&page_size=50&sort_by=name+asc"
        );
        assert_eq!(
            query("scope=shared"),
            "page_size=50&sort_by=created_at+desc"
        );
    }

    #[test]
    fn runs_to_pick_from_are_read_by_an_index() {
        let query = latest_runs(of_experiment(), &PageStack::default());
        assert_eq!(
            query.to_query_string().expect("a valid query"),
            "experiment_id=e-1&page_size=50&sort_by=created_at+desc"
        );
    }

    #[test]
    fn what_is_typed_is_looked_for_as_it_is() {
        for (typed, asked) in [
            ("100%", r"100\%"),
            ("a_b", r"a\_b"),
            (r"C:\new", r"C:\\new"),
            ("학습 10:30", "학습 10:30"),
        ] {
            assert_eq!(literal(typed), asked);
        }
    }

    #[test]
    fn a_further_page_has_neither_order_nor_filter() {
        let state = RunsState::parse("q=x&page=abc").state;
        let query = runs(of_experiment(), &state)
            .to_query_string()
            .expect("a valid query");
        assert_eq!(query, "experiment_id=e-1&page_size=50&page_token=abc");
    }
}
