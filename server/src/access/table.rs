//! The access table: one row for every operation, and nothing without a row.
//!
//! A row says which question is put to Kubernetes for the user before anything is done with the console's own token:
//! the verb and resource that KFP itself would ask about (group `pipelines.kubeflow.org`), and how the namespace is
//! found. What KFP leaves open in multi-user mode is closed here: an upload needs a namespace, a pipeline by name needs
//! one too, and shared pipelines are read only.

use super::operation::Operation;
use super::operation::Operation as Op;
use super::scope::Scope;

/// One operation and what it takes to be allowed to do it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// What is done.
    pub(crate) operation: Operation,
    /// The method, upper case.
    pub(crate) method: &'static str,
    /// The path without the console's prefix; `{name}` stands for one path element.
    pub(crate) path: &'static str,
    /// The verb and resource that Kubernetes is asked about; `None` where being signed in is enough.
    pub(crate) ask: Option<Ask>,
    /// How the namespace is found.
    pub(crate) scope: Scope,
    /// The query parameters that are passed on, in KFP's snake case. KFP ignores all others, so nothing is lost.
    pub(crate) query: &'static [&'static str],
    /// What the body may be.
    pub(crate) body: BodyRule,
}

impl Row {
    /// Whether `HEAD` is answered like `GET`, without the body.
    ///
    /// KFP answers 501 to it everywhere but at its health, and so does the console on KFP's paths.
    pub(crate) fn answers_head(&self) -> bool {
        self.method == "GET" && (self.path.starts_with("/api/") || self.operation == Op::Healthz)
    }

    /// Whether anything is different afterwards.
    pub(crate) fn changes(&self) -> bool {
        self.method != "GET" && self.operation != Op::Package
    }

    /// Whether the answer is a list with pages.
    pub(crate) fn is_list(&self) -> bool {
        self.query.contains(&"page_token")
    }
}

/// The verb and resource of a question to Kubernetes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ask {
    /// The verb, such as `list`.
    pub(crate) verb: &'static str,
    /// The resource in the group `pipelines.kubeflow.org`, such as `runs`.
    pub(crate) resource: &'static str,
}

impl Ask {
    /// What a namespace is offered for.
    pub(crate) const LIST_EXPERIMENTS: Self = Self {
        verb: "list",
        resource: "experiments",
    };
    /// What tells somebody who may change things from somebody who may look.
    pub(crate) const CREATE_RUNS: Self = Self {
        verb: "create",
        resource: "runs",
    };
    /// What running a pipeline takes besides the right to create runs.
    pub(crate) const GET_PIPELINES: Self = Self {
        verb: "get",
        resource: "pipelines",
    };
}

/// What the body of a request may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyRule {
    /// None is read or passed on.
    None,
    /// A JSON object.
    Json,
    /// A form with a file of at most 32 MiB.
    Upload,
    /// The bytes of a file of at most 32 MiB.
    File,
}

const PAGE: &[&str] = &["page_token", "page_size", "sort_by", "filter"];
const PAGE_OF_NAMESPACE: &[&str] = &["page_token", "page_size", "sort_by", "filter", "namespace"];
const PAGE_OF_EXPERIMENT: &[&str] = &[
    "page_token",
    "page_size",
    "sort_by",
    "filter",
    "namespace",
    "experiment_id",
];
const NO_QUERY: &[&str] = &[];
const UPLOAD: &[&str] = &[
    "name",
    "display_name",
    "description",
    "namespace",
    "tags",
    "code_source_url",
];
const UPLOAD_VERSION: &[&str] = &[
    "name",
    "display_name",
    "description",
    "pipelineid",
    "tags",
    "code_source_url",
];

const NAMESPACE: &[&str] = &["namespace"];
const REPORT: &[&str] = &["namespace", "lang"];
const FEED: &[&str] = &["kind", "namespace", "epoch", "sequence"];
const OVERVIEW: &[&str] = &["namespace", "days", "offset"];
const HISTORY: &[&str] = &["namespace", "kind", "ids"];
const NAMES: &[&str] = &["namespace", "pipelines", "versions"];
const SEARCH: &[&str] = &[
    "namespace",
    "pipeline",
    "version",
    "experiment",
    "recurring_run",
    "state",
    "archived",
    "name",
    "names",
    "parameter",
    "longer_ms",
    "shorter_ms",
    "since_ms",
    "before_ms",
    "limit",
    "after",
    "by",
    "order",
];
const COMPARE: &[&str] = &["namespace", "runs"];
const GRID: &[&str] = &["namespace", "pipeline", "version", "last"];
const CASCADE: &[&str] = &["cascade"];
const PROPAGATION: &[&str] = &["propagation_policy"];

