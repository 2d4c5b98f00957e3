//! A package that was looked at: what of it is shown. Pure.

use std::{collections::BTreeMap, sync::Arc};

use console_api::PackageReport;
use kfp_core::spec::{CompiledPipeline, PipelineGraph};
use serde_json::{Map, Value};

use super::rules::is_spec_name;
use crate::secret::is_secret;

/// Most characters of a default.
const MOST_CHARACTERS: usize = 200;

/// What is known of a package.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Seen {
    /// What the console told.
    pub(super) report: PackageReport,
    /// The pipeline; `None` where it is too large to be shown.
    pub(super) pipeline: Option<CompiledPipeline>,
    /// Its tasks.
    pub(super) graph: Arc<PipelineGraph>,
}

impl Seen {
    pub(super) fn of(report: PackageReport) -> Self {
        let document = report.document.as_ref();
        let pipeline = document.and_then(|document| CompiledPipeline::read(document).ok());
        let graph = pipeline.as_ref().map(|pipeline| pipeline.spec.graph());
        Self {
            pipeline,
            graph: Arc::new(graph.unwrap_or_default()),
            report,
        }
    }

    /// What the pipeline is called.
    pub(super) fn name(&self) -> &str {
        [&self.report.display_name, &self.report.name]
            .into_iter()
            .find(|name| !name.trim().is_empty())
            .map_or("", String::as_str)
    }

    /// Whether it can be uploaded: KFP refuses a comment that spilled, and it could not be mended here, and it refuses
    /// names of any letters in the spec.
    pub(super) fn is_usable(&self) -> bool {
        let is_whole = self.report.spilled_comment.is_none() || self.report.repaired.is_some();
        is_whole && is_spec_name(&self.report.name)
    }

    /// The settings for Kubernetes of each task: its name, and the names of the settings.
    pub(super) fn settings(&self) -> Vec<(String, Vec<String>)> {
        let Some(CompiledPipeline {
            spec,
            platform: Some(platform),
        }) = &self.pipeline
        else {
            return Vec::new();
        };
        let Some(executors) = executors(platform) else {
            return Vec::new();
        };
        let mut settings = BTreeMap::new();
        for (key, task) in spec.dags().flat_map(|dag| &dag.tasks) {
            let component = task.component_ref.as_ref();
            let component = component.and_then(|component| spec.components.get(&component.name));
            let of = component
                .and_then(|component| executors.get(&component.executor_label)?.as_object());
            let name = task.task_info.as_ref().map(|info| info.name.as_str());
            let name = name.filter(|name| !name.is_empty()).unwrap_or(key.as_str());
            if let Some(of) = of.filter(|of| !of.is_empty()) {
                let mut names: Vec<String> = of.keys().cloned().collect();
                names.sort_unstable();
                settings.insert(name.to_owned(), names);
            }
        }
        settings.into_iter().collect()
    }

    /// Names of values that look secret and stand in the package.
    pub(super) fn secrets(&self) -> Vec<String> {
        let Some(pipeline) = &self.pipeline else {
            return Vec::new();
        };
        let inputs = pipeline.spec.inputs();
        let inputs = inputs.filter_map(|(name, input)| Some((name, input.default_value.as_ref()?)));
        let executors = pipeline.spec.deployment_spec.get("executors");
        let executors = executors.and_then(Value::as_object).into_iter().flatten();
        let env = executors
            .filter_map(|(_, executor)| executor.pointer("/container/env")?.as_array())
            .flatten()
            .filter_map(|one| Some((one.get("name")?.as_str()?, one.get("value")?)));
        let mut names: Vec<String> = inputs
            .chain(env)
            .filter(|(name, value)| says(value) && is_secret(name, value))
            .map(|(name, _)| name.to_owned())
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// The executors of the platform settings.
///
/// # Spec
/// <https://github.com/kubeflow/pipelines/blob/7b70c7b/api/v2alpha1/pipeline_spec.proto>, `PlatformSpec`
fn executors(platform: &Map<String, Value>) -> Option<&Map<String, Value>> {
    let kubernetes = platform.get("platforms")?.get("kubernetes")?;
    let deployment = kubernetes.get("deploymentSpec")?;
    deployment.get("executors")?.as_object()
}

fn says(value: &Value) -> bool {
    !matches!(value, Value::Null) && value.as_str() != Some("")
}

/// A value as it is shown: a text as it is, anything else as JSON.
pub(super) fn shown(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn seen(spec: &Value) -> Seen {
        let report = json!({"name": "a", "tasks": 2, "document": spec});
        Seen::of(serde_json::from_str(&report.to_string()).expect("a report"))
    }

    #[test]
    fn settings_for_kubernetes_stand_with_the_tasks_that_have_them() {
        let seen = seen(&json!({
            "pipeline_spec": {
                "pipelineInfo": {"name": "a"},
                "root": {"dag": {"tasks": {
                    "load": {"componentRef": {"name": "comp-load"}, "taskInfo": {"name": "Load"}},
                    "train": {"componentRef": {"name": "comp-train"}},
                }}},
                "components": {"comp-load": {"executorLabel": "exec-load"}, "comp-train": {"executorLabel": "exec-train"}},
            },
            "platform_spec": {"platforms": {"kubernetes": {"deploymentSpec": {"executors": {
                "exec-load": {"secretAsVolume": [], "imagePullPolicy": "Always"}, "exec-train": {},
            }}}}},
        }));
        let settings = seen.settings();
        assert_eq!(settings.len(), 1);
        assert_eq!(settings[0].0, "Load");
        assert_eq!(settings[0].1, ["imagePullPolicy", "secretAsVolume"]);
    }

    #[test]
    fn a_name_that_kfp_refuses_makes_it_useless() {
        let of = |name: &str| {
            let report = json!({"name": name, "tasks": 0}).to_string();
            Seen::of(serde_json::from_str(&report).expect("a report")).is_usable()
        };
        assert!(of("churn-2") && !of("解約予測") && !of(""));
    }

    #[test]
    fn secrets_are_told_by_name_and_only_where_they_have_a_value() {
        let seen = seen(&json!({
            "pipelineInfo": {"name": "a"},
            "root": {"inputDefinitions": {"parameters": {
                "db_password": {"parameterType": "STRING", "defaultValue": "x"},
                "api_key": {"parameterType": "STRING"},
                "rows": {"parameterType": "NUMBER_INTEGER", "defaultValue": 10},
            }}},
            "deploymentSpec": {"executors": {"e": {"container": {"env": [
                {"name": "STORE_SECRET_KEY", "value": "x"}, {"name": "LOG_LEVEL", "value": "info"},
            ]}}}},
        }));
        assert_eq!(seen.secrets(), ["STORE_SECRET_KEY", "db_password"]);
    }

    #[test]
    fn a_spilled_comment_that_could_not_be_mended_makes_it_useless() {
        let of = |more: &str| {
            let text = format!(
                r#"{{"name":"a","tasks":0,"spilled_comment":{{"first":2,"last":3}}{more}}}"#
            );
            Seen::of(serde_json::from_str(&text).expect("a report")).is_usable()
        };
        assert!(of(r##","repaired":"# a""##) && !of(""));
    }

    #[test]
    fn a_default_of_megabytes_is_not_drawn_whole() {
        let long = shown(&json!("값".repeat(1_000_000)));
        assert_eq!(long.chars().count(), MOST_CHARACTERS + 1);
        assert_eq!(shown(&json!({"a": [1]})), r#"{"a":[1]}"#);
    }
}
