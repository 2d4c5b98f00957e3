//! Pipelines, their versions and their texts.

use serde_json::{Map, Value, json};

use super::calls::{Listed, list_call, members, moved, owner, read};
use super::references::{put, referenced, references, related};
use crate::kfp::call::{Call, text};
use crate::kfp::error::ApiError;
use crate::kfp::messages::{OLDER_PIPELINE, OLDER_PIPELINE_VERSION};
use crate::kfp::pipelines;

/// `POST /apis/v1beta1/pipelines`: a pipeline with the version that is behind its URL.
pub(in crate::kfp) async fn create_pipeline(call: Call) -> Result<String, ApiError> {
    let wanted = call.message(&OLDER_PIPELINE)?;
    let name = text(&wanted, "name");
    let pipeline = members(&[
        ("name", name),
        ("display_name", name),
        ("description", text(&wanted, "description")),
        ("namespace", referenced(&wanted, "NAMESPACE")),
    ]);
    let version: Map<String, Value> = wanted
        .get("url")
        .map(|url| ("package_url".to_owned(), url.clone()))
        .into_iter()
        .collect();
    let words = pipelines::CreationWords {
        unreadable: "Failed to create a pipeline (v1beta1) due to pipeline conversion error",
        failed: "Failed to create a pipeline (v1beta1)",
    };
    let answer = pipelines::create_with_version_of(&call, &pipeline, &version, &words).await?;
    older_pipeline_text(&call, &answer).await
}

/// A pipeline that was just made with its first version, in its older shape.
///
/// # Errors
/// The store's.
pub(in crate::kfp) async fn older_pipeline_text(
    call: &Call,
    newer: &str,
) -> Result<String, ApiError> {
    let pipeline = read(newer);
    let version = latest(call, text(&pipeline, "pipeline_id")).await?;
    Ok(Value::Object(older_pipeline(pipeline, Some(version))).to_string())
}

/// A version in its older shape.
pub(in crate::kfp) fn older_version_text(newer: &str) -> String {
    Value::Object(older_version(read(newer))).to_string()
}

/// `POST /apis/v1beta1/pipeline_versions`.
pub(in crate::kfp) async fn create_version(call: Call) -> Result<String, ApiError> {
    let mut wanted = call.message(&OLDER_PIPELINE_VERSION)?;
    let url = wanted
        .get("package_url")
        .and_then(Value::as_object)
        .map_or("", |url| text(url, "pipeline_url"));
    if url.is_empty() {
        return Err(ApiError::invalid(
            "Failed to create a pipeline version (v1beta1). Pipeline version is nil or pipeline's URL is empty",
        ));
    }
    let pipeline = related(&wanted, "PIPELINE", "OWNER").to_owned();
    if pipeline.is_empty() {
        // The real server wraps an error that it does not have, and so makes nothing and says nothing.
        return Ok("{}".to_owned());
    }
    let newer = moved(
        &mut wanted,
        &[
            ("name", "name"),
            ("description", "description"),
            ("package_url", "package_url"),
            ("code_source_url", "code_source_url"),
        ],
    );
    let answer = pipelines::create_version_of(&call, &pipeline, &newer)
        .await
        .map_err(|error| {
            error.wrap("Failed to create a pipeline version (v1beta1) due to internal server error")
        })?;
    Ok(older_version_text(&answer))
}

/// `POST /apis/v1beta1/pipelines/{id}/default_version/{version}`: taken, and without effect, since every answer has the
/// latest version for the default one.
pub(in crate::kfp) async fn set_default_version(call: Call) -> Result<String, ApiError> {
    let (id, version) = (call.variable(0), call.variable(1));
    if call.multi_user() {
        pipelines::permit_updating(&call, id).await.map_err(|error| {
            error.wrap(format!(
                "Failed to update (v1beta1) default pipeline version to {version} for pipeline {id} due to \
                 authorization error"
            ))
        })?;
    }
    Ok("{}".to_owned())
}

