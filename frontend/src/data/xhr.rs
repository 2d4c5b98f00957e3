//! Exchanges that tell how much of their body has gone: the browser's `XMLHttpRequest`, since `fetch` does not tell.
//!
//! It follows redirects and cannot be told not to. The console's Content-Security-Policy (`default-src 'self'`) keeps
//! them, and with them the body, within its origin; an answer from another address than was asked is a lost session.

use bytes::Bytes;
use futures::channel::oneshot;
use http::{HeaderName, StatusCode, header, response::Parts};
use kfp_core::{headers, response::OpaqueRedirect};
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Blob, Event, FormData, ProgressEvent, Url, XmlHttpRequest};

/// What is sent.
pub(super) enum Payload {
    /// The bytes of a file.
    File(Blob),
    /// A form.
    Form(FormData),
}

/// Longest wait for the end: the server gives up before.
const LONGEST_MS: u32 = 10 * 60 * 1000;

/// What tells who answered, and how.
const KEPT_HEADERS: [HeaderName; 6] = [
    header::CONTENT_TYPE,
    header::LOCATION,
    header::RETRY_AFTER,
    header::SERVER,
    header::WWW_AUTHENTICATE,
    headers::GRPC_STATUS,
];

/// Posts a body that the browser reads piece by piece. Dropping it aborts it.
///
/// `on_progress` gets the part that has gone, from 0 to 1.
///
/// # Errors
/// When no answer came, and nobody knows what became of the request.
pub(super) async fn post(
    address: &str,
    payload: &Payload,
    on_progress: impl Fn(f64) + 'static,
) -> Result<(Parts, Bytes), Silent> {
    let (over, waits) = oneshot::channel();
    let exchange = Exchange::begin(address, payload, Box::new(on_progress), over)?;
    waits.await.map_err(|_| Silent)?;
    exchange.answer()
}

/// No answer came.
#[derive(Clone, Copy, Debug)]
pub(super) struct Silent;

impl From<JsValue> for Silent {
    fn from(_: JsValue) -> Self {
        Self
    }
}

struct Exchange {
    request: XmlHttpRequest,
    /// Where it was sent to, as the browser writes it.
    address: String,
    _on_end: Closure<dyn FnMut(Event)>,
    _on_progress: Closure<dyn FnMut(ProgressEvent)>,
}

impl Exchange {
    fn begin(
        address: &str,
        payload: &Payload,
        on_progress: Box<dyn Fn(f64)>,
        over: oneshot::Sender<()>,
    ) -> Result<Self, Silent> {
        let request = XmlHttpRequest::new()?;
        request.open("POST", address)?;
        request.set_timeout(LONGEST_MS);
        request.set_request_header("accept", "application/json")?;
        let mut over = Some(over);
        let on_end = Closure::<dyn FnMut(Event)>::new(move |_| {
            if let Some(over) = over.take() {
                let _heard = over.send(());
            }
        });
        request.set_onloadend(Some(on_end.as_ref().unchecked_ref()));
        let on_progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
            if event.length_computable() && event.total() > 0.0 {
                on_progress(event.loaded() / event.total());
            }
        });
        let upload = request.upload()?;
        upload.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
        match payload {
            Payload::File(file) => {
                request.set_request_header("content-type", "application/octet-stream")?;
                request.send_with_opt_blob(Some(file))?;
            }
            // The browser writes the content type: it chooses the boundary.
            Payload::Form(form) => request.send_with_opt_form_data(Some(form))?,
        }
        let base = document().base_uri().ok().flatten().unwrap_or_default();
        let address = Url::new_with_base(address, &base)?.href();
        Ok(Self {
            request,
            address,
            _on_end: on_end,
            _on_progress: on_progress,
        })
    }

    fn answer(&self) -> Result<(Parts, Bytes), Silent> {
        let status = StatusCode::from_u16(self.request.status()?).map_err(|_| Silent)?;
        let text = self.request.response_text()?.unwrap_or_default();
        let (mut parts, ()) = http::Response::new(()).into_parts();
        parts.status = status;
        for name in KEPT_HEADERS {
            let value = self.request.get_response_header(name.as_str())?;
            if let Some(Ok(value)) = value.map(|value| value.parse()) {
                parts.headers.insert(name, value);
            }
        }
        let answered = self.request.response_url();
        if !answered.is_empty() && answered != self.address {
            parts.status = StatusCode::FOUND;
            parts.extensions.insert(OpaqueRedirect);
        }
        Ok((parts, text.into()))
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        self.request.set_onloadend(None);
        if let Ok(upload) = self.request.upload() {
            upload.set_onprogress(None);
        }
        // Of no effect on one that has ended.
        let _aborted = self.request.abort();
    }
}
