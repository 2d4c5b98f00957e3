//! Versions and their texts, for the older versions of the API.

use rusqlite::OptionalExtension;

use super::handlers;
use super::store::{self, Version};
use super::tags::Tags;
use super::versions;
use crate::kfp::call::Call;
use crate::kfp::error::ApiError;
use crate::kfp::spec::spec_text;

/// The text in which a version is kept.
#[derive(Clone, Debug, Default)]
pub(in crate::kfp) struct VersionText {
    pub(in crate::kfp) name: String,
    /// YAML.
    pub(in crate::kfp) text: String,
}

/// The text of a version, empty for one that is gone. Whether the caller may read it is settled before.
pub(in crate::kfp) async fn version_text(call: &Call, id: &str) -> Result<VersionText, ApiError> {
    let id = id.to_owned();
    call.cluster
        .database()
        .read(move |connection| {
            let found = connection
                .prepare_cached("SELECT name, spec FROM pipeline_versions WHERE uuid = ?1")?
                .query_row([id], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))
                .optional()?;
            let found = found.map(|(name, spec)| VersionText {
                name,
                text: text_of(&spec),
            });
            Ok(found.unwrap_or_default())
        })
        .await
}

fn text_of(spec: &str) -> String {
    spec_text(&serde_json::from_str(spec).unwrap_or_default())
}

/// The text of a pipeline's latest version.
///
/// # Errors
/// 404 for an unknown pipeline and for one without versions.
pub(in crate::kfp) async fn latest_text(
    call: &Call,
    pipeline_id: &str,
) -> Result<String, ApiError> {
    Ok(text_of(&latest(call, pipeline_id).await?.spec))
}

/// A pipeline's latest version as v2beta1 answers it.
///
/// # Errors
/// As [`latest_text`].
pub(in crate::kfp) async fn latest_version(
    call: &Call,
    pipeline_id: &str,
) -> Result<String, ApiError> {
    Ok(latest(call, pipeline_id).await?.to_json(&Tags::default()))
}

async fn latest(call: &Call, pipeline_id: &str) -> Result<Version, ApiError> {
    let id = pipeline_id.to_owned();
    call.cluster
        .database()
        .read(move |connection| store::find_latest_of(connection, &id))
        .await
}

/// Whether the caller may read a pipeline.
///
/// # Errors
/// 401, 403, 404.
pub(in crate::kfp) async fn permit_reading(call: &Call, id: &str) -> Result<(), ApiError> {
    handlers::permitted(call, id, "get").await.map(|_| ())
}

/// Whether the caller may change a pipeline.
///
/// # Errors
/// 401, 403, 404.
pub(in crate::kfp) async fn permit_updating(call: &Call, id: &str) -> Result<(), ApiError> {
    handlers::permitted(call, id, "update").await.map(|_| ())
}

/// Whether the caller may read a version.
///
/// # Errors
/// 401, 403, 404.
pub(in crate::kfp) async fn permitted_version(call: &Call, id: &str) -> Result<(), ApiError> {
    versions::permitted(call, id, "get").await.map(|_| ())
}
