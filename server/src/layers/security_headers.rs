//! What every answer tells the browser to be careful about.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue, header};

use crate::app::App;
use crate::config::FrameAncestors;
use crate::random;

/// The number that the inline script of this very answer must carry.
#[derive(Clone, Debug)]
pub(crate) struct Nonce(String);

impl Nonce {
    fn fresh() -> Self {
        // Hexadecimal, so that it can stand in an attribute without quotes, as minified pages have them.
        Self(random::hex_of_store::<16>())
    }

    /// The nonce: hexadecimal digits.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// `base-uri` is `'self'` and not `'none'`: the page has a base element, so that one build serves every prefix.
    /// `frame-ancestors` admits the dashboard, which frames the console from the same origin, unless told otherwise.
    fn policy(&self, ancestors: &FrameAncestors) -> HeaderValue {
        let policy = format!(
            "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'nonce-{}'; style-src 'self'; \
             object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors {}",
            self.0,
            ancestors.as_str()
        );
        HeaderValue::from_str(&policy)
            .expect("hexadecimal digits and checked sources are a header value")
    }
}

const SAME_FOR_ALL: [(HeaderName, &str); 3] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// Sets the headers; `no-store` unless the route knows better, so that the Back button shows nothing after a sign-out.
pub(super) async fn layer(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let nonce = Nonce::fresh();
    request.extensions_mut().insert(nonce.clone());
    let mut response = next.run(request).await;
    let ancestors = &app.config().app.frame_ancestors;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, nonce.policy(ancestors));
    if let Some(word) = ancestors.x_frame_options() {
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static(word));
    }
    for (name, value) in SAME_FOR_ALL {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
