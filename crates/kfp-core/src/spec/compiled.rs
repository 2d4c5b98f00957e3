//! A spec together with its platform settings, in the shapes in which KFP hands it out.

use serde::Serialize;
use serde_json::{Map, Value};

use super::component::PipelineSpec;
use crate::model::Document;

/// A compiled pipeline and, where it has any, its settings for Kubernetes.
#[derive(Clone, Debug, PartialEq)]
pub struct CompiledPipeline {
    /// The pipeline.
    pub spec: PipelineSpec,
    /// The settings of the platforms, as they are.
    pub platform: Option<Map<String, Value>>,
}

/// Why a document is no compiled pipeline.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotAPipeline {
    /// It is an Argo workflow: a pipeline of KFP 1.
    #[error("it is an Argo workflow, a pipeline of KFP 1; compile it with KFP 2")]
    ArgoWorkflow,
    /// It is another object of Kubernetes.
    #[error("it is an object of Kubernetes and not a compiled pipeline")]
    KubernetesObject,
    /// It is an object that keeps a pipeline in Kubernetes.
    #[error(
        "it is an object for Kubernetes that holds a pipeline; apply it with kubectl, or take out its `spec.pipelineSpec`"
    )]
    Manifest,
    /// It is a pipeline of Tekton.
    #[error(
        "it is a pipeline of Tekton; compile the source with `kfp.compiler` in place of its own"
    )]
    Tekton,
    /// It is a component.
    #[error("it is a component; compile a pipeline that uses it")]
    Component,
    /// It is a notebook.
    #[error("it is a notebook; upload what `kfp.compiler` writes when the notebook runs")]
    Notebook,
    /// It is a list.
    #[error("it is a list, and a compiled pipeline is one object with `pipelineInfo` and `root`")]
    List,
    /// It is a text or a number.
    #[error(
        "it is a single value, and a compiled pipeline is one object with `pipelineInfo` and `root`"
    )]
    Scalar,
    /// It has not the fields of a pipeline.
    #[error("it is not a compiled pipeline: it has no {missing}")]
    Field {
        /// The field that is missing.
        missing: &'static str,
    },
    /// A field has another shape.
    #[error("it cannot be read at `{at}`")]
    Shape {
        /// The path of the field, as far as it is known.
        at: Box<str>,
    },
}

impl CompiledPipeline {
    /// Reads a spec as it stands in a version or a run: bare, or wrapped together with its platform settings.
    ///
    /// # Errors
    /// [`NotAPipeline`] says what it is instead, or where it cannot be read.
    pub fn read(document: &Document) -> Result<Self, NotAPipeline> {
        let value = document.read::<Value>();
        Self::from_value(value.map_err(|_| NotAPipeline::Shape {
            at: "its start".into(),
        })?)
    }

    /// Reads a spec that is already taken apart.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn from_value(value: Value) -> Result<Self, NotAPipeline> {
        let mut fields = match value {
            Value::Object(fields) => fields,
            Value::Array(_) => return Err(NotAPipeline::List),
            _ => return Err(NotAPipeline::Scalar),
        };
        if let Some(spec) = fields.remove("pipeline_spec") {
            let mut pipeline = Self::from_value(spec)?;
            if let Some(Value::Object(platform)) = fields.remove("platform_spec") {
                pipeline.platform = Some(platform);
            }
            return Ok(pipeline);
        }
        if let Some(other) = something_else(&fields) {
            return Err(other);
        }
        for missing in ["pipelineInfo", "root"] {
            if !fields.contains_key(missing) {
                return Err(NotAPipeline::Field { missing });
            }
        }
        Ok(Self {
            spec: shaped(Value::Object(fields))?,
            platform: None,
        })
    }

    /// The JSON that is sent along with a run.
    ///
    /// # Panics
    /// Never: every part of it came from JSON.
    pub fn to_document(&self) -> Document {
        #[derive(Serialize)]
        struct Wrapped<'a> {
            pipeline_spec: &'a PipelineSpec,
            platform_spec: &'a Map<String, Value>,
        }
        let text = match &self.platform {
            None => serde_json::to_string(&self.spec),
            Some(platform_spec) => serde_json::to_string(&Wrapped {
                pipeline_spec: &self.spec,
                platform_spec,
            }),
        };
        let text = text.expect("what was read from JSON can be written as JSON");
        Document::parse(&text).expect("what was just written can be read")
    }
}

/// What people take for a compiled pipeline.
fn something_else(fields: &Map<String, Value>) -> Option<NotAPipeline> {
    let text = |key: &str| fields.get(key).and_then(Value::as_str);
    let group = text("apiVersion").and_then(|version| version.split_once('/'));
    let group = group.map_or("", |(group, _)| group);
    let has = |key: &str| fields.contains_key(key);
    match text("kind") {
        Some("Workflow") => Some(NotAPipeline::ArgoWorkflow),
        Some("Pipeline" | "PipelineVersion") if group == "pipelines.kubeflow.org" => {
            Some(NotAPipeline::Manifest)
        }
        Some(_) if group == "tekton.dev" => Some(NotAPipeline::Tekton),
        Some(_) => Some(NotAPipeline::KubernetesObject),
        None if has("implementation") && !has("root") => Some(NotAPipeline::Component),
        None if has("cells") && has("nbformat") => Some(NotAPipeline::Notebook),
        None => None,
    }
}

#[cfg(feature = "native")]
fn shaped(value: Value) -> Result<PipelineSpec, NotAPipeline> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let at = error.path().to_string();
        // Keys of a spec are its author's text.
        let at: String = at.chars().filter(|c| !c.is_control()).take(200).collect();
        NotAPipeline::Shape { at: at.into() }
    })
}

#[cfg(not(feature = "native"))]
fn shaped(value: Value) -> Result<PipelineSpec, NotAPipeline> {
    serde_json::from_value(value).map_err(|_| NotAPipeline::Shape {
        at: "some field".into(),
    })
}
