//! Runs.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::calls::{Owner, list_call, moved, older_list, owner, read};
use super::references::{put, references};
use crate::kfp::call::{Call, text};
use crate::kfp::error::ApiError;
use crate::kfp::pipelines::VersionText;
use crate::kfp::spec::spec_text;
use crate::kfp::{experiments, pipelines, runs};
use crate::storage::run_blocking;

/// `GET /apis/v1beta1/runs`.
pub(in crate::kfp) async fn list_runs(call: Call) -> Result<String, ApiError> {
    let owner = owner(&call, "resource_reference_key")
        .map_err(|error| error.wrap("Failed to list v1beta1 runs: validating filter failed"))?;
    let answer = runs::list(owned_list_call(call.clone(), owner.as_ref())?)
        .await
        .map_err(|error| error.reworded("Failed to list runs", "Failed to list v1beta1 runs"))?;
    let shapes = Shapes::of(&call, &listed(&answer, "runs")).await?;
    Ok(older_list(&answer, ("runs", "runs"), |run| {
        shapes.older(run)
    }))
}

/// A list call for the objects of a namespace or an experiment; those of anything else are no rows at all.
pub(super) fn owned_list_call(call: Call, owner: Option<&Owner>) -> Result<Call, ApiError> {
    match owner {
        Some(owner) if owner.kind == "NAMESPACE" => list_call(call, &[("namespace", &owner.id)]),
        Some(owner) if owner.kind == "EXPERIMENT" => {
            list_call(call, &[("experiment_id", &owner.id)])
        }
        _ => list_call(call, &[]),
    }
}

/// The items of a list's answer.
pub(super) fn listed(answer: &str, key: &str) -> Vec<Map<String, Value>> {
    let Some(Value::Array(items)) = read(answer).remove(key) else {
        return Vec::new();
    };
    let object = |item| match item {
        Value::Object(item) => Some(item),
        _ => None,
    };
    items.into_iter().filter_map(object).collect()
}

/// `GET /apis/v1beta1/runs/{id}`: the run and, once it was reported, its whole workflow.
pub(in crate::kfp) async fn get_run(call: Call) -> Result<String, ApiError> {
    let answer = runs::get(call.clone())
        .await
        .map_err(|error| error.reworded("Failed to get a run", "Failed to get a v1beta1 run"))?;
    let run = read(&answer);
    let shapes = Shapes::of(&call, std::slice::from_ref(&run)).await?;
    let detail = json!({"run": shapes.older(run), "pipeline_runtime": runtime(&call).await?});
    Ok(detail.to_string())
}

/// The run's workflow as it was made and as it was reported last.
async fn runtime(call: &Call) -> Result<Value, ApiError> {
    let (workloads, run_id) = (
        call.cluster.workloads().clone(),
        call.variable(0).to_owned(),
    );
    let manifests = run_blocking(move || workloads.manifests(&run_id)).await?;
    let mut runtime = Map::new();
    if let Some((made, reported)) = manifests {
        runtime.insert("pipeline_manifest".to_owned(), json!(made));
        if !reported.is_empty() {
            runtime.insert("workflow_manifest".to_owned(), json!(reported));
        }
    }
    Ok(Value::Object(runtime))
}

/// `DELETE /apis/v1beta1/runs/{id}`.
pub(in crate::kfp) async fn delete_run(call: Call) -> Result<String, ApiError> {
    runs::delete(call)
        .await
        .map_err(|error| error.reworded("Failed to delete a run", "Failed to delete a v1beta1 run"))
}

/// `POST /apis/v1beta1/runs/{id}:archive`.
pub(in crate::kfp) async fn archive_run(call: Call) -> Result<String, ApiError> {
    runs::archive(call).await.map_err(|error| {
        error.reworded("Failed to archive a run", "Failed to archive a v1beta1 run")
    })
}

/// `POST /apis/v1beta1/runs/{id}:unarchive`.
pub(in crate::kfp) async fn unarchive_run(call: Call) -> Result<String, ApiError> {
    runs::unarchive(call).await.map_err(|error| {
        error.reworded(
            "Failed to unarchive a run",
            "Failed to unarchive a v1beta1 run",
        )
    })
}

/// `POST /apis/v1beta1/runs/{id}/terminate`.
pub(in crate::kfp) async fn terminate_run(call: Call) -> Result<String, ApiError> {
    runs::terminate(call).await.map_err(|error| {
        error.reworded(
            "Failed to terminate a run",
            "Failed to terminate a v1beta1 run",
        )
    })
}

