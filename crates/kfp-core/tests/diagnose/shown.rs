//! Rows that no server answers: what another program writes, and what never leaves the client.

use kfp_core::diagnose::{Fit, Sent, Symptom, Target, Vantage, diagnose};
use kfp_core::error::{TokenFault, TransportFault};

/// Ids of rows, and words in which the field reported them.
pub(crate) const TEXTS: &[(&str, Vantage, Target, &str)] = &[
    (
        "D70",
        Vantage::Program,
        Target::MlPipeline,
        "TimeoutError: Failed getting healthz endpoint after 5 attempts.",
    ),
    (
        "D52",
        Vantage::Pod,
        Target::MlPipeline,
        "Failed to read a token from file '/var/run/secrets/kubeflow/pipelines/token' ([Errno 2] No such file or \
         directory: '/var/run/secrets/kubeflow/pipelines/token').",
    ),
    (
        "D57",
        Vantage::Pod,
        Target::MlPipeline,
        "urllib3.exceptions.MaxRetryError: HTTPConnectionPool(host='ml-pipeline.team-vision', port=8888): Max retries \
         exceeded with url: /apis/v2beta1/healthz (Caused by NameResolutionError(\"Failed to resolve \
         'ml-pipeline.team-vision' ([Errno -2] Name or service not known)\"))",
    ),
    (
        "D40",
        Vantage::Pod,
        Target::MlPipeline,
        "ConnectionResetError(104, 'Connection reset by peer')",
    ),
    (
        "D63",
        Vantage::Pod,
        Target::Kubernetes,
        "Error creating: pods \"kfp-console-7d9-x\" is forbidden: violates PodSecurity \"restricted:latest\": runAsNonRoot \
         != true (pod or container \"istio-init\" must set securityContext.runAsNonRoot=true)",
    ),
    (
        "D64",
        Vantage::Pod,
        Target::Kubernetes,
        "admission webhook \"poddefaults.admission-webhook.kubeflow.org\" denied the request: conflict occurred while \
         applying poddefaults: a,b on pod: x",
    ),
    (
        "D65",
        Vantage::Pod,
        Target::Kubernetes,
        "Internal error occurred: failed calling webhook \"pipelineversions.pipelines.kubeflow.org\": context deadline \
         exceeded",
    ),
    (
        "D67",
        Vantage::Pod,
        Target::Application,
        "Readiness probe failed: Get \"http://10.1.2.3:8080/healthz\": read tcp: connection reset by peer",
    ),
    (
        "D46",
        Vantage::Browser,
        Target::Application,
        "Failed to load module script: Expected a JavaScript-or-Wasm module script but the server responded with a MIME \
         type of \"text/html\".",
    ),
    (
        "D45",
        Vantage::Browser,
        Target::Application,
        "Refused to display 'https://kubeflow.example.com/' in a frame because it set 'X-Frame-Options' to 'deny'.",
    ),
    (
        "D04",
        Vantage::Pod,
        Target::MlPipelineUi,
        "ApiException: (403) Reason: Forbidden HTTP response body: RBAC: access denied",
    ),
];

#[test]
fn what_other_programs_write_leads_to_the_row() {
    for (id, from, to, text) in TEXTS {
        let found = diagnose(&Symptom::text(*from, *to, text));
        let best = found
            .first()
            .unwrap_or_else(|| panic!("{id}: nothing is found"));
        assert_eq!(best.signature.id, *id, "{found:?}");
    }
}

#[test]
fn what_never_leaves_the_client_leads_to_the_row() {
    let unsent = Symptom::without_token(Vantage::Pod, Target::MlPipeline, TokenFault::Missing);
    assert_eq!(diagnose(&unsent)[0].signature.id, "D52");
    let unresolved = Symptom::unanswered(
        Vantage::Pod,
        Target::MlPipeline,
        Sent::nothing(),
        TransportFault::NameNotFound,
    );
    let found = diagnose(&unresolved);
    assert_eq!((found[0].signature.id, found[0].fit), ("D57", Fit::Certain));
}

/// Outside, a name that does not resolve is misspelled or behind a VPN.
#[test]
fn only_a_name_of_the_cluster_is_taken_for_a_wrong_namespace() {
    let outside = Symptom::unanswered(
        Vantage::Program,
        Target::MlPipeline,
        Sent::nothing(),
        TransportFault::NameNotFound,
    );
    assert!(diagnose(&outside).is_empty());
}

#[test]
fn what_nobody_knows_has_no_row() {
    for text in ["", "all is well", "{\"runs\":[]}"] {
        assert!(diagnose(&Symptom::text(Vantage::Pod, Target::MlPipeline, text)).is_empty());
    }
}
