//! Rows of pipelines and versions.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde_json::Value;

use super::tags::{OF_PIPELINES, OF_VERSIONS, Tags};
use crate::kfp::error::ApiError;
use crate::kfp::limits::{insert_failed, refused};
use crate::kfp::spec::Template;
use crate::wire::ObjectWriter;

pub(super) const COLUMNS: &str = "uuid, name, display_name, description, created_at, namespace";
pub(super) const VERSION_COLUMNS: &str = "uuid, pipeline_uuid, name, display_name, description, created_at, package_url, code_source_url, \
     spec";

/// Longest name of a version in bytes.
pub(super) const MAX_VERSION_NAME: usize = 127;

/// A pipeline.
#[derive(Clone, Debug)]
pub(super) struct Pipeline {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) display_name: String,
    pub(super) description: String,
    pub(super) created_at: i64,
    /// Empty: shared, or a single-user server.
    pub(super) namespace: String,
}

impl Pipeline {
    pub(super) fn read(row: &Row<'_>) -> Result<Self, rusqlite::Error> {
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            display_name: row.get(2)?,
            description: row.get(3)?,
            created_at: row.get(4)?,
            namespace: row.get(5)?,
        })
    }

    /// The pipeline as the API answers it.
    pub(super) fn to_json(&self, tags: &Tags) -> String {
        ObjectWriter::new()
            .text("pipeline_id", &self.id)
            .text("display_name", &self.display_name)
            .text("name", &self.name)
            .text("description", &self.description)
            .seconds("created_at", self.created_at)
            .text("namespace", &self.namespace)
            .raw("tags", &tags.to_json())
            .finish()
    }

    /// Inserts it without a version.
    pub(super) fn insert(
        &self,
        transaction: &Transaction<'_>,
        tags: &Tags,
    ) -> Result<(), ApiError> {
        self.insert_unless(transaction, tags, "already exist")
    }

    /// Inserts it for a version that follows: a name that is taken is refused in other words.
    pub(super) fn insert_with_version(
        &self,
        transaction: &Transaction<'_>,
        tags: &Tags,
    ) -> Result<(), ApiError> {
        self.insert_unless(transaction, tags, "already exists")
    }

    fn insert_unless(
        &self,
        transaction: &Transaction<'_>,
        tags: &Tags,
        taken: &str,
    ) -> Result<(), ApiError> {
        let columns = [
            ("Name", self.name.as_str(), usize::MAX),
            ("DisplayName", &self.display_name, usize::MAX),
            ("Description", &self.description, usize::MAX),
        ];
        if let Some(error) = refused("pipelines", &columns) {
            return Err(insert_failed(
                "Failed to add pipeline to pipeline table",
                &error,
            ));
        }
        let inserted = transaction
            .prepare_cached(&format!(
                "INSERT INTO pipelines ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING"
            ))?
            .execute(params![
                self.id,
                self.name,
                self.display_name,
                self.description,
                self.created_at,
                self.namespace
            ])?;
        if inserted == 0 {
            return Err(ApiError::already_exists(format!(
                "Failed to create a new pipeline. The name {} {taken}. Please specify a new name",
                self.name
            )));
        }
        tags.insert(transaction, OF_PIPELINES, &self.id)?;
        Ok(())
    }
}

/// A version of a pipeline.
#[derive(Clone, Debug)]
pub(in crate::kfp) struct Version {
    pub(in crate::kfp) id: String,
    pub(in crate::kfp) pipeline_id: String,
    pub(super) name: String,
    pub(super) display_name: String,
    pub(super) description: String,
    pub(super) created_at: i64,
    /// Where it came from; empty for an upload.
    pub(super) package_url: String,
    pub(super) code_source_url: String,
    /// JSON, as the API answers it.
    pub(in crate::kfp) spec: String,
}

impl Version {
    pub(super) fn read(row: &Row<'_>) -> Result<Self, rusqlite::Error> {
        Ok(Self {
            id: row.get(0)?,
            pipeline_id: row.get(1)?,
            name: row.get(2)?,
            display_name: row.get(3)?,
            description: row.get(4)?,
            created_at: row.get(5)?,
            package_url: row.get(6)?,
            code_source_url: row.get(7)?,
            spec: row.get(8)?,
        })
    }