/// `GET /apis/v1beta1/pipelines`.
pub(in crate::kfp) async fn list_pipelines(call: Call) -> Result<String, ApiError> {
    let owner = owner(&call, "resource_reference_key").map_err(|error| {
        error.wrap("Failed to list pipelines (v1beta1) due to filter validation error")
    })?;
    let namespace = match owner {
        None => String::new(),
        Some(owner) if owner.kind == "NAMESPACE" => owner.id,
        Some(owner) => {
            return Err(ApiError::invalid(format!(
                "Failed to list pipelines (v1beta1) due to invalid resource references for pipelines: &{{{} {}}}",
                owner.kind, owner.id
            )));
        }
    };
    let answer = pipelines::list(list_call(call.clone(), &[("namespace", &namespace)])?)
        .await
        .map_err(|error| {
            error.reworded(
                "Failed to list pipelines in namespace",
                "Failed to list pipelines (v1beta1) in namespace",
            )
        })?;
    let page = Listed::read(&answer, "pipelines");
    let mut versions = Vec::new();
    for pipeline in &page.items {
        versions.push(latest(&call, text(pipeline, "pipeline_id")).await.ok());
    }
    let mut versions = versions.into_iter();
    Ok(page.answer("pipelines", |pipeline| {
        older_pipeline(pipeline, versions.next().flatten())
    }))
}

/// `GET /apis/v1beta1/pipelines/{id}`: with its latest version, without which there is none.
pub(in crate::kfp) async fn get_pipeline(call: Call) -> Result<String, ApiError> {
    let id = call.variable(0).to_owned();
    let answer = pipelines::get(call.clone()).await.map_err(|error| {
        error.reworded(
            "Failed to get a pipeline",
            "Failed to get a pipeline (v1beta1)",
        )
    })?;
    let version = latest(&call, &id).await.map_err(|error| {
        error.wrap(format!(
            "Failed to get a pipeline (v1beta1) {id} due to error fetching the latest pipeline version"
        ))
    })?;
    Ok(Value::Object(older_pipeline(read(&answer), Some(version))).to_string())
}

/// `GET /apis/v1beta1/namespaces/{namespace}/pipelines/{name}`.
pub(in crate::kfp) async fn get_pipeline_by_name(call: Call) -> Result<String, ApiError> {
    let (namespace, name) = (call.variable(0).to_owned(), call.variable(1).to_owned());
    let namespace = if namespace == "-" {
        String::new()
    } else {
        namespace
    };
    let by_name = Call {
        path: vec![name],
        ..list_call(call.clone(), &[("namespace", &namespace)])?
    };
    let answer = pipelines::get_by_name(by_name).await.map_err(|error| {
        error.reworded(
            "Failed to get a pipeline with name",
            "Failed to get a pipeline (v1beta1) with name",
        )
    })?;
    let pipeline = read(&answer);
    let version = latest(&call, text(&pipeline, "pipeline_id")).await?;
    Ok(Value::Object(older_pipeline(pipeline, Some(version))).to_string())
}

/// `DELETE /apis/v1beta1/pipelines/{id}`.
pub(in crate::kfp) async fn delete_pipeline(call: Call) -> Result<String, ApiError> {
    let call = list_call(call, &[("cascade", "true")])?;
    pipelines::delete(call).await.map_err(|error| {
        error.reworded(
            "Failed to delete pipeline",
            "Failed to delete pipeline (v1beta1)",
        )
    })
}

/// `GET /apis/v1beta1/pipelines/{id}/templates`: the text of its latest version.
pub(in crate::kfp) async fn pipeline_template(call: Call) -> Result<String, ApiError> {
    let id = call.variable(0).to_owned();
    if id.is_empty() {
        return Err(ApiError::invalid(
            "Failed to get the default pipeline template (v1beta1). Pipeline id cannot be empty",
        ));
    }
    pipelines::permit_reading(&call, &id).await.map_err(|error| {
        error.wrap(format!(
            "Failed to get the default template (v1beta1) due to authorization error. Verify that you have access to \
             pipeline id {id}"
        ))
    })?;
    let text = pipelines::latest_text(&call, &id).await.map_err(|error| {
        error.wrap(format!(
            "Failed to get the default template (v1beta1) for pipeline {id}. Check error stack"
        ))
    })?;
    Ok(json!({ "template": text }).to_string())
}

