//! The two upload endpoints, which answer in a shape of their own.

use axum::response::Response;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use serde_json::json;
use uuid::Uuid;

use super::form::read_file;
use super::handlers::{MAX_NAME_BYTES, NAMESPACE_REQUIRED, lacks_namespace};
use super::package::read_package;
use super::store::{self, MAX_VERSION_NAME, Pipeline, Version};
use super::tags::Tags;
use crate::fault::Switch;
use crate::kfp::authorization::{Wish, authorize};
use crate::kfp::call::{Call, Query};
use crate::kfp::error::{ApiError, Code};
use crate::kfp::router::{json as json_response, plain_text};
use crate::kfp::spec::{check_name, parse, unchecked_spec};
use crate::kfp::v1beta1;
use crate::listener::Abort;

/// The form field that carries the file.
const FIELD: &str = "uploadfile";
const MAX_NAMESPACE: usize = 63;

/// An upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::kfp) struct Upload {
    target: Target,
    /// Whether it is answered in the shape of v1beta1.
    is_older: bool,
}

/// What an upload makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    /// A new pipeline with its first version.
    Pipeline,
    /// A version of a pipeline.
    Version,
}

impl Upload {
    /// The upload that a path (behind `/apis/`) means, whatever the method.
    pub(in crate::kfp) fn at(path: &str) -> Option<Self> {
        let (version, path) = path.split_once('/')?;
        let is_older = match version {
            "v2beta1" => false,
            "v1beta1" => true,
            _ => return None,
        };
        let target = match path {
            "pipelines/upload" => Target::Pipeline,
            "pipelines/upload_version" => Target::Version,
            _ => return None,
        };
        Some(Self { target, is_older })
    }
}

