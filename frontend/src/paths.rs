//! Every address of the console, in one typed table: what a path means, and how it is written.
//!
//! Paths here begin with `/` and are relative to the prefix under which the gateway serves the console
//! ([`Prefix`] adds and removes it). The namespace is always the first part, so that a link is complete by itself.
//!
//! | Address | Page | Query |
//! |---|---|---|
//! | `/` | `pages/start.rs` | |
//! | `/ns/{namespace}/` | `pages/overview` | `url_state/overview.rs` |
//! | `/ns/{namespace}/runs` | `pages/runs` | `url_state/runs.rs` |
//! | `/ns/{namespace}/runs/new` | `pages/new_run` | `url_state/new_run.rs` |
//! | `/ns/{namespace}/experiments` | `pages/experiments` | `url_state/experiments.rs` |
//! | `/ns/{namespace}/experiments/{id}` | `pages/experiment` | `url_state/runs.rs` |
//! | `/ns/{namespace}/pipelines` | `pages/pipelines` | `url_state/pipelines.rs` |
//! | `/ns/{namespace}/pipelines/{id}/versions` | `pages/pipeline` | `url_state/some_runs.rs` |
//! | `/ns/{namespace}/pipelines/{id}/runs` | `pages/pipeline` | `url_state/some_runs.rs` |
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

use kfp_core::model::{ExperimentId, Namespace, PipelineId, PipelineVersionId, RecurringRunId};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

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
    /// `/ns/{namespace}/experiments`.
    Experiments(Namespace),
    /// `/ns/{namespace}/experiments/{id}`.
    Experiment(Namespace, ExperimentId),
    /// `/ns/{namespace}/pipelines`.
    Pipelines(Namespace),
    /// `/ns/{namespace}/pipelines/{id}/{view}`; without a view the versions.
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
    /// Its versions.
    #[default]
    Versions,
    /// Its runs.
    Runs,
}

impl PipelineView {
    /// All of them, in the order of their tabs.
    pub(crate) const ALL: [Self; 2] = [Self::Versions, Self::Runs];

    fn word(self) -> &'static str {
        match self {
            Self::Versions => "versions",
            Self::Runs => "runs",
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

/// A tab of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Section {
    /// How the namespace stands.
    Overview,
    /// Runs.
    Runs,
    /// Experiments and the runs in them.
    Experiments,
    /// Pipelines and their versions.
    Pipelines,
    /// What makes runs by itself.
    RecurringRuns,
    /// The connection report.
    Connection,
}

impl Section {
    /// The tabs, in their order. A section stands here when its page exists.
    pub(crate) const TABS: &'static [Self] = &[
        Self::Overview,
        Self::Runs,
        Self::Experiments,
        Self::Pipelines,
        Self::RecurringRuns,
        Self::Connection,
    ];

    /// The first page of the section.
    pub(crate) fn route(self, namespace: Namespace) -> Route {
        match self {
            Self::Overview => Route::Home(namespace),
            Self::Runs => Route::Runs(namespace),
            Self::Experiments => Route::Experiments(namespace),
            Self::Pipelines => Route::Pipelines(namespace),
            Self::RecurringRuns => Route::RecurringRuns(namespace),
            Self::Connection => Route::Connection(Some(namespace)),
        }
    }

