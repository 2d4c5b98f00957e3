//! What every request passes before a route sees it, one concern per file.
//!
//! Outermost first, each with its reason:
//!
//! 1. [`request_id`]: everything below can name the request.
//! 2. [`request_log`]: one line and the metrics for each request, whatever happens to it below.
//! 3. [`security_headers`]: also refusals and panics carry them.
//! 4. [`error_body`]: writes the document of every failure from below, panics included, in the shape the path asks for.
//! 5. [`catch_panic`]: a defect in one request is a 500 and not the end of the connection.
//! 6. [`overload`]: beyond the limit requests are refused at once; they would only wait and hold memory. It also ends
//!    what no other deadline ended.
//! 7. [`place`]: the prefix is taken off, and `OPTIONS` ends here: in the older login era it
//!    passes the login with whatever user the client claims, so nothing may happen on it.
//! 8. [`head`]: a request line and headers over the limit are refused, now that the shape of the refusal is known.
//! 9. [`signed_in`]: takes identity, certificate, cookie and authorization out of the headers, then judges them. No
//!    page, no asset and no API answer without a user.
//! 10. [`csrf`]: a write must come from our own page or from a program.
//! 11. compression, of JSON and pages only: assets are compressed when they are built.
//!
//! The limit and the deadline of a body stand in the routes, because they follow from the row of the access table.

mod csrf;
mod error_body;
mod head;
mod overload;
mod panic;
mod place;
mod request_id;
mod request_log;
mod security_headers;
mod signed_in;

pub(crate) use csrf::is_of_own_page;
pub(crate) use request_id::RequestId;
pub(crate) use request_log::{RequestRecord, known as known_method};
pub(crate) use security_headers::Nonce;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};
use tower_http::compression::{CompressionLayer, CompressionLevel};

use crate::app::App;

/// Puts the layers around the routes.
pub(crate) fn around(routes: Router, app: &App) -> Router {
    routes.layer(
        ServiceBuilder::new()
            .layer(from_fn(request_id::layer))
            .layer(from_fn_with_state(app.clone(), request_log::layer))
            .layer(from_fn_with_state(app.clone(), security_headers::layer))
            .layer(from_fn_with_state(
                app.config().app.prefix.clone(),
                error_body::layer,
            ))
            .layer(CatchPanicLayer::custom(panic::answer))
            .layer(from_fn_with_state(
                overload::Gate::new(app.config()),
                overload::layer,
            ))
            .layer(from_fn_with_state(app.clone(), place::layer))
            .layer(from_fn_with_state(
                app.config().limits.max_header_bytes,
                head::layer,
            ))
            .layer(from_fn_with_state(app.clone(), signed_in::layer))
            .layer(from_fn_with_state(app.clone(), csrf::layer))
            .layer(compression()),
    )
}

/// Compresses answers that are written anew for each request. The level is that of a stream: these are a few
/// kilobytes, and the console's processor is shared by everybody.
fn compression() -> CompressionLayer<impl Predicate> {
    let text =
        |_: http::StatusCode, _: http::Version, headers: &http::HeaderMap, _: &http::Extensions| {
            headers
                .get(http::header::CONTENT_TYPE)
                .and_then(|value| value.to_str().ok())
                .is_some_and(|value| value.contains("json") || value.starts_with("text/html"))
        };
    CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(SizeAbove::new(860).and(text))
}
