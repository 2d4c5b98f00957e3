//! Namespaces. Those of profiles carry the label and the owner annotation that Kubeflow gives them.

use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use rusqlite::{OptionalExtension, Row, params};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::object;
use super::router::{Call, created};
use super::status::{Status, object as answer_object};

const COLUMNS: &str = "name, uid, created_at, labels, annotations";

/// `get`, `list`, `create` and `delete`.
pub(super) async fn answer(call: Call) -> Result<Response, Status> {
    if !call.request.subresource.is_empty() {
        return Err(Status::method_not_allowed());
    }
    match call.request.verb.as_str() {
        "get" => get(call).await,
        "list" => list(call).await,
        "create" => create(call).await,
        "delete" => delete(call).await,
        _ => Err(Status::method_not_allowed()),
    }
}

fn read(row: &Row<'_>) -> Result<Value, rusqlite::Error> {
    let name: String = row.get(0)?;
    let uid: String = row.get(1)?;
    let map = |index: usize| -> Result<Map<String, Value>, rusqlite::Error> {
        Ok(serde_json::from_str(row.get_ref(index)?.as_str()?).unwrap_or_default())
    };
    let mut metadata = object::metadata(&name, "", &uid, row.get(2)?);
    for (key, entries) in [("labels", map(3)?), ("annotations", map(4)?)] {
        if !entries.is_empty() {
            metadata[key] = Value::Object(entries);
        }
    }
    Ok(json!({
        "metadata": metadata,
        "spec": {"finalizers": ["kubernetes"]},
        "status": {"phase": "Active"},
    }))
}

async fn get(call: Call) -> Result<Response, Status> {
    let name = call.request.name.clone();
    let found = find(&call, name.clone())
        .await?
        .ok_or_else(|| Status::not_found("", "namespaces", &name))?;
    Ok(answer_object(
        StatusCode::OK,
        &object::with_kind("Namespace", "v1", &found),
    ))
}

async fn find(call: &Call, name: String) -> Result<Option<Value>, rusqlite::Error> {
    call.cluster
        .database()
        .read(move |connection| {
            connection
                .prepare_cached(&format!("SELECT {COLUMNS} FROM namespaces WHERE name = ?1"))?
                .query_row([name], read)
                .optional()
        })
        .await
}

async fn list(call: Call) -> Result<Response, Status> {
    let mut limit = 0_usize;
    let mut selector = String::new();
    let mut start = String::new();
    for (key, value) in form_urlencoded::parse(call.query.as_bytes()) {
        match &*key {
            "limit" => limit = value.parse().unwrap_or_default(),
            "labelSelector" => selector = value.into_owned(),
            "continue" if !value.is_empty() => start = read_continue(&value)?,
            _ => {}
        }
    }
    let namespaces: Vec<Value> = call
        .cluster
        .database()
        .read(move |connection| {
            let sql = format!("SELECT {COLUMNS} FROM namespaces WHERE name > ?1 ORDER BY name");
            let mut statement = connection.prepare_cached(&sql)?;
            statement
                .query_map([start], read)?
                .collect::<Result<_, rusqlite::Error>>()
        })
        .await?;
    let mut items: Vec<Value> = namespaces
        .into_iter()
        .filter(|namespace| {
            let labels = namespace["metadata"]["labels"]
                .as_object()
                .cloned()
                .unwrap_or_default();
            object::selects(&selector, &labels)
        })
        .collect();
    let remaining = if limit > 0 {
        items.len().saturating_sub(limit)
    } else {
        0
    };
    items.truncate(items.len() - remaining);
    let last = items.last().map(|item| {
        item["metadata"]["name"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    });
    let mut body = object::list("Namespace", "v1", &items);
    if remaining > 0 {
        let token = json!({"v": "meta.k8s.io/v1", "rv": 1, "start": last});
        body["metadata"]["continue"] = STANDARD.encode(token.to_string()).into();
        body["metadata"]["remainingItemCount"] = remaining.into();
    }
    Ok(answer_object(StatusCode::OK, &body))
}

fn read_continue(token: &str) -> Result<String, Status> {
    STANDARD
        .decode(token)
        .ok()
        .and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok())
        .and_then(|token| token["start"].as_str().map(str::to_owned))
        .ok_or_else(|| Status::bad_request("invalid continue token: continue key is not valid"))
}

async fn create(call: Call) -> Result<Response, Status> {
    let namespace = object::read(&call.body, "Namespace")?;
    let name = object::checked_name(&namespace, "Namespace", false)?;
    let mut labels = namespace["metadata"]["labels"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    labels.insert(
        "kubernetes.io/metadata.name".to_owned(),
        name.as_str().into(),
    );
    let annotations = namespace["metadata"]["annotations"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    let owner = annotations
        .get("owner")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let now = call.cluster.clock().now().unix_timestamp();
    let wanted = name.clone();
    let inserted = call
        .cluster
        .database()
        .write(move |transaction| {
            transaction.execute(
                "INSERT OR IGNORE INTO namespaces (name, uid, created_at, owner, labels, annotations)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    wanted,
                    Uuid::new_v4().to_string(),
                    now,
                    owner,
                    Value::Object(labels).to_string(),
                    Value::Object(annotations).to_string()
                ],
            )
        })
        .await?;
    if inserted == 0 {
        return Err(Status::already_exists("", "namespaces", &name));
    }
    let stored = find(&call, name).await?.unwrap_or_default();
    Ok(created(&object::with_kind("Namespace", "v1", &stored)))
}

async fn delete(call: Call) -> Result<Response, Status> {
    let name = call.request.name.clone();
    let found = find(&call, name.clone())
        .await?
        .ok_or_else(|| Status::not_found("", "namespaces", &name))?;
    call.cluster
        .database()
        .write(move |transaction| {
            // What lives in a namespace goes with it.
            for table in ["bindings", "roles", "service_accounts"] {
                transaction.execute(
                    &format!("DELETE FROM {table} WHERE namespace = ?1"),
                    [&name],
                )?;
            }
            transaction.execute("DELETE FROM namespaces WHERE name = ?1", [&name])
        })
        .await?;
    let mut body = object::with_kind("Namespace", "v1", &found);
    body["status"]["phase"] = "Terminating".into();
    Ok(answer_object(StatusCode::OK, &body))
}
