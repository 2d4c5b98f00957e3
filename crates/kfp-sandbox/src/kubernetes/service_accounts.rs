//! Service accounts and their tokens.

use std::time::Duration;

use axum::response::Response;
use http::StatusCode;
use rusqlite::{OptionalExtension, Row, params};
use serde_json::{Value, json};

use super::object;
use super::router::{Call, created};
use super::status::{InvalidField, Status, object as answer_object};
use crate::cluster::stable_id;
use crate::tokens::{ISSUER, TokenRequest};
use crate::wire::format_seconds;

const COLUMNS: &str = "namespace, name, uid, created_at";

/// Shortest and default life of a token that this endpoint mints.
const MIN_LIFE_SECONDS: u64 = 600;
const DEFAULT_LIFE_SECONDS: u64 = 3600;

/// `get`, `list`, `create` and `delete`, and `create` of a token.
pub(super) async fn answer(call: Call) -> Result<Response, Status> {
    match (
        call.request.verb.as_str(),
        call.request.subresource.as_str(),
    ) {
        ("create", "token") => create_token(call).await,
        ("get", "") => get(call).await,
        ("list", "") => list(call).await,
        ("create", "") => create(call).await,
        ("delete", "") => delete(call).await,
        _ => Err(Status::method_not_allowed()),
    }
}

struct ServiceAccount {
    namespace: String,
    name: String,
    uid: String,
    created_at: i64,
}

impl ServiceAccount {
    fn read(row: &Row<'_>) -> Result<Self, rusqlite::Error> {
        Ok(Self {
            namespace: row.get(0)?,
            name: row.get(1)?,
            uid: row.get(2)?,
            created_at: row.get(3)?,
        })
    }

    fn to_json(&self) -> Value {
        json!({"metadata": object::metadata(&self.name, &self.namespace, &self.uid, self.created_at)})
    }
}

async fn find(call: &Call) -> Result<ServiceAccount, Status> {
    let (namespace, name) = (call.request.namespace.clone(), call.request.name.clone());
    let found = call
        .cluster
        .database()
        .read(move |connection| {
            let sql = format!(
                "SELECT {COLUMNS} FROM service_accounts WHERE namespace = ?1 AND name = ?2"
            );
            connection
                .prepare_cached(&sql)?
                .query_row([namespace, name], ServiceAccount::read)
                .optional()
        })
        .await?;
    found.ok_or_else(|| Status::not_found("", "serviceaccounts", &call.request.name))
}

async fn get(call: Call) -> Result<Response, Status> {
    let account = find(&call).await?;
    Ok(answer_object(
        StatusCode::OK,
        &object::with_kind("ServiceAccount", "v1", &account.to_json()),
    ))
}

async fn list(call: Call) -> Result<Response, Status> {
    let namespace = call.request.namespace.clone();
    let items: Vec<Value> = call
        .cluster
        .database()
        .read(move |connection| {
            let sql = format!(
                "SELECT {COLUMNS} FROM service_accounts WHERE ?1 = '' OR namespace = ?1 ORDER BY namespace, name"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map([namespace], |row| Ok(ServiceAccount::read(row)?.to_json()))?;
            rows.collect::<Result<_, rusqlite::Error>>()
        })
        .await?;
    Ok(answer_object(
        StatusCode::OK,
        &object::list("ServiceAccount", "v1", &items),
    ))
}

async fn create(call: Call) -> Result<Response, Status> {
    let sent = object::read(&call.body, "ServiceAccount")?;
    let name = object::checked_name(&sent, "ServiceAccount", false)?;
    let namespace = call.request.namespace.clone();
    let account = ServiceAccount {
        // The uid is a function of the name, so that `Sandbox::mint_token` need not ask the store. An account that is
        // made again therefore accepts its old tokens, unlike a real one.
        uid: stable_id(&["serviceaccount", &namespace, &name]).to_string(),
        namespace,
        name,
        created_at: call.cluster.clock().now().unix_timestamp(),
    };
    let json = account.to_json();
    let (name, namespace) = (account.name.clone(), account.namespace.clone());
    let inserted = call
        .cluster
        .database()
        .write(move |transaction| {
            let known: Option<i64> = transaction
                .query_row("SELECT 1 FROM namespaces WHERE name = ?1", [&account.namespace], |row| row.get(0))
                .optional()?;
            if known.is_none() {
                return Ok(None);
            }
            transaction
                .execute(
                    "INSERT OR IGNORE INTO service_accounts (namespace, name, uid, created_at) VALUES (?1, ?2, ?3, ?4)",
                    params![account.namespace, account.name, account.uid, account.created_at],
                )
                .map(Some)
        })
        .await?;
    match inserted {
        None => Err(Status::not_found("", "namespaces", &namespace)),
        Some(0) => Err(Status::already_exists("", "serviceaccounts", &name)),
        Some(_) => Ok(created(&object::with_kind("ServiceAccount", "v1", &json))),
    }
}

async fn delete(call: Call) -> Result<Response, Status> {
    let account = find(&call).await?;
    let body = object::deleted("", "serviceaccounts", &account.name, &account.uid);
    call.cluster
        .database()
        .write(move |transaction| {
            transaction.execute(
                "DELETE FROM service_accounts WHERE namespace = ?1 AND name = ?2",
                [&account.namespace, &account.name],
            )
        })
        .await?;
    Ok(answer_object(StatusCode::OK, &body))
}

async fn create_token(call: Call) -> Result<Response, Status> {
    let request = object::read(&call.body, "TokenRequest")?;
    let spec = &request["spec"];
    let seconds = spec["expirationSeconds"]
        .as_u64()
        .unwrap_or(DEFAULT_LIFE_SECONDS);
    if seconds < MIN_LIFE_SECONDS {
        let message =
            format!("Invalid value: {seconds}: may not specify a duration less than 10 minutes");
        let field = InvalidField {
            field: "spec.expirationSeconds",
            message,
        };
        return Err(Status::invalid(
            "authentication.k8s.io",
            "TokenRequest",
            "",
            &field,
        ));
    }
    let account = find(&call).await?;
    let mut audiences: Vec<String> = spec["audiences"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    if audiences.is_empty() {
        audiences.push(ISSUER.to_owned());
    }
    let now = call.cluster.clock().now();
    let token_request = TokenRequest {
        namespace: account.namespace.clone(),
        service_account: account.name.clone(),
        audiences: audiences.clone(),
        expires_in: Duration::from_secs(seconds),
    };
    let token = call
        .cluster
        .issuer()
        .mint(&token_request, &account.uid, None, now);
    let expiry = now + token_request.expires_in;
    Ok(created(&json!({
        "kind": "TokenRequest",
        "apiVersion": "authentication.k8s.io/v1",
        "metadata": {
            "name": account.name,
            "namespace": account.namespace,
            "uid": account.uid,
            "creationTimestamp": format_seconds(now.unix_timestamp()),
        },
        "spec": {"audiences": audiences, "expirationSeconds": seconds, "boundObjectRef": null},
        "status": {"token": token, "expirationTimestamp": format_seconds(expiry.unix_timestamp())},
    })))
}