/// `GET /apis/v1beta1/pipeline_versions/{id}/templates`.
pub(in crate::kfp) async fn version_template(call: Call) -> Result<String, ApiError> {
    let id = call.variable(0).to_owned();
    pipelines::permitted_version(&call, &id).await.map_err(|error| {
        error.wrap(if call.multi_user() {
            format!(
                "Failed to get a pipeline template due to authorization error. Verify that you have access to pipeline \
                 version {id}"
            )
        } else {
            format!("Failed to get a pipeline template for pipeline version {id}")
        })
    })?;
    let version = pipelines::version_text(&call, &id).await?;
    Ok(json!({ "template": version.text }).to_string())
}

/// `GET /apis/v1beta1/pipeline_versions`.
pub(in crate::kfp) async fn list_versions(call: Call) -> Result<String, ApiError> {
    let Some(owner) = owner(&call, "resource_key")? else {
        return Err(ApiError::invalid(
            "Failed to list pipeline versions (v1beta1) due to missing pipeline id",
        ));
    };
    let versions = Call {
        path: vec![owner.id],
        ..list_call(call, &[])?
    };
    let answer = pipelines::list_versions(versions).await.map_err(|error| {
        error.reworded(
            "Failed to list pipeline versions for pipeline",
            "Failed to list pipeline versions (v1beta1) with pipeline id",
        )
    })?;
    Ok(Listed::read(&answer, "pipeline_versions").answer("versions", older_version))
}

/// `GET /apis/v1beta1/pipeline_versions/{id}`.
pub(in crate::kfp) async fn get_version(call: Call) -> Result<String, ApiError> {
    let answer = pipelines::get_version(of_any_pipeline(call))
        .await
        .map_err(|error| {
            error.reworded(
                "Failed to get a pipeline version",
                "Failed to get a pipeline version (v1beta1)",
            )
        })?;
    Ok(older_version_text(&answer))
}

/// `DELETE /apis/v1beta1/pipeline_versions/{id}`.
pub(in crate::kfp) async fn delete_version(call: Call) -> Result<String, ApiError> {
    pipelines::delete_version(of_any_pipeline(call)).await
}

/// The call for a version whose pipeline the path does not name.
fn of_any_pipeline(call: Call) -> Call {
    let path = vec![String::new(), call.variable(0).to_owned()];
    Call { path, ..call }
}

async fn latest(call: &Call, pipeline_id: &str) -> Result<Map<String, Value>, ApiError> {
    Ok(read(&pipelines::latest_version(call, pipeline_id).await?))
}

fn older_pipeline(
    mut newer: Map<String, Value>,
    version: Option<Map<String, Value>>,
) -> Map<String, Value> {
    let owners = references(&[("NAMESPACE", text(&newer, "namespace"), "OWNER")]);
    let mut pipeline = moved(
        &mut newer,
        &[
            ("pipeline_id", "id"),
            ("created_at", "created_at"),
            ("name", "name"),
            ("description", "description"),
        ],
    );
    let version = version.map(older_version);
    let url = version
        .as_ref()
        .and_then(|version| version.get("package_url"));
    put(&mut pipeline, "url", url.cloned());
    put(&mut pipeline, "default_version", version.map(Value::Object));
    put(&mut pipeline, "resource_references", owners);
    pipeline
}

fn older_version(mut newer: Map<String, Value>) -> Map<String, Value> {
    let owners = references(&[("PIPELINE", text(&newer, "pipeline_id"), "OWNER")]);
    let mut version = moved(
        &mut newer,
        &[
            ("pipeline_version_id", "id"),
            ("name", "name"),
            ("created_at", "created_at"),
            ("code_source_url", "code_source_url"),
        ],
    );
    // Where its code comes from stands for where its package comes from.
    let url = version
        .get("code_source_url")
        .map(|url| json!({ "pipeline_url": url }));
    put(&mut version, "package_url", url);
    put(&mut version, "resource_references", owners);
    version.extend(moved(&mut newer, &[("description", "description")]));
    version
}
