//! What narrows a list, as SQL.

use std::ops::Range;

use rusqlite::types::Value as Sql;
use serde_json::Value;

use super::filter::{Operand, Operation, Predicate};
use super::listable::{Column, Counts};
use super::options::ListOptions;
use super::select::unknown_column;
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

/// Something that must hold of a row.
#[derive(Debug)]
pub(super) struct Condition {
    /// The column that it is about.
    pub(super) column: &'static str,
    pub(super) sql: String,
    pub(super) values: Vec<Sql>,
    /// The numbers that pass, if it compares one.
    pub(super) range: Option<Range<i64>>,
    /// What its text is like, if it asks for a part.
    pub(super) like: Option<String>,
}

/// What must hold of every row of a list.
#[derive(Debug, Default)]
pub(super) struct Conditions {
    pub(super) all: Vec<Condition>,
    /// Whether rows are to be found first and put in order then, as they are few.
    pub(super) are_few: bool,
    /// Values of the order that follows them.
    pub(super) order_values: Vec<Sql>,
}

/// The `WHERE` of a statement; nothing for no conditions.
pub(super) fn where_sql<'a>(conditions: impl IntoIterator<Item = &'a str>) -> String {
    let conditions: Vec<&str> = conditions.into_iter().collect();
    if conditions.is_empty() {
        String::new()
    } else {
        format!(" WHERE {}", conditions.join(" AND "))
    }
}

impl Conditions {
    /// What narrows a list: its scope, the tags asked for, the filter.
    pub(super) fn of(
        options: &ListOptions,
        scope: &Scope,
        tags: &[TagFilter],
    ) -> Result<Self, ApiError> {
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

    pub(super) fn add(
        &mut self,
        column: &'static str,
        sql: &str,
        values: impl IntoIterator<Item = Sql>,
    ) {
        self.all.push(Condition {
            column,
            sql: sql.to_owned(),
            values: values.into_iter().collect(),
            range: None,
            like: None,
        });
    }

    /// Only rows with one of these names, by which they are to be found. A plus keeps SQLite from finding them by an
    /// index on something else.
    pub(super) fn named(&mut self, counts: &Counts, names: &[String]) {
        let is_kind = |one: &&mut Condition| counts.has(one.column);
        for condition in self.all.iter_mut().filter(|one| !is_kind(one)) {
            condition.sql.insert(0, '+');
        }
        let column = counts.named;
        let names = Value::from(names).to_string();
        let sql = format!("{column} IN (SELECT value FROM json_each(?))");
        self.add(column, &sql, [names.into()]);
        self.are_few = true;
    }

    /// Says how many rows there are. Few are found first and put in order then; of many the first are soon met in the
    /// order itself, whatever span of another column they are in.
    pub(super) fn expect(&mut self, total: i64, sort: Option<&Column>) {
        /// Of a million rows one in a thousand.
        const FEW: i64 = 1_000;
        if total <= FEW {
            self.are_few = true;
            return;
        }
        let Some(sort) = sort else { return };
        let elsewhere = |one: &&mut Condition| one.range.is_some() && one.column != sort.sql;
        for condition in self.all.iter_mut().filter(elsewhere) {
            condition.sql.insert(0, '+');
        }
    }

    pub(super) fn sql(&self) -> String {
        where_sql(self.all.iter().map(|one| one.sql.as_str()))
    }

    /// The values for the places of the conditions and of the order.
    pub(super) fn values(&self) -> impl Iterator<Item = &Sql> {
        let values = self.all.iter().flat_map(|one| &one.values);
        values.chain(&self.order_values)
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
                let like = format!("%{text}%");
                // The databases of a real server take a backslash for the escape without being told, and so does ours.
                self.all.push(Condition {
                    column: column.sql,
                    sql: format!("{} LIKE ?", column.sql),
                    values: vec![like.clone().into()],
                    range: None,
                    like: Some(like),
                });
                return Ok(());
            }
        };
        let (sql, value) = match &predicate.operand {
            Operand::Text(text) => comparable(column, &Value::from(text.clone())),
            Operand::Integer(number) => comparable(column, &Value::from(*number)),
            Operand::Double(number) => comparable(column, &Value::from(*number)),
            _ => (column.sql.to_owned(), Sql::Null),
        };
        let range = passing(predicate.operation, &value).filter(|_| column.is_integer);
        self.all.push(Condition {
            column: column.sql,
            sql: format!("{sql} {operator} ?"),
            values: vec![value],
            range,
            like: None,
        });
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
    pub(super) fn start_at(&mut self, column: &Column, token: &PageToken) {
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
        let plus = if self.are_few { "+" } else { "" };
        // Compared as one value, so that the index on both columns serves.
        self.add(
            column.sql,
            &format!("({plus}{sql}, uuid) {sign}= (?, ?)"),
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

/// The whole numbers that pass a comparison with one.
fn passing(operation: Operation, with: &Sql) -> Option<Range<i64>> {
    /// Beyond these a double is not a whole number more or less.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let (below, is_whole) = match with {
        Sql::Integer(number) => (*number, true),
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a whole number of less than 54 bits"
        )]
        Sql::Real(number) if number.abs() < EXACT => (number.floor() as i64, number.fract() == 0.0),
        _ => return None,
    };
    let above = below.checked_add(1)?;
    let from = if is_whole { below } else { above };
    match operation {
        Operation::Equals => Some(from..above),
        Operation::GreaterThan => Some(above..i64::MAX),
        Operation::GreaterThanEquals => Some(from..i64::MAX),
        Operation::LessThan => Some(i64::MIN..from),
        Operation::LessThanEquals => Some(i64::MIN..above),
        Operation::NotEquals | Operation::In | Operation::IsSubstring => None,
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
