//! HTTP by the browser.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures::future::{Either, select};
use gloo_net::http::{RequestBuilder, Response as JsResponse};
use gloo_timers::future::TimeoutFuture;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode, header};
use http_body::{Body as HttpBody, Frame};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, ReadableStreamDefaultReader, RequestCache, RequestCredentials, RequestMode,
    RequestRedirect, ResponseType,
};

use super::{Body, Timer, Transport};
use crate::error::{TransportError, TransportFault};
use crate::headers;
use crate::response::OpaqueRedirect;

/// The browser's `fetch`, to the page's own origin alone.
///
/// The browser adds the session cookie. Redirects are not followed, nothing is cached, and dropping a call aborts it.
#[derive(Clone, Debug)]
pub struct FetchTransport {
    deadline: Duration,
}

impl FetchTransport {
    /// A transport with a deadline of 30 seconds for the whole exchange.
    pub fn new() -> Self {
        Self::with_deadline(Duration::from_secs(30))
    }

    /// A transport with another deadline.
    pub fn with_deadline(deadline: Duration) -> Self {
        Self { deadline }
    }
}

impl Default for FetchTransport {
    fn default() -> Self {
        Self::new()
    }
}

impl Transport for FetchTransport {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let guard = AbortGuard::new()?;
        let request = js_request(request, &guard)?;
        let timer =
            TimeoutFuture::new(u32::try_from(self.deadline.as_millis()).unwrap_or(u32::MAX));
        let fetch = std::pin::pin!(request.send());
        match select(fetch, timer).await {
            Either::Left((Ok(answer), timer)) => to_response(
                &answer,
                Pending {
                    guard,
                    timer,
                    waited: self.deadline,
                },
            ),
            Either::Left((Err(_), _)) => Err(TransportError::new(TransportFault::Network)),
            Either::Right(_) => Err(TransportError::timeout(self.deadline)),
        }
    }
}

impl Timer for FetchTransport {
    fn now(&self) -> Duration {
        Duration::try_from_secs_f64(js_sys::Date::now() / 1000.0).unwrap_or_default()
    }

    async fn sleep(&self, duration: Duration) {
        let millis = u32::try_from(duration.as_millis()).unwrap_or(u32::MAX);
        TimeoutFuture::new(millis).await;
    }
}

fn unsendable<E>(_: E) -> TransportError {
    TransportError::unsent(TransportFault::Unsendable)
}

fn js_request(
    request: Request<Bytes>,
    guard: &AbortGuard,
) -> Result<gloo_net::http::Request, TransportError> {
    let (parts, body) = request.into_parts();
    let mut builder = RequestBuilder::new(&parts.uri.to_string())
        .method(parts.method)
        .mode(RequestMode::SameOrigin)
        .credentials(RequestCredentials::SameOrigin)
        .cache(RequestCache::NoStore)
        .redirect(RequestRedirect::Manual)
        .abort_signal(Some(&guard.0.signal()));
    for (name, value) in &parts.headers {
        builder = builder.header(name.as_str(), value.to_str().map_err(unsendable)?);
    }
    if body.is_empty() {
        builder.build().map_err(unsendable)
    } else {
        builder
            .body(Uint8Array::from(body.as_ref()))
            .map_err(unsendable)
    }
}

/// What tells who answered, and how. Not all headers: reading any name costs the page a table of all known ones.
const KEPT_HEADERS: [HeaderName; 9] = [
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
    header::LOCATION,
    header::RETRY_AFTER,
    header::SERVER,
    header::WWW_AUTHENTICATE,
    headers::GRPC_STATUS,
    headers::UPSTREAM_TIME,
    headers::REQUEST_ID,
];

fn to_response(answer: &JsResponse, pending: Pending) -> Result<Response<Body>, TransportError> {
    if answer.type_() == ResponseType::Opaqueredirect {
        let mut response = Response::new(Body::full(Bytes::new()));
        *response.status_mut() = StatusCode::FOUND;
        response.extensions_mut().insert(OpaqueRedirect);
        return Ok(response);
    }
    let network = || TransportError::new(TransportFault::Network);
    let status = StatusCode::from_u16(answer.status()).map_err(|_| network())?;
    let body = match answer.body() {
        Some(stream) => {
            let reader = ReadableStreamDefaultReader::new(&stream).map_err(|_| network())?;
            Body::new(FetchBody {
                reader,
                read: None,
                pending,
            })
        }
        None => Body::full(Bytes::new()),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = answer.headers();
    for name in KEPT_HEADERS {
        let value = headers.get(name.as_str());
        if let Some(Ok(value)) = value.map(HeaderValue::try_from) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}

/// What keeps an exchange alive and bounded.
struct Pending {
    guard: AbortGuard,
    timer: TimeoutFuture,
    waited: Duration,
}

/// Aborts the exchange when it is dropped; of no effect once all is read.
struct AbortGuard(AbortController);

impl AbortGuard {
    fn new() -> Result<Self, TransportError> {
        AbortController::new().map(Self).map_err(unsendable)
    }
}

impl Drop for AbortGuard {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The stream of a fetched answer, read piece by piece so that a limit stops it.
struct FetchBody {
    reader: ReadableStreamDefaultReader,
    read: Option<JsFuture>,
    pending: Pending,
}

impl HttpBody for FetchBody {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let this = self.get_mut();
        if Pin::new(&mut this.pending.timer).poll(context).is_ready() {
            this.pending.guard.0.abort();
            return Poll::Ready(Some(Err(TransportError::timeout(this.pending.waited))));
        }
        let reader = &this.reader;
        let read = this
            .read
            .get_or_insert_with(|| JsFuture::from(reader.read()));
        let result = ready!(Pin::new(read).poll(context));
        this.read = None;
        Poll::Ready(match result {
            Ok(piece) => piece_of(&piece).map(|bytes| Ok(Frame::data(bytes))),
            Err(_) => Some(Err(TransportError::new(TransportFault::Closed))),
        })
    }
}

/// The bytes of `{done, value}`; `None` at the end.
fn piece_of(piece: &JsValue) -> Option<Bytes> {
    let field =
        |name: &str| Reflect::get(piece, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
    if field("done").is_truthy() {
        return None;
    }
    field("value")
        .dyn_into::<Uint8Array>()
        .ok()
        .map(|array| array.to_vec().into())
}
