//! Messages of v1beta1 as messages of v2beta1.

use serde_json::{Map, Value, json};

use super::references::{referenced, related};
use crate::kfp::call::text;

/// What a run or a job is called: a name of its own, else that of its pipeline.
pub(super) fn name(older: &Map<String, Value>) -> &str {
    match text(older, "name") {
        "" => text(spec(older), "pipeline_name"),
        name => name,
    }
}

/// The run that a run of v1beta1 asks for.
pub(super) fn run(older: &Map<String, Value>) -> Map<String, Value> {
    let mut newer = common(older);
    set(&mut newer, "run_id", text(older, "id"));
    set(&mut newer, "recurring_run_id", referenced(older, "JOB"));
    let state = text(older, "storage_state").strip_prefix("STORAGESTATE_");
    set(&mut newer, "storage_state", state.unwrap_or_default());
    for key in ["scheduled_at", "finished_at"] {
        set(&mut newer, key, text(older, key));
    }
    newer
}

/// The recurring run that a job asks for.
pub(super) fn recurring_run(older: &Map<String, Value>) -> Map<String, Value> {
    let mut newer = common(older);
    for key in ["max_concurrency", "trigger", "no_catchup"] {
        if let Some(value) = older.get(key) {
            newer.insert(key.to_owned(), value.clone());
        }
    }
    if older.get("enabled") == Some(&Value::Bool(true)) || text(older, "mode") == "ENABLED" {
        set(&mut newer, "mode", "ENABLE");
    }
    newer
}

fn common(older: &Map<String, Value>) -> Map<String, Value> {
    let mut newer = Map::new();
    set(&mut newer, "display_name", name(older));
    set(&mut newer, "description", text(older, "description"));
    set(
        &mut newer,
        "service_account",
        text(older, "service_account"),
    );
    set(&mut newer, "namespace", referenced(older, "NAMESPACE"));
    set(&mut newer, "experiment_id", referenced(older, "EXPERIMENT"));
    let spec = spec(older);
    if let Some(config) = spec.get("runtime_config") {
        newer.insert("runtime_config".to_owned(), config.clone());
    }
    let pipeline = match text(spec, "pipeline_id") {
        "" => referenced(older, "PIPELINE"),
        id => id,
    };
    let version = related(older, "PIPELINE_VERSION", "CREATOR");
    if pipeline.is_empty() && version.is_empty() {
        let manifest = match text(spec, "pipeline_manifest") {
            "" => text(spec, "workflow_manifest"),
            manifest => manifest,
        };
        set(&mut newer, "pipeline_spec", manifest);
    } else {
        let reference = json!({"pipeline_id": pipeline, "pipeline_version_id": version});
        newer.insert("pipeline_version_reference".to_owned(), reference);
    }
    newer
}

fn spec(older: &Map<String, Value>) -> &Map<String, Value> {
    static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    older
        .get("pipeline_spec")
        .and_then(Value::as_object)
        .unwrap_or(&NONE)
}

fn set(message: &mut Map<String, Value>, key: &str, text: &str) {
    if !text.is_empty() {
        message.insert(key.to_owned(), text.into());
    }
}
