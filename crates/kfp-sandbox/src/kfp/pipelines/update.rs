//! PATCH: the display name and the tags, nothing else.

use serde_json::{Map, Value};

use super::store::{self, Pipeline, Version};
use super::tags::{OF_PIPELINES, OF_VERSIONS, Tags};
use super::{handlers, versions};
use crate::kfp::call::{Call, text};
use crate::kfp::error::ApiError;
use crate::kfp::limits::refused;
use crate::kfp::messages::{PIPELINE, PIPELINE_VERSION};

/// Longest display name in characters.
const MAX_DISPLAY_NAME: usize = 255;

/// `PATCH /apis/v2beta1/pipelines/{id}`.
pub(in crate::kfp) async fn update(call: Call) -> Result<String, ApiError> {
    let message = call.message(&PIPELINE)?;
    let id = call.variable(0).to_owned();
    let pipeline = handlers::permitted(&call, &id, "update")
        .await
        .map_err(|error| {
            error.wrap(format!(
                "Failed to update pipeline {id} due to authorization error"
            ))
        })?;
    let change = Change::read(&message, &call.body);
    call.cluster
        .database()
        .write(move |transaction| {
            change.check("pipelines", &pipeline.id)?;
            change.apply(transaction, ("pipelines", OF_PIPELINES), &pipeline.id)?;
            let pipeline: Pipeline = store::find(transaction, &pipeline.id)?;
            Ok(pipeline.to_json(&Tags::read(transaction, &pipeline.id)?))
        })
        .await
        .map_err(|error: ApiError| {
            error.wrap(format!("Failed to update pipeline {id}. Check error stack"))
        })
}

/// `PATCH /apis/v2beta1/pipelines/{id}/versions/{version}`.
pub(in crate::kfp) async fn update_version(call: Call) -> Result<String, ApiError> {
    let message = call.message(&PIPELINE_VERSION)?;
    let id = call.variable(1).to_owned();
    let version = versions::permitted(&call, &id, "update")
        .await
        .map_err(|error| {
            error.wrap(format!(
                "Failed to update pipeline version {id} due to authorization error"
            ))
        })?;
    let change = Change::read(&message, &call.body);
    call.cluster
        .database()
        .write(move |transaction| {
            change.check("pipeline_versions", &version.id)?;
            change.apply(transaction, ("pipeline_versions", OF_VERSIONS), &version.id)?;
            let version: Version = store::find_version(transaction, &version.id)?;
            Ok(version.to_json(&Tags::read(transaction, &version.id)?))
        })
        .await
        .map_err(|error: ApiError| {
            error.wrap(format!(
                "Failed to update pipeline version {id}. Check error stack"
            ))
        })
}

/// What a PATCH changes.
struct Change {
    /// Empty: stays.
    display_name: String,
    /// `None`: stay.
    tags: Option<Tags>,
}

impl Change {
    fn read(message: &Map<String, Value>, body: &[u8]) -> Self {
        let has_tags = message.contains_key("tags") || clears_tags(body);
        Self {
            display_name: text(message, "display_name").to_owned(),
            tags: has_tags.then(|| Tags::of_message(message)),
        }
    }

    fn check(&self, table: &'static str, id: &str) -> Result<(), ApiError> {
        if let Some(tags) = &self.tags {
            tags.check()?;
        }
        let display_name = ("DisplayName", self.display_name.as_str(), MAX_DISPLAY_NAME);
        match refused(table, &[display_name]) {
            Some(error) => Err(ApiError::internal(format!(
                "Failed to update fields for {table} {id}: {error}"
            ))
            .wrap("Failed to update pipeline")),
            None => Ok(()),
        }
    }

    fn apply(
        &self,
        transaction: &rusqlite::Transaction<'_>,
        (table, tags_table): (&'static str, &'static str),
        id: &str,
    ) -> Result<(), ApiError> {
        if !self.display_name.is_empty() {
            transaction.execute(
                &format!("UPDATE {table} SET display_name = ?2 WHERE uuid = ?1"),
                [id, &self.display_name],
            )?;
        }
        if let Some(tags) = &self.tags {
            transaction.execute("DELETE FROM tags WHERE uuid = ?1", [id])?;
            tags.insert(transaction, tags_table, id)?;
        }
        Ok(())
    }
}

/// Whether a body asks to remove all tags. An empty map is lost when the message is read, so the real gateway looks
/// for the text: a space after the colon does not matter, one between the braces does.
fn clears_tags(body: &[u8]) -> bool {
    let body = String::from_utf8_lossy(body);
    body.match_indices("\"tags\"").any(|(at, name)| {
        let rest = body[at + name.len()..].trim_start();
        rest.strip_prefix(':')
            .is_some_and(|value| value.trim_start().starts_with("{}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_closed_braces_clear_tags() {
        assert!(clears_tags(br#"{"tags":{}}"#));
        assert!(clears_tags(br#"{"display_name": "x", "tags" : {}}"#));
        assert!(!clears_tags(br#"{"tags": { }}"#));
        assert!(!clears_tags(br#"{"tags": null}"#));
        assert!(!clears_tags(br#"{"tags": {"a": "b"}}"#));
    }
}
