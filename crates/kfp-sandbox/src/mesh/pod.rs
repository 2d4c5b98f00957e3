//! The mesh as a pod without a sidecar reaches it: one address for all services, told apart by the host.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use http::header::HOST;
use http::{HeaderName, HeaderValue, Response};

use super::identity::ML_PIPELINE_UI;
use super::local_reply::LocalReply;
use super::ml_pipeline::MlPipeline;
use super::policy::Policy;
use super::sidecar::{Sidecar, from_envoy};

const PIPELINE_UI: Sidecar = Sidecar {
    identity: ML_PIPELINE_UI,
    policy: Policy::PipelineUi,
};
/// The route of the far sidecar. A sidecar of the caller's own would take it away.
const DECORATOR: HeaderName = HeaderName::from_static("x-envoy-decorator-operation");
/// Services of the platform that hear the gateway or the dashboard alone.
const CLOSED: [&str; 4] = [
    "profiles-kfam",
    "centraldashboard",
    "kfp-console",
    "jupyter-web-app-service",
];

/// A service of the mesh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Service {
    MlPipeline,
    PipelineUi,
    /// Its policy admits no pod.
    Closed,
}

/// Every service of the mesh; the bare address and names that nobody knows are `ml-pipeline`.
///
/// The caller has no identity, so the header `kubeflow-userid` is refused from it, and everything without that header
/// passes to `ml-pipeline`.
pub(crate) fn pod_router(ml_pipeline: MlPipeline, pipeline_ui: Router) -> Router {
    Router::new().fallback(move |request: Request| {
        let ml_pipeline = ml_pipeline.clone();
        let pipeline_ui = pipeline_ui.clone();
        async move {
            let host = request
                .headers()
                .get(HOST)
                .and_then(|host| host.to_str().ok())
                .unwrap_or_default();
            let mut response = match service(host) {
                Service::MlPipeline => ml_pipeline.call(None, request).await,
                Service::PipelineUi => PIPELINE_UI.call(pipeline_ui, None, request).await,
                Service::Closed => denied(&request),
            };
            let operation =
                HeaderValue::from_static("ml-pipeline.kubeflow.svc.cluster.local:8888/*");
            response.headers_mut().insert(DECORATOR, operation);
            response
        }
    })
}

fn denied(request: &Request) -> Response<Body> {
    from_envoy(LocalReply::rbac_denied().into_response(request.headers()))
}

fn service(host: &str) -> Service {
    let host = host.rsplit_once(':').map_or(host, |(name, _port)| name);
    let mut labels = host.split('.');
    let name = labels.next().unwrap_or_default();
    let namespace = labels.next();
    let is_service = labels.next().is_none_or(|label| label == "svc");
    if !is_service || name.is_empty() || name.bytes().all(|byte| byte.is_ascii_digit()) {
        return Service::MlPipeline;
    }
    match (name, namespace) {
        ("ml-pipeline-ui", None | Some("kubeflow")) => Service::PipelineUi,
        (name, None | Some("kubeflow")) if CLOSED.contains(&name) => Service::Closed,
        // The policy of a profile admits the gateway with its owner, and callers of the namespace itself.
        (_, Some(namespace)) if namespace != "kubeflow" => Service::Closed,
        _ => Service::MlPipeline,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_names_the_service() {
        for host in [
            "127.0.0.1:8888",
            "[::1]:8888",
            "localhost:8888",
            "",
            "ml-pipeline",
            "ml-pipeline.kubeflow:8888",
            "ml-pipeline.kubeflow.svc.cluster.local",
            "kubeflow.example.com",
        ] {
            assert_eq!(service(host), Service::MlPipeline, "{host}");
        }
        assert_eq!(service("ml-pipeline-ui.kubeflow:80"), Service::PipelineUi);
        for host in [
            "profiles-kfam.kubeflow:8081",
            "centraldashboard.kubeflow.svc",
            "model.team-vision.svc.cluster.local",
            "notebook.team-vision",
        ] {
            assert_eq!(service(host), Service::Closed, "{host}");
        }
    }
}