const fn ask(verb: &'static str, resource: &'static str) -> Ask {
    Ask { verb, resource }
}

const fn row(
    operation: Operation,
    method: &'static str,
    path: &'static str,
    ask: Ask,
    scope: Scope,
    query: &'static [&'static str],
    body: BodyRule,
) -> Row {
    let ask = Some(ask);
    Row {
        operation,
        method,
        path,
        ask,
        scope,
        query,
        body,
    }
}

/// A row for which being signed in is enough.
const fn free(
    operation: Operation,
    method: &'static str,
    path: &'static str,
    query: &'static [&'static str],
) -> Row {
    Row {
        operation,
        method,
        path,
        ask: None,
        scope: Scope::Nothing,
        query,
        body: BodyRule::None,
    }
}

/// Every operation of the console.
#[rustfmt::skip] // One row, one line: a table is read by its columns.
pub(crate) const TABLE: &[Row] = &[
    // The console's own routes. What they show of a namespace they ask about themselves.
    free(Op::Session,               "GET",    "/api/session",                                                         NO_QUERY),
    free(Op::Connection,            "GET",    "/api/connection",                                                      REPORT),
    free(Op::Live,                  "GET",    "/api/live",                                                            NO_QUERY),
    free(Op::Feed,                  "GET",    "/api/feed",                                                            FEED),

    // What is told beside the runs, the routes ask about themselves.
    row(Op::Overview,              "GET",    "/api/overview",                                                        ask("list", "runs"),             Scope::Query,             OVERVIEW,           BodyRule::None),
    row(Op::History,               "GET",    "/api/history",                                                         ask("list", "runs"),             Scope::Query,             HISTORY,            BodyRule::None),
    row(Op::Names,                 "GET",    "/api/names",                                                           ask("list", "runs"),             Scope::Query,             NAMES,              BodyRule::None),
    row(Op::Search,                "GET",    "/api/search",                                                          ask("list", "runs"),             Scope::Query,             SEARCH,             BodyRule::None),
    row(Op::Compare,               "GET",    "/api/compare",                                                         ask("list", "runs"),             Scope::Query,             COMPARE,            BodyRule::None),
    row(Op::Grid,                  "GET",    "/api/grid",                                                            ask("list", "runs"),             Scope::Query,             GRID,               BodyRule::None),

    // Changes nothing. Who may not upload need not have a package read, which takes memory.
    row(Op::Package,               "POST",   "/api/package",                                                         ask("create", "pipelines"),      Scope::Query,             NAMESPACE,          BodyRule::File),

    // KFP answers this one without any identity.
    free(Op::Healthz,               "GET",    "/apis/v2beta1/healthz",                                                NO_QUERY),

    row(Op::ListExperiments,       "GET",    "/apis/v2beta1/experiments",                                            ask("list", "experiments"),      Scope::Query,             PAGE_OF_NAMESPACE,  BodyRule::None),
    row(Op::CreateExperiment,      "POST",   "/apis/v2beta1/experiments",                                            ask("create", "experiments"),    Scope::Body,              NO_QUERY,           BodyRule::Json),
    row(Op::GetExperiment,         "GET",    "/apis/v2beta1/experiments/{experiment_id}",                            ask("get", "experiments"),       Scope::Experiment,        NO_QUERY,           BodyRule::None),
    row(Op::DeleteExperiment,      "DELETE", "/apis/v2beta1/experiments/{experiment_id}",                            ask("delete", "experiments"),    Scope::Experiment,        NO_QUERY,           BodyRule::None),
    row(Op::ArchiveExperiment,     "POST",   "/apis/v2beta1/experiments/{experiment_id}:archive",                    ask("archive", "experiments"),   Scope::Experiment,        NO_QUERY,           BodyRule::None),
    row(Op::UnarchiveExperiment,   "POST",   "/apis/v2beta1/experiments/{experiment_id}:unarchive",                  ask("unarchive", "experiments"), Scope::Experiment,        NO_QUERY,           BodyRule::None),

    row(Op::ListRuns,              "GET",    "/apis/v2beta1/runs",                                                   ask("list", "runs"),             Scope::ExperimentOrQuery, PAGE_OF_EXPERIMENT, BodyRule::None),
    row(Op::CreateRun,             "POST",   "/apis/v2beta1/runs",                                                   ask("create", "runs"),           Scope::RunBody,           NO_QUERY,           BodyRule::Json),
    row(Op::GetRun,                "GET",    "/apis/v2beta1/runs/{run_id}",                                          ask("get", "runs"),              Scope::Run,               NO_QUERY,           BodyRule::None),
    row(Op::DeleteRun,             "DELETE", "/apis/v2beta1/runs/{run_id}",                                          ask("delete", "runs"),           Scope::Run,               NO_QUERY,           BodyRule::None),
    row(Op::ArchiveRun,            "POST",   "/apis/v2beta1/runs/{run_id}:archive",                                  ask("archive", "runs"),          Scope::Run,               NO_QUERY,           BodyRule::None),
    row(Op::UnarchiveRun,          "POST",   "/apis/v2beta1/runs/{run_id}:unarchive",                                ask("unarchive", "runs"),        Scope::Run,               NO_QUERY,           BodyRule::None),
    row(Op::TerminateRun,          "POST",   "/apis/v2beta1/runs/{run_id}:terminate",                                ask("terminate", "runs"),        Scope::Run,               NO_QUERY,           BodyRule::None),
    row(Op::RetryRun,              "POST",   "/apis/v2beta1/runs/{run_id}:retry",                                    ask("retry", "runs"),            Scope::Run,               NO_QUERY,           BodyRule::None),

    // KFP's own name for the resource is `jobs`, from its older API.
    row(Op::ListRecurringRuns,     "GET",    "/apis/v2beta1/recurringruns",                                          ask("list", "jobs"),             Scope::ExperimentOrQuery, PAGE_OF_EXPERIMENT, BodyRule::None),
    row(Op::CreateRecurringRun,    "POST",   "/apis/v2beta1/recurringruns",                                          ask("create", "jobs"),           Scope::RecurringRunBody,  NO_QUERY,           BodyRule::Json),
    row(Op::GetRecurringRun,       "GET",    "/apis/v2beta1/recurringruns/{recurring_run_id}",                       ask("get", "jobs"),              Scope::RecurringRun,      NO_QUERY,           BodyRule::None),
    row(Op::DeleteRecurringRun,    "DELETE", "/apis/v2beta1/recurringruns/{recurring_run_id}",                       ask("delete", "jobs"),           Scope::RecurringRun,      PROPAGATION,        BodyRule::None),
    row(Op::EnableRecurringRun,    "POST",   "/apis/v2beta1/recurringruns/{recurring_run_id}:enable",                ask("enable", "jobs"),           Scope::RecurringRun,      NO_QUERY,           BodyRule::None),
    row(Op::DisableRecurringRun,   "POST",   "/apis/v2beta1/recurringruns/{recurring_run_id}:disable",               ask("disable", "jobs"),          Scope::RecurringRun,      NO_QUERY,           BodyRule::None),

    row(Op::ListPipelines,         "GET",    "/apis/v2beta1/pipelines",                                              ask("list", "pipelines"),        Scope::QueryOrShared,     PAGE_OF_NAMESPACE,  BodyRule::None),
    row(Op::GetPipeline,           "GET",    "/apis/v2beta1/pipelines/{pipeline_id}",                                ask("get", "pipelines"),         Scope::Pipeline,          NO_QUERY,           BodyRule::None),
    row(Op::GetPipelineByName,     "GET",    "/apis/v2beta1/pipelines/names/{name}",                                 ask("get", "pipelines"),         Scope::Query,             NAMESPACE,          BodyRule::None),
    row(Op::CreatePipeline,        "POST",   "/apis/v2beta1/pipelines",                                              ask("create", "pipelines"),      Scope::Body,              NO_QUERY,           BodyRule::Json),
    row(Op::CreatePipelineAndVersion, "POST", "/apis/v2beta1/pipelines/create",                                      ask("create", "pipelines"),      Scope::PipelineBody,      NO_QUERY,           BodyRule::Json),
    row(Op::UpdatePipeline,        "PATCH",  "/apis/v2beta1/pipelines/{pipeline_id}",                                ask("update", "pipelines"),      Scope::PipelineToChange,  NO_QUERY,           BodyRule::Json),
    row(Op::DeletePipeline,        "DELETE", "/apis/v2beta1/pipelines/{pipeline_id}",                                ask("delete", "pipelines"),      Scope::PipelineToChange,  CASCADE,            BodyRule::None),
    row(Op::UploadPipeline,        "POST",   "/apis/v2beta1/pipelines/upload",                                       ask("create", "pipelines"),      Scope::Query,             UPLOAD,             BodyRule::Upload),
    row(Op::UploadPipelineVersion, "POST",   "/apis/v2beta1/pipelines/upload_version",                               ask("create", "pipelines"),      Scope::PipelineOfQuery,   UPLOAD_VERSION,     BodyRule::Upload),

    // KFP asks about `pipelines` for versions too. It takes any pipeline id in the path of a version, so the version decides.
    row(Op::ListPipelineVersions,  "GET",    "/apis/v2beta1/pipelines/{pipeline_id}/versions",                       ask("list", "pipelines"),        Scope::Pipeline,          PAGE,               BodyRule::None),
    row(Op::CreatePipelineVersion, "POST",   "/apis/v2beta1/pipelines/{pipeline_id}/versions",                       ask("create", "pipelines"),      Scope::VersionBody,       NO_QUERY,           BodyRule::Json),
    row(Op::GetPipelineVersion,    "GET",    "/apis/v2beta1/pipelines/{pipeline_id}/versions/{pipeline_version_id}", ask("get", "pipelines"),         Scope::Version,           NO_QUERY,           BodyRule::None),
    row(Op::UpdatePipelineVersion, "PATCH",  "/apis/v2beta1/pipelines/{pipeline_id}/versions/{pipeline_version_id}", ask("update", "pipelines"),      Scope::VersionToChange,   NO_QUERY,           BodyRule::Json),
    row(Op::DeletePipelineVersion, "DELETE", "/apis/v2beta1/pipelines/{pipeline_id}/versions/{pipeline_version_id}", ask("delete", "pipelines"),      Scope::VersionToChange,   NO_QUERY,           BodyRule::None),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Operations of KFP's description that have no row, each with the reason.
    const REFUSED: &[(&str, &str)] = &[
        (
            "GET /apis/v2beta1/auth",
            "described, but not served by KFP; a review of one's own is what it would be",
        ),
        (
            "GET /apis/v2beta1/filters",
            "there to describe a type, not served by KFP",
        ),
        (
            "POST /apis/v2beta1/visualizations/{namespace}",
            "not served by KFP at this path, and runs code for its caller",
        ),
        (
            "POST /apis/v2beta1/workflows",
            "for the persistence agent alone; takes any workflow of any namespace",
        ),
        (
            "POST /apis/v2beta1/scheduledworkflows",
            "for the persistence agent alone; takes any schedule of any namespace",
        ),
    ];

    /// A path with one name for all its parameters: KFP's description calls them differently in some places.
    fn shape(path: &str) -> String {
        let element = |element: &str| match element.split_once('}') {
            Some((_, action)) => format!("{{}}{action}"),
            None => element.to_owned(),
        };
        path.split('/').map(element).collect::<Vec<_>>().join("/")
    }

    #[test]
    fn every_operation_of_kfp_has_a_row_or_a_reason() {
        let operations: Vec<_> = include_str!("../../tests/fixtures/kfp-operations.txt")
            .lines()
            .collect();
        assert!(operations.len() >= 40);
        for operation in &operations {
            let (method, path) = operation.split_once(' ').expect("a method and a path");
            let rows = TABLE
                .iter()
                .filter(|row| row.method == method && shape(row.path) == shape(path))
                .count();
            let refused = REFUSED.iter().any(|(refused, _)| refused == operation);
            assert_eq!(rows, usize::from(!refused), "{operation}");
        }
        let of_kfp = TABLE
            .iter()
            .filter(|row| row.path.starts_with("/apis/"))
            .count();
        assert_eq!(
            of_kfp + REFUSED.len(),
            operations.len(),
            "a row that KFP does not know"
        );
    }

    #[test]
    fn only_what_shows_nothing_is_free() {
        let free: Vec<_> = TABLE
            .iter()
            .filter(|row| row.ask.is_none())
            .map(|row| row.operation)
            .collect();
        // What is watched is reviewed topic by topic, and again while it is.
        assert_eq!(
            free,
            [Op::Session, Op::Connection, Op::Live, Op::Feed, Op::Healthz]
        );
    }

    #[test]
    fn every_change_asks_for_a_right_to_change() {
        for row in TABLE.iter().filter(|row| row.method != "GET") {
            let ask = row.ask.expect("a question");
            assert!(!matches!(ask.verb, "get" | "list"), "{}", row.path);
            assert!(
                !matches!(
                    row.scope,
                    Scope::Nothing | Scope::QueryOrShared | Scope::Pipeline | Scope::Version
                ),
                "{}",
                row.path
            );
        }
    }
}
