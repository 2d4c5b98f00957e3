//! Operations on pipelines.

use uuid::Uuid;

use super::store::{self, COLUMNS, Pipeline};
use super::tags::Tags;
use crate::fault::Switch;
use crate::kfp::authorization::{INSTALL_NAMESPACE, Wish, authorize};
use crate::kfp::call::{Call, text};
use crate::kfp::error::ApiError;
use crate::kfp::list::{ListOptions, ListRequest, PIPELINES, Scope, select, take_tags};
use crate::kfp::messages::PIPELINE;
use crate::wire::ObjectWriter;

pub(super) const MAX_NAME_BYTES: usize = 128;

/// `POST /apis/v2beta1/pipelines`: a pipeline without a version.
pub(in crate::kfp) async fn create(call: Call) -> Result<String, ApiError> {
    let message = call.message(&PIPELINE)?;
    let failed = |error: ApiError| error.wrap("Failed to create a pipeline due to server error");
    let mut name = text(&message, "name").to_owned();
    let mut display_name = text(&message, "display_name").to_owned();
    if name.len() > MAX_NAME_BYTES {
        return Err(ApiError::invalid(format!(
            "Pipeline.Name length cannot exceed {MAX_NAME_BYTES}"
        ))
        .into_internal("Failed to convert API pipeline to model pipeline")
        .wrap("Failed to create a pipeline as pipeline conversion failed"));
    }
    if name.is_empty() {
        name.clone_from(&display_name);
    }
    if display_name.is_empty() {
        display_name.clone_from(&name);
    }
    if name.is_empty() {
        return Err(failed(ApiError::invalid("name is required")));
    }
    let namespace = if call.multi_user() {
        text(&message, "namespace").to_owned()
    } else {
        String::new()
    };
    need_namespace(&call, &namespace).map_err(failed)?;
    permit_write(&call, &namespace, "create", "", &name).await.map_err(|error| {
        failed(error.wrap(format!(
            "Failed to create a pipeline due to authorization error. Check if you have write permissions to namespace \
             {namespace}"
        )))
    })?;
    let tags = Tags::of_message(&message);
    tags.check().map_err(failed)?;
    let pipeline = Pipeline {
        id: Uuid::new_v4().to_string(),
        name,
        display_name,
        description: text(&message, "description").to_owned(),
        created_at: call.now(),
        namespace,
    };
    let json = pipeline.to_json(&tags);
    call.cluster
        .database()
        .write(move |transaction| pipeline.insert(transaction, &tags))
        .await
        .map_err(|error| failed(error.wrap("Failed to create a pipeline in PipelineStore")))?;
    Ok(json)
}

/// `GET /apis/v2beta1/pipelines`.
pub(in crate::kfp) async fn list(call: Call) -> Result<String, ApiError> {
    let mut namespace = call.query.text("namespace")?.to_owned();
    let mut request = ListRequest::read(&call.query)?;
    let (filter, tags) = take_tags(&request.filter).map_err(|error| {
        error.wrap("Failed to list pipelines due to invalid tag filter in filter spec")
    })?;
    request.filter = filter;
    let options = ListOptions::check(&PIPELINES, &request).map_err(|error| {
        error.wrap(format!(
            "Failed to list pipelines due invalid list options: {}",
            described(&request)
        ))
    })?;
    if !call.multi_user() {
        namespace = String::new();
    }
    let failed = |error: ApiError| {
        error.wrap(format!(
            "Failed to list pipelines in namespace {namespace}. Check error stack"
        ))
    };
    need_namespace(&call, &namespace).map_err(failed)?;
    // Shared pipelines are open to everyone, and `-` means no namespace at all: nothing is in it.
    if !namespace.is_empty() && namespace != "-" {
        let wish = Wish {
            namespace: &namespace,
            verb: "list",
            resource: "pipelines",
            name: "",
        };
        permit_read(&call, wish).await.map_err(|error| {
            failed(error.wrap(format!(
                "Failed to list pipelines due to authorization error. Check if you have read permission to namespace \
                 {namespace}"
            )))
        })?;
    }
    let scope = Scope::Is("namespace", namespace.clone());
    let page = call
        .cluster
        .database()
        .read(move |connection| {
            select(connection, &options, &scope, &tags, COLUMNS, |row| {
                let pipeline = Pipeline::read(row)?;
                let tags = Tags::read(connection, &pipeline.id)?;
                Ok(pipeline.to_json(&tags))
            })
        })
        .await
        .map_err(failed)?;
    Ok(ObjectWriter::new()
        .list("pipelines", &page.rows)
        .number("total_size", page.total)
        .text("next_page_token", &page.next_page_token)
        .finish())
}

