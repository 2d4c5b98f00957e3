//! Pipelines, their versions and their texts.

use serde_json::{Map, Value, json};

use super::calls::{list_call, moved, older_list, owner, read};
use super::references::{put, references};
use super::runs::listed;
use crate::kfp::call::{Call, text};
use crate::kfp::error::ApiError;
use crate::kfp::pipelines;

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
    let mut versions = Vec::new();
    for pipeline in listed(&answer, "pipelines") {
        versions.push(latest(&call, text(&pipeline, "pipeline_id")).await.ok());
    }
    let mut versions = versions.into_iter();
    Ok(older_list(
        &answer,
        ("pipelines", "pipelines"),
        |pipeline| older_pipeline(pipeline, versions.next().flatten()),
    ))
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
    Ok(older_list(
        &answer,
        ("pipeline_versions", "versions"),
        older_version,
    ))
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
    Ok(Value::Object(older_version(read(&answer))).to_string())
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
