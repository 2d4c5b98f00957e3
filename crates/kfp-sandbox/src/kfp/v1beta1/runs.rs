//! Runs.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::calls::{Listed, Owner, list_call, moved, owner, read};
use super::metrics;
use super::newer;
use super::references::{put, references};
use crate::kfp::call::{Call, text};
use crate::kfp::error::ApiError;
use crate::kfp::messages::OLDER_RUN;
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
    let page = Listed::read(&answer, "runs");
    let shapes = Shapes::of(&call, &page.items).await?;
    Ok(page.answer("runs", |run| shapes.older(run)))
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

/// `POST /apis/v1beta1/runs`.
pub(in crate::kfp) async fn create_run(call: Call) -> Result<String, ApiError> {
    let wanted = call.message(&OLDER_RUN)?;
    if newer::name(&wanted).is_empty() {
        return Err(ApiError::invalid("Run name cannot be empty")
            .into_internal(
                "Failed to convert a v1beta1 API run detail to its internal representation",
            )
            .wrap("CreateJob(job.ToV2())Failed to create a v1beta1 run due to conversion error"));
    }
    let answer = runs::create_named(&call, newer::run(&wanted))
        .await
        .map_err(|error| {
            error.reworded(
                "Failed to create a new run",
                "Failed to create a new v1beta1 run",
            )
        })?;
    detail(&call, read(&answer)).await
}

/// `GET /apis/v1beta1/runs/{id}`: the run and, once it was reported, its whole workflow.
pub(in crate::kfp) async fn get_run(call: Call) -> Result<String, ApiError> {
    let answer = runs::get(call.clone())
        .await
        .map_err(|error| error.reworded("Failed to get a run", "Failed to get a v1beta1 run"))?;
    detail(&call, read(&answer)).await
}

async fn detail(call: &Call, run: Map<String, Value>) -> Result<String, ApiError> {
    let runtime = runtime(call, text(&run, "run_id")).await?;
    let shapes = Shapes::of(call, std::slice::from_ref(&run)).await?;
    let detail = json!({"run": shapes.older(run), "pipeline_runtime": runtime});
    Ok(detail.to_string())
}

/// The run's workflow as it was made and as it was reported last.
async fn runtime(call: &Call, run_id: &str) -> Result<Value, ApiError> {
    let (workloads, run_id) = (call.cluster.workloads().clone(), run_id.to_owned());
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
    /// Metrics of runs.
    metrics: HashMap<String, Value>,
}

impl Shapes {
    /// For runs or recurring runs.
    pub(super) async fn of(call: &Call, items: &[Map<String, Value>]) -> Result<Self, ApiError> {
        // Recurring runs have no such id, and no metrics.
        let run_ids = items.iter().map(|item| text(item, "run_id"));
        let run_ids = run_ids.filter(|id| !id.is_empty());
        let mut shapes = Self {
            namespaces: HashMap::new(),
            versions: HashMap::new(),
            metrics: metrics::of_runs(call, run_ids).await?,
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
        let metrics = self.metrics.get(text(&run, "id")).cloned();
        put(&mut run, "metrics", metrics);
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
