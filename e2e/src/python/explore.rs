//! Random calls of a whole API, drawn from its schema by schemathesis.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde_json::json;

use super::script::Script;

/// What came back from the calls.
#[derive(Clone, Debug, Deserialize)]
pub struct Exploration {
    /// Operations that were called.
    pub operations: usize,
    /// Calls that were made.
    pub calls: usize,
    /// Answers of 500 and above, and calls without an answer.
    pub failed: Vec<FailedCall>,
}

/// A call that the server did not master.
#[derive(Clone, Debug, Deserialize)]
pub struct FailedCall {
    /// Method and path template.
    pub operation: String,
    /// Status of the answer; 0 if there was none within ten seconds.
    pub status: u16,
    /// What the answer says, or how the call failed.
    pub message: String,
}

/// Calls every operation of `schema` (Swagger 2) at `server` `examples` times each: the same calls each time.
///
/// # Errors
/// When the script cannot run.
pub async fn explore(schema: &Path, server: &str, examples: u32) -> Result<Exploration> {
    let order = json!({"schema": schema, "server": server, "examples": examples});
    let report = Script::new("explore.py")?.run(&order).await?;
    serde_json::from_str(&report).context("the script's report cannot be read")
}
