//! The bodies of answers, and of requests that go out as they are read.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http_body::{Body as HttpBody, Frame, SizeHint};

use crate::error::{TransportError, TransportFault};

#[cfg(not(target_arch = "wasm32"))]
type Inner = Pin<Box<dyn HttpBody<Data = Bytes, Error = TransportError> + Send>>;
#[cfg(target_arch = "wasm32")]
type Inner = Pin<Box<dyn HttpBody<Data = Bytes, Error = TransportError>>>;

/// The body of an answer: read as it comes, or whole up to a limit. Also that of a request which goes out in pieces.
pub struct Body(Inner);

impl Body {
    /// A body that comes in pieces.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn new(body: impl HttpBody<Data = Bytes, Error = TransportError> + Send + 'static) -> Self {
        Self(Box::pin(body))
    }

    /// A body that comes in pieces.
    #[cfg(target_arch = "wasm32")]
    pub fn new(body: impl HttpBody<Data = Bytes, Error = TransportError> + 'static) -> Self {
        Self(Box::pin(body))
    }

    /// A body that is already there.
    pub fn full(bytes: impl Into<Bytes>) -> Self {
        Self::new(Full(Some(bytes.into())))
    }

    /// Reads it to its end.
    ///
    /// # Errors
    /// [`TransportFault::TooLarge`] as soon as more than `limit` bytes came or are announced; else what the transport
    /// says, such as [`TransportFault::Closed`] for a body that ends too early.
    pub async fn collect(mut self, limit: usize) -> Result<Bytes, TransportError> {
        let too_large = TransportError::new(TransportFault::TooLarge);
        if self.0.size_hint().lower() > limit as u64 {
            return Err(too_large);
        }
        let mut first = Bytes::new();
        let mut rest = BytesMut::new();
        while let Some(frame) =
            std::future::poll_fn(|context| self.0.as_mut().poll_frame(context)).await
        {
            let Ok(data) = frame?.into_data() else {
                continue;
            };
            if first.len() + rest.len() + data.len() > limit {
                return Err(too_large);
            }
            // Most answers are one piece, which is not copied.
            if first.is_empty() && rest.is_empty() {
                first = data;
            } else {
                if rest.is_empty() {
                    rest.extend_from_slice(&std::mem::take(&mut first));
                }
                rest.extend_from_slice(&data);
            }
        }
        Ok(if rest.is_empty() {
            first
        } else {
            rest.freeze()
        })
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        self.0.as_mut().poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body(…)")
    }
}

struct Full(Option<Bytes>);

impl HttpBody for Full {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        Poll::Ready(
            self.0
                .take()
                .filter(|bytes| !bytes.is_empty())
                .map(|bytes| Ok(Frame::data(bytes))),
        )
    }

    fn is_end_stream(&self) -> bool {
        self.0.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use super::*;

    fn block_on<F: Future>(future: F) -> F::Output {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(future)
    }

    struct Pieces(VecDeque<Result<Bytes, TransportError>>);

    impl HttpBody for Pieces {
        type Data = Bytes;
        type Error = TransportError;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
            Poll::Ready(self.0.pop_front().map(|piece| piece.map(Frame::data)))
        }
    }

    fn pieces(texts: &[&'static str]) -> Body {
        Body::new(Pieces(
            texts.iter().map(|text| Ok(Bytes::from(*text))).collect(),
        ))
    }

    #[test]
    fn pieces_are_put_together() {
        assert_eq!(
            block_on(pieces(&["ab", "", "cd", "e"]).collect(5)).unwrap(),
            "abcde"
        );
        assert_eq!(block_on(pieces(&[]).collect(5)).unwrap(), "");
        assert_eq!(block_on(Body::full("abc").collect(3)).unwrap(), "abc");
    }

    #[test]
    fn more_than_the_limit_is_not_read() {
        for body in [pieces(&["ab", "cd", "ef"]), Body::full("abcdef")] {
            assert_eq!(
                block_on(body.collect(5)).unwrap_err().fault(),
                TransportFault::TooLarge
            );
        }
    }

    #[test]
    fn a_body_that_breaks_off_is_an_error() {
        let closed = Err(TransportError::new(TransportFault::Closed));
        let body = Body::new(Pieces([Ok(Bytes::from("{\"runs\":")), closed].into()));
        assert_eq!(
            block_on(body.collect(100)).unwrap_err().fault(),
            TransportFault::Closed
        );
    }
}
