//! Page tokens that KFP could have made.
//!
//! A token is unsigned base64 of JSON, and KFP puts the field names in it into the text of its SQL. Only names that KFP
//! itself writes there are let through; values are bound as parameters by KFP and need no check.

use base64::Engine as _;
use serde::Deserialize;
use serde_json::Value;

use super::operation::Operation;
use crate::problem::{Failure, ProblemCode};

/// Longer tokens are none of KFP's: a filter of some kilobytes is the largest part of one.
const LONGEST: usize = 64 * 1024;

/// The members of a token that reach SQL text, and those that say which list it belongs to.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Token {
    #[serde(rename = "SortByFieldName")]
    sort_field: String,
    #[serde(rename = "SortBySQLColumn", default)]
    sort_column: Option<String>,
    #[serde(rename = "SortByFieldValue", default)]
    _sort_value: Value,
    #[serde(rename = "SortByFieldPrefix", default)]
    sort_prefix: String,
    #[serde(rename = "SortByFieldIsRunMetric", default)]
    _sort_is_metric: bool,
    #[serde(rename = "KeyFieldName")]
    key_field: String,
    #[serde(rename = "KeyFieldValue", default)]
    _key_value: Value,
    #[serde(rename = "KeyFieldPrefix", default)]
    key_prefix: String,
    #[serde(rename = "IsDesc", default)]
    _is_descending: bool,
    #[serde(rename = "ModelName", default)]
    model: String,
    #[serde(rename = "Filter", default)]
    filter: Value,
}

/// The columns by which a list can be sorted or filtered, under the names of the API and of the database.
const COLUMNS: &[&str] = &[
    "id",
    "uuid",
    "name",
    "display_name",
    "displayname",
    "description",
    "namespace",
    "created_at",
    "createdatinsec",
    "last_run_created_at",
    "lastruncreatedatinsec",
    "storage_state",
    "storagestate",
    "experiment_id",
    "experimentuuid",
    "run_id",
    "scheduled_at",
    "scheduledatinsec",
    "finished_at",
    "finishedatinsec",
    "recurring_run_id",
    "recurringrunid",
    "jobuuid",
    "state",
    "state_history",
    "statehistory",
    "status",
    "conditions",
    "pipeline_id",
    "pipelineid",
    "pipeline_version_id",
    "pipelineversionid",
];

/// Refuses a token that KFP did not make for this list; writes any other anew.
///
/// Written anew, because Go and we would read a member that comes twice differently: what was judged is what KFP gets.
///
/// # Errors
/// A 400 in KFP's own words.
pub(super) fn check(token: &str, operation: Operation) -> Result<String, Failure> {
    if token.len() > LONGEST {
        return Err(refuse());
    }
    let json = base64::engine::general_purpose::STANDARD
        .decode(token)
        .map_err(|_| refuse())?;
    let document: Value = serde_json::from_slice(&json).map_err(|_| refuse())?;
    let token = Token::deserialize(&document).map_err(|_| refuse())?;
    let tables = tables(operation);
    let prefix = |text: &str| {
        text.is_empty()
            || text
                .strip_suffix('.')
                .is_some_and(|table| tables.contains(&table))
    };
    let fine = is_column(&token.sort_field)
        && token
            .sort_column
            .as_deref()
            .is_none_or(|column| column.is_empty() || is_column(column))
        && is_column(&token.key_field)
        && prefix(&token.sort_prefix)
        && prefix(&token.key_prefix)
        && (token.model.is_empty() || tables.contains(&token.model.as_str()))
        && names_are_plain(&token.filter, tables);
    if fine {
        Ok(base64::engine::general_purpose::STANDARD.encode(document.to_string()))
    } else {
        Err(refuse())
    }
}

/// The refusal of a token, in KFP's own words.
pub(super) fn refuse() -> Failure {
    Failure::new(
        ProblemCode::PageToken,
        "The page token was not handed out for this list.",
    )
    .in_words_of_kfp("Invalid page token")
}

/// The tables that a list reads.
fn tables(operation: Operation) -> &'static [&'static str] {
    match operation {
        Operation::ListExperiments => &["experiments"],
        Operation::ListRuns => &["runs", "run_details"],
        Operation::ListRecurringRuns => &["jobs"],
        Operation::ListPipelines => &["pipelines"],
        Operation::ListPipelineVersions => &["pipeline_versions"],
        _ => &[],
    }
}

fn is_column(name: &str) -> bool {
    COLUMNS.contains(&name.to_ascii_lowercase().as_str())
}

