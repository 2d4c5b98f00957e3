//! Made-up outputs.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::ledger::{Artifact, Execution};
use super::seed::seed;
use crate::engine::spec::{ArtifactDefinition, Component, ItemShape, ParameterType};

/// What outputs are made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Maker<'a> {
    pub(super) execution: &'a Execution,
    /// What a list has to look like for the loop that runs over it, by output.
    pub(super) shapes: &'a BTreeMap<String, ItemShape>,
    /// Where artifacts are put.
    pub(super) prefix: &'a str,
}

/// A list for a loop has a handful of items, or as many as an input asks for, up to this.
const MOST_ITEMS: u64 = 100;

impl Maker<'_> {
    /// A value of the declared type; the same inputs give the same value.
    pub(super) fn parameter(&self, name: &str, parameter_type: ParameterType) -> Value {
        let inputs = Value::Object(self.execution.inputs.clone()).to_string();
        let number = seed(&[&self.execution.task, name, &inputs]);
        match parameter_type {
            ParameterType::NumberInteger => {
                json!(self.number_input().unwrap_or(6).max(1).min(number % 6 + 1))
            }
            ParameterType::NumberDouble => {
                json!(f64::from(u16::try_from(number % 1_000).unwrap_or(0)) / 1_000.0)
            }
            ParameterType::Boolean => json!(number.is_multiple_of(2)),
            ParameterType::List => self.list(name),
            ParameterType::Struct => {
                json!({"simulated": true, "task": self.execution.task, "output": name})
            }
            _ => json!(format!("{name} of {} (simulated)", self.execution.task)),
        }
    }

    fn number_input(&self) -> Option<u64> {
        self.execution.inputs.values().find_map(whole)
    }

    fn list(&self, name: &str) -> Value {
        let count = self.number_input().unwrap_or(3).min(MOST_ITEMS);
        let shape = self.shapes.get(name).cloned().unwrap_or_default();
        let item = |index: u64| match shape.parameter_type {
            _ if !shape.members.is_empty() => Value::Object(
                shape
                    .members
                    .iter()
                    .map(|member| (member.clone(), json!(index)))
                    .collect(),
            ),
            ParameterType::NumberInteger | ParameterType::NumberDouble => json!(index),
            ParameterType::Boolean => json!(index.is_multiple_of(2)),
            ParameterType::Struct => json!({"index": index, "simulated": true}),
            ParameterType::List => json!([index]),
            _ => json!(format!("item-{index}")),
        };
        Value::Array((0..count).map(item).collect())
    }

    /// An artifact of the declared type.
    pub(super) fn artifact(&self, name: &str, definition: &ArtifactDefinition) -> Artifact {
        let title = &definition.artifact_type.schema_title;
        let uri = format!(
            "{}/{}/{}/{name}",
            self.prefix, self.execution.task, self.execution.id
        );
        let mut metadata = Map::from_iter([("simulated".to_owned(), json!(true))]);
        let number = seed(&[&uri]);
        let fraction = f64::from(u16::try_from(number % 1_000).unwrap_or(0)) / 1_000.0;
        match title.as_str() {
            "system.Metrics" => {
                metadata.insert("accuracy".to_owned(), json!(0.8 + fraction / 5.0));
                metadata.insert("loss".to_owned(), json!(fraction));
            }
            "system.ClassificationMetrics" => {
                metadata.extend(crate::engine::artifact::classification_metrics(number));
            }
            "system.Model" => {
                metadata.insert("framework".to_owned(), json!("simulated"));
            }
            _ => {}
        }
        Artifact {
            name: name.to_owned(),
            schema_title: title.clone(),
            uri,
            metadata,
        }
    }

    /// All declared outputs.
    pub(super) fn all(
        &self,
        component: &Component,
    ) -> (Map<String, Value>, BTreeMap<String, Vec<Artifact>>) {
        let parameters = component.outputs.parameters.iter();
        let artifacts = component.outputs.artifacts.iter();
        (
            parameters
                .map(|(name, output)| (name.clone(), self.parameter(name, output.parameter_type)))
                .collect(),
            artifacts
                .map(|(name, output)| (name.clone(), vec![self.artifact(name, output)]))
                .collect(),
        )
    }
}

fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| {
        let float = value
            .as_f64()
            .filter(|float| float.fract() == 0.0 && (0.0..1.0e6).contains(float))?;
        format!("{float:.0}").parse().ok()
    })
}
