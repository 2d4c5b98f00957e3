//! `GET /api/live`: a websocket is opened.

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{FromRequestParts as _, Request};
use axum::response::{IntoResponse, Response};
use console_api::live::LONGEST_MESSAGE;
use http::{HeaderValue, header};

use super::desk::OfUser;
use super::session::{Limits, Session};
use crate::app::App;
use crate::config::Defence;
use crate::identity::UserId;
use crate::layers;
use crate::problem::{Failure, ProblemCode};

/// What one socket may take of the memory while nothing is said: messages of pages are short.
const READ_BUFFER: usize = 4 * 1024;

/// Agrees to a websocket, and serves it.
///
/// # Errors
/// A refusal: a page of another origin, or no place.
pub(crate) async fn open(app: &App, user: &UserId, request: Request) -> Result<Response, Failure> {
    // A browser sends the cookie of the session with the handshake of any page, and keeps no page from reading what comes:
    // there is nothing like CORS for websockets.
    if app.config().has(Defence::Origin) {
        layers::is_of_own_page(request.headers())?;
    }
    let (mut head, _) = request.into_parts();
    let Ok(upgrade) = WebSocketUpgrade::from_request_parts(&mut head, &()).await else {
        return Ok(takes_websockets_alone());
    };
    let live = app.live().clone();
    let place = live.enter(user)?;
    let desk = OfUser {
        app: app.clone(),
        user: user.clone(),
    };
    let mut limits = Limits::of(&app.config().live);
    limits.are_strict = app.config().has(Defence::SocketLimits);
    let mut upgrade = upgrade.read_buffer_size(READ_BUFFER).write_buffer_size(0);
    if limits.are_strict {
        upgrade = upgrade
            .max_frame_size(LONGEST_MESSAGE)
            .max_message_size(LONGEST_MESSAGE);
    }
    Ok(upgrade.on_upgrade(move |socket| {
        let serving = live.serving().clone();
        serving.track_future(async move {
            let app = desk.app.clone();
            app.metrics().live().opened();
            let ended = Session::new(socket, desk, limits)
                .run(live.draining())
                .await;
            app.metrics().live().ended(ended.word());
            drop(place);
        })
    }))
}

/// What is said to whoever asks in another way.
fn takes_websockets_alone() -> Response {
    let mut response = Failure::new(
        ProblemCode::UpgradeRequired,
        "The request does not ask for a websocket, or something on its way has taken that out.",
    )
    .into_response();
    let websocket = HeaderValue::from_static("websocket");
    response.headers_mut().insert(header::UPGRADE, websocket);
    response
}
