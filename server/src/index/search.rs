//! Finding runs.

use console_api::overview::{Found, GroupKind};
use rusqlite::types::Value;
use rusqlite::{Connection, Result, params_from_iter};

use super::answer::{Names, Who, extent};
use super::row::{Row, unfinished_words};
use super::rows::{COLUMNS, read};
use super::store::{Scope, Store, count};
use super::took::number;
use super::{Index, Key};

/// What is searched for; all of it must be met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Search {
    /// One of these; any if empty. So with the next four.
    pub(crate) pipelines: Vec<String>,
    pub(crate) versions: Vec<String>,
    pub(crate) experiments: Vec<String>,
    pub(crate) recurring_runs: Vec<String>,
    pub(crate) states: Vec<String>,
    pub(crate) is_archived: Option<bool>,
    /// Part of the name.
    pub(crate) name: Option<String>,
    /// Part of the name of the run, or of anything it belongs to.
    pub(crate) names: Option<String>,
    /// A parameter, and its value if it matters.
    pub(crate) parameter: Option<(String, Option<String>)>,
    pub(crate) longer_ms: Option<i64>,
    pub(crate) shorter_ms: Option<i64>,
    pub(crate) since_ms: Option<i64>,
    pub(crate) before_ms: Option<i64>,
    pub(crate) limit: usize,
    /// The run after which to go on.
    pub(crate) after: Option<(i64, String)>,
}

impl Index {
    /// Runs that are searched for, the newest first.
    pub(crate) async fn search(&self, key: &Key, who: Who, search: Search) -> Found {
        let found = self.with(key, move |store, scope| {
            Some(find(store, scope, who, &search))
        });
        found.await.unwrap_or_else(|| Found {
            extent: console_api::overview::Extent::default(),
            matches: 0,
            runs: Vec::new(),
            next: None,
        })
    }
}

pub(super) fn find(store: &mut Store, scope: Scope, who: Who, search: &Search) -> Found {
    let wanted = Condition::of(scope, who, search);
    let matches = store.ask(|db| wanted.count(db));
    let wanted = wanted.after(search.after.as_ref());
    let mut rows = store.ask(|db| wanted.rows(db, search.limit + 1));
    let goes_on = rows.len() > search.limit;
    rows.truncate(search.limit);
    let last = rows.last().filter(|_| goes_on);
    let names = Names::read(store, scope);
    Found {
        extent: extent(&store.known(scope)),
        matches,
        next: last.map(|row| format!("{}.{}", row.created, row.run_id)),
        runs: rows.iter().map(|row| names.line(who, row)).collect(),
    }
}

/// A condition in SQL, and its values.
struct Condition {
    text: String,
    values: Vec<Value>,
}

impl Condition {
    fn of(scope: Scope, who: Who, search: &Search) -> Self {
        let mut all = Self {
            text: "scope = ?".to_owned(),
            values: vec![Value::Integer(scope)],
        };
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
        if let Some(since) = search.since_ms {
            all.and("created >= ?", [Value::Integer(since)]);
        }
        if let Some(before) = search.before_ms {
            all.and("created < ?", [Value::Integer(before)]);
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

    /// A name that the user may not read finds nothing either.
    fn names(&mut self, who: Who, part: &str) {
        let mut text = "(name LIKE ? ESCAPE '\\'".to_owned();
        let mut values = vec![contains(part)];
        for (kind, column) in [
            (GroupKind::Pipelines, "pipeline"),
            (GroupKind::Experiments, "experiment"),
            (GroupKind::RecurringRuns, "recurring"),
        ] {
            if who.reads(kind) {
                text.push_str(" OR ");
                text.push_str(column);
                text.push_str(
                    " IN (SELECT n.id FROM names AS n WHERE n.scope = runs.scope AND n.kind = ? AND n.name LIKE ? ESCAPE '\\')",
                );
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
        let words = unfinished_words();
        self.and(
            &format!("finished IS NOT NULL AND state NOT IN ({words})"),
            [],
        );
        if let Some(longer) = longer {
            self.and("max(finished - created, 0) >= ?", [Value::Integer(longer)]);
        }
        if let Some(shorter) = shorter {
            self.and("max(finished - created, 0) <= ?", [Value::Integer(shorter)]);
        }
    }

    fn after(mut self, after: Option<&(i64, String)>) -> Self {
        if let Some((created, run)) = after {
            let values = [Value::Integer(*created), Value::Text(run.clone())];
            self.and("(created, run_id) < (?, ?)", values);
        }
        self
    }

    fn count(&self, db: &Connection) -> Result<u64> {
        let text = format!("SELECT count(*) FROM runs WHERE {}", self.text);
        let values = params_from_iter(&self.values);
        db.query_row(&text, values, |row| Ok(count(row.get(0)?)))
    }

    fn rows(&self, db: &Connection, most: usize) -> Result<Vec<Row>> {
        let text = format!(
            "SELECT {COLUMNS} FROM runs WHERE {} ORDER BY created DESC, run_id DESC LIMIT {most}",
            self.text
        );
        let mut statement = db.prepare(&text)?;
        let rows = statement.query_map(params_from_iter(&self.values), read)?;
        rows.collect()
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
