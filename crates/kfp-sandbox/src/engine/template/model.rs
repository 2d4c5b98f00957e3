//! Templates, as far as the controller reads them.

use serde::{Deserialize, Serialize};

/// A named parameter of a template, a task or the workflow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its value, with placeholders until it is resolved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The value if none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
}

impl Parameter {
    pub(super) fn declared(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            value: None,
            default: None,
        }
    }

    pub(super) fn with_default(name: &str, default: &str) -> Self {
        Self {
            name: name.to_owned(),
            value: None,
            default: Some(default.to_owned()),
        }
    }

    pub(super) fn with_value(name: &str, value: impl Into<String>) -> Self {
        Self {
            name: name.to_owned(),
            value: Some(value.into()),
            default: None,
        }
    }
}

/// A parameter that a pod writes to a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputParameter {
    /// Its name; the file is `/tmp/outputs/<name>`.
    pub name: String,
    /// The value if the file is missing.
    pub file_default: Option<String>,
    /// The value for whoever reads it, if the pod never ran.
    pub default: Option<String>,
}

/// A template.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Template {
    /// Its name, unique in the workflow.
    pub name: String,
    /// What it takes.
    pub inputs: Vec<Parameter>,
    /// What it gives.
    pub outputs: Vec<OutputParameter>,
    /// What it does.
    pub body: Body,
    /// Further attempts, from the template itself.
    pub retry: Option<RetryStrategy>,
    /// How many of its nodes run at a time.
    pub parallelism: Option<u32>,
}

/// What a template does.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Body {
    /// Runs tasks.
    Dag(Vec<DagTask>),
    /// Runs a pod.
    Pod(PodKind),
}

/// The programs that pods of pipelines run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum PodKind {
    /// Prepares a DAG.
    DagDriver,
    /// Prepares a container.
    ContainerDriver,
    /// Runs user code under the launcher.
    Executor,
    /// Registers an artifact.
    Importer,
}

/// A task of a DAG template.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DagTask {
    /// Its name, unique in the DAG.
    pub name: String,
    /// The template it runs.
    pub template: String,
    /// What it hands over.
    pub arguments: Vec<Parameter>,
    /// Siblings that must have succeeded.
    pub depends: Vec<String>,
    /// A comparison that must be true.
    pub when: Option<String>,
    /// What runs when it has ended, however it ended.
    pub exit_hook: Option<Hook>,
    /// How often it runs side by side, as a placeholder.
    pub sequence_count: Option<String>,
}

/// A template that runs when a task has ended.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Hook {
    /// The template.
    pub template: String,
    /// What it gets.
    pub arguments: Vec<Parameter>,
}

/// Further attempts, with placeholders until they are resolved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetryStrategy {
    /// How often it is tried again.
    pub limit: String,
    /// Seconds before the first further attempt.
    pub backoff_duration: Option<String>,
    /// By what the wait grows.
    pub backoff_factor: Option<String>,
    /// Seconds from the start of the first attempt, after which none begins.
    pub backoff_max_duration: Option<String>,
    /// What is tried again.
    pub policy: RetryPolicyKind,
}

/// What is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum RetryPolicyKind {
    /// A pod that ended with a code.
    OnFailure,
    /// A pod that was lost, or whose outputs could not be saved.
    OnError,
}
