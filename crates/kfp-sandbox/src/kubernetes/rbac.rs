//! Roles and bindings, of namespaces and of the cluster: rights can be given and taken while the sandbox runs.

use axum::response::Response;
use http::StatusCode;
use rusqlite::{Connection, Row, Transaction, params};
use serde_json::{Value, json};
use uuid::Uuid;

use super::object;
use super::router::{Call, created};
use super::status::{Status, object as answer_object};

const GROUP: &str = "rbac.authorization.k8s.io";
const VERSION: &str = "rbac.authorization.k8s.io/v1";

/// `get`, `list`, `create` and `delete`.
pub(super) async fn answer(call: Call) -> Result<Response, Status> {
    let kind = match call.request.resource.as_str() {
        "roles" => "Role",
        "clusterroles" => "ClusterRole",
        "rolebindings" => "RoleBinding",
        _ => "ClusterRoleBinding",
    };
    let is_binding = kind.ends_with("Binding");
    if !call.request.subresource.is_empty()
        || kind.starts_with("Cluster") != call.request.namespace.is_empty()
    {
        // Lists over all namespaces are not offered.
        return Err(Status::method_not_allowed());
    }
    match call.request.verb.as_str() {
        "get" => {
            let found = find(&call, is_binding, call.request.name.clone())
                .await?
                .pop();
            let found = found.ok_or_else(|| not_found(&call))?;
            Ok(answer_object(
                StatusCode::OK,
                &object::with_kind(kind, VERSION, &found),
            ))
        }
        "list" => {
            let items = find(&call, is_binding, String::new()).await?;
            Ok(answer_object(
                StatusCode::OK,
                &object::list(kind, VERSION, &items),
            ))
        }
        "create" => create(call, kind, is_binding).await,
        "delete" => delete(call, is_binding).await,
        _ => Err(Status::method_not_allowed()),
    }
}

fn not_found(call: &Call) -> Status {
    Status::not_found(GROUP, &call.request.resource, &call.request.name)
}

/// The objects of that name, or all for an empty name.
async fn find(call: &Call, is_binding: bool, name: String) -> Result<Vec<Value>, rusqlite::Error> {
    let namespace = call.request.namespace.clone();
    call.cluster
        .database()
        .read(move |connection| {
            if is_binding {
                bindings(connection, &namespace, &name)
            } else {
                roles(connection, &namespace, &name)
            }
        })
        .await
}

fn roles(
    connection: &Connection,
    namespace: &str,
    name: &str,
) -> Result<Vec<Value>, rusqlite::Error> {
    let mut statement = connection.prepare_cached(
        "SELECT name, uid, rules FROM roles WHERE namespace = ?1 AND (?2 = '' OR name = ?2) ORDER BY name",
    )?;
    let rows = statement.query_map([namespace, name], |row| {
        let name: String = row.get(0)?;
        let rules: Value = serde_json::from_str(row.get_ref(2)?.as_str()?).unwrap_or_default();
        Ok(json!({"metadata": metadata(row, &name, namespace)?, "rules": rules}))
    })?;
    rows.collect()
}

fn metadata(row: &Row<'_>, name: &str, namespace: &str) -> Result<Value, rusqlite::Error> {
    let uid: String = row.get(1)?;
    Ok(object::metadata(name, namespace, &uid, 0))
}

