//! Random calls of a whole API, drawn from its schema by schemathesis.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde_json::{Value, json};

use super::script::Script;

/// As whom a server with users is called.
#[derive(Clone, Debug)]
pub struct Caller {
    /// What each call carries; nothing for somebody who is not signed in.
    pub headers: BTreeMap<String, String>,
    /// What the calls carry that make the objects, and where they go.
    pub owner: (BTreeMap<String, String>, String),
    /// The namespace of the objects.
    pub namespace: String,
}

/// What came back from the calls.
#[derive(Clone, Debug, Deserialize)]
pub struct Exploration {
    /// Operations that were called.
    pub operations: usize,
    /// Calls that were made.
    pub calls: usize,
    /// Answers by their status.
    pub answers: BTreeMap<String, usize>,
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
    /// Whether the console wrote the answer, and not KFP.
    pub own: bool,
}

/// Calls every operation of `schema` (Swagger 2) at `server` `examples` times each: the same calls each time.
///
/// # Errors
/// When the script cannot run.
pub async fn explore(schema: &Path, server: &str, examples: u32) -> Result<Exploration> {
    let order = json!({"schema": schema, "server": server, "examples": examples});
    run(&order).await
}

/// The same at a console: its own addresses too, as this caller.
///
/// # Errors
/// When the script cannot run.
pub async fn explore_console(
    schema: &Path,
    console: &str,
    caller: &Caller,
    examples: u32,
) -> Result<Exploration> {
    let (owner, maker) = &caller.owner;
    let order = json!({
        "schema": schema, "server": console, "examples": examples, "console": true, "headers": caller.headers,
        "owner": owner, "maker": maker, "namespace": caller.namespace,
    });
    run(&order).await
}

async fn run(order: &Value) -> Result<Exploration> {
    let report = Script::new("explore.py")?.run(order).await?;
    serde_json::from_str(&report).context("the script's report cannot be read")
}
