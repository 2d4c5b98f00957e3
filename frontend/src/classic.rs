//! Addresses of KFP's own UI, which stand in bookmarks, mails and notebooks, and which page of the console each means.
//!
//! All of them stand behind `#/`. Around that there may be the address of a Kubeflow, the path of the dashboard's frame,
//! and `?ns=` before or after the `#`. What comes out is a page of the console or nothing: never another address.
//!
//! # Spec
//! <https://github.com/kubeflow/pipelines/blob/7b70c7b/frontend/src/components/Router.tsx>

use kfp_core::model::{
    ExperimentId, Namespace, PipelineId, PipelineVersionId, RecurringRunId, RunId,
};
use percent_encoding::percent_decode_str;

use crate::{
    data::{Found, Thing},
    paths::{PipelineView, Route, VersionView},
    url_state::{
        Cloned, CompareState, ExperimentsState, Making, NewRunState, PipelinesState, Query,
        RunFilter, RunsState,
    },
};

/// What an address of the classic UI says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Classic {
    /// What it shows.
    pub(crate) shows: Shows,
    /// The namespace that it names, as the dashboard does.
    pub(crate) namespace: Option<Namespace>,
}

/// What an address of the classic UI shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shows {
    /// Its first page.
    First,
    /// A list.
    List(List),
    /// The form for a new run or a new recurring run, and what it begins with.
    New(Making, Box<NewRunState>),
    /// Runs side by side.
    Compare(CompareState),
    /// A version of a pipeline.
    Version(PipelineId, PipelineVersionId),
    /// One thing.
    One(Thing),
    /// A page that the console has not, or none at all.
    Nothing,
}

/// A list of the classic UI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum List {
    /// Runs.
    Runs {
        /// Archived ones.
        archived: bool,
    },
    /// Experiments.
    Experiments {
        /// Archived ones.
        archived: bool,
    },
    /// Pipelines.
    Pipelines {
        /// Those that all namespaces share.
        shared: bool,
    },
    /// Recurring runs.
    RecurringRuns,
}

/// A page with what stands behind its question mark.
pub(crate) type Page = (Route, Query);

impl Classic {
    /// Reads an address; `None` for what is none of the classic UI.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (before, behind) = text.trim().split_once('#')?;
        let behind = behind.strip_prefix('/')?;
        let (path, query) = behind.split_once('?').unwrap_or((behind, ""));
        let outer = before.split_once('?').map_or("", |(_, query)| query);
        let named = |query: &str| Namespace::new(Query::parse(query).get("ns")?).ok();
        let decoded: Option<Vec<String>> = path
            .trim_end_matches('/')
            .split('/')
            .map(|part| percent_decode_str(part).decode_utf8().ok().map(Into::into))
            .collect();
        Some(Self {
            shows: decoded.map_or(Shows::Nothing, |parts| Shows::of(&parts, query)),
            namespace: named(query).or_else(|| named(outer)),
        })
    }
}

impl Shows {
    fn of(parts: &[String], query: &str) -> Self {
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        match *parts.as_slice() {
            ["" | "start"] => Self::First,
            ["runs"] => Self::List(List::Runs { archived: false }),
            ["runs", "new"] => Self::new(&Query::parse(query)),
            ["compare"] => Self::compare(&Query::parse(query)),
            ["archive", "runs"] => Self::List(List::Runs { archived: true }),
            ["experiments"] => Self::List(List::Experiments { archived: false }),
            ["archive", "experiments"] => Self::List(List::Experiments { archived: true }),
            ["pipelines"] => Self::List(List::Pipelines { shared: false }),
            ["shared", "pipelines"] => Self::List(List::Pipelines { shared: true }),
            ["recurringruns"] => Self::List(List::RecurringRuns),
            ["runs", "details", id] | ["runs", "details", id, "execution", _] => {
                Self::one(RunId::new(id).map(Thing::Run))
            }
            ["experiments", "details", id] => {
                Self::one(ExperimentId::new(id).map(Thing::Experiment))
            }
            ["pipelines", "details", id] => Self::one(PipelineId::new(id).map(Thing::Pipeline)),
            ["pipelines", "details", id, "version", version] => {
                match (PipelineId::new(id), PipelineVersionId::new(version)) {
                    (Ok(id), Ok(version)) => Self::Version(id, version),
                    _ => Self::Nothing,
                }
            }
            // Before Kubeflow 1.3 it was called a job.
            ["recurringrun" | "jobs", "details", id] => {
                Self::one(RecurringRunId::new(id).map(Thing::RecurringRun))
            }
            _ => Self::Nothing,
        }
    }

