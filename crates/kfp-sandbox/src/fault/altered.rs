//! Answers whose body is not what it should be.

use axum::body::Body;
use bytes::Bytes;
use futures::{Stream, StreamExt, stream};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, Response};
use http_body::Body as _;
use http_body_util::BodyExt;

/// What ends a body in its middle.
#[derive(Debug, thiserror::Error)]
#[error("a fault of the sandbox cut the answer")]
struct Cut;

/// A giant body is made of pieces of this size.
const PIECE: usize = 64 * 1024;

/// The answer's first bytes, and then the end of the connection.
pub(super) fn cut(response: Response<Body>, after: u64) -> Response<Body> {
    begun(response, after, sent().chain(stream::iter([Err(Cut)])))
}

/// The answer's first bytes, and then nothing, for ever.
pub(super) fn stalled(response: Response<Body>, after: u64) -> Response<Body> {
    begun(response, after, stream::pending())
}

/// Nothing, but not at once: a body that is not ready lets what came so far be sent before the connection ends.
fn sent() -> impl Stream<Item = Result<Bytes, Cut>> + Send + 'static {
    stream::once(tokio::task::yield_now()).filter_map(|()| std::future::ready(None))
}

fn begun(
    response: Response<Body>,
    after: u64,
    end: impl Stream<Item = Result<Bytes, Cut>> + Send + 'static,
) -> Response<Body> {
    let (mut parts, body) = response.into_parts();
    // The promise of the whole stays.
    if let Some(length) = body.size_hint().exact() {
        parts.headers.insert(CONTENT_LENGTH, length.into());
    }
    let first = body
        .into_data_stream()
        .scan(after, |left, piece| {
            let piece = match piece {
                Ok(mut piece) if *left > 0 => {
                    let length = usize::try_from(*left).unwrap_or(usize::MAX);
                    piece.truncate(length);
                    *left -= piece.len() as u64;
                    Some(Ok(piece))
                }
                Err(_) => Some(Err(Cut)),
                Ok(_) => None,
            };
            std::future::ready(piece)
        })
        .chain(end);
    Response::from_parts(parts, Body::from_stream(first))
}

/// The whole body under a length that is not its own.
pub(super) async fn wrong_length(response: Response<Body>, by: i64) -> Response<Body> {
    let (mut parts, whole) = whole(response).await;
    let length = (whole.len() as u64).saturating_add_signed(by);
    parts.headers.insert(CONTENT_LENGTH, length.into());
    // As a stream, the body says nothing about its length itself.
    let body = Body::from_stream(stream::iter([Ok(whole)]).chain(sent()));
    Response::from_parts(parts, body)
}

/// The first half of the body as if it were the whole.
pub(super) async fn half(response: Response<Body>) -> Response<Body> {
    let (mut parts, whole) = whole(response).await;
    let half = whole.slice(..whole.len() / 2);
    parts.headers.insert(CONTENT_LENGTH, half.len().into());
    Response::from_parts(parts, Body::from(half))
}

/// A JSON object of this size in place of the body.
pub(super) fn giant(response: Response<Body>, bytes: u64) -> Response<Body> {
    const BEGIN: &[u8] = b"{\"simulated\":\"";
    const END: &[u8] = b"\"}";
    let (mut parts, _) = response.into_parts();
    let filling = bytes.saturating_sub((BEGIN.len() + END.len()) as u64);
    let pieces = filling / PIECE as u64;
    let rest = usize::try_from(filling % PIECE as u64).unwrap_or_default();
    let piece = Bytes::from(vec![b'x'; PIECE]);
    let last = piece.slice(..rest);
    let body = stream::iter([Bytes::from_static(BEGIN)])
        .chain(stream::iter((0..pieces).map(move |_| piece.clone())))
        .chain(stream::iter([last, Bytes::from_static(END)]))
        .map(Ok::<_, Cut>);
    let length = filling + (BEGIN.len() + END.len()) as u64;
    parts.headers.insert(CONTENT_LENGTH, length.into());
    let json = HeaderValue::from_static("application/json");
    parts.headers.insert(CONTENT_TYPE, json);
    Response::from_parts(parts, Body::from_stream(body))
}

async fn whole(response: Response<Body>) -> (http::response::Parts, Bytes) {
    let (parts, body) = response.into_parts();
    let whole = body
        .collect()
        .await
        .map(http_body_util::Collected::to_bytes)
        .unwrap_or_default();
    (parts, whole)
}
