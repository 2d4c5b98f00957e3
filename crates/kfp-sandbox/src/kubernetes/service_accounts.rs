//! Tokens of service accounts.

use std::time::Duration;

use axum::response::Response;
use serde_json::json;

use super::body;
use super::router::{Call, created};
use super::status::{InvalidField, Status};
use crate::directory::Collection;
use crate::tokens::{ISSUER, TokenRequest};
use crate::wire::format_seconds;

/// Shortest life of a token that this endpoint mints.
const MIN_LIFE_SECONDS: u64 = 600;
/// Longest life, as the real server limits it.
const MAX_LIFE_SECONDS: u64 = 1 << 32;
/// Life of a token for which none is asked.
const DEFAULT_LIFE_SECONDS: u64 = 3600;

/// `serviceaccounts/token`: a token for an account.
pub(super) fn create_token(call: &Call) -> Result<Response, Status> {
    if call.request.verb != "create" {
        return Err(Status::method_not_allowed());
    }
    let request = body::read_kind(
        &call.headers,
        &call.body,
        "TokenRequest",
        "authentication.k8s.io/v1",
    )?;
    let spec = &request["spec"];
    let seconds = spec["expirationSeconds"]
        .as_u64()
        .unwrap_or(DEFAULT_LIFE_SECONDS);
    if !(MIN_LIFE_SECONDS..=MAX_LIFE_SECONDS).contains(&seconds) {
        let why = if seconds < MIN_LIFE_SECONDS {
            "may not specify a duration less than 10 minutes"
        } else {
            "may not specify a duration larger than 2^32 seconds"
        };
        let field = InvalidField::invalid("spec.expirationSeconds", &seconds.to_string(), why);
        return Err(Status::invalid(
            "authentication.k8s.io",
            "TokenRequest",
            "",
            &[field],
        ));
    }
    let key = call.key(Collection::SERVICE_ACCOUNTS, &call.request.name);
    let account = call.cluster.directory().objects().get(&key);
    let account = account.ok_or_else(|| Status::not_found("", "serviceaccounts", &key.name))?;
    let mut audiences = body::texts(&spec["audiences"]);
    if audiences.is_empty() {
        audiences.push(ISSUER.to_owned());
    }
    let now = call.cluster.clock().now();
    let token_request = TokenRequest {
        namespace: key.namespace.clone(),
        service_account: key.name.clone(),
        audiences: audiences.clone(),
        expires_in: Duration::from_secs(seconds),
    };
    let token = call
        .cluster
        .issuer()
        .mint(&token_request, account.uid(), None, now);
    let expiry = now + token_request.expires_in;
    Ok(created(&json!({
        "kind": "TokenRequest",
        "apiVersion": "authentication.k8s.io/v1",
        "metadata": {
            "name": key.name,
            "namespace": key.namespace,
            "uid": account.uid(),
            "creationTimestamp": format_seconds(now.unix_timestamp()),
        },
        "spec": {"audiences": audiences, "expirationSeconds": seconds, "boundObjectRef": null},
        "status": {"token": token, "expirationTimestamp": format_seconds(expiry.unix_timestamp())},
    })))
}
