//! Recorded texts hold placeholders for what differs from run to run: they are bound when they first occur in an
//! answer and put in where a later request names them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;

static UNIQUE: AtomicU32 = AtomicU32::new(1);

/// What placeholders stand for.
#[derive(Clone, Debug, Default)]
pub struct Bindings {
    values: BTreeMap<String, String>,
}

/// A piece of a recorded text.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Literal(&'a str),
    /// With its angle brackets.
    Placeholder(&'a str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut literal_end = 0;
    while let Some(open) = rest[literal_end..].find('<').map(|at| at + literal_end) {
        let body = &rest[open + 1..];
        let starts = body.starts_with(|first: char| first.is_ascii_lowercase())
            || body.starts_with("5 random>");
        let close = body
            .find(['<', '>'])
            .filter(|close| body[*close..].starts_with('>'));
        match close {
            // An address in angle brackets, as texts of people hold them, is none.
            Some(close) if starts && !body.starts_with("nil>") && !body.starts_with("https://") => {
                if open > 0 {
                    pieces.push(Piece::Literal(&rest[..open]));
                }
                pieces.push(Piece::Placeholder(&rest[open..open + close + 2]));
                rest = &rest[open + close + 2..];
                literal_end = 0;
            }
            _ => literal_end = open + 1,
        }
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest));
    }
    pieces
}

/// Whether a placeholder stands for something else each time: times, cut text, stacks.
fn is_loose(name: &str) -> bool {
    [
        "<epoch>",
        "<time",
        "<cut",
        "<stack",
        "<page-token",
        "<date",
        "<n>",
        "<resource-version",
        "<5 random>",
        "<hash>",
    ]
    .iter()
    .any(|prefix| name.starts_with(prefix))
}

impl Bindings {
    pub fn bind(&mut self, name: &str, value: impl Into<String>) {
        self.values.insert(format!("<{name}>"), value.into());
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(&format!("<{name}>")).map(String::as_str)
    }

    /// The text of a request with its placeholders put in; the error names one that nothing is known of.
    pub fn fill(&self, text: &str) -> Result<String, String> {
        pieces(text)
            .iter()
            .map(|piece| match piece {
                Piece::Literal(text) => Ok((*text).to_owned()),
                Piece::Placeholder(name) => {
                    if *name == "<epoch>" {
                        // The time when it was sent, to make a name unique.
                        return Ok(UNIQUE.fetch_add(1, Ordering::Relaxed).to_string());
                    }
                    let upper = name
                        .strip_suffix(" in upper case>")
                        .map(|name| format!("{name}>"));
                    match upper {
                        Some(name) => self.values.get(&name).map(|value| value.to_uppercase()),
                        None => self.values.get(*name).cloned(),
                    }
                    .ok_or_else(|| (*name).to_owned())
                }
            })
            .collect()
    }

    /// [`Self::fill`] in every text of a document.
    pub fn fill_value(&self, value: &Value) -> Result<Value, String> {
        Ok(match value {
            Value::String(text) => Value::String(self.fill(text)?),
            Value::Array(items) => Value::Array(
                items
                    .iter()
                    .map(|item| self.fill_value(item))
                    .collect::<Result<_, _>>()?,
            ),
            Value::Object(members) => Value::Object(
                members
                    .iter()
                    .map(|(key, value)| Ok((key.clone(), self.fill_value(value)?)))
                    .collect::<Result<_, String>>()?,
            ),
            other => other.clone(),
        })
    }

