//! Lists as SQL.

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, Row, params_from_iter};
use serde_json::Value;

use super::filter::{Operand, Operation, Predicate};
use super::listable::{Column, Counts, Listable};
use super::options::ListOptions;
use super::tags::TagFilter;
use super::token::PageToken;
use crate::kfp::error::ApiError;

/// Which rows a call may see at all.
#[derive(Clone, Debug)]
pub(in crate::kfp) enum Scope {
    All,
    /// Rows whose column, one of ours, holds the value.
    Is(&'static str, String),
}

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
    let total = connection
        .prepare_cached(&conditions.count(options.listable))?
        .query_row(params_from_iter(&conditions.values), |row| row.get(0))?;

    let sort = sort_column(options)?;
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
    let mut rows = statement.query(params_from_iter(&conditions.values))?;
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
    match sort {
        Some(column) if column.sql == "uuid" => format!(" ORDER BY uuid {direction}"),
        Some(column) => format!(" ORDER BY {} {direction}, uuid {direction}", column.sql),
        // What has no such metric comes first, as the real database has it.
        None if options.by_metric => {
            let metric = options.token.sort_column.clone();
            conditions.values.push(metric.into());
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
fn unknown_column(options: &ListOptions, qualified: &str) -> ApiError {
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

#[derive(Default)]
struct Conditions {
    sql: Vec<String>,
    /// The columns that they are about.
    columns: Vec<&'static str>,
    values: Vec<Sql>,
}

impl Conditions {
    /// What narrows a list: its scope, the tags asked for, the filter.
    fn of(options: &ListOptions, scope: &Scope, tags: &[TagFilter]) -> Result<Self, ApiError> {
        let mut conditions = Self::default();
        if let Scope::Is(column, value) = scope {
            conditions.add(column, &format!("{column} = ?"), [value.clone().into()]);
        }
        for tag in tags {
            conditions.add(
                "uuid",
                "uuid IN (SELECT uuid FROM tags WHERE key = ? AND value = ?)",
                [tag.key.clone().into(), tag.value.clone().into()],
            );
        }
        let filter = options.token.filter.iter();
        for predicate in filter.flat_map(|filter| &filter.predicates) {
            conditions.predicate(options, predicate)?;
        }
        Ok(conditions)
    }

    fn add(&mut self, column: &'static str, sql: &str, values: impl IntoIterator<Item = Sql>) {
        self.columns.push(column);
        self.sql.push(sql.to_owned());
        self.values.extend(values);
    }

    fn sql(&self) -> String {
        if self.sql.is_empty() {
            String::new()
        } else {
            format!(" WHERE {}", self.sql.join(" AND "))
        }
    }

    /// How many rows there are: from where that is kept, if it is kept by the columns that count here.
    fn count(&self, listable: &Listable) -> String {
        let conditions = self.sql();
        match &listable.counts {
            Some(counts)
                if self
                    .columns
                    .iter()
                    .all(|column| counts.columns.contains(column)) =>
            {
                let Counts { table, number, .. } = counts;
                format!("SELECT coalesce(sum({number}), 0) FROM {table}{conditions}")
            }
            _ => format!("SELECT count(*) FROM {}{conditions}", listable.table),
        }
    }

    fn predicate(&mut self, options: &ListOptions, predicate: &Predicate) -> Result<(), ApiError> {
        let Some(column) = options.listable.column(&predicate.column) else {
            return Err(unknown_column(options, &predicate.column));
        };
        let operator = match predicate.operation {
            Operation::Equals => "=",
            Operation::NotEquals => "<>",
            Operation::GreaterThan => ">",
            Operation::GreaterThanEquals => ">=",
            Operation::LessThan => "<",
            Operation::LessThanEquals => "<=",
            Operation::In => {
                self.one_of(column, &predicate.operand);
                return Ok(());
            }
            Operation::IsSubstring => {
                let text = match &predicate.operand {
                    Operand::Text(text) => text.clone(),
                    Operand::Double(number) => number.to_string(),
                    _ => String::new(),
                };
                // The databases of a real server take a backslash for the escape without being told.
                self.add(
                    column.sql,
                    &format!("{} LIKE ? ESCAPE '\\'", column.sql),
                    [format!("%{text}%").into()],
                );
                return Ok(());
            }
        };
        let (sql, value) = match &predicate.operand {
            Operand::Text(text) => comparable(column, &Value::from(text.clone())),
            Operand::Integer(number) => comparable(column, &Value::from(*number)),
            Operand::Double(number) => comparable(column, &Value::from(*number)),
            _ => (column.sql.to_owned(), Sql::Null),
        };
        self.add(column.sql, &format!("{sql} {operator} ?"), [value]);
        Ok(())
    }

    fn one_of(&mut self, column: &Column, operand: &Operand) {
        let values: Vec<Value> = match operand {
            Operand::Texts(texts) => texts.iter().cloned().map(Value::from).collect(),
            Operand::Integers(numbers) => numbers.iter().copied().map(Value::from).collect(),
            Operand::Untyped(values) => values.clone(),
            _ => Vec::new(),
        };
        let mut alternatives = Vec::new();
        let mut bound = Vec::new();
        for value in &values {
            let (sql, value) = comparable(column, value);
            alternatives.push(format!("{sql} = ?"));
            bound.push(value);
        }
        // No value: nothing matches.
        let sql = if alternatives.is_empty() {
            "0".to_owned()
        } else {
            alternatives.join(" OR ")
        };
        self.add(column.sql, &format!("({sql})"), bound);
    }

    /// Rows from the token's row on, in the token's order.
    fn start_at(&mut self, column: &Column, token: &PageToken) {
        if token.sort_value.is_null() || token.key_value.is_null() {
            return;
        }
        let (sql, value) = comparable(column, &token.sort_value);
        let key: Sql = token
            .key_value
            .as_str()
            .unwrap_or_default()
            .to_owned()
            .into();
        let sign = if token.is_descending { '<' } else { '>' };
        // Compared as one value, so that the index on both columns serves.
        self.add(
            column.sql,
            &format!("({sql}, uuid) {sign}= (?, ?)"),
            [value, key],
        );
    }
}

/// A column and a value in a form in which SQLite compares them as MariaDB would: text that meets a number is taken
/// for the number it starts with.
fn comparable(column: &Column, value: &Value) -> (String, Sql) {
    match (column.is_integer, value) {
        (true, Value::String(text)) => (column.sql.to_owned(), Sql::Real(leading_number(text))),
        (true, value) => (column.sql.to_owned(), number(value)),
        (false, Value::String(text)) => (column.sql.to_owned(), Sql::Text(text.clone())),
        (false, value) => (format!("CAST({} AS REAL)", column.sql), number(value)),
    }
}

fn number(value: &Value) -> Sql {
    match value.as_i64() {
        Some(number) => Sql::Integer(number),
        None => Sql::Real(value.as_f64().unwrap_or_default()),
    }
}

fn leading_number(text: &str) -> f64 {
    let text = text.trim_start();
    let end = text
        .char_indices()
        .find(|(index, character)| {
            !(character.is_ascii_digit() || *character == '.' || (*index == 0 && *character == '-'))
        })
        .map_or(text.len(), |(index, _)| index);
    text[..end].parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Storage;
    use crate::kfp::list::{ListRequest, RUNS};
    use crate::storage::Database;

    /// How SQLite goes about a statement.
    fn plan(connection: &Connection, sql: &str, values: &[Sql]) -> String {
        let mut statement = connection
            .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
            .unwrap();
        let rows = statement
            .query_map(params_from_iter(values), |row| row.get::<_, String>(3))
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
                    let counted = plan(connection, &conditions.count(&RUNS), &conditions.values);
                    assert!(counted.contains("SEARCH run_counts USING"), "{counted}");
                    let column = sort_column(&options).unwrap().unwrap();
                    conditions.start_at(column, &options.token);
                    let sql = format!(
                        "SELECT workflow_name FROM runs{} ORDER BY {} DESC, uuid DESC LIMIT 21",
                        conditions.sql(),
                        column.sql
                    );
                    let listed = plan(connection, &sql, &conditions.values);
                    assert!(listed.contains("SEARCH runs USING INDEX"), "{listed}");
                    assert!(!listed.contains("TEMP B-TREE"), "{listed}");
                }
                Ok::<_, rusqlite::Error>(())
            })
            .unwrap();
    }
}
