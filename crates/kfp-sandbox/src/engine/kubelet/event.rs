//! Events about pods.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// An event about a pod, as the scheduler and the kubelet write them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PodEvent {
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// A warning, or normal.
    pub is_warning: bool,
    /// Kubernetes' word for it.
    pub reason: String,
    /// A sentence.
    pub message: String,
    /// Who says it.
    pub component: String,
    /// The container it is about.
    pub container: Option<String>,
}

impl PodEvent {
    pub(super) fn scheduler(
        at: OffsetDateTime,
        is_warning: bool,
        reason: &str,
        message: String,
    ) -> Self {
        let (reason, component) = (reason.to_owned(), "default-scheduler".to_owned());
        Self {
            at,
            is_warning,
            reason,
            message,
            component,
            container: None,
        }
    }

    pub(super) fn kubelet(
        at: OffsetDateTime,
        is_warning: bool,
        reason: &str,
        message: String,
    ) -> Self {
        let (reason, component) = (reason.to_owned(), "kubelet".to_owned());
        Self {
            at,
            is_warning,
            reason,
            message,
            component,
            container: None,
        }
    }

    pub(super) fn about(mut self, container: &str) -> Self {
        self.container = Some(container.to_owned());
        self
    }
}
