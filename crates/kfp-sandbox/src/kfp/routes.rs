//! The paths of the API.

use http::Method;

use super::operation::{Older, Operation as Op};

/// A route: method, path with `*` for a variable, action after the colon (or none), operation.
#[derive(Debug)]
pub(super) struct Route(
    pub(super) Method,
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) Op,
);

const GET: Method = Method::GET;
const POST: Method = Method::POST;
const DELETE: Method = Method::DELETE;
const PATCH: Method = Method::PATCH;

/// The routes of each version of the API, below its name.
pub(super) const VERSIONS: &[(&str, &[Route])] = &[
    ("v2beta1", V2BETA1),
    ("v1beta1", V1BETA1),
    ("v1alpha1", V1ALPHA1),
];

const V2BETA1: &[Route] = &[
    Route(POST, "experiments", "", Op::CreateExperiment),
    Route(GET, "experiments", "", Op::ListExperiments),
    Route(GET, "experiments/*", "", Op::GetExperiment),
    Route(DELETE, "experiments/*", "", Op::DeleteExperiment),
    Route(POST, "experiments/*", "archive", Op::ArchiveExperiment),
    Route(POST, "experiments/*", "unarchive", Op::UnarchiveExperiment),
    Route(POST, "runs", "", Op::CreateRun),
    Route(GET, "runs", "", Op::ListRuns),
    Route(GET, "runs/*", "", Op::GetRun),
    Route(DELETE, "runs/*", "", Op::DeleteRun),
    Route(POST, "runs/*", "archive", Op::ArchiveRun),
    Route(POST, "runs/*", "unarchive", Op::UnarchiveRun),
    Route(POST, "runs/*", "terminate", Op::TerminateRun),
    Route(POST, "runs/*", "retry", Op::RetryRun),
    Route(POST, "pipelines", "", Op::CreatePipeline),
    Route(GET, "pipelines", "", Op::ListPipelines),
    Route(POST, "pipelines/create", "", Op::CreatePipelineAndVersion),
    Route(GET, "pipelines/*", "", Op::GetPipeline),
    Route(PATCH, "pipelines/*", "", Op::UpdatePipeline),
    Route(DELETE, "pipelines/*", "", Op::DeletePipeline),
    Route(GET, "pipelines/names/*", "", Op::GetPipelineByName),
    Route(POST, "pipelines/*/versions", "", Op::CreatePipelineVersion),
    Route(GET, "pipelines/*/versions", "", Op::ListPipelineVersions),
    Route(GET, "pipelines/*/versions/*", "", Op::GetPipelineVersion),
    Route(
        PATCH,
        "pipelines/*/versions/*",
        "",
        Op::UpdatePipelineVersion,
    ),
    Route(
        DELETE,
        "pipelines/*/versions/*",
        "",
        Op::DeletePipelineVersion,
    ),
    Route(POST, "recurringruns", "", Op::CreateRecurringRun),
    Route(GET, "recurringruns", "", Op::ListRecurringRuns),
    Route(GET, "recurringruns/*", "", Op::GetRecurringRun),
    Route(DELETE, "recurringruns/*", "", Op::DeleteRecurringRun),
    Route(POST, "recurringruns/*", "enable", Op::EnableRecurringRun),
    Route(POST, "recurringruns/*", "disable", Op::DisableRecurringRun),
    Route(POST, "workflows", "", Op::ReportWorkflow),
    Route(POST, "scheduledworkflows", "", Op::ReportScheduledWorkflow),
];

const V1BETA1: &[Route] = &[
    Route(GET, "auth", "", Op::V1beta1(Older::Authorize)),
    Route(POST, "visualizations/*", "", Op::V1beta1(Older::Visualize)),
    Route(
        POST,
        "experiments",
        "",
        Op::V1beta1(Older::CreateExperiment),
    ),
    Route(GET, "experiments", "", Op::V1beta1(Older::ListExperiments)),
    Route(GET, "experiments/*", "", Op::V1beta1(Older::GetExperiment)),
    Route(
        DELETE,
        "experiments/*",
        "",
        Op::V1beta1(Older::DeleteExperiment),
    ),
    Route(
        POST,
        "experiments/*",
        "archive",
        Op::V1beta1(Older::ArchiveExperiment),
    ),
    Route(
        POST,
        "experiments/*",
        "unarchive",
        Op::V1beta1(Older::UnarchiveExperiment),
    ),
    Route(POST, "runs", "", Op::V1beta1(Older::CreateRun)),
    Route(GET, "runs", "", Op::V1beta1(Older::ListRuns)),
    Route(GET, "runs/*", "", Op::V1beta1(Older::GetRun)),
    Route(DELETE, "runs/*", "", Op::V1beta1(Older::DeleteRun)),
    Route(POST, "runs/*", "archive", Op::V1beta1(Older::ArchiveRun)),
    Route(
        POST,
        "runs/*",
        "unarchive",
        Op::V1beta1(Older::UnarchiveRun),
    ),
    Route(
        POST,
        "runs/*",
        "reportMetrics",
        Op::V1beta1(Older::ReportMetrics),
    ),
    Route(POST, "runs/*/retry", "", Op::V1beta1(Older::RetryRun)),
    Route(
        POST,
        "runs/*/terminate",
        "",
        Op::V1beta1(Older::TerminateRun),
    ),
    Route(POST, "jobs", "", Op::V1beta1(Older::CreateJob)),
    Route(GET, "jobs", "", Op::V1beta1(Older::ListJobs)),
    Route(GET, "jobs/*", "", Op::V1beta1(Older::GetJob)),
    Route(DELETE, "jobs/*", "", Op::V1beta1(Older::DeleteJob)),
    Route(POST, "jobs/*/enable", "", Op::V1beta1(Older::EnableJob)),
    Route(POST, "jobs/*/disable", "", Op::V1beta1(Older::DisableJob)),
    Route(POST, "pipelines", "", Op::V1beta1(Older::CreatePipeline)),
    Route(GET, "pipelines", "", Op::V1beta1(Older::ListPipelines)),
    Route(GET, "pipelines/*", "", Op::V1beta1(Older::GetPipeline)),
    Route(
        DELETE,
        "pipelines/*",
        "",
        Op::V1beta1(Older::DeletePipeline),
    ),
    Route(
        GET,
        "pipelines/*/templates",
        "",
        Op::V1beta1(Older::PipelineTemplate),
    ),
    Route(
        POST,
        "pipelines/*/default_version/*",
        "",
        Op::V1beta1(Older::SetDefaultVersion),
    ),
    Route(
        GET,
        "namespaces/*/pipelines/*",
        "",
        Op::V1beta1(Older::GetPipelineByName),
    ),
    Route(
        POST,
        "pipeline_versions",
        "",
        Op::V1beta1(Older::CreateVersion),
    ),
    Route(
        GET,
        "pipeline_versions",
        "",
        Op::V1beta1(Older::ListVersions),
    ),
    Route(
        GET,
        "pipeline_versions/*",
        "",
        Op::V1beta1(Older::GetVersion),
    ),
    Route(
        DELETE,
        "pipeline_versions/*",
        "",
        Op::V1beta1(Older::DeleteVersion),
    ),
    Route(
        GET,
        "pipeline_versions/*/templates",
        "",
        Op::V1beta1(Older::VersionTemplate),
    ),
];

const V1ALPHA1: &[Route] = &[
    Route(GET, "tasks", "", Op::ListTasks),
    Route(POST, "tasks", "", Op::CreateTask),
];