    /// Compares an answer with the recorded one and binds what is new.
    pub fn compare(&mut self, recorded: &Value, actual: &Value, at: &str) -> Result<(), String> {
        match (recorded, actual) {
            (Value::String(text), _) if text.starts_with("<cut") => Ok(()),
            (Value::String(recorded), Value::String(actual)) => {
                self.compare_text(recorded, actual, at)
            }
            (Value::Array(recorded), Value::Array(actual)) => {
                self.compare_lists(recorded, actual, at)
            }
            (Value::Object(recorded), Value::Object(actual)) => {
                for key in actual.keys().filter(|key| *key != "managedFields") {
                    if !recorded.contains_key(key) {
                        return Err(format!("{at}: has `{key}`, which was not recorded"));
                    }
                }
                for (key, value) in recorded.iter().filter(|(key, _)| *key != "managedFields") {
                    let found = actual
                        .get(key)
                        .ok_or_else(|| format!("{at}: lacks `{key}`"))?;
                    self.compare(value, found, &format!("{at}.{key}"))?;
                }
                Ok(())
            }
            _ if recorded == actual => Ok(()),
            _ => Err(format!("{at}: recorded {recorded}, got {actual}")),
        }
    }

    /// Lists compare in order, else as sets: rows that sort alike stand in the order of their random ids.
    fn compare_lists(
        &mut self,
        recorded: &[Value],
        actual: &[Value],
        at: &str,
    ) -> Result<(), String> {
        if recorded.len() != actual.len() {
            return Err(format!(
                "{at}: recorded {} items, got {}",
                recorded.len(),
                actual.len()
            ));
        }
        let mut in_order = self.clone();
        let compared =
            recorded
                .iter()
                .zip(actual)
                .enumerate()
                .try_for_each(|(index, (recorded, actual))| {
                    in_order.compare(recorded, actual, &format!("{at}[{index}]"))
                });
        let Err(first) = compared else {
            *self = in_order;
            return Ok(());
        };
        let mut left: Vec<&Value> = actual.iter().collect();
        let mut as_set = self.clone();
        for item in recorded {
            let found = left.iter().position(|candidate| {
                let mut attempt = as_set.clone();
                let fits = attempt.compare(item, candidate, at).is_ok();
                if fits {
                    as_set = attempt;
                }
                fits
            });
            left.remove(found.ok_or(first.clone())?);
        }
        *self = as_set;
        Ok(())
    }

    fn compare_text(&mut self, recorded: &str, actual: &str, at: &str) -> Result<(), String> {
        let mismatch = || format!("{at}: recorded {recorded:?}, got {actual:?}");
        let pieces = pieces(recorded);
        let mut rest = actual;
        for (index, piece) in pieces.iter().enumerate() {
            let name = match piece {
                Piece::Literal(text) => {
                    rest = rest.strip_prefix(text).ok_or_else(mismatch)?;
                    continue;
                }
                Piece::Placeholder(name) => *name,
            };
            if let Some(value) = self.values.get(name).filter(|_| !is_loose(name)) {
                rest = rest.strip_prefix(value.as_str()).ok_or_else(mismatch)?;
                continue;
            }
            let end = match pieces.get(index + 1) {
                Some(Piece::Literal(next)) => rest.find(next).ok_or_else(mismatch)?,
                Some(Piece::Placeholder(_)) => rest.len().min(5),
                None => rest.len(),
            };
            if end == 0 && !is_loose(name) {
                return Err(mismatch());
            }
            self.values
                .entry(name.to_owned())
                .or_insert_with(|| rest[..end].to_owned());
            rest = &rest[end..];
        }
        if rest.is_empty() {
            Ok(())
        } else {
            Err(mismatch())
        }
    }
}

#[test]
fn a_placeholder_is_bound_once_and_compared_afterwards() {
    let mut bindings = Bindings::default();
    bindings
        .compare(
            &"Run <run-1> not found".into(),
            &"Run r1 not found".into(),
            "",
        )
        .unwrap();
    assert_eq!(bindings.fill("/runs/<run-1>").unwrap(), "/runs/r1");
    assert!(
        bindings
            .compare(&"<run-1>".into(), &"r2".into(), "")
            .is_err()
    );
    assert_eq!(bindings.fill("/runs/<run-2>"), Err("<run-2>".to_owned()));
    assert!(
        bindings
            .compare(&"value with <nil>".into(), &"value with <nil>".into(), "")
            .is_ok()
    );
}
