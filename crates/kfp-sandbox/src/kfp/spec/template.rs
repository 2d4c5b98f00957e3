//! What a package or an inline spec holds.

use serde_json::{Map, Value, json};

use super::yaml;
use crate::kfp::error::ApiError;
use crate::kfp::messages::{PIPELINE_SPEC, PLATFORM_SPEC};
use crate::wire::{Message, Names, decode};

/// The only schema that the server compiles.
const SCHEMA_VERSION: &str = "2.1.0";

/// A pipeline that the server would run.
#[derive(Clone, Debug)]
pub(in crate::kfp) struct Template {
    /// `pipelineInfo.name`; empty for an Argo workflow.
    pub(in crate::kfp) name: String,
    /// The spec as the API answers it for a pipeline version: re-written by the server, zero values gone.
    pub(in crate::kfp) json: String,
    /// The spec's input parameters; none for an Argo workflow, whose parameters are not checked.
    pub(in crate::kfp) inputs: Option<Map<String, Value>>,
}

/// Reads a package: a pipeline spec with or without a platform document, or an Argo workflow.
///
/// # Errors
/// 400 in the words of the real server.
pub(in crate::kfp) fn parse(package: &[u8]) -> Result<Template, ApiError> {
    if package.iter().all(u8::is_ascii_whitespace) {
        return Err(invalid("unknown template format"));
    }
    let documents = yaml::documents(package)
        .map_err(|error| invalid(&format!("failed to parse pipeline spec YAML: {error}")))?;
    from_documents(&documents)
}

/// The first document of a package as it is, whatever it holds; `None` for what is no object.
pub(in crate::kfp) fn unchecked_spec(package: &[u8]) -> Option<String> {
    let documents = yaml::documents(package).ok()?;
    let first = documents.into_iter().find(Value::is_object)?;
    Some(first.to_string())
}

/// The spec in a package, in the form in which the server stores and answers it; `None` for what is no pipeline.
pub(crate) fn canonical_spec(package: &str) -> Option<Value> {
    serde_json::from_str(&parse(package.as_bytes()).ok()?.json).ok()
}

impl Template {
    /// Keeps the pipeline spec alone.
    pub(in crate::kfp) fn drop_platform(&mut self) {
        let spec: Value = serde_json::from_str(&self.json).unwrap_or_default();
        if let Some(alone) = spec.get("pipeline_spec") {
            self.json = alone.to_string();
        }
    }

    /// Reads an inline spec: the spec itself, or an object that holds it beside its platform part.
    ///
    /// # Errors
    /// As [`parse`].
    pub(in crate::kfp) fn from_inline(spec: &Value) -> Result<Self, ApiError> {
        match spec.get("pipeline_spec") {
            Some(inner) => {
                let mut documents = vec![inner.clone()];
                documents.extend(spec.get("platform_spec").cloned());
                from_documents(&documents)
            }
            None => from_documents(std::slice::from_ref(spec)),
        }
    }
}

fn from_documents(documents: &[Value]) -> Result<Template, ApiError> {
    if let Some(workflow) = documents
        .first()
        .filter(|document| is_argo_workflow(document))
    {
        return Ok(Template {
            name: String::new(),
            json: workflow.to_string(),
            inputs: None,
        });
    }
    let mut spec: Option<Map<String, Value>> = None;
    let mut platform: Option<Map<String, Value>> = None;
    for document in documents.iter().filter(|document| document.is_object()) {
        if let Some(read) = read_spec(document) {
            if spec.is_some() {
                return Err(invalid("multiple pipeline specs provided"));
            }
            spec = Some(read);
        } else if let Some(read) = read_platform(document) {
            if platform.is_some() {
                return Err(ApiError::invalid_because(
                    "multiple platform specs provided",
                    "platform spec is invalid",
                ));
            }
            platform = Some(read);
        }
    }
    let spec = spec.ok_or_else(|| invalid("unknown template format"))?;
    let version = spec
        .get("schemaVersion")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if version != SCHEMA_VERSION {
        return Err(invalid(&format!(
            "KFP only supports schema version {SCHEMA_VERSION}, but the pipeline spec has version {version}"
        )));
    }
    let name = spec["pipelineInfo"]["name"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    if !name
        .chars()
        .any(|character| character.is_ascii_lowercase() || character.is_ascii_digit())
    {
        return Err(invalid(
            "invalid v2 pipeline spec: name should consist of lower case alphanumeric characters, '-' or '.', and must \
             start and end with an alphanumeric character",
        ));
    }
    let inputs = spec["root"]["inputDefinitions"]["parameters"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    let spec = Value::Object(spec);
    let json = match platform {
        Some(platform) => json!({"pipeline_spec": spec, "platform_spec": platform}),
        None => spec,
    };
    Ok(Template {
        name,
        json: json.to_string(),
        inputs: Some(inputs),
    })
}

/// The spec in the server's form, if the document is one at all: every field known, a name, a root.
fn read_spec(document: &Value) -> Option<Map<String, Value>> {
    let spec = read(document, &PIPELINE_SPEC)?;
    let has_name = spec
        .get("pipelineInfo")
        .and_then(|info| info.get("name"))
        .is_some();
    (has_name && spec.contains_key("root")).then_some(spec)
}

fn read_platform(document: &Value) -> Option<Map<String, Value>> {
    let platform = read(document, &PLATFORM_SPEC)?;
    platform.get("platforms")?.get("kubernetes")?;
    Some(platform)
}

fn read(document: &Value, message: &Message) -> Option<Map<String, Value>> {
    decode(document.to_string().as_bytes(), message, Names::Camel).ok()
}

fn is_argo_workflow(document: &Value) -> bool {
    document["kind"] == "Workflow"
        && document["apiVersion"]
            .as_str()
            .unwrap_or_default()
            .starts_with("argoproj.io/")
}

fn invalid(text: &str) -> ApiError {
    ApiError::invalid_because(text, "pipeline spec is invalid")
}

/// Refuses a name that the metadata store would not take.
pub(in crate::kfp) fn check_name(template: &Template) -> Result<(), ApiError> {
    if template.inputs.is_none() {
        return Ok(());
    }
    let name = &template.name;
    if name.is_empty() {
        return Err(ApiError::invalid("pipeline's name cannot be empty"));
    }
    if name.len() > 128 {
        return Err(ApiError::invalid(
            "pipeline's name must contain no more than 128 characters",
        ));
    }
    let allowed = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit();
    if !name.starts_with(allowed)
        || !name
            .chars()
            .all(|character| allowed(character) || character == '-')
    {
        return Err(ApiError::invalid(
            "pipeline's name must contain only lowercase alphanumeric characters or '-' and must start with \
             alphanumeric characters",
        ));
    }
    Ok(())
}