fn bindings(
    connection: &Connection,
    namespace: &str,
    name: &str,
) -> Result<Vec<Value>, rusqlite::Error> {
    let mut statement = connection.prepare_cached(
        "SELECT name, uid, role_kind, role_name, subject_kind, subject_namespace, subject_name
         FROM bindings WHERE namespace = ?1 AND (?2 = '' OR name = ?2) ORDER BY name",
    )?;
    let mut rows = statement.query([namespace, name])?;
    let mut found: Vec<Value> = Vec::new();
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        let (kind, subject_namespace, subject_name): (String, String, String) =
            (row.get(4)?, row.get(5)?, row.get(6)?);
        let mut subject = json!({"kind": kind, "name": subject_name});
        if kind == "ServiceAccount" {
            subject["namespace"] = subject_namespace.into();
        } else {
            subject["apiGroup"] = GROUP.into();
        }
        match found
            .last_mut()
            .filter(|last| last["metadata"]["name"] == name.as_str())
        {
            Some(last) => {
                if let Some(subjects) = last["subjects"].as_array_mut() {
                    subjects.push(subject);
                }
            }
            None => found.push(json!({
                "metadata": metadata(row, &name, namespace)?,
                "subjects": [subject],
                "roleRef": {
                    "apiGroup": GROUP,
                    "kind": row.get::<_, String>(2)?,
                    "name": row.get::<_, String>(3)?,
                },
            })),
        }
    }
    Ok(found)
}

async fn create(call: Call, kind: &str, is_binding: bool) -> Result<Response, Status> {
    let sent = object::read(&call.body, kind)?;
    let name = object::checked_name(&sent, kind, true)?;
    let namespace = call.request.namespace.clone();
    if !find(&call, is_binding, name.clone()).await?.is_empty() {
        return Err(Status::already_exists(GROUP, &call.request.resource, &name));
    }
    let wanted = name.clone();
    call.cluster
        .database()
        .write(move |transaction| {
            if is_binding {
                insert_binding(transaction, &namespace, &wanted, &sent)
            } else {
                let rules = sent["rules"].as_array().cloned().unwrap_or_default();
                transaction
                    .execute(
                        "INSERT INTO roles (namespace, name, uid, rules) VALUES (?1, ?2, ?3, ?4)",
                        params![
                            namespace,
                            wanted,
                            Uuid::new_v4().to_string(),
                            Value::Array(rules).to_string()
                        ],
                    )
                    .map(|_| ())
            }
        })
        .await?;
    let stored = find(&call, is_binding, name)
        .await?
        .pop()
        .unwrap_or_default();
    Ok(created(&object::with_kind(kind, VERSION, &stored)))
}

fn insert_binding(
    transaction: &Transaction<'_>,
    namespace: &str,
    name: &str,
    binding: &Value,
) -> Result<(), rusqlite::Error> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let annotations = &binding["metadata"]["annotations"];
    let uid = Uuid::new_v4().to_string();
    for subject in binding["subjects"].as_array().into_iter().flatten() {
        let kind = text(&subject["kind"]);
        let subject_namespace = if kind == "ServiceAccount" {
            text(&subject["namespace"])
        } else {
            String::new()
        };
        transaction.execute(
            "INSERT OR IGNORE INTO bindings
             (namespace, name, uid, role_kind, role_name, subject_kind, subject_namespace, subject_name,
              annotation_user, annotation_role)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                namespace,
                name,
                uid,
                text(&binding["roleRef"]["kind"]),
                text(&binding["roleRef"]["name"]),
                kind,
                subject_namespace,
                text(&subject["name"]),
                annotations["user"].as_str(),
                annotations["role"].as_str()
            ],
        )?;
    }
    Ok(())
}

async fn delete(call: Call, is_binding: bool) -> Result<Response, Status> {
    let name = call.request.name.clone();
    let found = find(&call, is_binding, name.clone())
        .await?
        .pop()
        .ok_or_else(|| not_found(&call))?;
    let uid = found["metadata"]["uid"].as_str().unwrap_or_default();
    let body = object::deleted(GROUP, &call.request.resource, &name, uid);
    let namespace = call.request.namespace.clone();
    let table = if is_binding { "bindings" } else { "roles" };
    call.cluster
        .database()
        .write(move |transaction| {
            transaction.execute(
                &format!("DELETE FROM {table} WHERE namespace = ?1 AND name = ?2"),
                [namespace, name],
            )
        })
        .await?;
    Ok(answer_object(StatusCode::OK, &body))
}
