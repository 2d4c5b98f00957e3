//! The address of a call, as the challenge of a refused token names it.

use axum::extract::Request;
use http::header::HOST;

/// The challenge names this much of the address.
const MAX_REALM_BYTES: usize = 256;

/// The address of a call.
pub(crate) fn realm(request: &Request) -> String {
    let host = request
        .headers()
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let target = request
        .uri()
        .path_and_query()
        .map_or("/", |target| target.as_str());
    let mut realm = format!("http://{host}{target}");
    let end = (0..=MAX_REALM_BYTES.min(realm.len()))
        .rev()
        .find(|end| realm.is_char_boundary(*end));
    realm.truncate(end.unwrap_or_default());
    realm
}