/// `POST /apis/v1beta1/runs/{id}/retry`, whose refusals are worded as in v2beta1.
pub(in crate::kfp) async fn retry_run(call: Call) -> Result<String, ApiError> {
    runs::retry(call).await
}

/// What the older shapes need beyond the newer ones.
pub(super) struct Shapes {
    /// Namespaces of experiments.
    namespaces: HashMap<String, String>,
    /// Texts of pipeline versions.
    versions: HashMap<String, VersionText>,
}

impl Shapes {
    /// For runs or recurring runs.
    pub(super) async fn of(call: &Call, items: &[Map<String, Value>]) -> Result<Self, ApiError> {
        let mut shapes = Self {
            namespaces: HashMap::new(),
            versions: HashMap::new(),
        };
        for item in items {
            let experiment = text(item, "experiment_id");
            if !experiment.is_empty() && !shapes.namespaces.contains_key(experiment) {
                let namespace = experiments::namespace_of(call, experiment).await;
                let namespace = namespace.unwrap_or_default();
                shapes.namespaces.insert(experiment.to_owned(), namespace);
            }
            let version = version_of(item);
            if !version.is_empty() && !shapes.versions.contains_key(version) {
                let found = pipelines::version_text(call, version).await?;
                shapes.versions.insert(version.to_owned(), found);
            }
        }
        Ok(shapes)
    }

    pub(super) fn namespace(&self, item: &Map<String, Value>) -> &str {
        self.namespaces
            .get(text(item, "experiment_id"))
            .map_or("", String::as_str)
    }

    /// `pipeline_spec`: where the pipeline comes from, with its text.
    pub(super) fn pipeline_spec(&self, item: &Map<String, Value>) -> Value {
        let mut spec = Map::new();
        let reference = reference(item);
        let version = self.versions.get(text(reference, "pipeline_version_id"));
        let mut put_text = |key: &str, value: &str| {
            put(&mut spec, key, (!value.is_empty()).then(|| value.into()));
        };
        put_text("pipeline_id", text(reference, "pipeline_id"));
        if let Some(version) = version {
            put_text("pipeline_name", &version.name);
            put_text("pipeline_manifest", &version.text);
        }
        if let Some(inline) = item.get("pipeline_spec") {
            put_text("pipeline_manifest", &spec_text(inline));
        }
        put(
            &mut spec,
            "runtime_config",
            item.get("runtime_config").cloned(),
        );
        Value::Object(spec)
    }

    fn older(&self, mut newer: Map<String, Value>) -> Map<String, Value> {
        let spec = self.pipeline_spec(&newer);
        let creator = match (text(&newer, "recurring_run_id"), version_of(&newer)) {
            ("", version) => ("PIPELINE_VERSION", version, "CREATOR"),
            (recurring_run, _) => ("JOB", recurring_run, "CREATOR"),
        };
        let owners = references(&[
            ("EXPERIMENT", text(&newer, "experiment_id"), "OWNER"),
            ("NAMESPACE", self.namespace(&newer), "OWNER"),
            creator,
        ]);
        let archived = text(&newer, "storage_state") == "ARCHIVED";
        let status = runs::conditions(text(&newer, "state"));
        let mut run = moved(&mut newer, &[("run_id", "id"), ("display_name", "name")]);
        put(
            &mut run,
            "storage_state",
            archived.then(|| "STORAGESTATE_ARCHIVED".into()),
        );
        run.extend(moved(&mut newer, &[("description", "description")]));
        run.insert("pipeline_spec".to_owned(), spec);
        put(&mut run, "resource_references", owners);
        run.extend(moved(
            &mut newer,
            &[
                ("service_account", "service_account"),
                ("created_at", "created_at"),
                ("scheduled_at", "scheduled_at"),
                ("finished_at", "finished_at"),
            ],
        ));
        put(
            &mut run,
            "status",
            (!status.is_empty()).then(|| status.into()),
        );
        run
    }
}

fn reference(item: &Map<String, Value>) -> &Map<String, Value> {
    static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    item.get("pipeline_version_reference")
        .and_then(Value::as_object)
        .unwrap_or(&NONE)
}

fn version_of(item: &Map<String, Value>) -> &str {
    text(reference(item), "pipeline_version_id")
}
