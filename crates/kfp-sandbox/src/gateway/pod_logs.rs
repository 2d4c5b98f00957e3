//! Logs through ml-pipeline-ui.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::IntoResponse;
use http::{Response, StatusCode};

use super::pipeline_ui::PipelineUi;
use crate::storage::run_blocking;
use crate::workloads;

/// `GET /k8s/pod/logs?podname=…&podnamespace=…&runid=…`: from the pod, else from the archive.
pub(super) async fn get(State(ui): State<PipelineUi>, request: Request) -> Response<Body> {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let asked = |name: &str| {
        let found = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name);
        found.map(|(_, value)| value.into_owned())
    };
    let Some(pod) = asked("podname") else {
        return (StatusCode::BAD_REQUEST, "podname argument is required").into_response();
    };
    let namespace = asked("podnamespace");
    if ui.is_multi_user() {
        let Some(namespace) = &namespace else {
            let missing = "podnamespace argument is required";
            return (StatusCode::UNPROCESSABLE_ENTITY, missing).into_response();
        };
        if let Err(refusal) = ui.may_view(namespace, request).await {
            return refusal;
        }
    }
    let namespace = workloads::namespace(&namespace.unwrap_or_default());
    let run = asked("runid").unwrap_or_default();
    let runs = ui.workloads().clone();
    let name = pod.clone();
    let log = run_blocking(move || match runs.pod_log(&namespace, &name) {
        Ok(None) => runs.archived_log(&namespace, &run, &name),
        found => found,
    });
    if let Ok(Some(log)) = log.await {
        return Response::new(Body::from(log.text_of_user_code()));
    }
    let why = format!(
        "Could not get main container logs: there is no pod {pod}, and no archived log of it (simulated)"
    );
    (StatusCode::INTERNAL_SERVER_ERROR, why).into_response()
}