    /// The form, which the classic UI makes both with. A run can only be done once more as a run.
    fn new(query: &Query) -> Self {
        fn id<T, E>(query: &Query, key: &str, read: fn(&str) -> Result<T, E>) -> Option<T> {
            read(query.get(key)?).ok()
        }
        let run = id(query, "cloneFromRun", |text| RunId::new(text));
        let recurring = id(query, "cloneFromRecurringRun", |text| {
            RecurringRunId::new(text)
        });
        let is_recurring = query.get("recurring") == Some("1");
        let (making, clone) = match (run, recurring) {
            (Some(_), Some(_)) => return Self::Nothing,
            (Some(run), None) => (Making::Run, Some(Cloned::Run(run))),
            (None, Some(one)) => (Making::RecurringRun, Some(Cloned::RecurringRun(one))),
            (None, None) if is_recurring => (Making::RecurringRun, None),
            (None, None) => (Making::Run, None),
        };
        let pipeline = id(query, "pipelineId", |text| PipelineId::new(text));
        let state = NewRunState {
            version: id(query, "pipelineVersionId", |text| {
                PipelineVersionId::new(text)
            })
            .filter(|_| pipeline.is_some()),
            pipeline,
            experiment: id(query, "experimentId", |text| ExperimentId::new(text)),
            clone,
            ..NewRunState::default()
        };
        Self::New(making, Box::new(state))
    }

    /// Runs side by side: their ids stand between commas.
    fn compare(query: &Query) -> Self {
        let ids = query.get("runlist").unwrap_or_default().split(',');
        let runs = ids.filter_map(|id| RunId::new(id.trim()).ok()).collect();
        Self::Compare(CompareState::of(runs))
    }

    fn one<E>(thing: Result<Thing, E>) -> Self {
        thing.map_or(Self::Nothing, Self::One)
    }

    /// Its page in a namespace; `None` for what has to be looked up first, and for what is nowhere.
    pub(crate) fn page(&self, namespace: Namespace) -> Option<Page> {
        Some(match self {
            Self::First => (Route::Home(namespace), Query::default()),
            Self::List(list) => list.page(namespace),
            Self::New(Making::Run, state) => (Route::NewRun(namespace), state.query()),
            Self::New(Making::RecurringRun, state) => {
                (Route::NewRecurringRun(namespace), state.query())
            }
            Self::Compare(state) => (Route::Compare(namespace), state.query()),
            Self::Version(id, version) => {
                let (id, version) = (id.clone(), version.clone());
                let view = VersionView::default();
                let route = Route::PipelineVersion(namespace, id, version, view);
                (route, Query::default())
            }
            Self::One(_) | Self::Nothing => return None,
        })
    }
}

impl List {
    fn page(self, namespace: Namespace) -> Page {
        match self {
            Self::Runs { archived } => {
                let state = RunsState {
                    archived,
                    ..RunsState::default()
                };
                (Route::Runs(namespace), state.query())
            }
            Self::Experiments { archived } => {
                let state = ExperimentsState {
                    archived,
                    ..ExperimentsState::default()
                };
                (Route::Experiments(namespace), state.query())
            }
            Self::Pipelines { shared } => {
                let state = PipelinesState {
                    shared,
                    ..PipelinesState::default()
                };
                (Route::Pipelines(namespace), state.query())
            }
            Self::RecurringRuns => (Route::RecurringRuns(namespace), Query::default()),
        }
    }
}

