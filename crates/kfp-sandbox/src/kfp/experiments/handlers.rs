//! Operations on experiments.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::store::{self, COLUMNS, Experiment};
use crate::kfp::authorization::{Wish, authorize};
use crate::kfp::call::{Call, text};
use crate::kfp::error::ApiError;
use crate::kfp::limits::{insert_failed, refused};
use crate::kfp::list::{EXPERIMENTS, ListOptions, ListRequest, Scope, select};
use crate::kfp::messages::EXPERIMENT;
use crate::wire::ObjectWriter;

/// Longest name in bytes.
const MAX_NAME_BYTES: usize = 128;
/// Longest description in characters.
const MAX_DESCRIPTION: usize = 255;

const NO_NAMESPACE: &str = "An experiment cannot have an empty namespace in multi-user mode";

/// `POST /apis/v2beta1/experiments`.
pub(in crate::kfp) async fn create(call: Call) -> Result<String, ApiError> {
    let message = call.message(&EXPERIMENT)?;
    create_of(&call, &message).await
}

/// Makes the experiment that a message asks for.
///
/// # Errors
/// As the real server behind its reading of the message.
pub(in crate::kfp) async fn create_of(
    call: &Call,
    message: &Map<String, Value>,
) -> Result<String, ApiError> {
    let name = text(message, "display_name").to_owned();
    let description = text(message, "description").to_owned();
    check_name(&name).map_err(|error| {
        error
            .into_internal("Failed to convert API experiment to model experiment")
            .wrap("[ExperimentServer]: Failed to create a experiment due to conversion error")
    })?;
    let failed = |error: ApiError| error.wrap("Failed to create a experiment");
    let namespace = if call.multi_user() {
        text(message, "namespace").to_owned()
    } else {
        String::new()
    };
    permit(call, &namespace, "create", &name)
        .await
        .map_err(|error| failed(error.wrap("Failed to authorize the request")))?;

    let columns = [
        ("Name", name.as_str(), MAX_NAME_BYTES),
        ("Description", &description, MAX_DESCRIPTION),
    ];
    if let Some(error) = refused("experiments", &columns) {
        return Err(failed(insert_failed(
            "Failed to add experiment to experiment table",
            &error,
        )));
    }
    let experiment = Experiment {
        id: Uuid::new_v4().to_string(),
        name,
        description,
        created_at: call.now(),
        namespace,
        storage_state: "AVAILABLE".to_owned(),
        last_run_created_at: 0,
    };
    let json = experiment.to_json();
    call.cluster
        .database()
        .write(move |transaction| experiment.insert(transaction))
        .await
        .map_err(failed)?;
    Ok(json)
}

fn check_name(name: &str) -> Result<(), ApiError> {
    if name.is_empty() {
        return Err(ApiError::invalid("Experiment must have a non-empty name"));
    }
    if name.len() > MAX_NAME_BYTES {
        return Err(ApiError::invalid(format!(
            "Experiment.Name length cannot exceed {MAX_NAME_BYTES}"
        )));
    }
    Ok(())
}

/// `GET /apis/v2beta1/experiments`.
pub(in crate::kfp) async fn list(call: Call) -> Result<String, ApiError> {
    let mut namespace = call.query.text("namespace")?.to_owned();
    let request = ListRequest::read(&call.query)?;
    let options = ListOptions::check(&EXPERIMENTS, &request)
        .map_err(|error| error.wrap("Failed to create list options"))?;
    if !call.multi_user() {
        namespace = String::new();
    }
    permit(&call, &namespace, "list", "")
        .await
        .map_err(|error| {
            error
                .wrap("Failed to authorize with API")
                .wrap("List experiments failed")
        })?;
    let page = call
        .cluster
        .database()
        .read(move |connection| {
            let scope = Scope::Is("namespace", namespace);
            select(connection, &options, &scope, &[], COLUMNS, |row| {
                Ok(Experiment::read(row)?.to_json())
            })
        })
        .await
        .map_err(|error| error.wrap("List experiments failed"))?;
    Ok(ObjectWriter::new()
        .list("experiments", &page.rows)
        .number("total_size", page.total)
        .text("next_page_token", &page.next_page_token)
        .finish())
}

/// `GET /apis/v2beta1/experiments/{id}`.
pub(in crate::kfp) async fn get(call: Call) -> Result<String, ApiError> {
    let failed = |error: ApiError| error.wrap("Failed to fetch experiment");
    Ok(permitted(&call, "get").await.map_err(failed)?.to_json())
}

