//! The names of the operations.

/// What a request asks for, named after KFP's own procedures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Operation {
    /// The console's session document.
    Session,
    /// The console's connection report.
    Connection,
    /// The websocket of a page.
    Live,
    /// What changed in a list that is read for all its viewers.
    Feed,
    /// What the index of runs counts.
    Overview,
    /// What it knows of some pipelines, experiments or recurring runs.
    History,
    /// What it knows pipelines and their versions are called.
    Names,
    /// What it finds.
    Search,
    /// Some runs side by side.
    Compare,
    /// The last runs of a pipeline by task.
    Grid,
    /// What is in a package that is about to be uploaded.
    Package,
    /// KFP's version and mode.
    Healthz,
    /// Experiments of a namespace.
    ListExperiments,
    /// A new experiment.
    CreateExperiment,
    /// One experiment.
    GetExperiment,
    /// Removes an experiment.
    DeleteExperiment,
    /// Archives an experiment.
    ArchiveExperiment,
    /// Brings an experiment back.
    UnarchiveExperiment,
    /// Runs of a namespace or an experiment.
    ListRuns,
    /// A new run.
    CreateRun,
    /// One run.
    GetRun,
    /// Removes a run.
    DeleteRun,
    /// Archives a run.
    ArchiveRun,
    /// Brings a run back.
    UnarchiveRun,
    /// Ends a run.
    TerminateRun,
    /// Runs the failed part of a run again.
    RetryRun,
    /// Recurring runs of a namespace or an experiment.
    ListRecurringRuns,
    /// A new recurring run.
    CreateRecurringRun,
    /// One recurring run.
    GetRecurringRun,
    /// Removes a recurring run, and the runs that belong to it.
    DeleteRecurringRun,
    /// Lets a recurring run start runs.
    EnableRecurringRun,
    /// Keeps a recurring run from starting runs.
    DisableRecurringRun,
    /// Pipelines of a namespace, or the shared ones.
    ListPipelines,
    /// One pipeline.
    GetPipeline,
    /// One pipeline by its name in a namespace.
    GetPipelineByName,
    /// A new pipeline without a version.
    CreatePipeline,
    /// A new pipeline with its first version from an address.
    CreatePipelineAndVersion,
    /// Changes the display name and the tags of a pipeline.
    UpdatePipeline,
    /// Removes a pipeline.
    DeletePipeline,
    /// A new pipeline with its first version from a file.
    UploadPipeline,
    /// A new version of a pipeline from a file.
    UploadPipelineVersion,
    /// Versions of a pipeline.
    ListPipelineVersions,
    /// One version with its spec.
    GetPipelineVersion,
    /// A new version of a pipeline from an address.
    CreatePipelineVersion,
    /// Changes the display name and the tags of a version.
    UpdatePipelineVersion,
    /// Removes a version.
    DeletePipelineVersion,
}
