//! Lists as SQL.

use rusqlite::{Connection, Row, params_from_iter};
use serde_json::Value;

use super::conditions::{Conditions, Scope};
use super::listable::Column;
use super::options::ListOptions;
use super::search::search;
use super::tags::TagFilter;
use super::token::PageToken;
use super::total::total;
use crate::kfp::error::ApiError;

/// One page of rows.
#[derive(Debug)]
pub(in crate::kfp) struct Page<T> {
    pub(in crate::kfp) rows: Vec<T>,
    /// Rows on all pages.
    pub(in crate::kfp) total: i64,
    /// Empty on the last page.
    pub(in crate::kfp) next_page_token: String,
}

/// Lists `columns` of the options' table; `read` makes a row of them.
///
/// # Errors
/// 400 for a sort that the real server cannot page by, 500 for a token of another resource.
pub(in crate::kfp) fn select<T>(
    connection: &Connection,
    options: &ListOptions,
    scope: &Scope,
    tags: &[TagFilter],
    columns: &str,
    read: impl Fn(&Row<'_>) -> Result<T, rusqlite::Error>,
) -> Result<Page<T>, ApiError> {
    let mut conditions = Conditions::of(options, scope, tags)?;
    let table = options.listable.table;
    let found = search(connection, options.listable, &conditions)?;
    if let (Some(names), Some(counts)) = (&found.names, &options.listable.counts) {
        conditions.named(counts, names);
    }
    let total = match found.total {
        Some(total) => total,
        None => total(connection, options.listable, &conditions)?,
    };
    let sort = sort_column(options)?;
    if options.listable.counts.is_some() && options.token.filter.is_some() && !conditions.are_few {
        conditions.expect(total, sort);
    }
    let sort_sql = sort.map_or("NULL", |column| column.sql);
    if let Some(column) = sort {
        conditions.start_at(column, &options.token);
    }
    let order = order_by(options, sort, &mut conditions);
    let sql = format!(
        "SELECT {columns}, {sort_sql}, uuid FROM {table}{}{order} LIMIT {}",
        conditions.sql(),
        options.page_size + 1
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let keys_at = statement.column_count() - 2;
    let mut rows = statement.query(params_from_iter(conditions.values()))?;
    let page_size = usize::try_from(options.page_size).unwrap_or_default();
    let mut page = Page {
        rows: Vec::new(),
        total,
        next_page_token: String::new(),
    };
    while let Some(row) = rows.next()? {
        if page.rows.len() == page_size {
            page.next_page_token = next_token(options, sort, row, keys_at)?;
            break;
        }
        page.rows.push(read(row)?);
    }
    Ok(page)
}

/// The order of a list, which is total by its rows' ids; none for a token that names no column.
fn order_by(options: &ListOptions, sort: Option<&Column>, conditions: &mut Conditions) -> String {
    let direction = if options.token.is_descending {
        "DESC"
    } else {
        "ASC"
    };
    // A plus keeps SQLite from going through all rows in the order of an index.
    let sign = if conditions.are_few { "+" } else { "" };
    match sort {
        Some(column) if column.sql == "uuid" => format!(" ORDER BY {sign}uuid {direction}"),
        Some(column) => {
            format!(
                " ORDER BY {sign}{} {direction}, uuid {direction}",
                column.sql
            )
        }
        // What has no such metric comes first, as the real database has it.
        None if options.by_metric => {
            let metric = options.token.sort_column.clone();
            conditions.order_values.push(metric.into());
            format!(
                " ORDER BY (SELECT max(value) FROM run_metrics WHERE run_uuid = {}.uuid AND name = ?) {direction}, \
                 uuid {direction}",
                options.listable.table
            )
        }
        None => String::new(),
    }
}

/// The column to sort by; none for a token that names none.
fn sort_column(options: &ListOptions) -> Result<Option<&'static Column>, ApiError> {
    let token = &options.token;
    if token.sort_column.is_empty() || options.by_metric {
        return Ok(None);
    }
    let qualified = format!("{}{}", token.sort_prefix, token.sort_column);
    let foreign = !token.sort_prefix.is_empty() && token.sort_prefix != options.listable.prefix();
    match options.listable.column(&qualified) {
        Some(column) if !foreign => Ok(Some(column)),
        _ => Err(unknown_column(options, &qualified)),
    }
}

/// What the database of the real server says of a column it does not know.
pub(super) fn unknown_column(options: &ListOptions, qualified: &str) -> ApiError {
    let error = format!("Error 1054 (42S22): Unknown column '{qualified}' in 'WHERE'");
    let what = match options.listable.type_name {
        "Run" => "Failed to list runs",
        "Experiment" => "Failed to list experiments",
        "Pipeline" => "Failed to list pipelines",
        "Job" => "Failed to list jobs",
        "Task" => "Failed to list tasks",
        _ => "Failed to list pipeline versions",
    };
    ApiError::internal(format!("{what}: {error}: {error}"))
}

fn next_token(
    options: &ListOptions,
    sort: Option<&Column>,
    row: &Row<'_>,
    keys_at: usize,
) -> Result<String, ApiError> {
    let Some(column) = sort.filter(|column| column.has_next_page) else {
        return Err(ApiError::invalid(format!(
            "cannot sort by field \"{}\" on type \"{}\"",
            options.token.sort_column, options.listable.type_name
        )));
    };
    let sort_value = if column.is_integer {
        Value::from(row.get::<_, i64>(keys_at)?)
    } else {
        Value::from(row.get::<_, String>(keys_at)?)
    };
    let key_value = Value::from(row.get::<_, String>(keys_at + 1)?);
    Ok(PageToken {
        sort_value,
        key_value,
        ..options.token.clone()
    }
    .encode())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::config::Storage;
    use crate::kfp::list::{ListRequest, RUNS};
    use crate::storage::Database;

    /// How SQLite goes about a statement.
    fn plan(connection: &Connection, sql: &str, conditions: &Conditions) -> String {
        let mut statement = connection
            .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
            .unwrap();
        let rows = statement
            .query_map(params_from_iter(conditions.values()), |row| {
                row.get::<_, String>(3)
            })
            .unwrap();
        rows.collect::<Result<Vec<_>, _>>().unwrap().join("; ")
    }

    #[test]
    fn the_lists_that_pages_show_are_read_from_indexes() {
        let database = Database::open(&Storage::Memory).unwrap();
        database
            .read_now(|connection| {
                for (narrowed_by, column) in [
                    (&["namespace"][..] as &[&'static str], "created_at"),
                    (&["experiment_uuid"], "created_at"),
                    (&["namespace"], "name"),
                    (&["namespace"], "finished_at"),
                    (&["namespace", "state"], "created_at"),
                    (&["namespace", "state"], "name"),
                    (&["namespace", "storage_state"], "created_at"),
                    (&["namespace", "storage_state"], "name"),
                    (&["namespace", "storage_state", "state"], "created_at"),
                    (&["namespace", "conditions"], "finished_at"),
                    (&["experiment_uuid", "storage_state"], "created_at"),
                ] {
                    let request = ListRequest {
                        page_token: String::new(),
                        page_size: 20,
                        sort_by: format!("{column} desc"),
                        filter: String::new(),
                    };
                    let mut options = ListOptions::check(&RUNS, &request).unwrap();
                    options.token.sort_value = "x".into();
                    options.token.key_value = "x".into();
                    let mut conditions = Conditions::default();
                    for narrowing in narrowed_by {
                        let sql = format!("{narrowing} = ?");
                        conditions.add(narrowing, &sql, ["x".to_owned().into()]);
                    }
                    let column = sort_column(&options).unwrap().unwrap();
                    conditions.start_at(column, &options.token);
                    let sql = format!(
                        "SELECT workflow_name FROM runs{} ORDER BY {} DESC, uuid DESC LIMIT 21",
                        conditions.sql(),
                        column.sql
                    );
                    let listed = plan(connection, &sql, &conditions);
                    assert!(listed.contains("SEARCH runs USING INDEX"), "{listed}");
                    assert!(!listed.contains("TEMP B-TREE"), "{listed}");
                }
                Ok::<_, rusqlite::Error>(())
            })
            .unwrap();
    }

    /// How SQLite goes about a list of so many runs.
    fn listed(scope: &'static str, predicate: &Value, sort_by: &str, total: i64) -> String {
        let filter = json!({"predicates": [predicate]}).to_string();
        let request = ListRequest {
            page_token: String::new(),
            page_size: 20,
            sort_by: sort_by.to_owned(),
            filter: form_urlencoded::byte_serialize(filter.as_bytes()).collect(),
        };
        let options = ListOptions::check(&RUNS, &request).unwrap();
        let scope = Scope::Is(scope, "x".to_owned());
        let mut conditions = Conditions::of(&options, &scope, &[]).unwrap();
        let sort = sort_column(&options).unwrap();
        conditions.expect(total, sort);
        let order = order_by(&options, sort, &mut conditions);
        let sql = format!(
            "SELECT workflow_name FROM runs{}{order} LIMIT 21",
            conditions.sql()
        );
        let database = Database::open(&Storage::Memory).unwrap();
        let planned = database
            .read_now(|connection| Ok::<_, rusqlite::Error>(plan(connection, &sql, &conditions)));
        planned.unwrap()
    }

    #[test]
    fn many_rows_are_met_in_their_order_and_few_are_found_first() {
        let since = json!({"key": "created_at", "operation": "GREATER_THAN", "long_value": "1"});
        let running = json!({"key": "state", "operation": "EQUALS", "string_value": "RUNNING"});
        for sort_by in ["finished_at desc", "name", "scheduled_at desc"] {
            for common in [&since, &running] {
                let many = listed("namespace", common, sort_by, 900_000);
                assert!(!many.contains("TEMP B-TREE"), "{sort_by}: {many}");
            }
            let few = listed("namespace", &since, sort_by, 10);
            assert!(
                few.contains("(namespace=? AND created_at>?)"),
                "{sort_by}: {few}"
            );
            let rare = listed("namespace", &running, sort_by, 10);
            assert!(
                rare.contains("(namespace=? AND state=?)"),
                "{sort_by}: {rare}"
            );
        }
    }

    #[test]
    fn every_order_with_a_next_page_is_that_of_an_index() {
        let since = json!({"key": "created_at", "operation": "GREATER_THAN", "long_value": "1"});
        let running = json!({"key": "state", "operation": "EQUALS", "string_value": "RUNNING"});
        // The text of workflows is left out: nobody puts runs in its order.
        let orders = RUNS.keys.iter().filter(|(key, column)| {
            *key != "runtime_details" && RUNS.column(column).is_some_and(|of| of.has_next_page)
        });
        for (sort_by, _) in orders {
            for scope in ["namespace", "experiment_uuid"] {
                // Within an experiment all runs have one namespace.
                if (scope, *sort_by) == ("experiment_uuid", "namespace") {
                    continue;
                }
                for common in [&since, &running] {
                    let many = listed(scope, common, &format!("{sort_by} desc"), 900_000);
                    assert!(
                        !many.contains("TEMP B-TREE"),
                        "{scope} by {sort_by}: {many}"
                    );
                }
            }
        }
    }
}
