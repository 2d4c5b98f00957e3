//! The object store behind ml-pipeline-ui, as far as one reaches it through there: artifacts of runs.
//!
//! The refusals and their order are those of KFP 2.17's user interface, whose words for a missing namespace, object or
//! parameter are not known.

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::IntoResponse;
use http::{Response, StatusCode};
use uuid::Uuid;

use super::pipeline_ui::PipelineUi;
use crate::engine::artifact::artifact_file;
use crate::kubernetes::is_dns_label;
use crate::storage::run_blocking;
use crate::workloads::Workloads;

/// Sources that the user interface knows; the sandbox has objects in the first two.
const SOURCES: [&str; 6] = ["minio", "s3", "gcs", "http", "https", "volume"];
/// The segment in front of the namespace in keys that say whose they are.
const PRIVATE: &str = "private-artifacts";
const MAX_KEY: usize = 1024;

/// An object that somebody asks for.
#[derive(Debug, Default)]
struct Wanted {
    source: String,
    bucket: String,
    key: String,
    namespace: String,
    /// So many bytes from its beginning.
    peek: Option<usize>,
}

/// `GET /artifacts/get?source=…&bucket=…&key=…&namespace=…&peek=…`.
pub(super) async fn get(State(ui): State<PipelineUi>, request: Request) -> Response<Body> {
    match Wanted::of(&request) {
        Ok(wanted) => answer(&ui, wanted, request).await,
        Err(refusal) => (StatusCode::BAD_REQUEST, refusal).into_response(),
    }
}

/// `GET /artifacts/{source}/{bucket}/{key}?namespace=…`.
pub(super) async fn download(
    State(ui): State<PipelineUi>,
    Path((source, bucket, key)): Path<(String, String, String)>,
    request: Request,
) -> Response<Body> {
    match Wanted::of(&request) {
        Ok(wanted) => {
            let wanted = Wanted {
                source,
                bucket,
                key,
                ..wanted
            };
            answer(&ui, wanted, request).await
        }
        Err(refusal) => (StatusCode::BAD_REQUEST, refusal).into_response(),
    }
}

async fn answer(ui: &PipelineUi, wanted: Wanted, request: Request) -> Response<Body> {
    if ui.is_multi_user() {
        if !request.headers().contains_key("kubeflow-userid") {
            let refusal = "Authentication required for artifact access";
            return (StatusCode::UNAUTHORIZED, refusal).into_response();
        }
        if !is_dns_label(&wanted.namespace) {
            let refusal = "A valid namespace is required for artifact access";
            return (StatusCode::BAD_REQUEST, refusal).into_response();
        }
        if let Err(refusal) = ui.may_view(&wanted.namespace, request).await {
            return refusal;
        }
    }
    if let Err(why) = wanted.check() {
        return (StatusCode::INTERNAL_SERVER_ERROR, why).into_response();
    }
    let (workloads, uri) = (ui.workloads().clone(), wanted.uri());
    let Ok(object) = run_blocking(move || object(&workloads, &uri)).await else {
        return (
            StatusCode::INTERNAL_SERVER_ERROR,
            "the sandbox's store failed",
        )
            .into_response();
    };
    if ui.is_multi_user() && !wanted.belongs(object.as_ref()) {
        let refusal = "Artifact does not belong to the requested namespace";
        return (StatusCode::FORBIDDEN, refusal).into_response();
    }
    let Some(mut object) = object else {
        return (StatusCode::NOT_FOUND, "There is no such object (simulated)").into_response();
    };
    object.bytes.truncate(wanted.peek.unwrap_or(usize::MAX));
    // The real server says nothing of what it is.
    Response::new(Body::from(object.bytes))
}

impl Wanted {
    /// What a query asks for, or why not: each parameter is one text.
    fn of(request: &Request) -> Result<Self, String> {
        let query = request.uri().query().unwrap_or_default();
        let mut wanted = Self::default();
        let mut seen = Vec::new();
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            let place = match &*key {
                "source" => &mut wanted.source,
                "bucket" => &mut wanted.bucket,
                "key" => &mut wanted.key,
                "namespace" => &mut wanted.namespace,
                "peek" => {
                    wanted.peek = value.parse().ok();
                    continue;
                }
                _ => continue,
            };
            *place = value.into_owned();
            if seen.contains(&key) {
                return Err(format!("{key} must be given once"));
            }
            seen.push(key);
        }
        Ok(wanted)
    }

    fn check(&self) -> Result<(), String> {
        if self.source.is_empty() {
            return Err("Storage source is missing from artifact request".to_owned());
        }
        if self.bucket.is_empty() {
            return Err("Storage bucket is missing from artifact request".to_owned());
        }
        if self.key.is_empty() {
            return Err("Storage key is missing from artifact request".to_owned());
        }
        if self.key.len() > MAX_KEY {
            return Err("Object key too long".to_owned());
        }
        if !is_dns_label(&self.bucket) {
            return Err("Invalid bucket name".to_owned());
        }
        if !SOURCES.contains(&self.source.as_str()) {
            return Err("Unknown storage source".to_owned());
        }
        Ok(())
    }

    fn uri(&self) -> String {
        format!("{}://{}/{}", self.source, self.bucket, self.key)
    }

    /// Whether it is the namespace's: the run that made it says so; of an object that no run made, its key.
    fn belongs(&self, object: Option<&Object>) -> bool {
        let mut segments = self.key.split('/');
        if segments.clone().any(|one| matches!(one, "" | "." | "..")) {
            return false;
        }
        match object {
            Some(object) => object.namespace == self.namespace,
            None => segments.next() == Some(PRIVATE) && segments.next() == Some(&self.namespace),
        }
    }
}

/// The file of an artifact, and where the run is that made it.
struct Object {
    namespace: String,
    bytes: Vec<u8>,
}

/// Looks in the run whose id is in the address.
fn object(workloads: &Workloads, uri: &str) -> Result<Option<Object>, rusqlite::Error> {
    for segment in uri
        .split('/')
        .filter(|segment| Uuid::parse_str(segment).is_ok())
    {
        let found = workloads.read_run(segment, |run| {
            let mut artifacts = run
                .ledger()
                .executions()
                .iter()
                .flat_map(|execution| execution.output_artifacts.values().flatten());
            artifacts
                .find(|artifact| artifact.uri == uri)
                .map(|artifact| Object {
                    namespace: run.namespace().to_owned(),
                    bytes: artifact_file(artifact),
                })
        })?;
        if let Some(object) = found.flatten() {
            return Ok(Some(object));
        }
    }
    Ok(None)
}
