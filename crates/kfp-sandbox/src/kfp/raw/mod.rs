//! Endpoints beside the gateway: plain HTTP handlers that see no identity and answer refusals in a shape of their own.

mod artifact;
mod log;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{Method, StatusCode, header};
use serde_json::json;

use super::call::Call;

/// Such an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Raw<'a> {
    /// An artifact of a node of Argo's.
    Artifact { run: &'a str },
    /// The log of a pod.
    Log { run: &'a str, pod: &'a str },
}

impl<'a> Raw<'a> {
    /// The endpoint that a path (behind `/apis/`) means.
    pub(super) fn at(method: &Method, path: &'a str) -> Option<Self> {
        match path.split('/').collect::<Vec<_>>()[..] {
            [
                "v2beta1" | "v1beta1",
                "runs",
                run,
                "nodes",
                _,
                "artifacts",
                name,
            ] if method == Method::GET && name.ends_with(":read") => Some(Self::Artifact { run }),
            ["v1alpha1", "runs", run, "nodes", pod, "log"] => Some(Self::Log { run, pod }),
            _ => None,
        }
    }

    /// Answers it.
    pub(super) async fn answer(self, call: &Call) -> Response {
        match self {
            Self::Artifact { run } => {
                call.cluster.metrics().read_artifact();
                artifact::answer(call, run).await
            }
            Self::Log { run, pod } => log::answer(call, run, pod).await,
        }
    }
}

/// A refusal; its media type is what Go guesses, since it is set after the head was written.
fn refusal(status: StatusCode, text: &str) -> Response {
    let body = json!({"error_message": text, "error_details": text}).to_string();
    plain(status, body)
}

fn plain(status: StatusCode, body: impl Into<Body>) -> Response {
    let media_type = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (status, media_type, body.into()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_takes_every_method_and_artifacts_only_get() {
        let log = "v1alpha1/runs/r/nodes/p/log";
        let expected = Some(Raw::Log { run: "r", pod: "p" });
        assert_eq!(Raw::at(&Method::DELETE, log), expected);
        let artifact = "v2beta1/runs/r/nodes/n/artifacts/a:read";
        assert!(Raw::at(&Method::GET, artifact).is_some());
        assert_eq!(Raw::at(&Method::POST, artifact), None);
        assert_eq!(Raw::at(&Method::GET, "v2beta1/runs/r/nodes/n/log"), None);
    }
}
