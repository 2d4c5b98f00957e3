//! Why there is no log.

use kfp_core::model::{Namespace, RunId};

/// Why there is no log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LogsError {
    /// Who answers at the address serves none.
    #[error("who answers at this address serves no logs")]
    NotServed {
        /// What does.
        command: String,
    },
    /// The run was not reported yet, or KFP keeps its workflow packed.
    #[error("KFP does not tell which pods the run has")]
    NoWorkflow {
        /// What does.
        command: String,
    },
    /// No task has that name, or none has begun.
    #[error("no pod of the run is one of `{task}`")]
    NoTask {
        /// What was asked for.
        task: String,
        /// What there is.
        tasks: Vec<String>,
    },
    /// No pod runs the code of a task yet.
    #[error("no task of the run has a pod yet")]
    NoPods,
    /// An answer ended before its end.
    #[error("the answer broke off: {why}")]
    BrokenOff {
        /// What happened to it.
        why: String,
    },
    /// KFP has no log of a pod.
    #[error("there is no log of the pod {pod}: {why}")]
    Refused {
        /// The pod.
        pod: String,
        /// What KFP says.
        why: String,
        /// What may show it.
        command: String,
    },
}

impl LogsError {
    /// What to do about it.
    pub(crate) fn hint(&self) -> String {
        match self {
            Self::NotServed { command } | Self::NoWorkflow { command } => {
                format!("With access to the cluster: {command}")
            }
            Self::NoTask { tasks, .. } => format!("There are: {}.", tasks.join(", ")),
            Self::BrokenOff { .. } => "Ask again; with --follow that happens by itself.".to_owned(),
            Self::NoPods => "Ask again when it has begun, or with --follow.".to_owned(),
            Self::Refused { command, .. } => {
                format!(
                    "Pods and their logs are removed some time after the end. While the pod is there: {command}"
                )
            }
        }
    }
}

/// The command that shows the logs of a run past KFP.
pub(crate) fn by_kubectl(namespace: Option<&Namespace>, run: &RunId, follow: bool) -> String {
    let namespace = namespace.map_or("NAMESPACE", Namespace::as_str);
    let follow = if follow {
        " --follow --max-log-requests=50"
    } else {
        ""
    };
    format!(
        "kubectl logs --namespace {namespace} --selector pipeline/runid={run} --container main --prefix --tail=-1{follow}"
    )
}
