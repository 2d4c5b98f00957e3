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
use crate::storage::run_blocking;
use crate::workloads::Workloads;

/// Sources that the user interface knows; the sandbox has objects in the first two.
const SOURCES: [&str; 6] = ["minio", "s3", "gcs", "http", "https", "volume"];
/// The segment in front of the namespace in keys that say whose they are.
const PRIVATE: &str = "private-artifacts";
const MAX_KEY: usize = 1024;
/// A DNS label.
const MAX_LABEL: usize = 63;

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
    let mut wanted = Wanted::default();
    if let Err(repeated) = wanted.read(request.uri().query().unwrap_or_default()) {
        return refused_twice(&repeated);
    }
    answer(&ui, wanted, request).await
}

/// `GET /artifacts/{source}/{bucket}/{key}?namespace=…`.
pub(super) async fn download(
    State(ui): State<PipelineUi>,
    Path((source, bucket, key)): Path<(String, String, String)>,
    request: Request,
) -> Response<Body> {
    let mut wanted = Wanted::default();
    if let Err(repeated) = wanted.read(request.uri().query().unwrap_or_default()) {
        return refused_twice(&repeated);
    }
    (wanted.source, wanted.bucket, wanted.key) = (source, bucket, key);
    answer(&ui, wanted, request).await
}

fn refused_twice(parameter: &str) -> Response<Body> {
    let refusal = format!("{parameter} must be given once");
    (StatusCode::BAD_REQUEST, refusal).into_response()
}

async fn answer(ui: &PipelineUi, wanted: Wanted, request: Request) -> Response<Body> {
    if ui.is_multi_user() {
        if !request.headers().contains_key("kubeflow-userid") {
            let refusal = "Authentication required for artifact access";
            return (StatusCode::UNAUTHORIZED, refusal).into_response();
        }
        if !is_label(&wanted.namespace) {
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
    /// Reads a query; each parameter is one text, else its name comes back.
    fn read(&mut self, query: &str) -> Result<(), String> {
        let mut seen = Vec::new();
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            let place = match &*key {
                "source" => &mut self.source,
                "bucket" => &mut self.bucket,
                "key" => &mut self.key,
                "namespace" => &mut self.namespace,
                "peek" => {
                    self.peek = value.parse().ok();
                    continue;
                }
                _ => continue,
            };
            *place = value.into_owned();
            if seen.contains(&key) {
                return Err(key.into_owned());
            }
            seen.push(key);
        }
        Ok(())
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
        if !is_label(&self.bucket) {
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

fn is_label(name: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = name.as_bytes();
    name.len() <= MAX_LABEL
        && bytes.iter().all(|byte| is_inner(*byte) || *byte == b'-')
        && bytes.first().is_some_and(|byte| is_inner(*byte))
        && bytes.last().is_some_and(|byte| is_inner(*byte))
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
