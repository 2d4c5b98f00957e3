//! What Go's HTTP server and Envoy say of requests that are none: in other words than the HTTP library here, which
//! answers them before any router sees them. Source: recorded answers of the real API server (`http-109` to `http-119`)
//! and of a real gateway (`paths`, `limits`).

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::Body;
use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_TYPE, HOST};
use http::{HeaderMap, HeaderValue, Response, StatusCode, Version};
use hyper::ext::ReasonPhrase;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// How HTTP/2 begins; Go's server without HTTP/2 takes it for a request.
pub(super) const PREFACE: &[u8] = b"PRI * HTTP/2.0";

/// What becomes of that request: its path is no clean one, and the connection ends.
pub(super) const PREFACE_ANSWER: &[u8] =
    b"HTTP/1.1 301 Moved Permanently\r\nLocation: /%2A\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// As much of a request is kept until it is answered: its refusal depends on it.
const KEPT_BYTES: usize = 16 * 1024;

/// Statuses of the answers that the HTTP library gives by itself.
const OWN_STATUSES: [&str; 3] = [
    "400 Bad Request",
    "431 Request Header Fields Too Large",
    "414 URI Too Long",
];

/// The status of an answer that the HTTP library gives by itself: it has neither body nor media type nor the name of a
/// server, as no answer of a router to such a request.
fn own_status(answer: &[u8]) -> Option<&'static str> {
    let rest = answer.strip_prefix(b"HTTP/1.1 ")?;
    let status = OWN_STATUSES
        .into_iter()
        .find(|status| rest.starts_with(status.as_bytes()))?;
    let head = str::from_utf8(rest).ok()?.to_ascii_lowercase();
    let is_own = head.ends_with("\r\n\r\n")
        && head.contains("\r\ncontent-length: 0\r\n")
        && !head.contains("\r\ncontent-type:")
        && !head.contains("\r\nserver:");
    is_own.then_some(status)
}

/// The refusal of a request whose headers name no host, or more than one.
pub(super) fn refusal(version: Version, headers: &HeaderMap) -> Option<Response<Body>> {
    let text = match headers.get_all(HOST).iter().count() {
        0 if version == Version::HTTP_11 => "400 Bad Request: missing required Host header",
        0 | 1 => return None,
        _ => "400 Bad Request: too many Host headers",
    };
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = StatusCode::BAD_REQUEST;
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    if let Ok(reason) = ReasonPhrase::try_from(Bytes::from_static(&text.as_bytes()[4..])) {
        response.extensions_mut().insert(reason);
    }
    Some(response)
}

/// In whose words the HTTP library's own refusals are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    Go,
    /// Of an Envoy that calls itself so in `server`.
    Envoy(&'static str),
}

/// A connection on which the HTTP library's own refusals are in somebody else's words.
#[derive(Debug)]
pub(super) struct InWords<S> {
    stream: S,
    words: Words,
    /// The beginning of what was read since the last answer.
    read: Vec<u8>,
    /// What is written in the place of a refusal, and how much of it has been.
    refusal: Option<(Vec<u8>, usize)>,
}

impl<S> InWords<S> {
    pub(super) fn new(stream: S, words: Words) -> Self {
        Self {
            stream,
            words,
            read: Vec::new(),
            refusal: None,
        }
    }

    /// What is said where the HTTP library says `own`.
    fn instead_of(&self, own: &[u8]) -> Option<Vec<u8>> {
        let status = own_status(own)?;
        let answer = match self.words {
            Words::Go => in_go_words(status, &self.read),
            Words::Envoy(server) => in_envoys_words(status, server, own),
        };
        Some(answer.into_bytes())
    }
}

fn in_go_words(status: &str, read: &[u8]) -> String {
    let more = if has_blank_in_header_name(read) {
        ": invalid header name"
    } else {
        ""
    };
    format!(
        "HTTP/1.1 {status}{more}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n{status}{more}"
    )
}

/// An address that the library cannot take is a head too large for Envoy.
fn in_envoys_words(status: &str, server: &str, own: &[u8]) -> String {
    let status = if status.starts_with("414") {
        "431 Request Header Fields Too Large"
    } else {
        status
    };
    let (_, text) = status.split_once(' ').unwrap_or_default();
    let length = text.len();
    let own = String::from_utf8_lossy(own);
    let date = own
        .lines()
        .find(|line| line.to_ascii_lowercase().starts_with("date:"))
        .unwrap_or("date: ");
    format!(
        "HTTP/1.1 {status}\r\ncontent-length: {length}\r\ncontent-type: text/plain\r\n{date}\r\nserver: \
         {server}\r\nconnection: close\r\n\r\n{text}"
    )
}

/// Whether a header's name ends with a blank.
fn has_blank_in_header_name(head: &[u8]) -> bool {
    head.split(|byte| *byte == b'\n')
        .skip(1)
        .take_while(|line| !matches!(line, [] | [b'\r']))
        .filter_map(|line| line.split(|byte| *byte == b':').next())
        .any(|name| matches!(name, [first, .., b' ' | b'\t'] if !first.is_ascii_whitespace()))
}

impl<S: AsyncRead + Unpin> AsyncRead for InWords<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        let new = &buffer.filled()[before..];
        if self.words == Words::Go {
            let room = KEPT_BYTES - self.read.len();
            self.read.extend_from_slice(&new[..new.len().min(room)]);
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for InWords<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.refusal.is_none() {
            self.refusal = self.instead_of(buffer).map(|answer| (answer, 0));
            self.read.clear();
        }
        let this = &mut *self;
        let Some((answer, written)) = &mut this.refusal else {
            return Pin::new(&mut this.stream).poll_write(context, buffer);
        };
        while *written < answer.len() {
            let rest = &answer[*written..];
            *written += ready!(Pin::new(&mut this.stream).poll_write(context, rest))?;
        }
        // The library's answer counts as written; nothing follows it on this connection.
        this.refusal = None;
        Poll::Ready(Ok(buffer.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt as _;

    use super::*;

    async fn written(read: &[u8], own: &str) -> String {
        written_in(Words::Go, read, own).await
    }

    async fn written_in(words: Words, read: &[u8], own: &str) -> String {
        let (near, mut far) = tokio::io::duplex(4096);
        let mut words = InWords::new(near, words);
        words.read = read.to_vec();
        words.write_all(own.as_bytes()).await.unwrap();
        words.shutdown().await.unwrap();
        let mut text = String::new();
        tokio::io::AsyncReadExt::read_to_string(&mut far, &mut text)
            .await
            .unwrap();
        text
    }

    #[tokio::test]
    async fn only_refusals_of_the_library_are_put_in_other_words() {
        let own = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nDate: now\r\n\r\n";
        let answer = written(b"GET\r\n\r\n", own).await;
        assert!(answer.ends_with("\r\n\r\n400 Bad Request"), "{answer}");
        let blank = b"GET / HTTP/1.1\r\nHost: x\r\nname : value\r\n\r\n";
        let answer = written(blank, own).await;
        assert!(
            answer.starts_with("HTTP/1.1 400 Bad Request: invalid header name\r\n"),
            "{answer}"
        );
        let answered = "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n\r\n{}";
        assert_eq!(written(blank, answered).await, answered);
        let answer = written_in(Words::Envoy("istio-envoy"), blank, own).await;
        assert_eq!(
            answer,
            "HTTP/1.1 400 Bad Request\r\ncontent-length: 11\r\ncontent-type: text/plain\r\nDate: now\r\nserver: \
             istio-envoy\r\nconnection: close\r\n\r\nBad Request"
        );
    }
}
