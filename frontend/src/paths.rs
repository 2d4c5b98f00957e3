//! Every address of the console, in one typed table: what a path means, and how it is written.
//!
//! Paths here begin with `/` and are relative to the prefix under which the gateway serves the console
//! ([`Prefix`] adds and removes it). The namespace is always the first part, so that a link is complete by itself.
//!
//! | Address | Page | Query |
//! |---|---|---|
//! | `/` | `pages/start.rs` | |
//! | `/ns/{namespace}/` | `pages/overview` | `url_state/overview.rs` |
//! | `/ns/{namespace}/runs` | `pages/runs`, views and columns in `pages/views` | `url_state/runs.rs`, `url_state/columns.rs` |
//! | `/ns/{namespace}/runs/new` | `pages/new_run` | `url_state/new_run.rs` |
//! | `/ns/{namespace}/compare` | `pages/compare` | `url_state/compare.rs` |
//! | `/ns/{namespace}/experiments` | `pages/experiments` | `url_state/experiments.rs` |
//! | `/ns/{namespace}/experiments/{id}` | `pages/experiment` | `url_state/runs.rs`, `url_state/trials.rs` |
//! | `/ns/{namespace}/pipelines` | `pages/pipelines` | `url_state/pipelines.rs` |
//! | `/ns/{namespace}/pipelines/new` | `pages/upload` | `url_state/upload.rs` |
//! | `/ns/{namespace}/pipelines/{id}/grid` | `pages/pipeline/grid` | `url_state/grid.rs` |
//! | `/ns/{namespace}/pipelines/{id}/versions` | `pages/pipeline` | `url_state/some_runs.rs` |
//! | `/ns/{namespace}/pipelines/{id}/runs` | `pages/pipeline` | `url_state/some_runs.rs` |
//! | `/ns/{namespace}/pipelines/{id}/recurring` | `pages/pipeline` | `url_state/some_runs.rs` |
//! | `/ns/{namespace}/recurring` | `pages/recurring_runs` | `url_state/recurring_runs.rs` |
//! | `/ns/{namespace}/recurring/new` | `pages/new_run` | `url_state/new_run.rs` |
//! | `/ns/{namespace}/recurring/{id}` | `pages/recurring_run` | `url_state/some_runs.rs` |
//! | `/ns/{namespace}/pipelines/{id}/versions/{version}/graph` | `pages/pipeline_version` | `url_state/version.rs` |
//! | `/ns/{namespace}/pipelines/{id}/versions/{version}/spec` | `pages/pipeline_version` | |
//! | `/ns/{namespace}/connection` | `pages/connection` | `url_state/connection.rs` |
//! | `/settings` | `pages/settings.rs` | |
//! | `/shortcuts` | `pages/shortcuts.rs` | |
//! | any, with an address of the classic UI behind its hash | `pages/classic.rs` | |
//! | anything else | `pages/not_found.rs` | |
//!
//! `recurring-runs` is read as `recurring`.
//!
//! A new page is a variant of [`Route`] here, a struct in `url_state` for its query, a folder in `pages`, and its line in
//! `Page` of `app.rs`; with a tab of its own, a [`Section`] too. What lists have in common is in `pages/lists`.

mod prefix;
mod section;

use kfp_core::model::{ExperimentId, Namespace, PipelineId, PipelineVersionId, RecurringRunId};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

pub(crate) use self::{prefix::Prefix, section::Section};

/// What has to be escaped in one element of a path: everything that ends it or that a proxy cleans away.
const ELEMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'/')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'\\')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// A page of the console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// `/`: goes to a namespace as soon as one is known.
    Start,
    /// `/ns/{namespace}/`: the namespace's first page, its overview.
    Home(Namespace),
    /// `/ns/{namespace}/runs`.
    Runs(Namespace),
    /// `/ns/{namespace}/runs/new`.
    NewRun(Namespace),
    /// `/ns/{namespace}/compare`.
    Compare(Namespace),
    /// `/ns/{namespace}/experiments`.
    Experiments(Namespace),
    /// `/ns/{namespace}/experiments/{id}`.
    Experiment(Namespace, ExperimentId),
    /// `/ns/{namespace}/pipelines`.
    Pipelines(Namespace),
    /// `/ns/{namespace}/pipelines/new`.
    Upload(Namespace),
    /// `/ns/{namespace}/pipelines/{id}/{view}`; without a view the grid.
    Pipeline(Namespace, PipelineId, PipelineView),
    /// `/ns/{namespace}/recurring`.
    RecurringRuns(Namespace),
    /// `/ns/{namespace}/recurring/new`.
    NewRecurringRun(Namespace),
    /// `/ns/{namespace}/recurring/{id}`.
    RecurringRun(Namespace, RecurringRunId),
    /// `/ns/{namespace}/pipelines/{id}/versions/{version}/{view}`; without a view the graph.
    PipelineVersion(Namespace, PipelineId, PipelineVersionId, VersionView),
    /// `/ns/{namespace}/connection`, and `/connection` for somebody who has no namespace.
    Connection(Option<Namespace>),
    /// `/settings`.
    Settings,
    /// `/shortcuts`.
    Shortcuts,
    /// Anything else.
    Unknown,
}

