//! A run to submit.

use serde_json::{Map, Value};
use time::OffsetDateTime;

use crate::engine::directive::{DirectiveError, Directives};
use crate::engine::spec::{PipelineSpec, SpecError};

/// A run to submit.
#[derive(Clone, Debug)]
pub struct Submission {
    /// Its id.
    pub run_id: String,
    /// Its name for people.
    pub display_name: String,
    /// Its namespace.
    pub namespace: String,
    /// Whose pods run.
    pub service_account: String,
    /// The pipeline spec, bare or with its platform spec.
    pub spec: Value,
    /// Parameters that were given; defaults are filled in.
    pub parameters: Map<String, Value>,
    /// The workflow's name; made of the pipeline's name and the run's id if `None`.
    pub workflow_name: Option<String>,
    /// What is asked of the sandbox beside what the parameters and names ask.
    pub directives: Option<Directives>,
    /// When the controller first looks at it, as in a cluster that postpones workflows; when its timing says if `None`.
    pub first_pass_at: Option<OffsetDateTime>,
    /// When the agent reports it before that; one second before if `None`.
    pub report_at: Option<OffsetDateTime>,
    /// User code runs so many times as long as the engine's timing says; 0 counts as 1.
    pub pace: u32,
}

/// Why a run cannot be submitted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SubmitError {
    /// The pipeline cannot be compiled.
    #[error("the pipeline cannot be compiled to a workflow")]
    Spec {
        /// Why.
        #[from]
        source: SpecError,
    },
    /// The sentinel parameter cannot be read.
    #[error("parameter `sandbox_fail` cannot be read")]
    Directive {
        /// Why.
        #[from]
        source: DirectiveError,
    },
}

/// What the server writes into the workflow: the given parameters, the defaults of the others, and null for those
/// that may be left out and have none.
pub(super) fn runtime_parameters(
    spec: &PipelineSpec,
    given: &Map<String, Value>,
) -> Map<String, Value> {
    let mut parameters = given.clone();
    for (name, definition) in &spec.root.inputs.parameters {
        if parameters.contains_key(name) {
            continue;
        }
        match &definition.default_value {
            Some(default) => parameters.insert(name.clone(), default.clone()),
            None if definition.is_optional => parameters.insert(name.clone(), Value::Null),
            None => None,
        };
    }
    parameters
}
