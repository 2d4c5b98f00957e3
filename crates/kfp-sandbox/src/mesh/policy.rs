//! The platform's policies (`AuthorizationPolicy`), as far as a KFP client meets them.

use http::HeaderMap;

use super::identity::{GATEWAY, ML_PIPELINE_UI};

/// Callers that may speak for a user to `ml-pipeline`: the service accounts of KFP's own components.
const KFP_COMPONENTS: [&str; 6] = [
    "spiffe://cluster.local/ns/kubeflow/sa/ml-pipeline",
    ML_PIPELINE_UI,
    "spiffe://cluster.local/ns/kubeflow/sa/ml-pipeline-persistenceagent",
    "spiffe://cluster.local/ns/kubeflow/sa/ml-pipeline-scheduledworkflow",
    "spiffe://cluster.local/ns/kubeflow/sa/ml-pipeline-viewer-crd-service-account",
    "spiffe://cluster.local/ns/kubeflow/sa/kubeflow-pipelines-cache",
];

/// Who may call a workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Policy {
    /// Everyone.
    Anyone,
    /// Only this principal.
    OnlyFrom(&'static str),
    /// The policy of ml-pipeline-ui from 1.9.1: the gateway, and anyone who sends a token and no `kubeflow-userid`.
    PipelineUi,
    /// The policy of `ml-pipeline`: KFP's own components, and anyone at all, with or without an identity, who does
    /// not send `kubeflow-userid`. An empty value counts as sent.
    MlPipeline,
}

impl Policy {
    /// Whether a call from `caller` (`None` without a verified identity) with those headers passes.
    pub(crate) fn admits(self, caller: Option<&str>, headers: &HeaderMap) -> bool {
        match self {
            Self::Anyone => true,
            Self::OnlyFrom(principal) => caller == Some(principal),
            Self::PipelineUi => {
                caller == Some(GATEWAY)
                    || (headers.contains_key("authorization")
                        && !headers.contains_key("kubeflow-userid"))
            }
            Self::MlPipeline => {
                !headers.contains_key("kubeflow-userid")
                    || caller.is_some_and(|caller| KFP_COMPONENTS.contains(&caller))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::super::identity::CONSOLE;
    use super::*;

    #[test]
    fn only_kfps_own_components_may_speak_for_a_user() {
        let mut headers = HeaderMap::new();
        for caller in [None, Some(CONSOLE), Some(GATEWAY), Some(ML_PIPELINE_UI)] {
            assert!(Policy::MlPipeline.admits(caller, &headers), "{caller:?}");
        }
        headers.insert("kubeflow-userid", HeaderValue::from_static(""));
        for caller in [None, Some(CONSOLE), Some(GATEWAY)] {
            assert!(!Policy::MlPipeline.admits(caller, &headers), "{caller:?}");
        }
        assert!(Policy::MlPipeline.admits(Some(ML_PIPELINE_UI), &headers));
    }

    #[test]
    fn an_application_behind_the_gateway_hears_the_gateway_alone() {
        let policy = Policy::OnlyFrom(GATEWAY);
        assert!(policy.admits(Some(GATEWAY), &HeaderMap::new()));
        assert!(!policy.admits(Some(CONSOLE), &HeaderMap::new()));
        assert!(!policy.admits(None, &HeaderMap::new()));
    }
}
