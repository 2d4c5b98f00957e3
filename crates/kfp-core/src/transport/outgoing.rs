//! Bodies that go out as they are read.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures::Stream;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::{Body, MaybeSend};
use crate::error::TransportError;

impl Body {
    /// A body of pieces. `length` is announced where it is known; a body of another length is then an error.
    pub fn of_pieces<S>(pieces: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<Bytes, TransportError>> + MaybeSend + Unpin + 'static,
    {
        Self::new(Pieces { pieces, length })
    }

    /// A body that is read from a reader, 64 KiB at a time. `length` as for [`of_pieces`](Self::of_pieces).
    #[cfg(feature = "native")]
    pub fn reading<R>(reader: R, length: Option<u64>) -> Self
    where
        R: tokio::io::AsyncRead + Send + Unpin + 'static,
    {
        Self::of_pieces(reader::Reading::new(reader), length)
    }

    /// Tells after each piece how many bytes were taken in all.
    #[must_use]
    pub fn counted(self, told: impl FnMut(u64) + MaybeSend + Unpin + 'static) -> Self {
        Self::new(Counted {
            body: self,
            taken: 0,
            told,
        })
    }

    /// The next piece that is not empty; `None` at the end.
    ///
    /// # Errors
    /// What the transport says, such as a body that ends too early.
    pub async fn next(&mut self) -> Option<Result<Bytes, TransportError>> {
        loop {
            let frame = std::future::poll_fn(|context| Pin::new(&mut *self).poll_frame(context));
            match frame.await?.map(Frame::into_data) {
                Ok(Ok(bytes)) if bytes.is_empty() => {}
                Ok(Ok(bytes)) => return Some(Ok(bytes)),
                // Trailers.
                Ok(Err(_)) => {}
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

struct Pieces<S> {
    pieces: S,
    length: Option<u64>,
}

impl<S> HttpBody for Pieces<S>
where
    S: Stream<Item = Result<Bytes, TransportError>> + Unpin,
{
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let piece = ready!(Pin::new(&mut self.pieces).poll_next(context));
        if let (Some(left), Some(Ok(bytes))) = (&mut self.length, &piece) {
            *left = left.saturating_sub(bytes.len() as u64);
        }
        Poll::Ready(piece.map(|piece| piece.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}

struct Counted<F> {
    body: Body,
    taken: u64,
    told: F,
}

impl<F: FnMut(u64) + Unpin> HttpBody for Counted<F> {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if let Some(Ok(frame)) = &frame
            && let Some(bytes) = frame.data_ref()
        {
            self.taken += bytes.len() as u64;
            let taken = self.taken;
            (self.told)(taken);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(feature = "native")]
mod reader {
    use std::pin::Pin;
    use std::task::{Context, Poll, ready};

    use bytes::Bytes;
    use futures::Stream;
    use tokio::io::{AsyncRead, ReadBuf};

    use crate::error::{TransportError, TransportFault};

    const PIECE: usize = 64 * 1024;

    pub(super) struct Reading<R> {
        reader: R,
        room: Vec<u8>,
    }

    impl<R> Reading<R> {
        pub(super) fn new(reader: R) -> Self {
            Self {
                reader,
                room: vec![0; PIECE],
            }
        }
    }

    impl<R: AsyncRead + Unpin> Stream for Reading<R> {
        type Item = Result<Bytes, TransportError>;

        fn poll_next(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Self::Item>> {
            let Self { reader, room } = &mut *self;
            let mut buffer = ReadBuf::new(room);
            let read = ready!(Pin::new(reader).poll_read(context, &mut buffer));
            Poll::Ready(match read {
                Err(_) => Some(Err(TransportError::new(TransportFault::Unreadable))),
                Ok(()) if buffer.filled().is_empty() => None,
                Ok(()) => Some(Ok(Bytes::copy_from_slice(buffer.filled()))),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::error::TransportFault;

    #[tokio::test]
    async fn a_reader_is_read_to_its_end_and_counted() {
        let text = vec![7_u8; 200_000];
        let length = Some(text.len() as u64);
        let seen = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&seen);
        let body = Body::reading(std::io::Cursor::new(text.clone()), length)
            .counted(move |taken| told.lock().unwrap().push(taken));
        assert_eq!(body.size_hint().exact(), length);
        assert_eq!(body.collect(1_000_000).await.unwrap(), text);
        let seen = seen.lock().unwrap();
        assert!(seen.len() > 2 && seen.is_sorted(), "{seen:?}");
        assert_eq!(seen.last(), Some(&200_000));
    }

    #[tokio::test]
    async fn a_reader_that_fails_is_an_error() {
        let failing = tokio_failing();
        let mut body = Body::reading(failing, None);
        let error = body.next().await.unwrap().unwrap_err();
        assert_eq!(error.fault(), TransportFault::Unreadable);
    }

    fn tokio_failing() -> impl tokio::io::AsyncRead + Send + Unpin + 'static {
        struct Failing;
        impl tokio::io::AsyncRead for Failing {
            fn poll_read(
                self: Pin<&mut Self>,
                _context: &mut Context<'_>,
                _buffer: &mut tokio::io::ReadBuf<'_>,
            ) -> Poll<std::io::Result<()>> {
                Poll::Ready(Err(std::io::Error::other("gone")))
            }
        }
        Failing
    }
}
