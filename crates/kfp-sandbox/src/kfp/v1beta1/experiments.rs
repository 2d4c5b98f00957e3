//! Experiments.

use serde_json::{Map, Value, json};

use super::calls::{Listed, list_call, members, moved, owner, read};
use super::references::{put, referenced, references};
use crate::kfp::call::{Call, text};
use crate::kfp::error::ApiError;
use crate::kfp::experiments;
use crate::kfp::messages::OLDER_EXPERIMENT;

/// `POST /apis/v1beta1/experiments`.
pub(in crate::kfp) async fn create_experiment(call: Call) -> Result<String, ApiError> {
    let wanted = call.message(&OLDER_EXPERIMENT)?;
    let newer = members(&[
        ("display_name", text(&wanted, "name")),
        ("description", text(&wanted, "description")),
        ("namespace", referenced(&wanted, "NAMESPACE")),
    ]);
    let answer = experiments::create_of(&call, &newer)
        .await
        .map_err(|error| {
            error
                .reworded(
                    "[ExperimentServer]: Failed to create a experiment",
                    "[ExperimentServer]: Failed to create a v1beta1 experiment",
                )
                .reworded(
                    "Failed to create a experiment",
                    "Failed to create a v1beta1 experiment",
                )
        })?;
    Ok(Value::Object(older(read(&answer))).to_string())
}

/// `GET /apis/v1beta1/experiments`.
pub(in crate::kfp) async fn list_experiments(call: Call) -> Result<String, ApiError> {
    let owner = owner(&call, "resource_reference_key")
        .map_err(|error| error.wrap("Validating v1beta1 filter failed"))?;
    let namespace = match owner {
        None => String::new(),
        Some(owner) if owner.kind == "NAMESPACE" => owner.id,
        Some(owner) => {
            return Err(ApiError::invalid(format!(
                "Failed to list v1beta1 experiment due to invalid resource reference key. It must be of type \
                 'Namespace' and contain an existing or empty namespace, but you provided {} of type {}",
                owner.id, owner.kind
            )));
        }
    };
    let answer = experiments::list(list_call(call, &[("namespace", &namespace)])?)
        .await
        .map_err(|error| {
            error.reworded("List experiments failed", "List v1beta1 experiments failed")
        })?;
    Ok(Listed::read(&answer, "experiments").answer("experiments", older))
}

/// `GET /apis/v1beta1/experiments/{id}`.
pub(in crate::kfp) async fn get_experiment(call: Call) -> Result<String, ApiError> {
    let answer = experiments::get(call).await.map_err(|error| {
        error.reworded(
            "Failed to fetch experiment",
            "Failed to fetch v1beta1 experiment",
        )
    })?;
    Ok(Value::Object(older(read(&answer))).to_string())
}

/// `DELETE /apis/v1beta1/experiments/{id}`.
pub(in crate::kfp) async fn delete_experiment(call: Call) -> Result<String, ApiError> {
    experiments::delete(call).await.map_err(|error| {
        error.reworded(
            "Failed to delete experiment",
            "Failed to delete v1beta1 experiment",
        )
    })
}

/// `POST /apis/v1beta1/experiments/{id}:archive`.
pub(in crate::kfp) async fn archive_experiment(call: Call) -> Result<String, ApiError> {
    experiments::archive(call).await.map_err(|error| {
        error.reworded(
            "Failed to archive experiment",
            "Failed to archive v1beta1 experiment",
        )
    })
}

/// `POST /apis/v1beta1/experiments/{id}:unarchive`.
pub(in crate::kfp) async fn unarchive_experiment(call: Call) -> Result<String, ApiError> {
    experiments::unarchive(call).await.map_err(|error| {
        error.reworded(
            "Failed to unarchive experiment",
            "Failed to unarchive v1beta1 experiment",
        )
    })
}

/// An experiment in its older shape. In single-user mode its namespace is a reference to nothing.
fn older(mut newer: Map<String, Value>) -> Map<String, Value> {
    let mut experiment = moved(
        &mut newer,
        &[
            ("experiment_id", "id"),
            ("display_name", "name"),
            ("description", "description"),
            ("created_at", "created_at"),
        ],
    );
    let namespace = text(&newer, "namespace");
    let nothing = json!([{"key": {"type": "NAMESPACE"}, "relationship": "OWNER"}]);
    let owner = references(&[("NAMESPACE", namespace, "OWNER")]).unwrap_or(nothing);
    experiment.insert("resource_references".to_owned(), owner);
    let state = match text(&newer, "storage_state") {
        "" => None,
        state => Some(format!("STORAGESTATE_{state}").into()),
    };
    put(&mut experiment, "storage_state", state);
    experiment
}
