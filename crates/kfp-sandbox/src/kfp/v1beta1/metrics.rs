//! Metrics that clients report of runs.

use std::collections::HashMap;

use rusqlite::{Connection, Transaction, params};
use serde_json::{Map, Value, json};

use super::calls::members;
use crate::kfp::call::{Call, text};
use crate::kfp::error::ApiError;
use crate::kfp::messages::REPORT_RUN_METRICS;
use crate::kfp::runs;

/// Longest id of a node, in bytes, that the server takes.
const MAX_NODE_ID: usize = 128;
/// Longest id and name, in bytes, that its database would.
const MAX_COLUMN: usize = 191;
/// Longest name in bytes.
const MAX_NAME: usize = 64;

/// `POST /apis/v1beta1/runs/{id}:reportMetrics`: each metric has an answer of its own.
pub(in crate::kfp) async fn report_metrics(call: Call) -> Result<String, ApiError> {
    let message = call.message(&REPORT_RUN_METRICS)?;
    let run_id = runs::known_id(&call).await?;
    let nothing = Vec::new();
    let metrics = message.get("metrics").and_then(Value::as_array);
    let mut results = Vec::new();
    for metric in metrics.unwrap_or(&nothing) {
        let nothing = Map::new();
        let metric = Metric::of(metric.as_object().unwrap_or(&nothing));
        let (status, message) = if metric.is_storable() {
            runs::permit_reporting(&call)
                .await
                .map_err(|error| error.wrap("Failed to report v1beta1 run metrics"))?;
            keep(&call, &run_id, &metric).await?
        } else {
            ("INVALID_ARGUMENT", "Internal Server Error".to_owned())
        };
        let result = members(&[
            ("metric_name", &metric.name),
            ("metric_node_id", &metric.node_id),
            ("status", status),
            ("message", &message),
        ]);
        results.push(Value::Object(result));
    }
    let mut answer = Map::new();
    if !results.is_empty() {
        answer.insert("results".to_owned(), Value::Array(results));
    }
    Ok(Value::Object(answer).to_string())
}

async fn keep(
    call: &Call,
    run_id: &str,
    metric: &Metric,
) -> Result<(&'static str, String), ApiError> {
    if !metric.is_valid() {
        return Ok(("INVALID_ARGUMENT", String::new()));
    }
    let (run_id, kept) = (run_id.to_owned(), metric.clone());
    let is_new = call
        .cluster
        .database()
        .write(move |transaction| kept.insert(transaction, &run_id).map_err(ApiError::from))
        .await?;
    Ok(if is_new {
        ("OK", String::new())
    } else {
        let Metric { name, node_id, .. } = metric;
        let text = format!(
            "Failed to create a run metric. Same metric has been reported before: {node_id}/{name}"
        );
        ("DUPLICATE_REPORTING", text)
    })
}

/// The metrics of runs, as v1beta1 shows them; a run without any is left out.
pub(super) async fn of_runs<'a>(
    call: &Call,
    run_ids: impl Iterator<Item = &'a str>,
) -> Result<HashMap<String, Value>, ApiError> {
    let run_ids: Vec<String> = run_ids.map(str::to_owned).collect();
    call.cluster
        .database()
        .read(move |connection| {
            let mut metrics = HashMap::new();
            for run_id in run_ids {
                let of_run = read(connection, &run_id)?;
                if !of_run.is_empty() {
                    metrics.insert(run_id, Value::Array(of_run));
                }
            }
            Ok(metrics)
        })
        .await
}

fn read(connection: &Connection, run_id: &str) -> Result<Vec<Value>, rusqlite::Error> {
    connection
        .prepare_cached("SELECT name, node_id, value, format FROM run_metrics WHERE run_uuid = ?1")?
        .query_map([run_id], |row| {
            let mut metric = json!({
                "name": row.get::<_, String>(0)?,
                "node_id": row.get::<_, String>(1)?,
                "number_value": number(row.get(2)?),
            });
            let format: String = row.get(3)?;
            if !format.is_empty() {
                metric["format"] = format.into();
            }
            Ok(metric)
        })?
        .collect()
}

/// A number as `protojson` prints it: whole ones without a fraction.
fn number(value: f64) -> Value {
    let text = format!("{value}");
    serde_json::from_str(&text).unwrap_or_else(|_| value.into())
}

/// A metric of a node.
#[derive(Clone, Debug)]
struct Metric {
    name: String,
    node_id: String,
    value: f64,
    /// Empty for none.
    format: String,
}

impl Metric {
    fn of(message: &Map<String, Value>) -> Self {
        Self {
            name: text(message, "name").to_owned(),
            node_id: text(message, "node_id").to_owned(),
            value: message
                .get("number_value")
                .and_then(Value::as_f64)
                .unwrap_or_default(),
            format: text(message, "format").to_owned(),
        }
    }

    /// Whether the database's columns could hold it.
    fn is_storable(&self) -> bool {
        self.name.len() <= MAX_COLUMN && self.node_id.len() <= MAX_COLUMN
    }

    fn is_valid(&self) -> bool {
        let ends = |character: char| character.is_ascii_alphanumeric();
        let inside = |character: char| ends(character) || "-_".contains(character);
        self.name
            .starts_with(|first: char| first.is_ascii_alphabetic())
            && self.name.ends_with(ends)
            && self.name.chars().all(inside)
            && self.name.len() <= MAX_NAME
            && !self.node_id.is_empty()
            && self.node_id.len() <= MAX_NODE_ID
    }

    /// Whether it was not there yet.
    fn insert(&self, transaction: &Transaction<'_>, run_id: &str) -> Result<bool, rusqlite::Error> {
        let inserted = transaction
            .prepare_cached(
                "INSERT INTO run_metrics (run_uuid, node_id, name, value, format) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO NOTHING",
            )?
            .execute(params![run_id, self.node_id, self.name, self.value, self.format])?;
        Ok(inserted > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_begins_with_a_letter_and_ends_with_a_letter_or_a_digit() {
        let is_valid = |name: &str| {
            let message = json!({"name": name, "node_id": "n"});
            Metric::of(message.as_object().unwrap()).is_valid()
        };
        assert!(is_valid("a") && is_valid("accuracy-score") && is_valid("f_1"));
        assert!(is_valid(&"a".repeat(64)) && !is_valid(&"a".repeat(65)));
        for name in ["", "1a", "a-", "_a", "BAD NAME!", "정확도"] {
            assert!(!is_valid(name), "{name}");
        }
    }

    #[test]
    fn whole_numbers_have_no_fraction() {
        assert_eq!(number(1.0), json!(1));
        assert_eq!(number(0.93), json!(0.93));
        assert_eq!(number(0.0), json!(0));
    }
}
