//! Whom a token stands for.

use axum::response::Response;
use serde_json::{Value, json};

use crate::directory::Authenticated;
use crate::kubernetes::body;
use crate::kubernetes::router::{Call, created};
use crate::kubernetes::status::Status;
use crate::wire::format_seconds;

/// `selfsubjectreviews`: the caller.
#[expect(
    clippy::unnecessary_wraps,
    reason = "one signature for every kind of review"
)]
pub(super) fn own(call: &Call) -> Result<Response, Status> {
    let now = call.cluster.clock().now().unix_timestamp();
    Ok(created(&json!({
        "kind": "SelfSubjectReview",
        "apiVersion": "authentication.k8s.io/v1",
        "metadata": {"creationTimestamp": format_seconds(now)},
        "status": {"userInfo": user_info(&call.caller)},
    })))
}

/// `tokenreviews`.
pub(super) fn token(call: &Call) -> Result<Response, Status> {
    let review = body::read(&call.headers, &call.body, call.resource)?;
    let token = review["spec"]["token"].as_str().unwrap_or_default();
    if token.is_empty() {
        return Err(Status::bad_request(
            "token is required for TokenReview in authentication",
        ));
    }
    let audiences = body::texts(&review["spec"]["audiences"]);
    let cluster = &call.cluster;
    let outcome =
        cluster
            .directory()
            .review_token(cluster.issuer(), cluster.clock(), token, &audiences);
    let status = match outcome {
        Ok(authenticated) => json!({
            "authenticated": true,
            "user": user_info(&authenticated),
            "audiences": authenticated.audiences,
        }),
        Err(rejected) => json!({"user": {}, "error": rejected.0}),
    };
    Ok(created(&json!({
        "kind": "TokenReview",
        "apiVersion": "authentication.k8s.io/v1",
        "metadata": {},
        "spec": review["spec"],
        "status": status,
    })))
}

fn user_info(authenticated: &Authenticated) -> Value {
    let mut user = json!({"username": authenticated.subject.user});
    if !authenticated.uid.is_empty() {
        user["uid"] = authenticated.uid.as_str().into();
    }
    user["groups"] = json!(authenticated.subject.groups);
    if !authenticated.token_id.is_empty() {
        let id = format!("JTI={}", authenticated.token_id);
        user["extra"] = json!({"authentication.kubernetes.io/credential-id": [id]});
    }
    user
}