    /// What it runs.
    ///
    /// # Errors
    /// 400 for a spec that the server does not take.
    pub(in crate::kfp) fn template(&self) -> Result<Template, ApiError> {
        let spec: Value = serde_json::from_str(&self.spec).unwrap_or_default();
        Template::from_inline(&spec)
    }

    /// The version as the API answers it.
    pub(super) fn to_json(&self, tags: &Tags) -> String {
        let package_url = if self.package_url.is_empty() {
            String::new()
        } else {
            ObjectWriter::new()
                .text("pipeline_url", &self.package_url)
                .finish()
        };
        ObjectWriter::new()
            .text("pipeline_id", &self.pipeline_id)
            .text("pipeline_version_id", &self.id)
            .text("display_name", &self.display_name)
            .text("name", &self.name)
            .text("description", &self.description)
            .seconds("created_at", self.created_at)
            .raw("package_url", &package_url)
            .text("code_source_url", &self.code_source_url)
            .raw("pipeline_spec", &self.spec)
            .raw("tags", &tags.to_json())
            .finish()
    }

    pub(super) fn insert(
        &self,
        transaction: &Transaction<'_>,
        tags: &Tags,
    ) -> Result<(), ApiError> {
        let inserted = transaction
            .prepare_cached(&format!(
                "INSERT INTO pipeline_versions ({VERSION_COLUMNS}, status, sequence)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'READY',
                         (SELECT coalesce(max(sequence), 0) + 1 FROM pipeline_versions WHERE pipeline_uuid = ?2))
                 ON CONFLICT DO NOTHING"
            ))?
            .execute(params![
                self.id,
                self.pipeline_id,
                self.name,
                self.display_name,
                self.description,
                self.created_at,
                self.package_url,
                self.code_source_url,
                self.spec
            ])?;
        if inserted == 0 {
            return Err(ApiError::already_exists(format!(
                "Failed to create a new pipeline version. The name {} already exist. Specify a new name",
                self.name
            )));
        }
        tags.insert(transaction, OF_VERSIONS, &self.id)?;
        Ok(())
    }
}

/// The pipeline of that id.
///
/// # Errors
/// 404 when there is none.
pub(super) fn find(connection: &Connection, id: &str) -> Result<Pipeline, ApiError> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM pipelines WHERE uuid = ?1"))?
        .query_row([id], Pipeline::read)
        .optional()?
        .ok_or_else(|| ApiError::not_found("Pipeline", id))
}

/// The newest pipeline of that name, in `namespace` or (none) anywhere.
pub(super) fn find_by_name(
    connection: &Connection,
    name: &str,
    namespace: Option<&str>,
) -> Result<Option<Pipeline>, rusqlite::Error> {
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM pipelines WHERE name = ?1 AND (?2 IS NULL OR namespace = ?2)
             ORDER BY created_at DESC LIMIT 1"
        ))?
        .query_row(params![name, namespace], Pipeline::read)
        .optional()
}

/// The version of that id.
///
/// # Errors
/// 404 when there is none.
pub(super) fn find_version(connection: &Connection, id: &str) -> Result<Version, ApiError> {
    connection
        .prepare_cached(&format!(
            "SELECT {VERSION_COLUMNS} FROM pipeline_versions WHERE uuid = ?1"
        ))?
        .query_row([id], Version::read)
        .optional()?
        .ok_or_else(|| {
            ApiError::not_found("PipelineVersion", id)
                .wrap(format!("Failed to get a pipeline version with id {id}"))
        })
}

/// The latest version of a pipeline, if it has any.
fn find_latest(
    connection: &Connection,
    pipeline_id: &str,
) -> Result<Option<Version>, rusqlite::Error> {
    connection
        .prepare_cached(&format!(
            "SELECT {VERSION_COLUMNS} FROM pipeline_versions WHERE pipeline_uuid = ?1
             ORDER BY created_at DESC, sequence DESC LIMIT 1"
        ))?
        .query_row([pipeline_id], Version::read)
        .optional()
}

