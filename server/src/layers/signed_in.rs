//! Nobody gets anything without being signed in at the gateway.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::RequestRecord;
use crate::app::App;
use crate::identity;

/// Reads the identity and leaves nothing of it, nor of the browser's session, in the headers.
pub(super) async fn layer(State(app): State<App>, mut request: Request, next: Next) -> Response {
    match identity::read(request.headers_mut(), &app.config().identity) {
        Ok(identity) => {
            if let Some(record) = request.extensions().get::<RequestRecord>() {
                record.user(identity.user.hashed());
            }
            request.extensions_mut().insert(identity);
            next.run(request).await
        }
        Err(failure) => failure.into_response(),
    }
}
