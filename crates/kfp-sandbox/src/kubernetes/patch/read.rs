//! The kind of a patch by its media type.

use http::HeaderMap;
use serde_json::Value;

use super::json_patch::{self, Operation};
use super::{merge, strategic};
use crate::kubernetes::body::{self, media_type};
use crate::kubernetes::resources::Resource;
use crate::kubernetes::status::Status;

const MEDIA_TYPES: &str = "application/json-patch+json, application/merge-patch+json, \
                           application/strategic-merge-patch+json, application/apply-patch+yaml";
/// Custom resources have no structure that a strategic merge could go by.
const CUSTOM_MEDIA_TYPES: &str =
    "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml";

/// What is sent with `PATCH`.
#[derive(Debug)]
pub(in crate::kubernetes) enum Patch {
    /// What is to change.
    Change(Change),
    /// Server-side apply: the fields that one manager wants.
    Apply(Value),
}

/// A change to an object.
#[derive(Debug)]
pub(in crate::kubernetes) enum Change {
    /// RFC 6902.
    Json(Vec<Operation>),
    /// RFC 7386.
    Merge(Value),
    Strategic(Value),
}

impl Patch {
    /// Reads the patch of a call.
    ///
    /// # Errors
    /// 415 for another media type, 400 for what is no patch.
    pub(in crate::kubernetes) fn read(
        headers: &HeaderMap,
        text: &[u8],
        resource: &Resource,
    ) -> Result<Self, Status> {
        let json = || {
            serde_json::from_slice::<Value>(text).map_err(|error| {
                Status::bad_request(format!(
                    "error decoding patch: {}",
                    body::go_json_error(&error, text)
                ))
            })
        };
        match media_type(headers).as_str() {
            "application/json-patch+json" => json_patch::read(&json()?)
                .map(Change::Json)
                .map(Self::Change),
            "application/merge-patch+json" => Ok(Self::Change(Change::Merge(object(json()?)?))),
            "application/strategic-merge-patch+json" if !resource.is_custom => {
                Ok(Self::Change(Change::Strategic(object(json()?)?)))
            }
            "application/apply-patch+yaml" | "application/apply-patch+json" => {
                let wanted = body::yaml(text).map_err(|()| {
                    Status::bad_request("error decoding YAML: it is not valid, or too large")
                })?;
                let version = resource.api_version();
                let wanted = body::check_kind(wanted, resource.kind, &version)?;
                if wanted["kind"].is_null() || wanted["apiVersion"].is_null() {
                    return Err(Status::bad_request(
                        "error decoding YAML: Object 'Kind' or 'apiVersion' is missing",
                    ));
                }
                if !wanted["metadata"]["managedFields"].is_null() {
                    return Err(Status::bad_request("metadata.managedFields must be nil"));
                }
                Ok(Self::Apply(wanted))
            }
            _ if resource.is_custom => Err(Status::unsupported_media_type(CUSTOM_MEDIA_TYPES)),
            _ => Err(Status::unsupported_media_type(MEDIA_TYPES)),
        }
    }
}

impl Change {
    /// `whole` as it is after the change.
    ///
    /// # Errors
    /// 422 where a JSON patch does not fit.
    pub(in crate::kubernetes) fn apply(
        self,
        mut whole: Value,
        resource: &Resource,
    ) -> Result<Value, Status> {
        match self {
            Self::Json(operations) => json_patch::apply(&mut whole, operations)?,
            Self::Merge(patch) => merge::merge(&mut whole, patch),
            Self::Strategic(patch) => strategic::merge(&mut whole, patch, resource.kind),
        }
        Ok(whole)
    }
}

fn object(value: Value) -> Result<Value, Status> {
    if value.is_object() {
        Ok(value)
    } else {
        Err(Status::bad_request(
            "error decoding patch: json: cannot unmarshal into Go value of type map[string]interface {}",
        ))
    }
}
