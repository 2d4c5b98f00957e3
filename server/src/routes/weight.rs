//! How much of KFP a call takes.
//!
//! Lists are quick while the database stays on an index and stops after a page: short pages, in the order of creation,
//! filtered by what has an index. Anything else reads every row of a namespace with its workflow, a second of KFP's for a
//! thousand runs or so, and cannot be stopped by hanging up.

use base64::Engine as _;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::access::{Found, Operation, Query};
use crate::upstream::Weight;

/// The rows of a page whose size is not given, or is 0.
const ROWS_OF_KFP: u32 = 20;

/// The weight of a request. Versions carry their whole spec in every row.
pub(super) fn of(found: &Found, query: &Query) -> Weight {
    if !found.row.is_list() {
        return Weight::Light;
    }
    let size: u32 = query
        .get("page_size")
        .and_then(|size| size.parse().ok())
        .filter(|size| *size > 0)
        .unwrap_or(ROWS_OF_KFP);
    let most = if found.row.operation == Operation::ListPipelineVersions {
        10
    } else {
        50
    };
    let of_runs = matches!(
        found.row.operation,
        Operation::ListRuns | Operation::ListRecurringRuns
    );
    if size > most || of_runs && !is_indexed(query) {
        Weight::Heavy
    } else {
        Weight::Light
    }
}

/// A condition of a filter, under the name of the API.
struct Condition {
    column: String,
    operation: Comparison,
    value: Value,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    OneOf,
    Order,
    /// A part of a text, or something that was not understood.
    Other,
}

/// Whether the database finds the first page of runs by an index.
fn is_indexed(query: &Query) -> bool {
    let Some((sort, conditions)) = order_and_conditions(query) else {
        return false;
    };
    let by_status = conditions.iter().any(|condition| {
        condition.column == "status"
            && matches!(condition.operation, Comparison::Equal | Comparison::OneOf)
    });
    let is_ordered = match sort.as_str() {
        "created_at" => true,
        "finished_at" => by_status,
        _ => false,
    };
    is_ordered
        && conditions
            .iter()
            .all(|condition| has_index(condition, by_status))
}

/// `None` if it cannot be read.
fn order_and_conditions(query: &Query) -> Option<(String, Vec<Condition>)> {
    // A further page repeats neither order nor filter: the token holds them.
    if let Some(token) = query.get("page_token") {
        return of_token(token);
    }
    let sort = query.get("sort_by").unwrap_or("created_at");
    let column = sort.split([' ', ',']).next().unwrap_or_default();
    let conditions = match query.get("filter") {
        Some(filter) => of_filter(filter)?,
        None => Vec::new(),
    };
    Some((column.to_owned(), conditions))
}

fn has_index(condition: &Condition, by_status: bool) -> bool {
    use Comparison::{Equal, OneOf, Other};
    match (condition.column.as_str(), condition.operation) {
        (_, Other) => false,
        ("created_at", _) | ("status" | "id" | "run_id", Equal | OneOf) => true,
        ("finished_at", _) => by_status,
        // It has none, but nearly every row passes, so that a page is full soon.
        ("storage_state", Equal) => condition.value == "AVAILABLE",
        _ => false,
    }
}

/// The conditions of the parameter `filter`, which KFP decodes once more; `None` if it cannot be read.
fn of_filter(filter: &str) -> Option<Vec<Condition>> {
    let spaced = filter.replace('+', " ");
    let json = percent_decode_str(&spaced).decode_utf8().ok()?;
    let filter: Value = serde_json::from_str(&json).ok()?;
    let Some(predicates) = filter.get("predicates") else {
        return Some(Vec::new());
    };
    predicates
        .as_array()?
        .iter()
        .map(|predicate| {
            let value = ["string_value", "stringValue"]
                .iter()
                .find_map(|name| predicate.get(name));
            Some(Condition {
                column: predicate.get("key")?.as_str()?.to_owned(),
                operation: comparison(predicate.get("operation")?),
                value: value.cloned().unwrap_or_default(),
            })
        })
        .collect()
}