    /// The letter that leads there after a `g`.
    pub(crate) fn letter(self) -> &'static str {
        match self {
            Self::Overview => "o",
            Self::Runs => "r",
            Self::Experiments => "e",
            Self::Pipelines => "p",
            Self::RecurringRuns => "s",
            Self::Connection => "c",
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
            ["experiments"] => Self::Experiments(namespace),
            ["experiments", id] => {
                ExperimentId::new(id).map_or(Self::Unknown, |id| Self::Experiment(namespace, id))
            }
            ["pipelines"] => Self::Pipelines(namespace),
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
            Self::Experiments(namespace) => format!("/ns/{namespace}/experiments"),
            Self::Experiment(namespace, id) => {
                format!("/ns/{namespace}/experiments/{}", element(id.as_str()))
            }
            Self::Pipelines(namespace) => format!("/ns/{namespace}/pipelines"),
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
            | Self::Experiments(namespace)
            | Self::Experiment(namespace, _)
            | Self::Pipelines(namespace)
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
            Self::Runs(_) | Self::NewRun(_) => Some(Section::Runs),
            Self::Experiments(_) | Self::Experiment(..) => Some(Section::Experiments),
            Self::Pipelines(_) | Self::Pipeline(..) | Self::PipelineVersion(..) => {
                Some(Section::Pipelines)
            }
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

/// The path under which the gateway serves the console, with both slashes, such as `/kfp-console/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Prefix(Box<str>);

impl Prefix {
    /// Takes the path of the document's base address; what stands behind its last slash is not part of it.
    pub(crate) fn new(base_path: &str) -> Self {
        let end = base_path.rfind('/').map_or(0, |slash| slash + 1);
        let folder = base_path.get(..end).unwrap_or_default();
        if folder.starts_with('/') {
            Self(folder.into())
        } else {
            Self("/".into())
        }
    }

    /// The prefix of the page: the address that the server wrote into its `<base>`.
    pub(crate) fn of_document() -> Self {
        let base = leptos::prelude::document().base_uri().ok().flatten();
        let path = base
            .and_then(|base| web_sys::Url::new(&base).ok())
            .map(|base| base.pathname());
        Self::new(path.as_deref().unwrap_or("/"))
    }

    /// The full path of a page.
    pub(crate) fn path(&self, route: &Route) -> String {
        self.join(&route.path())
    }

    /// Puts the prefix before a path that begins with `/`.
    pub(crate) fn join(&self, path: &str) -> String {
        format!("{}{}", self.0.trim_end_matches('/'), path)
    }

    /// Reads a full path. A path outside the prefix is unknown.
    pub(crate) fn parse(&self, full_path: &str) -> Route {
        let bare = self.0.trim_end_matches('/');
        match full_path.strip_prefix(bare) {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => Route::parse(rest),
            _ => Route::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ns(name: &str) -> Namespace {
        Namespace::new(name).expect("a namespace")
    }

    fn experiment(id: &str) -> ExperimentId {
        ExperimentId::new(id).expect("an id")
    }

    fn schedule(id: &str) -> RecurringRunId {
        RecurringRunId::new(id).expect("an id")
    }

    fn pipeline(id: &str) -> PipelineId {
        PipelineId::new(id).expect("an id")
    }

    fn version(id: &str, version: &str, view: VersionView) -> Route {
        let id = PipelineId::new(id).expect("an id");
        let version = PipelineVersionId::new(version).expect("an id");
        Route::PipelineVersion(ns("team-vision"), id, version, view)
    }

    #[test]
    fn a_version_without_a_view_is_its_graph() {
        let bare = Route::parse("/ns/team-vision/pipelines/p/versions/v");
        assert_eq!(bare, version("p", "v", VersionView::Graph));
    }

    #[test]
    fn every_address_is_written_as_before() {
        let prefix = Prefix::new("/kfp-console/");
        let pages = [
            (Route::Start, "/kfp-console/"),
            (
                Route::Home(ns("team-vision")),
                "/kfp-console/ns/team-vision/",
            ),
            (
                Route::Runs(ns("team-vision")),
                "/kfp-console/ns/team-vision/runs",
            ),
            (
                Route::Experiments(ns("team-vision")),
                "/kfp-console/ns/team-vision/experiments",
            ),
            (
                Route::Experiment(
                    ns("team-vision"),
                    experiment("9d1f2c3a-0000-4000-8000-000000000001"),
                ),
                "/kfp-console/ns/team-vision/experiments/9d1f2c3a-0000-4000-8000-000000000001",
            ),
            (
                Route::Experiment(ns("a"), experiment("ä %/?".replace('/', "").as_str())),
                "/kfp-console/ns/a/experiments/%C3%A4%20%25%3F",
            ),
            (
                Route::Pipelines(ns("team-vision")),
                "/kfp-console/ns/team-vision/pipelines",
            ),
            (
                Route::Pipeline(ns("team-vision"), pipeline("p-1"), PipelineView::Versions),
                "/kfp-console/ns/team-vision/pipelines/p-1/versions",
            ),
            (
                Route::Pipeline(ns("team-vision"), pipeline("p-1"), PipelineView::Runs),
                "/kfp-console/ns/team-vision/pipelines/p-1/runs",
            ),
            (
                Route::RecurringRuns(ns("team-vision")),
                "/kfp-console/ns/team-vision/recurring",
            ),
            (
                Route::NewRecurringRun(ns("team-vision")),
                "/kfp-console/ns/team-vision/recurring/new",
            ),
            (
                Route::RecurringRun(ns("team-vision"), schedule("j-1")),
                "/kfp-console/ns/team-vision/recurring/j-1",
            ),
            (
                version("p 1", "v?1", VersionView::Graph),
                "/kfp-console/ns/team-vision/pipelines/p%201/versions/v%3F1/graph",
            ),
            (
                version("p", "v", VersionView::Spec),
                "/kfp-console/ns/team-vision/pipelines/p/versions/v/spec",
            ),
            (
                Route::Connection(Some(ns("team-vision"))),
                "/kfp-console/ns/team-vision/connection",
            ),
            (Route::Connection(None), "/kfp-console/connection"),
            (Route::Settings, "/kfp-console/settings"),
            (Route::Shortcuts, "/kfp-console/shortcuts"),
        ];
        for (route, path) in pages {
            assert_eq!(prefix.path(&route), path);
            assert_eq!(prefix.parse(path), route, "{path}");
        }
    }

    #[test]
    fn the_table_of_addresses_names_every_page_and_files_that_exist() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let rows = include_str!("paths.rs")
            .lines()
            .filter_map(|line| line.strip_prefix("//! | "));
        let named: Vec<&str> = rows
            .flat_map(|row| row.split('`').skip(1).step_by(2))
            .filter(|name| !name.starts_with('/'))
            .collect();
        for name in &named {
            assert!(folder.join(name).exists(), "{name}");
        }
        let pages = std::fs::read_dir(folder.join("pages")).expect("the folder of the pages");
        for page in pages {
            let name = page.expect("an entry").file_name();
            let name = format!("pages/{}", name.to_string_lossy());
            let is_shared = ["pages/mod.rs", "pages/lists", "pages/parts"].contains(&name.as_str());
            assert!(is_shared || named.contains(&name.as_str()), "{name}");
        }
    }

    #[test]
    fn a_path_that_is_no_page_is_unknown() {
        for path in [
            "/ns",
            "/ns/Team/experiments",
            "/ns/a/runs/x/y",
            "/ns/a/experiments/b/c",
            "/x",
            "/ns/a/pipelines/b/nonsense",
            "/ns/a/pipelines/b/runs/c",
            "/ns//experiments",
            "/ns/a/experiments/%FF",
        ] {
            assert_eq!(Route::parse(path), Route::Unknown, "{path}");
        }
    }

    #[test]
    fn a_pipeline_opens_with_its_versions() {
        assert_eq!(
            Route::parse("/ns/a/pipelines/p-1"),
            Route::Pipeline(ns("a"), pipeline("p-1"), PipelineView::Versions)
        );
    }

    #[test]
    fn recurring_runs_are_found_by_their_longer_word_too() {
        assert_eq!(
            Route::parse("/ns/a/recurring-runs"),
            Route::RecurringRuns(ns("a"))
        );
        assert_eq!(
            Route::parse("/ns/a/recurring-runs/j-1"),
            Route::RecurringRun(ns("a"), schedule("j-1"))
        );
    }

    #[test]
    fn a_path_outside_the_prefix_is_unknown() {
        let prefix = Prefix::new("/kfp-console/index.html");
        assert_eq!(&*prefix.0, "/kfp-console/");
        assert_eq!(prefix.parse("/kfp-console"), Route::Start);
        assert_eq!(prefix.parse("/kfp-console-2/settings"), Route::Unknown);
        assert_eq!(prefix.parse("/settings"), Route::Unknown);
        assert_eq!(Prefix::new("about:blank").0.as_ref(), "/");
        assert_eq!(Prefix::new("/").path(&Route::Settings), "/settings");
    }

    #[test]
    fn another_namespace_opens_the_list_of_the_same_section() {
        let page = Route::Experiment(ns("a"), experiment("1"));
        assert_eq!(page.in_namespace(ns("b")), Route::Experiments(ns("b")));
        assert_eq!(
            Route::Connection(None).in_namespace(ns("b")),
            Route::Connection(Some(ns("b")))
        );
        assert_eq!(
            Route::Settings.in_namespace(ns("b")),
            Route::Experiments(ns("b"))
        );
    }

    proptest! {
        #[test]
        fn every_page_reads_back(namespace in "[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", id in "\\PC{1,40}", prefix in "(/[a-z-]{1,8}){0,2}/") {
            let namespace = ns(&namespace);
            let prefix = Prefix::new(&prefix);
            let mut pages = vec![Route::Home(namespace.clone()), Route::Runs(namespace.clone()), Route::Experiments(namespace.clone()), Route::Connection(Some(namespace.clone()))];
            if let Ok(id) = PipelineId::new(id.as_str()) {
                pages.extend(PipelineView::ALL.map(|view| Route::Pipeline(namespace.clone(), id.clone(), view)));
            }
            if let Ok(id) = RecurringRunId::new(id.as_str()) {
                pages.push(Route::RecurringRun(namespace.clone(), id));
            }
            if let Ok(id) = ExperimentId::new(id) {
                pages.push(Route::Experiment(namespace, id));
            }
            for page in pages {
                prop_assert_eq!(prefix.parse(&prefix.path(&page)), page);
            }
        }

        #[test]
        fn no_text_breaks_the_reader(path in "\\PC{0,60}") {
            let _route = Route::parse(&path);
        }
    }
}