/// `DELETE /apis/v2beta1/experiments/{id}`.
pub(in crate::kfp) async fn delete(call: Call) -> Result<String, ApiError> {
    let failed = |error: ApiError| error.wrap("Failed to delete experiment");
    let id = call.variable(0).to_owned();
    let experiment = permitted(&call, "delete").await.map_err(|error| {
        let fetching = format!("Failed to delete experiment {id} due to error fetching it");
        failed(if call.multi_user() {
            error
        } else {
            error.wrap(fetching)
        })
    })?;
    if !call.multi_user() && experiment.name == store::DEFAULT_NAME {
        return Err(failed(ApiError::bad_request(
            &format!("Failed to delete experiment {id}. The default experiment cannot be deleted"),
            &format!("Invalid input error: Experiment id cannot be equal to the default id {id}"),
        )));
    }
    call.cluster
        .database()
        .write(move |transaction| {
            store::delete(transaction, &experiment.id).map_err(ApiError::from)
        })
        .await?;
    Ok("{}".to_owned())
}

/// `POST /apis/v2beta1/experiments/{id}:archive`.
pub(in crate::kfp) async fn archive(call: Call) -> Result<String, ApiError> {
    move_to(call, "archive", store::archive).await
}

/// `POST /apis/v2beta1/experiments/{id}:unarchive`.
pub(in crate::kfp) async fn unarchive(call: Call) -> Result<String, ApiError> {
    move_to(call, "unarchive", |transaction, id, _| {
        store::unarchive(transaction, id)
    })
    .await
}

async fn move_to(
    call: Call,
    verb: &str,
    change: fn(&rusqlite::Transaction<'_>, &str, i64) -> Result<(), rusqlite::Error>,
) -> Result<String, ApiError> {
    let id = if call.multi_user() {
        permitted(&call, verb)
            .await
            .map_err(|error| error.wrap(format!("Failed to {verb} experiment")))?
            .id
    } else {
        // A single-user server does not look whether it exists.
        call.variable(0).to_owned()
    };
    let now = call.now();
    call.cluster
        .database()
        .write(move |transaction| change(transaction, &id, now).map_err(ApiError::from))
        .await?;
    Ok("{}".to_owned())
}

/// The experiment of the call's path, if the caller may do `verb` to it: existence first, then the right.
async fn permitted(call: &Call, verb: &str) -> Result<Experiment, ApiError> {
    let id = call.variable(0).to_owned();
    let unauthorized = |error: ApiError| {
        if call.multi_user() {
            error.wrap("Failed to authorize the request")
        } else {
            error
        }
    };
    if call.multi_user() && id.is_empty() {
        return Err(unauthorized(ApiError::invalid(NO_NAMESPACE)));
    }
    let experiment = fetch(call, &id).await.map_err(|error| {
        unauthorized(if call.multi_user() {
            error.wrap("Failed to authorize with the experiment ID")
        } else {
            error
        })
    })?;
    permit(call, &experiment.namespace, verb, &experiment.name)
        .await
        .map_err(unauthorized)?;
    Ok(experiment)
}

async fn permit(call: &Call, namespace: &str, verb: &str, name: &str) -> Result<(), ApiError> {
    if call.multi_user() && namespace.is_empty() {
        return Err(ApiError::invalid(NO_NAMESPACE));
    }
    let wish = Wish {
        namespace,
        verb,
        resource: "experiments",
        name,
    };
    authorize(call, wish)
        .await
        .map_err(|error| error.wrap("Failed to authorize with API"))
}

async fn fetch(call: &Call, id: &str) -> Result<Experiment, ApiError> {
    let id = id.to_owned();
    call.cluster
        .database()
        .read(move |connection| store::find(connection, &id))
        .await
}

/// The namespace of an experiment.
///
/// # Errors
/// 404 for an unknown one.
pub(in crate::kfp) async fn namespace_of(call: &Call, id: &str) -> Result<String, ApiError> {
    let experiment = fetch(call, id)
        .await
        .map_err(|error| error.wrap(format!("Failed to fetch namespace from experiment {id}")))?;
    Ok(experiment.namespace)
}

/// The experiment, and its namespace, for what a message asks to make in one.
///
/// # Errors
/// 400 without an experiment in multi-user mode, or for a namespace that is not the experiment's; 404.
pub(in crate::kfp) async fn place(
    call: &Call,
    message: &Map<String, Value>,
) -> Result<(String, String), ApiError> {
    let (id, namespace) = (text(message, "experiment_id"), text(message, "namespace"));
    if id.is_empty() {
        if call.multi_user() {
            return Err(ApiError::invalid(
                "Experiment id can not be empty in multi-user mode",
            ));
        }
        return Ok((default_id(call, call.now()).await?, namespace.to_owned()));
    }
    let own = namespace_of(call, id)
        .await
        .map_err(|error| error.wrap(format!("Failed to fetch namespace for experiment {id}")))?;
    if !namespace.is_empty() && namespace != own {
        return Err(ApiError::invalid(format!(
            "Experiment {id} belongs to namespace '{own}' instead of '{namespace}'"
        )));
    }
    Ok((id.to_owned(), own))
}

/// The default experiment of a single-user server.
async fn default_id(call: &Call, now: i64) -> Result<String, ApiError> {
    call.cluster
        .database()
        .write(move |transaction| store::default_id(transaction, now))
        .await
}
