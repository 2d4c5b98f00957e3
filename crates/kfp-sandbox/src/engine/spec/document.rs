//! The document: a pipeline spec with its Kubernetes settings.

use std::collections::BTreeMap;

use serde_json::Value;

use super::component::{Component, ComponentBody};
use super::executor::Executor;
use super::task::Task;
use super::{SpecError, validate};

/// The name of the pipeline's own component.
const ROOT: &str = "root";

/// A pipeline spec.
#[derive(Clone, Debug)]
pub struct PipelineSpec {
    /// The name in `pipelineInfo`.
    pub name: String,
    /// The pipeline itself.
    pub root: Component,
    /// Components by name.
    pub components: BTreeMap<String, Component>,
    /// Executors by label.
    pub executors: BTreeMap<String, Executor>,
    /// Executors as they stand in the IR.
    pub executor_json: BTreeMap<String, Value>,
    /// Kubernetes settings by executor label.
    pub kubernetes: BTreeMap<String, Value>,
}

impl PipelineSpec {
    /// Reads a spec in any of its three forms: bare, or with its settings under `pipeline_spec` and `platform_spec`.
    ///
    /// # Errors
    /// [`SpecError`], naming the place.
    pub fn from_json(document: &Value) -> Result<Self, SpecError> {
        let spec = document.get("pipeline_spec").unwrap_or(document);
        let name = spec.pointer("/pipelineInfo/name").and_then(Value::as_str);
        let name = name.ok_or_else(|| SpecError::Missing {
            path: "pipelineInfo.name".to_owned(),
        })?;
        let root = spec.get(ROOT).ok_or_else(|| SpecError::Missing {
            path: ROOT.to_owned(),
        })?;
        let mut components = BTreeMap::new();
        for (key, json) in members(spec, "/components") {
            components.insert(
                key.clone(),
                Component::from_json(&format!("components.{key}"), json.clone())?,
            );
        }
        let mut executors = BTreeMap::new();
        let mut executor_json = BTreeMap::new();
        for (label, json) in members(spec, "/deploymentSpec/executors") {
            let executor = Executor::from_json(json).map_err(|source| SpecError::Malformed {
                path: format!("deploymentSpec.executors.{label}"),
                source,
            })?;
            executors.insert(label.clone(), executor);
            executor_json.insert(label.clone(), json.clone());
        }
        let kubernetes = members(
            document,
            "/platform_spec/platforms/kubernetes/deploymentSpec/executors",
        )
        .map(|(label, json)| (label.clone(), json.clone()))
        .collect();
        let spec = Self {
            name: name.to_owned(),
            root: Component::from_json(ROOT, root.clone())?,
            components,
            executors,
            executor_json,
            kubernetes,
        };
        validate::validate(&spec)?;
        Ok(spec)
    }

    /// The component of that name, `root` being the pipeline itself.
    pub fn component(&self, name: &str) -> Option<&Component> {
        if name == ROOT {
            Some(&self.root)
        } else {
            self.components.get(name)
        }
    }

    /// The executor that runs a task, if it is a leaf.
    pub fn executor_of(&self, task: &Task) -> Option<&Executor> {
        match &self.component(&task.component)?.body {
            ComponentBody::Executor(label) => self.executors.get(label),
            ComponentBody::Dag(_) => None,
        }
    }

    /// Every component that is a DAG, by name, the pipeline itself first.
    pub fn dags(&self) -> impl Iterator<Item = (&str, &super::Dag)> {
        std::iter::once((ROOT, &self.root))
            .chain(
                self.components
                    .iter()
                    .map(|(name, component)| (name.as_str(), component)),
            )
            .filter_map(|(name, component)| Some((name, component.dag()?)))
    }
}

fn members<'a>(json: &'a Value, pointer: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    json.pointer(pointer)
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
}