/// KFP takes the name of an operation and its number.
fn comparison(operation: &Value) -> Comparison {
    match (operation.as_str(), operation.as_u64()) {
        (Some("EQUALS"), _) | (_, Some(1)) => Comparison::Equal,
        (Some("IN"), _) | (_, Some(8)) => Comparison::OneOf,
        (Some("GREATER_THAN" | "GREATER_THAN_EQUALS" | "LESS_THAN" | "LESS_THAN_EQUALS"), _)
        | (_, Some(3 | 5 | 6 | 7)) => Comparison::Order,
        _ => Comparison::Other,
    }
}

/// The order and the conditions in a page token of KFP's, which names them as its database does.
fn of_token(token: &str) -> Option<(String, Vec<Condition>)> {
    let json = base64::engine::general_purpose::STANDARD
        .decode(token)
        .ok()?;
    let token: Value = serde_json::from_slice(&json).ok()?;
    let sort = column(token.get("SortByFieldName")?.as_str()?);
    let mut conditions = Vec::new();
    for (operator, columns) in token["Filter"].as_object().into_iter().flatten() {
        let operation = match operator.as_str() {
            "FilterProto" => continue,
            "EQ" => Comparison::Equal,
            "IN" => Comparison::OneOf,
            "GT" | "GTE" | "LT" | "LTE" => Comparison::Order,
            _ => Comparison::Other,
        };
        for (name, values) in columns.as_object().into_iter().flatten() {
            let value = match values.as_array().map(Vec::as_slice) {
                Some([value]) => value.clone(),
                _ => Value::Null,
            };
            conditions.push(Condition {
                column: column(name),
                operation,
                value,
            });
        }
    }
    Some((sort, conditions))
}

