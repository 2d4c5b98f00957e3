//! How the namespace of a request is found.

/// Where a request says which namespace it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// It is about no namespace.
    Nothing,
    /// The query parameter `namespace`, which must be there.
    Query,
    /// The query parameter `namespace`; without it the request is about the shared pipelines, which everybody may read.
    QueryOrShared,
    /// The member `namespace` of the JSON body.
    Body,
    /// The member `namespace` of the member `pipeline` of the JSON body.
    PipelineBody,
    /// The experiment in the path.
    Experiment,
    /// The experiment in the query parameter `experiment_id`, which wins over `namespace` as it does in KFP.
    ExperimentOrQuery,
    /// The run in the path, through its experiment.
    Run,
    /// The experiment in the JSON body; the pipeline in it must be readable too.
    RunBody,
    /// The recurring run in the path, through its experiment.
    RecurringRun,
    /// The experiment in the JSON body of a recurring run; the pipeline in it must be readable too.
    RecurringRunBody,
    /// The pipeline in the path; a shared one may be read by everybody.
    Pipeline,
    /// The pipeline in the path, which must belong to a namespace.
    PipelineToChange,
    /// The pipeline in the path, which must belong to a namespace and be the one that the JSON body names.
    VersionBody,
    /// The pipeline in the query parameter `pipelineid`, which must belong to a namespace.
    PipelineOfQuery,
    /// The pipeline of the version in the path; one of a shared pipeline may be read by everybody.
    Version,
    /// The pipeline of the version in the path, which must belong to a namespace.
    VersionToChange,
}