/// The page of something that was looked up; `fallback` for what is in no namespace. A run has no page of its own: it is
/// shown in the list, by its name.
pub(crate) fn page_of(found: &Found, fallback: &Namespace) -> Page {
    let namespace = found.namespace.as_ref().unwrap_or(fallback).clone();
    let route = match &found.thing {
        Thing::Run(_) => return run_in_list(namespace, &found.name, found.archived),
        Thing::Experiment(id) => Route::Experiment(namespace, id.clone()),
        Thing::Pipeline(id) => Route::Pipeline(namespace, id.clone(), PipelineView::default()),
        Thing::RecurringRun(id) => Route::RecurringRun(namespace, id.clone()),
    };
    (route, Query::default())
}

/// The list of runs, narrowed to those that are called like one.
pub(crate) fn run_in_list(namespace: Namespace, name: &str, archived: bool) -> Page {
    let state = RunsState {
        filter: RunFilter {
            name: name.to_owned(),
            ..RunFilter::default()
        },
        archived,
        ..RunsState::default()
    };
    (Route::Runs(namespace), state.query())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::paths::Prefix;

    const ID: &str = "9d1f2c3a-0000-4000-8000-000000000001";

    fn shows(text: &str) -> Option<Shows> {
        Classic::parse(text).map(|classic| classic.shows)
    }

    fn ns(name: &str) -> Namespace {
        Namespace::new(name).expect("a namespace")
    }

    fn run() -> Shows {
        Shows::One(Thing::Run(RunId::new(ID).expect("an id")))
    }

    #[test]
    fn one_address_in_all_its_wrappings() {
        for around in [
            "#/runs/details/ID",
            "  #/runs/details/ID/ ",
            "/pipeline/#/runs/details/ID",
            "_/pipeline/#/runs/details/ID",
            "/_/pipeline/?ns=team-a#/runs/details/ID",
            "https://kubeflow.example/_/pipeline/?ns=team-a#/runs/details/ID?ns=team-b",
            "http://127.0.0.1:8080/pipeline/#/runs/details/ID/execution/7",
        ] {
            assert_eq!(shows(&around.replace("ID", ID)), Some(run()), "{around}");
        }
    }

    #[test]
    fn every_page_of_the_classic_ui_is_a_page_here_or_is_said_to_be_none() {
        let experiment = ExperimentId::new(ID).expect("an id");
        let pipeline = || Shows::One(Thing::Pipeline(PipelineId::new(ID).expect("an id")));
        let version = Shows::Version(
            PipelineId::new(ID).expect("an id"),
            PipelineVersionId::new("v-1").expect("an id"),
        );
        let schedule = RecurringRunId::new(ID).expect("an id");
        let rows = [
            ("", Shows::First),
            ("start", Shows::First),
            ("runs", Shows::List(List::Runs { archived: false })),
            ("archive/runs", Shows::List(List::Runs { archived: true })),
            (
                "experiments",
                Shows::List(List::Experiments { archived: false }),
            ),
            (
                "archive/experiments",
                Shows::List(List::Experiments { archived: true }),
            ),
            ("pipelines", Shows::List(List::Pipelines { shared: false })),
            (
                "shared/pipelines",
                Shows::List(List::Pipelines { shared: true }),
            ),
            ("recurringruns", Shows::List(List::RecurringRuns)),
            (
                "experiments/details/ID",
                Shows::One(Thing::Experiment(experiment)),
            ),
            ("pipelines/details/ID", pipeline()),
            ("pipelines/details/ID/version/v-1", version),
            ("pipelines/details/ID/version/..", Shows::Nothing),
            (
                "recurringrun/details/ID",
                Shows::One(Thing::RecurringRun(schedule)),
            ),
            (
                "compare?runlist=ID,%20b,,a%2Fb",
                Shows::Compare(CompareState::of(vec![
                    RunId::new(ID).expect("an id"),
                    RunId::new("b").expect("an id"),
                ])),
            ),
            ("compare", Shows::Compare(CompareState::default())),
            ("artifacts", Shows::Nothing),
            ("executions/1", Shows::Nothing),
            ("runs/details/", Shows::Nothing),
            ("runs/details/..", Shows::Nothing),
            ("runs/details/%2e%2e%2fapi", Shows::Nothing),
            ("runs/details/%ff", Shows::Nothing),
        ];
        for (path, expected) in rows {
            let address = format!("#/{}", path.replace("ID", ID));
            assert_eq!(shows(&address), Some(expected), "{address}");
        }
    }

    #[test]
    fn the_form_for_a_new_run_begins_with_the_same() {
        let begins = |query: &str| match shows(&format!("#/runs/new{query}")) {
            Some(Shows::New(Making::Run, state)) => Some(state.query().write()),
            _ => None,
        };
        assert_eq!(begins("").as_deref(), Some(""));
        assert_eq!(
            begins("?experimentId=e-1&pipelineId=p-1&pipelineVersionId=v-1").as_deref(),
            Some("experiment=e-1&pipeline=p-1&version=v-1")
        );
        assert_eq!(
            begins("?cloneFromRun=r-1&pipelineVersionId=v-1").as_deref(),
            Some("clone=r-1")
        );
        assert_eq!(begins("?recurring=1"), None);
        assert_eq!(begins("?cloneFromRecurringRun=j-1"), None);
        assert_eq!(
            begins("?recurring=1&cloneFromRun=r-1").as_deref(),
            Some("clone=r-1")
        );
    }

    #[test]
    fn so_does_the_form_for_a_new_recurring_run() {
        let begins = |query: &str| {
            let page = shows(&format!("#/runs/new?{query}"))?.page(ns("a"))?;
            (page.0 == Route::NewRecurringRun(ns("a"))).then(|| page.1.write())
        };
        assert_eq!(
            begins("recurring=1&experimentId=e-1&pipelineId=p-1").as_deref(),
            Some("experiment=e-1&pipeline=p-1")
        );
        assert_eq!(
            begins("cloneFromRecurringRun=j-1").as_deref(),
            Some("clone=j-1")
        );
        assert_eq!(begins("recurring=0"), None);
        assert_eq!(begins("cloneFromRun=r-1&cloneFromRecurringRun=j-1"), None);
    }

    #[test]
    fn what_is_no_address_of_the_classic_ui_is_left_alone() {
        for text in ["", "#", "#main", "train", "/kfp-console/ns/a/runs", ID] {
            assert_eq!(Classic::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_nearer_namespace_counts_and_a_wrong_one_does_not() {
        let named = |text: &str| Classic::parse(text).and_then(|classic| classic.namespace);
        assert_eq!(named("?ns=a#/runs?ns=b"), Some(ns("b")));
        assert_eq!(named("/_/pipeline/?ns=a#/runs"), Some(ns("a")));
        assert_eq!(named("?ns=../a#/runs?ns=B"), None);
    }

    #[test]
    fn a_run_is_shown_in_the_list_that_it_is_in() {
        let found = Found {
            thing: Thing::Run(RunId::new(ID).expect("an id")),
            name: "train 1".to_owned(),
            namespace: None,
            archived: true,
        };
        let (route, query) = page_of(&found, &ns("a"));
        assert_eq!(route, Route::Runs(ns("a")));
        assert_eq!(query.write(), "archived=1&q=train+1");
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader(text in "\\PC{0,80}") {
            let _read = Classic::parse(&text);
        }

        #[test]
        fn no_address_leads_off_the_console(
            around in "(https?://[a-z.:/@]{0,20}|/|_/pipeline/)?",
            path in "(runs|experiments|pipelines|recurringrun|archive|shared)(/(details|experiments|pipelines|runs))?(/[ -~]{0,30}){0,3}",
        ) {
            let prefix = Prefix::new("/kfp-console/");
            let Some(classic) = Classic::parse(&format!("{around}#/{path}")) else {
                return Ok(());
            };
            let fallback = ns("team-a");
            let page = match classic.shows {
                Shows::One(thing) => {
                    let found = Found { thing, name: path, namespace: None, archived: false };
                    Some(page_of(&found, &fallback))
                }
                shows => shows.page(fallback),
            };
            let Some(page) = page else {
                return Ok(());
            };
            let address = prefix.path(&page.0);
            prop_assert!(address.starts_with("/kfp-console/ns/team-a/"), "{}", address);
            prop_assert!(!address.contains("//") && !address.contains("/../"), "{}", address);
            prop_assert_eq!(prefix.parse(&address), page.0);
        }
    }
}
