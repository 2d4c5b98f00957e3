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
    /// Lists experiments.
    ListExperiments = Experiment, GET "/apis/v2beta1/experiments";
    /// Gets an experiment.
    GetExperiment = Experiment, GET "/apis/v2beta1/experiments/{experiment_id}";
    /// Lists runs.
    ListRuns = Run, GET "/apis/v2beta1/runs";
    /// Gets a run.
    GetRun = Run, GET "/apis/v2beta1/runs/{run_id}";
    /// Lists pipelines.
    ListPipelines = Pipeline, GET "/apis/v2beta1/pipelines";
    /// Gets a pipeline.
    GetPipeline = Pipeline, GET "/apis/v2beta1/pipelines/{pipeline_id}";
    /// Uploads a package as a new pipeline with its first version.
    UploadPipeline = Pipeline, POST "/apis/v2beta1/pipelines/upload";
    /// Lists the versions of a pipeline.
    ListPipelineVersions = PipelineVersion, GET "/apis/v2beta1/pipelines/{pipeline_id}/versions";
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