/// A view of a pipeline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum PipelineView {
    /// Its last runs by task.
    #[default]
    Grid,
    /// Its versions.
    Versions,
    /// Its runs.
    Runs,
    /// What makes runs of it by itself.
    Recurring,
}

impl PipelineView {
    /// All of them, in the order of their tabs.
    pub(crate) const ALL: [Self; 4] = [Self::Grid, Self::Versions, Self::Runs, Self::Recurring];

    fn word(self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::Versions => "versions",
            Self::Runs => "runs",
            Self::Recurring => "recurring",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.word() == word)
    }
}

/// A view of a pipeline version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum VersionView {
    /// The drawing of its tasks.
    #[default]
    Graph,
    /// Its text.
    Spec,
}

impl VersionView {
    fn word(self) -> &'static str {
        match self {
            Self::Graph => "graph",
            Self::Spec => "spec",
        }
    }
}

impl Route {
    /// Reads a path without its prefix. Never fails: what is not an address of the console is [`Route::Unknown`].
    pub(crate) fn parse(path: &str) -> Self {
        let trimmed = path.strip_prefix('/').unwrap_or(path);
        let trimmed = trimmed.strip_suffix('/').unwrap_or(trimmed);
        let Some(elements) = decode(trimmed) else {
            return Self::Unknown;
        };
        let elements: Vec<&str> = elements.iter().map(String::as_str).collect();
        match *elements.as_slice() {
            [""] => Self::Start,
            ["settings"] => Self::Settings,
            ["shortcuts"] => Self::Shortcuts,
            ["connection"] => Self::Connection(None),
            ["ns", namespace, ref rest @ ..] => Namespace::new(namespace)
                .map_or(Self::Unknown, |namespace| Self::parse_in(namespace, rest)),
            _ => Self::Unknown,
        }
    }

    fn parse_in(namespace: Namespace, rest: &[&str]) -> Self {
        match *rest {
            [] => Self::Home(namespace),
            ["runs"] => Self::Runs(namespace),
            ["runs", "new"] => Self::NewRun(namespace),
            ["compare"] => Self::Compare(namespace),
            ["experiments"] => Self::Experiments(namespace),
            ["experiments", id] => {
                ExperimentId::new(id).map_or(Self::Unknown, |id| Self::Experiment(namespace, id))
            }
            ["pipelines"] => Self::Pipelines(namespace),
            ["pipelines", "new"] => Self::Upload(namespace),
            ["pipelines", id] => Self::parse_pipeline(namespace, id, Some(PipelineView::default())),
            ["pipelines", id, view] => {
                Self::parse_pipeline(namespace, id, PipelineView::from_word(view))
            }
            ["recurring" | "recurring-runs"] => Self::RecurringRuns(namespace),
            ["recurring" | "recurring-runs", "new"] => Self::NewRecurringRun(namespace),
            ["recurring" | "recurring-runs", id] => RecurringRunId::new(id)
                .map_or(Self::Unknown, |id| Self::RecurringRun(namespace, id)),
            ["pipelines", id, "versions", version]
            | ["pipelines", id, "versions", version, "graph"] => {
                Self::parse_version(namespace, id, version, VersionView::Graph)
            }
            ["pipelines", id, "versions", version, "spec"] => {
                Self::parse_version(namespace, id, version, VersionView::Spec)
            }
            ["connection"] => Self::Connection(Some(namespace)),
            _ => Self::Unknown,
        }
    }

    fn parse_pipeline(namespace: Namespace, id: &str, view: Option<PipelineView>) -> Self {
        let id = PipelineId::new(id).ok();
        id.zip(view).map_or(Self::Unknown, |(id, view)| {
            Self::Pipeline(namespace, id, view)
        })
    }

    fn parse_version(namespace: Namespace, id: &str, version: &str, view: VersionView) -> Self {
        match (PipelineId::new(id), PipelineVersionId::new(version)) {
            (Ok(id), Ok(version)) => Self::PipelineVersion(namespace, id, version, view),
            _ => Self::Unknown,
        }
    }

