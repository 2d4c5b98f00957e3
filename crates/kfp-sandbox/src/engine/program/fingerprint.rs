//! By what equal tasks are found again.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::ledger::{Artifact, Execution};
use crate::engine::spec::canonical_text;

/// The result of a task that can be taken again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CachedResult {
    /// Parameters.
    pub outputs: Map<String, Value>,
    /// Artifacts.
    pub output_artifacts: BTreeMap<String, Vec<Artifact>>,
}

/// The hash of everything that must be equal: what runs, what it gets, what it declares, and the extra key.
pub(super) fn fingerprint(
    namespace: &str,
    pipeline: &str,
    container: &str,
    execution: &Execution,
    key: &str,
) -> String {
    let uris: Vec<Vec<&str>> = execution
        .input_artifacts
        .values()
        .map(|artifacts| {
            artifacts
                .iter()
                .map(|artifact| artifact.uri.as_str())
                .collect()
        })
        .collect();
    let text = canonical_text(&json!({
        "namespace": namespace,
        "pipeline": pipeline,
        "container": container,
        "inputs": execution.inputs,
        "artifacts": uris,
        "outputs": execution.component_json.get("outputDefinitions"),
        "key": key,
    }));
    digest(&SHA256, text.as_bytes()).as_ref().iter().fold(
        String::with_capacity(64),
        |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        },
    )
}