/// The latest version of a pipeline, for a recurring run that follows it.
///
/// # Errors
/// 404 for an unknown pipeline and for one without versions.
pub(in crate::kfp) fn find_latest_of(
    connection: &Connection,
    pipeline_id: &str,
) -> Result<Version, ApiError> {
    find(connection, pipeline_id).map_err(|error| {
        error.wrap("Failed to get the latest template as pipeline was not found")
    })?;
    find_latest(connection, pipeline_id)?.ok_or_else(|| {
        ApiError::not_found("PipelineVersion", pipeline_id)
            .wrap("Failed to get the latest template for a pipeline")
    })
}

/// The version that a pipeline was made with, unless it was deleted.
pub(in crate::kfp) fn find_first(
    connection: &Connection,
    pipeline_id: &str,
) -> Result<Option<Version>, rusqlite::Error> {
    connection
        .prepare_cached(&format!(
            "SELECT {VERSION_COLUMNS} FROM pipeline_versions WHERE pipeline_uuid = ?1 AND sequence = 1"
        ))?
        .query_row([pipeline_id], Version::read)
        .optional()
}

/// The version that a run names: by its id, or the latest of a pipeline.
pub(in crate::kfp) fn find_referenced(
    connection: &Connection,
    pipeline_id: &str,
    version_id: &str,
) -> Result<Version, ApiError> {
    if version_id.is_empty() {
        let outer = format!(
            "Failed to fetch a pipeline version and its manifest from pipeline {pipeline_id}"
        );
        find(connection, pipeline_id).map_err(|error| {
            error
                .wrap("Failed to get the latest pipeline version as pipeline was not found")
                .wrap(&outer)
        })?;
        return find_latest(connection, pipeline_id)?.ok_or_else(|| {
            ApiError::not_found("PipelineVersion", "(latest)")
                .wrap(format!(
                    "Failed to get the latest pipeline version for pipeline {pipeline_id}"
                ))
                .wrap(&outer)
        });
    }
    let version = find_version(connection, version_id).map_err(|error| {
        error.wrap(format!(
            "Failed to fetch a pipeline version and its manifest from pipeline version {version_id}"
        ))
    })?;
    if !pipeline_id.is_empty() && !version.pipeline_id.eq_ignore_ascii_case(pipeline_id) {
        return Err(ApiError::invalid(format!(
            "Pipeline version {version_id} belongs to pipeline {} (not {pipeline_id})",
            version.pipeline_id
        )));
    }
    Ok(version)
}

/// One version of a pipeline, if it has any: the one that a refused deletion names.
pub(super) fn any_version(
    connection: &Connection,
    pipeline_id: &str,
) -> Result<Option<String>, rusqlite::Error> {
    connection
        .prepare_cached(
            "SELECT uuid FROM pipeline_versions WHERE pipeline_uuid = ?1 ORDER BY created_at DESC, sequence DESC",
        )?
        .query_row([pipeline_id], |row| row.get(0))
        .optional()
}

pub(super) fn delete(transaction: &Transaction<'_>, id: &str) -> Result<(), rusqlite::Error> {
    transaction
        .prepare_cached(
            "DELETE FROM tags WHERE uuid = ?1 OR uuid IN (SELECT uuid FROM pipeline_versions WHERE pipeline_uuid = ?1)",
        )?
        .execute([id])?;
    transaction
        .prepare_cached("DELETE FROM pipelines WHERE uuid = ?1")?
        .execute([id])?;
    Ok(())
}

pub(super) fn delete_version(
    transaction: &Transaction<'_>,
    id: &str,
) -> Result<(), rusqlite::Error> {
    transaction
        .prepare_cached("DELETE FROM tags WHERE uuid = ?1")?
        .execute([id])?;
    transaction
        .prepare_cached("DELETE FROM pipeline_versions WHERE uuid = ?1")?
        .execute([id])?;
    Ok(())
}
