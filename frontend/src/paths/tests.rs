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
            Route::NewRun(ns("team-vision")),
            "/kfp-console/ns/team-vision/runs/new",
        ),
        (
            Route::Compare(ns("team-vision")),
            "/kfp-console/ns/team-vision/compare",
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
            Route::Upload(ns("team-vision")),
            "/kfp-console/ns/team-vision/pipelines/new",
        ),
        (
            Route::Pipeline(ns("team-vision"), pipeline("p-1"), PipelineView::Grid),
            "/kfp-console/ns/team-vision/pipelines/p-1/grid",
        ),
        (
            Route::Pipeline(ns("team-vision"), pipeline("p-1"), PipelineView::Recurring),
            "/kfp-console/ns/team-vision/pipelines/p-1/recurring",
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
    let rows = include_str!("../paths.rs")
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
        let is_shared =
            ["pages/mod.rs", "pages/graph", "pages/lists", "pages/parts"].contains(&name.as_str());
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
        Route::Pipeline(ns("a"), pipeline("p-1"), PipelineView::Grid)
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
