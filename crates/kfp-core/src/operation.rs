//! The calls this crate makes, by name.

use std::fmt;

use http::Method;

/// What a call is about; the middle of an error's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Resource {
    /// The server's health.
    Healthz,
    /// Experiments.
    Experiment,
    /// Runs.
    Run,
    /// Pipelines.
    Pipeline,
    /// Versions of pipelines.
    PipelineVersion,
    /// Recurring runs.
    RecurringRun,
    /// What a caller may do.
    Auth,
    /// Not known: a request that is passed through.
    Any,
}

macro_rules! operations {
    ($( $(#[$doc:meta])* $variant:ident = $resource:ident, $method:ident $template:literal; )+) => {
        /// A call. Errors and logs show it as method and path template, never as an address.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Operation {
            $( $(#[$doc])* $variant, )+
            /// A request that is passed through as it came. Its path is not known to be free of secrets.
            PassThrough {
                /// Whether repeating it changes nothing: GET, HEAD and OPTIONS.
                safe: bool,
            },
        }

        impl Operation {
            /// Every call that has a name.
            pub const NAMED: &'static [Self] = &[$(Self::$variant),+];

            /// What the call is about.
            pub fn resource(self) -> Resource {
                match self {
                    $( Self::$variant => Resource::$resource, )+
                    Self::PassThrough { .. } => Resource::Any,
                }
            }

            /// The path with placeholders.
            pub fn template(self) -> &'static str {
                match self {
                    $( Self::$variant => $template, )+
                    Self::PassThrough { .. } => "/apis/…",
                }
            }

            /// Whether repeating the call changes nothing.
            pub fn is_safe(self) -> bool {
                match self {
                    $( Self::$variant => Method::$method == Method::GET, )+
                    Self::PassThrough { safe } => safe,
                }
            }

            /// The method; `None` for a request that is passed through.
            pub fn method(self) -> Option<Method> {
                match self {
                    $( Self::$variant => Some(Method::$method), )+
                    Self::PassThrough { .. } => None,
                }
            }
        }
    };
}

operations! {
    /// Asks the server what it is.
    GetHealthz = Healthz, GET "/apis/v2beta1/healthz";
    /// Asks whether the caller may view a namespace. KFP serves only the old path of it.
    Authorize = Auth, GET "/apis/v1beta1/auth";
    /// Lists experiments.
    ListExperiments = Experiment, GET "/apis/v2beta1/experiments";
    /// Creates an experiment.
    CreateExperiment = Experiment, POST "/apis/v2beta1/experiments";
    /// Gets an experiment.
    GetExperiment = Experiment, GET "/apis/v2beta1/experiments/{experiment_id}";
    /// Archives an experiment.
    ArchiveExperiment = Experiment, POST "/apis/v2beta1/experiments/{experiment_id}:archive";
    /// Takes an experiment out of the archive.
    UnarchiveExperiment = Experiment, POST "/apis/v2beta1/experiments/{experiment_id}:unarchive";
    /// Deletes an experiment.
    DeleteExperiment = Experiment, DELETE "/apis/v2beta1/experiments/{experiment_id}";
    /// Lists runs.
    ListRuns = Run, GET "/apis/v2beta1/runs";
    /// Creates a run.
    CreateRun = Run, POST "/apis/v2beta1/runs";
    /// Gets a run.
    GetRun = Run, GET "/apis/v2beta1/runs/{run_id}";
    /// Archives a run.
    ArchiveRun = Run, POST "/apis/v2beta1/runs/{run_id}:archive";
    /// Takes a run out of the archive.
    UnarchiveRun = Run, POST "/apis/v2beta1/runs/{run_id}:unarchive";
    /// Ends a run before its time.
    TerminateRun = Run, POST "/apis/v2beta1/runs/{run_id}:terminate";
    /// Goes on with a failed run.
    RetryRun = Run, POST "/apis/v2beta1/runs/{run_id}:retry";
    /// Deletes a run.
    DeleteRun = Run, DELETE "/apis/v2beta1/runs/{run_id}";
    /// Reads an output of an Argo node.
    ReadArtifact = Run, GET "/apis/v2beta1/runs/{run_id}/nodes/{node_id}/artifacts/{artifact_name}:read";
    /// Lists pipelines.
    ListPipelines = Pipeline, GET "/apis/v2beta1/pipelines";
    /// Creates a pipeline without a version.
    CreatePipeline = Pipeline, POST "/apis/v2beta1/pipelines";
    /// Creates a pipeline with its first version from the address of a package.
    CreatePipelineAndVersion = Pipeline, POST "/apis/v2beta1/pipelines/create";
    /// Gets a pipeline.
    GetPipeline = Pipeline, GET "/apis/v2beta1/pipelines/{pipeline_id}";
    /// Gets a pipeline by its name.
    GetPipelineByName = Pipeline, GET "/apis/v2beta1/pipelines/names/{name}";
    /// Changes the display name and tags of a pipeline.
    UpdatePipeline = Pipeline, PATCH "/apis/v2beta1/pipelines/{pipeline_id}";
    /// Deletes a pipeline.
    DeletePipeline = Pipeline, DELETE "/apis/v2beta1/pipelines/{pipeline_id}";
    /// Uploads a package as a new pipeline with its first version.
    UploadPipeline = Pipeline, POST "/apis/v2beta1/pipelines/upload";
    /// Lists the versions of a pipeline.
    ListPipelineVersions = PipelineVersion, GET "/apis/v2beta1/pipelines/{pipeline_id}/versions";
    /// Creates a version from the address of a package.
    CreatePipelineVersion = PipelineVersion, POST "/apis/v2beta1/pipelines/{pipeline_id}/versions";
    /// Gets a version.
    GetPipelineVersion = PipelineVersion, GET "/apis/v2beta1/pipelines/{pipeline_id}/versions/{pipeline_version_id}";
    /// Changes the display name and tags of a version.
    UpdatePipelineVersion = PipelineVersion, PATCH "/apis/v2beta1/pipelines/{pipeline_id}/versions/{pipeline_version_id}";
    /// Deletes a version.
    DeletePipelineVersion = PipelineVersion, DELETE "/apis/v2beta1/pipelines/{pipeline_id}/versions/{pipeline_version_id}";
    /// Uploads a package as a new version.
    UploadPipelineVersion = PipelineVersion, POST "/apis/v2beta1/pipelines/upload_version";
    /// Lists recurring runs.
    ListRecurringRuns = RecurringRun, GET "/apis/v2beta1/recurringruns";
    /// Creates a recurring run.
    CreateRecurringRun = RecurringRun, POST "/apis/v2beta1/recurringruns";
    /// Gets a recurring run.
    GetRecurringRun = RecurringRun, GET "/apis/v2beta1/recurringruns/{recurring_run_id}";
    /// Lets a recurring run fire.
    EnableRecurringRun = RecurringRun, POST "/apis/v2beta1/recurringruns/{recurring_run_id}:enable";
    /// Keeps a recurring run from firing.
    DisableRecurringRun = RecurringRun, POST "/apis/v2beta1/recurringruns/{recurring_run_id}:disable";
    /// Deletes a recurring run.
    DeleteRecurringRun = RecurringRun, DELETE "/apis/v2beta1/recurringruns/{recurring_run_id}";
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.method() {
            Some(method) => write!(f, "{method} {}", self.template()),
            None => f.write_str(self.template()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_method_and_template() {
        assert_eq!(
            Operation::GetRun.to_string(),
            "GET /apis/v2beta1/runs/{run_id}"
        );
        assert_eq!(Operation::PassThrough { safe: true }.to_string(), "/apis/…");
    }

    #[test]
    fn only_reading_is_safe() {
        assert!(Operation::ListRuns.is_safe());
        assert!(!Operation::UploadPipeline.is_safe());
    }
}