pub(super) const NAMESPACE_REQUIRED: &str = "Namespace is required for pipeline operations";

/// Whether this is a server without shared pipelines, and a call does without a namespace.
pub(super) fn lacks_namespace(call: &Call, namespace: &str) -> bool {
    let switches = call.cluster.switches();
    call.multi_user() && namespace.is_empty() && switches.is_on(Switch::KfpPipelinesNeedNamespace)
}

fn need_namespace(call: &Call, namespace: &str) -> Result<(), ApiError> {
    if lacks_namespace(call, namespace) {
        return Err(ApiError::invalid(NAMESPACE_REQUIRED));
    }
    Ok(())
}

/// A list's options as refusals of pipelines and versions repeat them.
pub(super) fn described(request: &ListRequest) -> String {
    format!(
        "pageToken: {}, pageSize: {}, sortBy: {}, filter: {}",
        request.page_token, request.page_size, request.sort_by, request.filter
    )
}

/// `GET /apis/v2beta1/pipelines/{id}`.
pub(in crate::kfp) async fn get(call: Call) -> Result<String, ApiError> {
    let id = call.variable(0).to_owned();
    let failed =
        |error: ApiError| error.wrap(format!("Failed to get a pipeline {id}. Check error stack"));
    if id.is_empty() {
        return Err(failed(ApiError::invalid(
            "Failed to get a pipeline. Pipeline id cannot be empty",
        )));
    }
    let pipeline = permitted(&call, &id, "get").await.map_err(|error| {
        failed(if call.multi_user() {
            error.wrap(format!(
                "Failed to get a pipeline due authorization error for pipeline id {id}"
            ))
        } else {
            error
        })
    })?;
    answer(&call, pipeline).await
}

async fn answer(call: &Call, pipeline: Pipeline) -> Result<String, ApiError> {
    call.cluster
        .database()
        .read(move |connection| Ok(pipeline.to_json(&Tags::read(connection, &pipeline.id)?)))
        .await
}

/// `GET /apis/v2beta1/pipelines/names/{name}`.
pub(in crate::kfp) async fn get_by_name(call: Call) -> Result<String, ApiError> {
    let name = call.variable(0).to_owned();
    let mut namespace = call.query.text("namespace")?.to_owned();
    if !call.multi_user() {
        namespace = String::new();
    }
    let failed = |error: ApiError| {
        error.wrap(format!(
            "Failed to get a pipeline with name {name} and namespace {namespace}. Check error stack."
        ))
    };
    need_namespace(&call, &namespace).map_err(failed)?;
    // Without a namespace the real server looks in all of them and checks nothing.
    if !namespace.is_empty() {
        let wish = Wish {
            namespace: &namespace,
            verb: "get",
            resource: "pipelines",
            name: &name,
        };
        permit_read(&call, wish).await.map_err(|error| {
            failed(error.wrap(format!(
                "Failed to fetch a pipeline due to authorization error. Check if you have read permission to \
                 namespace {namespace}"
            )))
        })?;
    }
    let (wanted, within) = (
        name.clone(),
        (!namespace.is_empty()).then(|| namespace.clone()),
    );
    let found = call
        .cluster
        .database()
        .read(move |connection| {
            store::find_by_name(connection, &wanted, within.as_deref()).map_err(ApiError::from)
        })
        .await?;
    match found {
        Some(pipeline) => answer(&call, pipeline).await,
        None => Err(failed(
            ApiError::not_found("Namespace/Pipeline", &format!("{namespace}/{name}")).wrap(
                format!("Failed to get a pipeline named {name} in namespace {namespace}"),
            ),
        )),
    }
}

