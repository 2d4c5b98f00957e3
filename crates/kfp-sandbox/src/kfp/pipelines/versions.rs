//! Operations on pipeline versions.

use super::handlers::{described, permit_pipeline, permit_read};
use super::store::{self, Pipeline, VERSION_COLUMNS, Version};
use super::tags::Tags;
use crate::kfp::authorization::Wish;
use crate::kfp::call::Call;
use crate::kfp::error::ApiError;
use crate::kfp::list::{ListOptions, ListRequest, PIPELINE_VERSIONS, Scope, select, take_tags};
use crate::wire::ObjectWriter;

/// `GET /apis/v2beta1/pipelines/{id}/versions`.
pub(in crate::kfp) async fn list_versions(call: Call) -> Result<String, ApiError> {
    let id = call.variable(0).to_owned();
    let mut request = ListRequest::read(&call.query)?;
    let (filter, tags) = take_tags(&request.filter).map_err(|error| {
        error.wrap("Failed to list pipeline versions due to invalid tag filter in filter spec")
    })?;
    request.filter = filter;
    let options = ListOptions::check(&PIPELINE_VERSIONS, &request).map_err(|error| {
        error.wrap(format!(
            "Failed to list pipeline versions due invalid list options: {}",
            described(&request)
        ))
    })?;
    let failed = |error: ApiError| {
        error.wrap(format!(
            "Failed to list pipeline versions for pipeline {id}"
        ))
    };
    let wanted = id.clone();
    let found = call
        .cluster
        .database()
        .read(move |connection| store::find(connection, &wanted))
        .await;
    let pipeline = found.map_err(|error| {
        failed(
            error
                .wrap(format!("Failed to get a pipeline with id {id}"))
                .wrap(format!("Failed to get namespace for pipeline id {id}"))
                .wrap(format!(
                    "Failed to list pipeline versions due to error fetching the namespace for pipeline {id}"
                )),
        )
    })?;
    let namespace = pipeline.namespace;
    if !namespace.is_empty() {
        let wish = Wish {
            namespace: &namespace,
            verb: "list",
            resource: "pipelines",
            name: "",
        };
        permit_read(&call, wish).await.map_err(|error| {
            failed(error.wrap(format!(
                "Failed to list pipeline versions due to authorization error. Check if you have read permission to \
                 namespace {namespace}"
            )))
        })?;
    }
    let scope = Scope::Is("pipeline_uuid", pipeline.id);
    let page = call
        .cluster
        .database()
        .read(move |connection| {
            select(
                connection,
                &options,
                &scope,
                &tags,
                VERSION_COLUMNS,
                |row| {
                    let version = Version::read(row)?;
                    let tags = Tags::read(connection, &version.id)?;
                    Ok(version.to_json(&tags))
                },
            )
        })
        .await
        .map_err(failed)?;
    Ok(ObjectWriter::new()
        .list("pipeline_versions", &page.rows)
        .number("total_size", page.total)
        .text("next_page_token", &page.next_page_token)
        .finish())
}

/// `GET /apis/v2beta1/pipelines/{id}/versions/{version}`; the pipeline's id is not looked at.
pub(in crate::kfp) async fn get_version(call: Call) -> Result<String, ApiError> {
    let id = call.variable(1).to_owned();
    let failed = |error: ApiError| error.wrap(format!("Failed to get a pipeline version {id}"));
    if id.is_empty() {
        return Err(failed(ApiError::invalid(
            "Failed to get a pipeline version due to missing pipeline version id",
        )));
    }
    let version = permitted(&call, &id, "get").await.map_err(|error| {
        failed(if call.multi_user() {
            error.wrap(format!(
                "Failed to get a pipeline version due to authorization error for pipeline version id {id}"
            ))
        } else {
            error
        })
    })?;
    call.cluster
        .database()
        .read(move |connection| Ok(version.to_json(&Tags::read(connection, &version.id)?)))
        .await
}

/// `DELETE /apis/v2beta1/pipelines/{id}/versions/{version}`.
pub(in crate::kfp) async fn delete_version(call: Call) -> Result<String, ApiError> {
    let (pipeline_id, id) = (call.variable(0).to_owned(), call.variable(1).to_owned());
    let version = permitted(&call, &id, "delete").await.map_err(|error| {
        let error = if call.multi_user() {
            error.wrap(format!(
                "Failed to delete a pipeline version id {id} due to authorization error for pipeline id {pipeline_id}"
            ))
        } else {
            error
        };
        error.wrap(format!(
            "Failed to delete a pipeline version id {id} under pipeline id {pipeline_id}. Check error stack"
        ))
    })?;
    call.cluster
        .database()
        .write(move |transaction| {
            store::delete_version(transaction, &version.id).map_err(ApiError::from)
        })
        .await?;
    Ok("{}".to_owned())
}

/// The version, if the caller may do `verb` to its pipeline: existence first, then the right.
pub(super) async fn permitted(call: &Call, id: &str, verb: &str) -> Result<Version, ApiError> {
    let wanted = id.to_owned();
    let found = call
        .cluster
        .database()
        .read(move |connection| {
            let version = store::find_version(connection, &wanted)?;
            let pipeline = store::find(connection, &version.pipeline_id)?;
            Ok::<(Version, Pipeline), ApiError>((version, pipeline))
        })
        .await;
    let (version, pipeline) = found.map_err(|error| {
        if call.multi_user() {
            error.wrap(format!(
                "Failed to access pipeline version {id}. Check if it exists"
            ))
        } else {
            error
        }
    })?;
    permit_pipeline(call, &pipeline, verb).await?;
    Ok(version)
}
