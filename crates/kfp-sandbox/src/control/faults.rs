//! Faults, switches and the diagnosis table.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::api::Control;
use crate::fault::{ActiveFault, Diagnosis, Fault, FaultId, Play, Switch, diagnoses};

pub(super) async fn list(State(control): State<Control>) -> Json<Vec<ActiveFault>> {
    Json(control.faults.list())
}

pub(super) async fn add(State(control): State<Control>, Json(fault): Json<Fault>) -> Response {
    let id = control.faults.add(fault);
    (StatusCode::CREATED, Json(json!({"id": id}))).into_response()
}

/// Takes all faults away and turns all switches off.
pub(super) async fn clear(State(control): State<Control>) -> StatusCode {
    control.faults.clear();
    StatusCode::NO_CONTENT
}

pub(super) async fn remove(State(control): State<Control>, Path(id): Path<u64>) -> StatusCode {
    if control.faults.remove(FaultId::new(id)) {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::NOT_FOUND
    }
}

pub(super) async fn switches(State(control): State<Control>) -> Json<Value> {
    Json(all_switches(&control))
}

/// Every switch with its state.
pub(super) fn all_switches(control: &Control) -> Value {
    Switch::ALL
        .into_iter()
        .filter_map(|switch| {
            let name = serde_json::to_value(switch).ok()?;
            Some((
                name.as_str()?.to_owned(),
                json!(control.faults.is_on(switch)),
            ))
        })
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// The state of a switch.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Position {
    on: bool,
}

pub(super) async fn switch(
    State(control): State<Control>,
    Path(switch): Path<Switch>,
    Json(state): Json<Position>,
) -> StatusCode {
    control.faults.set(switch, state.on);
    StatusCode::NO_CONTENT
}

pub(super) async fn table() -> Json<Value> {
    Json(diagnoses().iter().map(row).collect())
}

pub(super) async fn play(State(control): State<Control>, Path(id): Path<String>) -> Response {
    match control.faults.play(&id) {
        Ok(played) => Json(row(played)).into_response(),
        Err(error) => (StatusCode::NOT_FOUND, format!("{error}\n")).into_response(),
    }
}

fn row(row: &Diagnosis) -> Value {
    let (by, what) = match row.play {
        Play::Always(ask) => ("always", json!(ask)),
        Play::Switch(switch) => ("switch", json!(switch)),
        Play::Fault(fault) => ("fault", json!(fault())),
        Play::NoServer(why) => ("no-server", json!(why)),
    };
    json!({"id": row.id, "sign": row.sign, "by": by, "what": what})
}