/// The name of the API for a column of the database.
fn column(name: &str) -> String {
    let bare = name.rsplit('.').next().unwrap_or_default();
    match bare.to_ascii_lowercase().as_str() {
        "createdatinsec" => "created_at",
        "finishedatinsec" => "finished_at",
        "conditions" => "status",
        "storagestate" => "storage_state",
        "uuid" => "id",
        other => other,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn weight_of(path: &str, query: &str) -> Weight {
        let found = crate::access::find("GET", path).expect("a row");
        let query = Query::read(found.row, Some(query)).expect("a query");
        of(&found, &query)
    }

    fn of_runs(pairs: &[(&str, &str)]) -> Weight {
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish();
        weight_of("/apis/v2beta1/runs", &query)
    }

    fn filtered(predicates: &Value) -> Weight {
        let filter = json!({ "predicates": predicates }).to_string();
        of_runs(&[("filter", &filter)])
    }

    #[test]
    fn what_reads_a_whole_namespace_is_heavy() {
        let runs = "/apis/v2beta1/runs";
        for light in [
            "",
            "page_size=50&sort_by=created_at+desc",
            "filter=%7B%22operation%22%3A%22EQUALS%22%7D",
            "filter=%257B%257D",
        ] {
            assert_eq!(weight_of(runs, light), Weight::Light, "{light}");
        }
        for heavy in [
            "page_size=51",
            "sort_by=name",
            "sort_by=finished_at+desc",
            "sort_by=created_at_of_mine",
            "filter=no+filter",
        ] {
            assert_eq!(weight_of(runs, heavy), Weight::Heavy, "{heavy}");
        }
        assert_eq!(
            weight_of("/apis/v2beta1/experiments", "sort_by=name&page_size=50"),
            Weight::Light
        );
        assert_eq!(weight_of("/apis/v2beta1/runs/r", ""), Weight::Light);
    }

    #[test]
    fn versions_are_light_in_tens_and_kfp_gives_twenty_where_no_number_is_asked_for() {
        let versions = "/apis/v2beta1/pipelines/p/versions";
        for light in ["page_size=10", "page_size=1&sort_by=name"] {
            assert_eq!(weight_of(versions, light), Weight::Light, "{light}");
        }
        for heavy in ["", "page_size=0", "page_size=", "page_size=11"] {
            assert_eq!(weight_of(versions, heavy), Weight::Heavy, "{heavy}");
        }
    }

    #[test]
    fn filters_by_what_has_an_index_are_light() {
        for light in [
            json!([{"operation": "EQUALS", "key": "storage_state", "string_value": "AVAILABLE"}]),
            json!([{"operation": "IN", "key": "status", "string_values": {"values": ["Running"]}}]),
            json!([{"operation": 5, "key": "created_at", "timestampValue": "2026-01-01T00:00:00Z"}]),
            json!([{"operation": "IN", "key": "run_id", "string_values": {"values": ["r"]}}]),
            json!([{"operation": "EQUALS", "key": "status", "string_value": "Failed"},
                {"operation": "GREATER_THAN", "key": "finished_at", "timestamp_value": "2026-01-01T00:00:00Z"}]),
        ] {
            assert_eq!(filtered(&light), Weight::Light, "{light}");
        }
    }

    #[test]
    fn filters_that_read_row_after_row_are_heavy() {
        for heavy in [
            json!([{"operation": "IS_SUBSTRING", "key": "name", "string_value": "x"}]),
            json!([{"operation": 9, "key": "name", "stringValue": "x"}]),
            json!([{"operation": 9, "key": "created_at", "stringValue": "x"}]),
            json!([{"operation": "EQUALS", "key": "name", "string_value": "x"}]),
            json!([{"operation": "IN", "key": "state", "string_values": {"values": ["FAILED"]}}]),
            json!([{"operation": "NOT_EQUALS", "key": "status", "string_value": "Running"}]),
            json!([{"operation": "EQUALS", "key": "storage_state", "string_value": "ARCHIVED"}]),
            json!([{"operation": "GREATER_THAN", "key": "finished_at", "timestamp_value": "2026-01-01T00:00:00Z"}]),
            json!([{"operation": "EQUALS", "key": "recurring_run_id", "string_value": "j"}]),
            json!([{"operation": "EQUALS"}]),
            json!("x"),
        ] {
            assert_eq!(filtered(&heavy), Weight::Heavy, "{heavy}");
        }
        // Escaped once more, as KFP takes it.
        let escaped =
            r#"{"predicates":[{"operation":"IS%5FSUBSTRING","key":"name","string_value":"x"}]}"#;
        assert_eq!(of_runs(&[("filter", escaped)]), Weight::Heavy);
    }

    #[test]
    fn a_status_has_an_index_by_its_end_too() {
        let filter =
            r#"{"predicates":[{"operation":"EQUALS","key":"status","string_value":"Failed"}]}"#;
        let pairs = [("filter", filter), ("sort_by", "finished_at desc")];
        assert_eq!(of_runs(&pairs), Weight::Light);
    }

    #[test]
    fn further_pages_weigh_what_the_first_one_did() {
        let page = |sort: &str, filter: &Value| {
            let token = json!({"SortByFieldName": sort, "SortByFieldPrefix": "", "KeyFieldName": "UUID", "Filter": filter});
            let token = base64::engine::general_purpose::STANDARD.encode(token.to_string());
            of_runs(&[("page_token", &token)])
        };
        let available =
            json!({"FilterProto": "x", "EQ": {"StorageState": ["AVAILABLE"]}, "IN": null});
        for light in [&Value::Null, &available] {
            assert_eq!(page("CreatedAtInSec", light), Weight::Light, "{light}");
        }
        assert_eq!(page("Name", &Value::Null), Weight::Heavy);
        let searched = json!({"SUBSTRING": {"runs.Name": ["x"]}});
        let archived = json!({"EQ": {"StorageState": ["ARCHIVED"]}});
        for heavy in [&searched, &archived] {
            assert_eq!(page("CreatedAtInSec", heavy), Weight::Heavy, "{heavy}");
        }
        assert_eq!(of_runs(&[("page_token", "no token")]), Weight::Heavy);
    }
}
