//! The paths of the control address.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post, put};
use axum::{Json, Router};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{faults, guard};
use crate::cluster::Cluster;
use crate::fault::Faults;
use crate::kubeconfig::{Credentials, KubernetesUser};
use crate::login::Login;
use crate::sandbox::mint;
use crate::throttle::Throttle;
use crate::tokens::TokenRequest;
use crate::wire::format_seconds;

/// What the control address acts on.
#[derive(Clone, Debug)]
pub(crate) struct Control {
    pub(crate) cluster: Cluster,
    pub(crate) login: Arc<Login>,
    pub(crate) faults: Faults,
    /// Base URL of each part.
    pub(crate) addresses: Value,
    pub(crate) kubernetes: Credentials,
}

/// The control address's router.
pub(crate) fn router(control: Control) -> Router {
    Router::new()
        .route("/", get(overview))
        .route(
            "/faults",
            get(faults::list).post(faults::add).delete(faults::clear),
        )
        .route("/faults/{id}", delete(faults::remove))
        .route("/switches", get(faults::switches))
        .route("/switches/{name}", put(faults::switch))
        .route("/diagnoses", get(faults::table))
        .route("/diagnoses/{id}/play", post(faults::play))
        .route("/throttle", put(throttle))
        .route("/tokens", post(token))
        .route("/kubeconfig", get(kubeconfig))
        .route("/sessions/end", post(end_sessions))
        .route("/console", put(console))
        .route("/clock/advance", post(advance))
        .fallback(nothing)
        .layer(from_fn(guard::no_browsers))
        .with_state(control)
}

/// An empty 404 would leave a person at the wrong address without a way on.
async fn nothing() -> (StatusCode, &'static str) {
    let words = "Nothing is at this path of the sandbox's control address. GET / says where its parts are. There are \
        /faults, /switches, /diagnoses, /throttle, /tokens, /kubeconfig, /sessions/end, /console and /clock/advance.\n";
    (StatusCode::NOT_FOUND, words)
}

async fn overview(State(control): State<Control>) -> Json<Value> {
    let throttle = control.cluster.reviews().get();
    Json(json!({
        "simulated": true,
        "addresses": control.addresses,
        "now": format_seconds(control.cluster.clock().now().unix_timestamp()),
        "faults": control.faults.list(),
        "switches": faults::all_switches(&control),
        "throttle": throttle.map(|limits| json!({"per_second": limits.per_second, "burst": limits.burst})),
        "people": control.cluster.directory().people(),
    }))
}

/// How many reviews KFP may ask for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Limits {
    on: bool,
    per_second: Option<u32>,
    burst: Option<u32>,
}

async fn throttle(State(control): State<Control>, Json(limits): Json<Limits>) -> StatusCode {
    let real = Throttle::default();
    control.cluster.reviews().set(limits.on.then(|| Throttle {
        per_second: limits.per_second.unwrap_or(real.per_second),
        burst: limits.burst.unwrap_or(real.burst),
    }));
    StatusCode::NO_CONTENT
}

/// A token to sign.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WantedToken {
    namespace: String,
    service_account: String,
    /// Absent: that of KFP.
    audiences: Option<Vec<String>>,
    /// Absent: an hour.
    seconds: Option<u64>,
}

async fn token(State(control): State<Control>, Json(wanted): Json<WantedToken>) -> Json<Value> {
    let mut request = TokenRequest::for_pipelines(&wanted.namespace, &wanted.service_account);
    if let Some(audiences) = wanted.audiences {
        request.audiences = audiences;
    }
    if let Some(seconds) = wanted.seconds {
        request.expires_in = Duration::from_secs(seconds);
    }
    Json(json!({"token": mint(&control.cluster, &request)}))
}

/// Who kubectl is to be, and in which namespace.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WantedKubeconfig {
    /// Whom bindings name. Absent, as the account: somebody who may do everything.
    user: Option<String>,
    /// An account of the namespace.
    service_account: Option<String>,
    /// Absent: `default`.
    namespace: Option<String>,
}

async fn kubeconfig(
    State(control): State<Control>,
    Query(wanted): Query<WantedKubeconfig>,
) -> Response {
    let namespace = wanted.namespace.unwrap_or_else(|| "default".to_owned());
    let who = match (wanted.user, wanted.service_account) {
        (None, None) => KubernetesUser::administrator(),
        (Some(user), None) => KubernetesUser::person(user),
        (None, Some(account)) => KubernetesUser::service_account(&namespace, account),
        (Some(_), Some(_)) => {
            let why = "name a user or a service_account, not both\n";
            return (StatusCode::UNPROCESSABLE_ENTITY, why).into_response();
        }
    };
    let config = control.kubernetes.kubeconfig(&who, &namespace);
    ([(CONTENT_TYPE, "application/yaml")], config).into_response()
}

/// Whose sessions end.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EndedSessions {
    /// Absent: everyone's.
    user: Option<String>,
}

async fn end_sessions(
    State(control): State<Control>,
    Json(ended): Json<EndedSessions>,
) -> StatusCode {
    match ended.user {
        Some(user) => control.login.sessions().end(&user),
        None => control.login.sessions().end_all(),
    }
    StatusCode::NO_CONTENT
}

/// Where the console behind the gateway listens.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Console {
    url: Option<String>,
}

async fn console(State(control): State<Control>, Json(console): Json<Console>) -> StatusCode {
    control.cluster.console().send_replace(console.url);
    StatusCode::NO_CONTENT
}

/// How far the time moves.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    seconds: f64,
}

async fn advance(State(control): State<Control>, Json(step): Json<Step>) -> StatusCode {
    let Ok(by) = Duration::try_from_secs_f64(step.seconds) else {
        return StatusCode::UNPROCESSABLE_ENTITY;
    };
    control.cluster.clock().advance(by);
    StatusCode::NO_CONTENT
}
