//! What is searched for, in SQL.

use console_api::overview::GroupKind;
use rusqlite::types::Value;
use rusqlite::{Connection, Result, Row as SqlRow, params_from_iter};

use super::answer::Who;
use super::row::ended_words;
use super::rows::COLUMNS;
use super::search::Search;
use super::store::Scope;
use super::took::number;

/// A condition in SQL, to be met beside others, and its values.
#[derive(Debug, Default)]
pub(super) struct Condition {
    text: String,
    values: Vec<Value>,
}

impl Condition {
    /// All but the times, by which runs are walked through.
    pub(super) fn of(who: Who, search: &Search) -> Self {
        let mut all = Self::default();
        all.one_of("pipeline", &search.pipelines);
        all.one_of("version", &search.versions);
        all.one_of("experiment", &search.experiments);
        all.one_of("recurring", &search.recurring_runs);
        all.one_of("state", &search.states);
        if let Some(is_archived) = search.is_archived {
            all.and("archived = ?", [Value::from(is_archived)]);
        }
        if let Some(name) = &search.name {
            all.and("name LIKE ? ESCAPE '\\'", [contains(name)]);
        }
        if let Some(part) = &search.names {
            all.names(who, part);
        }
        if let Some((name, value)) = &search.parameter {
            all.parameter(name, value.as_deref());
        }
        if search.longer_ms.is_some() || search.shorter_ms.is_some() {
            all.duration(search.longer_ms, search.shorter_ms);
        }
        all
    }

    fn and(&mut self, text: &str, values: impl IntoIterator<Item = Value>) {
        self.text.push_str(" AND ");
        self.text.push_str(text);
        self.values.extend(values);
    }

    fn one_of(&mut self, column: &str, ids: &[String]) {
        if !ids.is_empty() {
            let marks = vec!["?"; ids.len()].join(",");
            let values = ids.iter().cloned().map(Value::Text);
            self.and(&format!("{column} IN ({marks})"), values);
        }
    }

    /// A name that the user may not read finds nothing either. Those of shared pipelines everybody may read.
    fn names(&mut self, who: Who, part: &str) {
        const SHARED: &str = "SELECT s.id FROM scopes AS s
            WHERE s.namespace = '' AND s.decides_by = (SELECT o.decides_by FROM scopes AS o WHERE o.id = ?1)";
        let mut text = "(name LIKE ? ESCAPE '\\'".to_owned();
        let mut values = vec![contains(part)];
        for (kind, column, scopes, may_read) in [
            (
                GroupKind::Pipelines,
                "pipeline",
                "?1",
                who.reads(GroupKind::Pipelines),
            ),
            (GroupKind::Pipelines, "pipeline", SHARED, true),
            (
                GroupKind::Experiments,
                "experiment",
                "?1",
                who.reads(GroupKind::Experiments),
            ),
            (
                GroupKind::RecurringRuns,
                "recurring",
                "?1",
                who.reads(GroupKind::RecurringRuns),
            ),
        ] {
            if may_read {
                text.extend([
                    " OR ",
                    column,
                    " IN (SELECT n.id FROM names AS n WHERE n.scope IN (",
                    scopes,
                    ") AND n.kind = ? AND n.name LIKE ? ESCAPE '\\')",
                ]);
                values.extend([Value::Integer(number(kind)), contains(part)]);
            }
        }
        text.push(')');
        self.and(&text, values);
    }

    fn parameter(&mut self, name: &str, value: Option<&str>) {
        // What SQLite cannot read, nested too deeply, would end the whole search.
        let mut text = "EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(runs.parameters) THEN runs.parameters END) AS p \
             WHERE p.key = ?"
            .to_owned();
        let mut values = vec![Value::Text(name.to_owned())];
        if let Some(value) = value {
            text.push_str(
                " AND CASE p.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' WHEN 'null' THEN 'null' \
                 ELSE CAST(p.value AS TEXT) END = ?",
            );
            values.push(Value::Text(value.to_owned()));
        }
        text.push(')');
        self.and(&text, values);
    }

    fn duration(&mut self, longer: Option<i64>, shorter: Option<i64>) {
        let words = ended_words();
        self.and(&format!("finished IS NOT NULL AND state IN ({words})"), []);
        if let Some(longer) = longer {
            self.and("max(finished - created, 0) >= ?", [Value::Integer(longer)]);
        }
        if let Some(shorter) = shorter {
            self.and("max(finished - created, 0) <= ?", [Value::Integer(shorter)]);
        }
    }

    /// Goes through the runs of a span that meet it, the newest first, and counts them.
    pub(super) fn find(
        &self,
        db: &Connection,
        scope: Scope,
        ((from, from_run), (before, before_run)): (&(i64, String), &(i64, String)),
        mut see: impl FnMut(&SqlRow<'_>) -> Result<()>,
    ) -> Result<u64> {
        let text = format!(
            "SELECT {COLUMNS} FROM runs INDEXED BY runs_by_time WHERE scope = ?1
                AND (created, run_id) >= (?2, ?3) AND (created, run_id) < (?4, ?5){}
             ORDER BY created DESC, run_id DESC",
            self.text
        );
        let span = [
            Value::Integer(scope),
            Value::Integer(*from),
            Value::Text(from_run.clone()),
            Value::Integer(*before),
            Value::Text(before_run.clone()),
        ];
        let mut statement = db.prepare_cached(&text)?;
        let mut rows = statement.query(params_from_iter(span.iter().chain(&self.values)))?;
        let mut matches = 0;
        while let Some(row) = rows.next()? {
            matches += 1;
            see(row)?;
        }
        Ok(matches)
    }
}

/// A pattern for what contains this; in it nothing has a meaning of its own.
fn contains(part: &str) -> Value {
    let mut pattern = String::with_capacity(part.len() + 2);
    pattern.push('%');
    for c in part.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    Value::Text(pattern)
}