/// Whether every key in the filter of a token is the name of an operator or of a column; keys become SQL text.
fn names_are_plain(filter: &Value, tables: &[&str]) -> bool {
    const OPERATORS: [&str; 10] = [
        "FilterProto",
        "EQ",
        "NEQ",
        "GT",
        "GTE",
        "LT",
        "LTE",
        "IN",
        "SUBSTRING",
        "NIN",
    ];
    match filter {
        Value::Null => true,
        Value::Object(operators) => operators.iter().all(|(operator, columns)| {
            OPERATORS.contains(&operator.as_str())
                && match columns {
                    Value::Null => true,
                    Value::String(_) => operator == "FilterProto",
                    Value::Object(columns) => columns.keys().all(|key| {
                        let column = key.split_once('.').map_or(key.as_str(), |(table, column)| {
                            if tables.contains(&table) { column } else { "" }
                        });
                        is_column(column)
                    }),
                    _ => false,
                }
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn recorded() -> Value {
        // The decoded token of a recorded list of experiments, sorted by name.
        json!({
            "SortByFieldName": "Name", "SortBySQLColumn": "Name", "SortByFieldValue": "exp-b",
            "SortByFieldPrefix": "experiments.", "KeyFieldName": "UUID", "KeyFieldValue": "1b2c",
            "KeyFieldPrefix": "experiments.", "IsDesc": true, "ModelName": "experiments", "Filter": null
        })
    }

    fn encode(token: &Value) -> String {
        base64::engine::general_purpose::STANDARD.encode(token.to_string())
    }

    fn with(key: &str, value: Value) -> Value {
        let mut token = recorded();
        token[key] = value;
        token
    }

    fn is_fine(token: &Value) -> bool {
        check(&encode(token), Operation::ListExperiments).is_ok()
    }

    #[test]
    fn recorded_token_passes() {
        assert_eq!(
            check(&encode(&recorded()), Operation::ListExperiments).ok(),
            Some(encode(&recorded()))
        );
        assert!(is_fine(&with(
            "Filter",
            json!({"FilterProto": "{}", "SUBSTRING": {"experiments.Name": ["x"]}, "EQ": null})
        )));
    }

    #[test]
    fn names_that_could_be_sql_do_not_pass() {
        for (key, value) in [
            ("SortByFieldName", json!("Name; DROP TABLE runs")),
            ("SortBySQLColumn", json!("Name) OR 1=1 --")),
            ("KeyFieldName", json!("(SELECT 1)")),
            ("SortByFieldPrefix", json!("experiments.Name, ")),
            ("KeyFieldPrefix", json!("mysql.")),
            ("ModelName", json!("pipelines")),
            ("Filter", json!({"EQ": {"1=1 OR Name": ["x"]}})),
            ("Filter", json!({"EQ": {"pipelines.Name": ["x"]}})),
            ("Filter", json!({"HAVING": {"Name": ["x"]}})),
            ("Filter", json!(["x"])),
            ("Unknown", json!(1)),
        ] {
            assert!(!is_fine(&with(key, value.clone())), "{key} {value}");
        }
    }

    #[test]
    fn member_that_comes_twice_is_sent_once() {
        let plain = recorded().to_string();
        let twice = plain.replace(
            "\"Filter\":null",
            "\"Filter\":{\"EQ\":{\"1=1\":[]},\"EQ\":{\"Name\":[\"x\"]}}",
        );
        let token = base64::engine::general_purpose::STANDARD.encode(twice);
        let sent = check(&token, Operation::ListExperiments).expect("its last value is fine");
        assert_eq!(
            sent,
            encode(&with("Filter", json!({"EQ": {"Name": ["x"]}})))
        );
    }

    #[test]
    fn token_of_another_list_does_not_pass() {
        assert!(check(&encode(&recorded()), Operation::ListRuns).is_err());
    }

    #[test]
    fn what_is_no_token_does_not_pass() {
        for token in [
            "garbage",
            "e30=",
            "bnVsbA==",
            "W10=",
            "!",
            &"A".repeat(LONGEST + 4),
        ] {
            let failure = check(token, Operation::ListExperiments).expect_err("refused");
            assert_eq!(failure.kfp_message.as_deref(), Some("Invalid page token"));
        }
    }

    proptest! {
        #[test]
        fn never_panics(token in "\\PC{0,200}") {
            let _ = check(&token, Operation::ListExperiments);
        }
    }
}