/// Why an upload is refused.
enum Refusal {
    /// JSON under a text media type: refused before the spec is looked at.
    Early(&'static str),
    /// One line of plain text.
    Text(String),
    /// JSON: refused with or after the spec.
    Late(StatusCode, String),
    /// No answer.
    Crash,
}

/// Answers an upload.
pub(in crate::kfp) async fn upload(upload: Upload, mut call: Call, query: &str) -> Response {
    // The upload handlers drop pairs that cannot be read instead of refusing the query.
    call.query = query
        .split('&')
        .filter_map(|pair| Query::parse(pair).ok())
        .fold(Query::default(), Query::with);
    let cluster = call.cluster.clone();
    let result = make(upload, call).await;
    let is_version = upload.target == Target::Version;
    cluster.metrics().uploaded(is_version, result.is_ok());
    match result {
        Ok(body) => json_response(StatusCode::OK, body),
        Err(Refusal::Crash) => Abort::response(),
        Err(Refusal::Text(text)) => plain_text(StatusCode::BAD_REQUEST, format!("{text}\n")),
        Err(Refusal::Early(text)) => {
            let mut response = json_response(StatusCode::BAD_REQUEST, body(text));
            response.headers_mut().insert(
                CONTENT_TYPE,
                HeaderValue::from_static("text/plain; charset=utf-8"),
            );
            response
        }
        Err(Refusal::Late(status, text)) => json_response(status, body(&text)),
    }
}

async fn make(upload: Upload, call: Call) -> Result<String, Refusal> {
    match upload.target {
        Target::Version => {
            let version = upload_version(call).await?;
            Ok(if upload.is_older {
                v1beta1::older_version_text(&version)
            } else {
                version
            })
        }
        Target::Pipeline if upload.is_older => {
            let pipeline = upload_pipeline(call.clone()).await?;
            let older = v1beta1::older_pipeline_text(&call, &pipeline).await;
            older.map_err(|error| late(error, "Failed to create a pipeline"))
        }
        Target::Pipeline => upload_pipeline(call).await,
    }
}

/// The real server adds its call stack to the details.
fn body(text: &str) -> String {
    json!({"error_message": text, "error_details": text}).to_string()
}

async fn upload_pipeline(call: Call) -> Result<String, Refusal> {
    let file = read_file(&call.headers, &call.body, FIELD)
        .ok_or(Refusal::Early("Failed to read pipeline from file"))?;
    let package = read_package(&file.name, &file.content)
        .map_err(|_| Refusal::Early("Failed to read a pipeline spec file"))?;
    let mut namespace = call.query.first("namespace").to_owned();
    if namespace.len() > MAX_NAMESPACE {
        return Err(Refusal::Text(format!(
            "Invalid input error: Pipeline.Namespace length cannot exceed {MAX_NAMESPACE}"
        )));
    }
    if !call.multi_user() {
        namespace = String::new();
    }
    if lacks_namespace(&call, &namespace) {
        let text = format!("Invalid input error: {NAMESPACE_REQUIRED}");
        return Err(Refusal::Text(text));
    }
    permit(&call, &namespace, "Failed to create a pipeline").await?;
    let (name, display_name) = names(&call.query, &file.name);
    let tags = read_tags(&call.query)?;
    if name.len() > MAX_NAME_BYTES {
        return Err(Refusal::Text(format!(
            "Invalid input error: Pipeline.Name length cannot exceed {MAX_NAME_BYTES}"
        )));
    }

    let description = call.query.first("description").to_owned();
    let now = call.now();
    let pipeline = Pipeline {
        id: Uuid::new_v4().to_string(),
        name: name.clone(),
        display_name: display_name.clone(),
        description: description.clone(),
        created_at: now,
        namespace,
    };
    let version = Version {
        id: Uuid::new_v4().to_string(),
        pipeline_id: pipeline.id.clone(),
        name,
        display_name,
        description,
        created_at: now,
        package_url: String::new(),
        code_source_url: call.query.first("code_source_url").to_owned(),
        spec: String::new(),
    };
    let refusal = |error| late(error, "Failed to create a pipeline and a pipeline version");
    let reading = Reading::of(&call);
    let written = call
        .cluster
        .database()
        .write(move |transaction| {
            tags.check()?;
            let version = with_spec(version, &package, reading)?;
            // The first version carries the pipeline's name, and a version's name is one byte shorter.
            if version.name.len() > MAX_VERSION_NAME {
                return Err(ApiError::internal(
                    "Data too long for column 'Name' at row 1",
                ));
            }
            pipeline.insert_with_version(transaction, &tags)?;
            version.insert(transaction, &Tags::default())?;
            Ok(pipeline.to_json(&tags))
        })
        .await;
    written.map_err(refusal)
}

async fn upload_version(call: Call) -> Result<String, Refusal> {
    const FAILED: &str = "Failed to create a pipeline version";

    let file = read_file(&call.headers, &call.body, FIELD).ok_or(Refusal::Early(FAILED))?;
    let package = read_package(&file.name, &file.content).map_err(|_| Refusal::Early(FAILED))?;
    let pipeline_id = call.query.first("pipelineid").to_owned();
    if pipeline_id.is_empty() {
        return Err(Refusal::Early(FAILED));
    }
    let (name, display_name) = names(&call.query, &file.name);
    if name.len() > MAX_VERSION_NAME {
        return Err(Refusal::Text(format!(
            "Invalid input error: PipelineVersion.Name length cannot exceed {MAX_VERSION_NAME}"
        )));
    }
    let wanted = pipeline_id.clone();
    let found = call
        .cluster
        .database()
        .read(move |connection| store::find(connection, &wanted))
        .await;
    let pipeline = found.map_err(|_| Refusal::Early(FAILED))?;
    permit(&call, &pipeline.namespace, FAILED).await?;
    let tags = read_tags(&call.query)?;
    let version = Version {
        id: Uuid::new_v4().to_string(),
        pipeline_id: pipeline.id,
        name,
        display_name,
        description: call.query.first("description").to_owned(),
        created_at: call.now(),
        package_url: String::new(),
        code_source_url: call.query.first("code_source_url").to_owned(),
        spec: String::new(),
    };
    let reading = Reading::of(&call);
    let written = call
        .cluster
        .database()
        .write(move |transaction| {
            tags.check()?;
            let version = with_spec(version, &package, reading)?;
            version.insert(transaction, &tags)?;
            Ok(version.to_json(&tags))
        })
        .await;
    written.map_err(|error| late(error, FAILED))
}

/// Whether the caller may create pipelines in the namespace. Uploading a shared one is not guarded at all.
async fn permit(call: &Call, namespace: &str, refused: &'static str) -> Result<(), Refusal> {
    if namespace.is_empty() {
        return Ok(());
    }
    let wish = Wish {
        namespace,
        verb: "create",
        resource: "pipelines",
        name: "",
    };
    // Here the panic of an empty identity header is caught by the HTTP library: an ordinary refusal.
    authorize(call, wish)
        .await
        .map_err(|_| Refusal::Early(refused))
}

/// Name and display name: what the query gives, else the file's name with its ending.
fn names(query: &Query, file_name: &str) -> (String, String) {
    let given = [query.first("name"), query.first("display_name"), file_name];
    let name = given
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or_default()
        .to_owned();
    let display_name = match query.first("display_name") {
        "" => name.clone(),
        display_name => display_name.to_owned(),
    };
    (name, display_name)
}

fn read_tags(query: &Query) -> Result<Tags, Refusal> {
    Tags::of_query(query.first("tags")).ok_or(Refusal::Early(
        "Failed to parse tags query parameter. Expected JSON object with string keys and values",
    ))
}

/// How a package is read before it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// All of it, with every check.
    Whole,
    /// The pipeline spec alone: an old release knows no document behind it.
    FirstDocument,
    /// Not at all.
    Unchecked,
}

impl Reading {
    fn of(call: &Call) -> Self {
        let switches = call.cluster.switches();
        if switches.is_on(Switch::KfpKeepsBrokenSpecs) {
            Self::Unchecked
        } else if switches.is_on(Switch::KfpAlpha) {
            Self::FirstDocument
        } else {
            Self::Whole
        }
    }
}

fn with_spec(version: Version, package: &[u8], reading: Reading) -> Result<Version, ApiError> {
    if package.is_empty() {
        return Err(ApiError::internal(
            "Failed to read a file from pipeline_spec_uri",
        ));
    }
    if reading == Reading::Unchecked
        && let Some(spec) = unchecked_spec(package)
    {
        return Ok(Version { spec, ..version });
    }
    let mut template = parse(package)?;
    check_name(&template)?;
    if reading == Reading::FirstDocument {
        template.drop_platform();
    }
    Ok(Version {
        spec: template.json,
        ..version
    })
}

fn late(error: ApiError, what: &str) -> Refusal {
    let ApiError::Status(status) = error else {
        return Refusal::Crash;
    };
    match (status.code, status.detail) {
        (Code::InvalidArgument, Some(detail)) => Refusal::Late(StatusCode::BAD_REQUEST, detail),
        (code, _) => Refusal::Late(code.status(), what.to_owned()),
    }
}
