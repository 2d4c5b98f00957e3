//! `GET /api/session`: who is signed in, and what the console knows without asking KFP.

use axum::Json;
use axum::response::{IntoResponse, Response};
use console_api::{ConsoleInfo, Session, SessionConnection};

use crate::app::App;
use crate::identity::Identity;

/// The session document.
pub(super) async fn answer(app: &App, identity: &Identity) -> Response {
    let offered = app.offer().to(&identity.user).await;
    let config = app.config();
    Json(Session {
        user: identity.user.as_str().to_owned(),
        namespaces: offered.namespaces.clone(),
        namespaces_complete: offered.complete,
        connection: SessionConnection {
            peer_verified: identity.gateway.is_some(),
            upstream_identity: config.kfp.upstream_identity.into(),
        },
        console: ConsoleInfo {
            version: crate::VERSION.to_owned(),
            prefix: config.app.prefix.as_str().to_owned(),
            simulated: config.simulated,
        },
    })
    .into_response()
}