    /// Writes the path without its prefix.
    pub(crate) fn path(&self) -> String {
        match self {
            Self::Start | Self::Unknown => "/".to_owned(),
            Self::Home(namespace) => format!("/ns/{namespace}/"),
            Self::Runs(namespace) => format!("/ns/{namespace}/runs"),
            Self::NewRun(namespace) => format!("/ns/{namespace}/runs/new"),
            Self::Compare(namespace) => format!("/ns/{namespace}/compare"),
            Self::Experiments(namespace) => format!("/ns/{namespace}/experiments"),
            Self::Experiment(namespace, id) => {
                format!("/ns/{namespace}/experiments/{}", element(id.as_str()))
            }
            Self::Pipelines(namespace) => format!("/ns/{namespace}/pipelines"),
            Self::Upload(namespace) => format!("/ns/{namespace}/pipelines/new"),
            Self::Pipeline(namespace, id, view) => format!(
                "/ns/{namespace}/pipelines/{}/{}",
                element(id.as_str()),
                view.word()
            ),
            Self::RecurringRuns(namespace) => format!("/ns/{namespace}/recurring"),
            Self::NewRecurringRun(namespace) => format!("/ns/{namespace}/recurring/new"),
            Self::RecurringRun(namespace, id) => {
                format!("/ns/{namespace}/recurring/{}", element(id.as_str()))
            }
            Self::PipelineVersion(namespace, id, version, view) => format!(
                "/ns/{namespace}/pipelines/{}/versions/{}/{}",
                element(id.as_str()),
                element(version.as_str()),
                view.word()
            ),
            Self::Connection(Some(namespace)) => format!("/ns/{namespace}/connection"),
            Self::Connection(None) => "/connection".to_owned(),
            Self::Settings => "/settings".to_owned(),
            Self::Shortcuts => "/shortcuts".to_owned(),
        }
    }

    /// The namespace that the path names.
    pub(crate) fn namespace(&self) -> Option<&Namespace> {
        match self {
            Self::Home(namespace)
            | Self::Runs(namespace)
            | Self::NewRun(namespace)
            | Self::Compare(namespace)
            | Self::Experiments(namespace)
            | Self::Experiment(namespace, _)
            | Self::Pipelines(namespace)
            | Self::Upload(namespace)
            | Self::Pipeline(namespace, _, _)
            | Self::RecurringRuns(namespace)
            | Self::NewRecurringRun(namespace)
            | Self::RecurringRun(namespace, _)
            | Self::PipelineVersion(namespace, ..)
            | Self::Connection(Some(namespace)) => Some(namespace),
            Self::Start
            | Self::Connection(None)
            | Self::Settings
            | Self::Shortcuts
            | Self::Unknown => None,
        }
    }

    /// The tab under which the page stands.
    pub(crate) fn section(&self) -> Option<Section> {
        match self {
            Self::Home(_) => Some(Section::Overview),
            Self::Runs(_) | Self::NewRun(_) | Self::Compare(_) => Some(Section::Runs),
            Self::Experiments(_) | Self::Experiment(..) => Some(Section::Experiments),
            Self::Pipelines(_)
            | Self::Upload(_)
            | Self::Pipeline(..)
            | Self::PipelineVersion(..) => Some(Section::Pipelines),
            Self::RecurringRuns(_) | Self::NewRecurringRun(_) | Self::RecurringRun(..) => {
                Some(Section::RecurringRuns)
            }
            Self::Connection(_) => Some(Section::Connection),
            Self::Start | Self::Settings | Self::Shortcuts | Self::Unknown => None,
        }
    }

    /// Where the page is when another namespace is chosen: the list of the same section.
    pub(crate) fn in_namespace(&self, namespace: Namespace) -> Self {
        self.section()
            .unwrap_or(Section::Experiments)
            .route(namespace)
    }

    /// Whether the page shows one thing that exists in one namespace only.
    pub(crate) fn is_detail(&self) -> bool {
        matches!(
            self,
            Self::Experiment(..)
                | Self::Pipeline(..)
                | Self::PipelineVersion(..)
                | Self::RecurringRun(..)
        )
    }
}

fn element(text: &str) -> String {
    utf8_percent_encode(text, ELEMENT).to_string()
}

fn decode(path: &str) -> Option<Vec<String>> {
    path.split('/')
        .map(|part| percent_decode_str(part).decode_utf8().ok().map(Into::into))
        .collect()
}

#[cfg(test)]
mod tests;