/// `DELETE /apis/v2beta1/pipelines/{id}`.
pub(in crate::kfp) async fn delete(call: Call) -> Result<String, ApiError> {
    let id = call.variable(0).to_owned();
    let cascade = call.query.boolean("cascade")?;
    let failed =
        |error: ApiError| error.wrap(format!("Failed to delete pipeline {id}. Check error stack"));
    if id.is_empty() {
        return Err(failed(ApiError::invalid(
            "Failed to delete a pipeline due missing pipeline id",
        )));
    }
    let pipeline = permitted(&call, &id, "delete").await.map_err(|error| {
        failed(if call.multi_user() {
            error.wrap(format!(
                "Failed to delete a pipeline due authorization error for pipeline id {id}"
            ))
        } else {
            error
        })
    })?;
    call.cluster
        .database()
        .write(move |transaction| {
            if !cascade && let Some(version) = store::any_version(transaction, &pipeline.id)? {
                return Err(ApiError::invalid(format!(
                    "Failed to delete pipeline with id {} as it has existing pipeline versions (e.g. {version}). Set \
                     cascade=true to delete all versions",
                    pipeline.id
                )));
            }
            store::delete(transaction, &pipeline.id).map_err(ApiError::from)
        })
        .await
        .map_err(failed)?;
    Ok("{}".to_owned())
}

/// The pipeline, if the caller may do `verb` to it: existence first, then the right.
pub(super) async fn permitted(call: &Call, id: &str, verb: &str) -> Result<Pipeline, ApiError> {
    let pipeline = existing(call, id).await?;
    permit_pipeline(call, &pipeline, verb).await?;
    Ok(pipeline)
}

/// Whether the caller may do `verb` to a version of that name under the pipeline. A single-user server does not look
/// whether there is such a pipeline.
pub(super) async fn permit_parent(
    call: &Call,
    id: &str,
    verb: &str,
    name: &str,
) -> Result<(), ApiError> {
    if !call.multi_user() {
        return Ok(());
    }
    let pipeline = existing(call, id).await?;
    permit_write(call, &pipeline.namespace, verb, id, name).await
}

async fn existing(call: &Call, id: &str) -> Result<Pipeline, ApiError> {
    let wanted = id.to_owned();
    let found = call
        .cluster
        .database()
        .read(move |connection| store::find(connection, &wanted))
        .await;
    found.map_err(|error| {
        let error = error.wrap(format!("Failed to get a pipeline with id {id}"));
        if call.multi_user() {
            error.wrap(format!(
                "Failed to access pipeline {id}. Check if it exists and have a namespace assigned"
            ))
        } else {
            error
        }
    })
}

/// Whether the caller may do `verb` to the pipeline or its versions.
pub(super) async fn permit_pipeline(
    call: &Call,
    pipeline: &Pipeline,
    verb: &str,
) -> Result<(), ApiError> {
    let Pipeline {
        id,
        name,
        namespace,
        ..
    } = pipeline;
    if namespace.is_empty() && verb == "get" {
        return Ok(());
    }
    permit_write(call, namespace, verb, id, name).await
}

/// Whether the caller may change a pipeline: a shared one is guarded by the install namespace.
pub(super) async fn permit_write(
    call: &Call,
    namespace: &str,
    verb: &str,
    id: &str,
    name: &str,
) -> Result<(), ApiError> {
    let (guarded_by, refusal) = if namespace.is_empty() {
        let refusal = format!(
            "Failed to access shared pipeline {id}. Check if you have permission to {verb} shared pipelines"
        );
        (INSTALL_NAMESPACE, refusal)
    } else {
        (
            namespace,
            format!(
                "Failed to access pipeline {id}. Check if you have access to namespace {namespace}"
            ),
        )
    };
    let wish = Wish {
        namespace: guarded_by,
        verb,
        resource: "pipelines",
        name,
    };
    authorize(call, wish)
        .await
        .map_err(|error| error.wrap(refusal))
}

/// Whether the caller may read in a namespace where no pipeline is named by id.
pub(super) async fn permit_read(call: &Call, wish: Wish<'_>) -> Result<(), ApiError> {
    let namespace = wish.namespace;
    authorize(call, wish).await.map_err(|error| {
        error.wrap(format!(
            "Failed to access pipeline . Check if you have access to namespace {namespace}"
        ))
    })
}
