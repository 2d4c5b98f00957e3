//! Tags of pipelines and versions.

use rusqlite::{Connection, Transaction};
use serde_json::{Map, Value};

use crate::kfp::call::go_quote;
use crate::kfp::error::ApiError;
use crate::kfp::limits::refused;

const MAX_TAGS: usize = 20;
const MAX_CHARACTERS: usize = 63;

/// Where the real database keeps the tags of pipelines.
pub(super) const OF_PIPELINES: &str = "pipeline_tags";
/// Where it keeps those of versions.
pub(super) const OF_VERSIONS: &str = "pipeline_version_tags";

/// Tags by key.
#[derive(Clone, Debug, Default)]
pub(super) struct Tags {
    entries: Vec<(String, String)>,
}

impl Tags {
    /// The tags of a message.
    pub(super) fn of_message(message: &Map<String, Value>) -> Self {
        let tags = message.get("tags").and_then(Value::as_object);
        let entries = tags
            .into_iter()
            .flatten()
            .map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned()))
            .collect();
        Self { entries }
    }

    /// The tags of an upload's query: a JSON object of text; `None` when it is not.
    pub(super) fn of_query(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::default());
        }
        let Ok(Value::Object(tags)) = serde_json::from_str(text) else {
            return None;
        };
        let entries = tags
            .into_iter()
            .map(|(key, value)| Some((key, value.as_str()?.to_owned())))
            .collect::<Option<_>>()?;
        Some(Self { entries })
    }

    /// # Errors
    /// 400 for too many tags, or a key or value that is too long or not allowed.
    pub(super) fn check(&self) -> Result<(), ApiError> {
        if self.entries.len() > MAX_TAGS {
            let count = self.entries.len();
            return Err(ApiError::invalid(format!(
                "number of tags ({count}) exceeds maximum of {MAX_TAGS} per entity"
            )));
        }
        for (key, value) in &self.entries {
            let quoted = go_quote(key);
            if key.is_empty() {
                return Err(ApiError::invalid("tag key cannot be empty"));
            }
            if key.contains('.') {
                return Err(ApiError::invalid(format!(
                    "tag key {quoted} must not contain '.' character"
                )));
            }
            if key.chars().count() > MAX_CHARACTERS {
                return Err(ApiError::invalid(format!(
                    "tag key {quoted} exceeds maximum length of {MAX_CHARACTERS} characters"
                )));
            }
            if value.chars().count() > MAX_CHARACTERS {
                return Err(ApiError::invalid(format!(
                    "tag value {} for key {quoted} exceeds maximum length of {MAX_CHARACTERS} characters",
                    go_quote(value)
                )));
            }
        }
        Ok(())
    }

    /// The tags as the API answers them; empty text for none.
    pub(super) fn to_json(&self) -> String {
        if self.entries.is_empty() {
            return String::new();
        }
        let tags: Map<String, Value> = self
            .entries
            .iter()
            .map(|(key, value)| (key.clone(), value.clone().into()))
            .collect();
        Value::Object(tags).to_string()
    }

    /// The tags of a pipeline or version.
    pub(super) fn read(connection: &Connection, id: &str) -> Result<Self, rusqlite::Error> {
        let mut statement = connection
            .prepare_cached("SELECT key, value FROM tags WHERE uuid = ?1 ORDER BY key")?;
        let rows = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Self {
            entries: rows.collect::<Result<_, _>>()?,
        })
    }

    /// Keeps the tags of the row `id`; `table` is where the real database keeps them.
    ///
    /// # Errors
    /// 500 for a text that the real database does not take.
    pub(super) fn insert(
        &self,
        transaction: &Transaction<'_>,
        table: &str,
        id: &str,
    ) -> Result<(), ApiError> {
        for (key, value) in &self.entries {
            let columns = [
                ("TagKey", key.as_str(), MAX_CHARACTERS),
                ("TagValue", value, MAX_CHARACTERS),
            ];
            if let Some(error) = refused(table, &columns) {
                return Err(ApiError::internal(format!(
                    "Failed to insert tags for {table} {id}: {error}"
                )));
            }
        }
        let mut statement = transaction
            .prepare_cached("INSERT OR REPLACE INTO tags (uuid, key, value) VALUES (?1, ?2, ?3)")?;
        for (key, value) in &self.entries {
            statement.execute([id, key, value])?;
        }
        Ok(())
    }
}
