//! An upload that goes out as it is read.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::{MAX_PACKAGE_BYTES, Upload};
use crate::error::{TransportError, TransportFault};
use crate::request::rules::Broken;
use crate::transport::Body;

impl Upload<'_> {
    /// The first rule that is broken, as far as it shows before the content is read: `first` are its first bytes.
    pub(in crate::request) fn check_streamed(
        &self,
        first: &[u8],
        length: Option<u64>,
    ) -> Result<(), Broken> {
        if !self.content.is_empty() {
            return Err(("the package", "is given twice"));
        }
        let known = usize::try_from(length.unwrap_or(0)).unwrap_or(usize::MAX);
        self.check_content(first, known.max(first.len()))
    }

    /// The content type and the body around `first` and the `rest` of the content.
    pub(in crate::request) fn to_streamed(&self, first: Bytes, rest: Body) -> (String, Body) {
        // The content is not known yet, so its boundary is one that nobody can have put into it.
        let boundary = format!("kfp-package-{:016x}{:016x}", random(), random());
        let (head, tail) = self.around(&boundary);
        let length = rest.size_hint().exact();
        let length = length.map(|rest| (head.len() + first.len() + tail.len()) as u64 + rest);
        let taken = first.len();
        let parts = Parts {
            before: [Some(head), Some(first)],
            rest: Some(rest),
            after: Some(tail),
            taken,
            length,
        };
        (
            format!("multipart/form-data; boundary={boundary}"),
            Body::new(parts),
        )
    }
}

/// The keys of a `HashMap` are drawn from the operating system's randomness.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

struct Parts {
    before: [Option<Bytes>; 2],
    rest: Option<Body>,
    after: Option<Bytes>,
    taken: usize,
    length: Option<u64>,
}

impl HttpBody for Parts {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        for part in &mut self.before {
            if let Some(bytes) = part.take().filter(|bytes| !bytes.is_empty()) {
                return Poll::Ready(Some(Ok(Frame::data(bytes))));
            }
        }
        while let Some(rest) = &mut self.rest {
            let frame = ready!(Pin::new(rest).poll_frame(context));
            match frame.transpose()?.map(Frame::into_data) {
                Some(Ok(bytes)) => {
                    self.taken += bytes.len();
                    if self.taken > MAX_PACKAGE_BYTES {
                        let too_large = TransportError::new(TransportFault::Unsendable);
                        return Poll::Ready(Some(Err(too_large)));
                    }
                    return Poll::Ready(Some(Ok(Frame::data(bytes))));
                }
                // The content has no trailers of ours.
                Some(Err(_)) => {}
                None => self.rest = None,
            }
        }
        Poll::Ready(self.after.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Namespace;
    use crate::request::PipelineUpload;

    const MIB: usize = 1024 * 1024;

    async fn sent(first: &'static str, pieces: usize) -> Result<Bytes, TransportError> {
        let namespace = Namespace::new("team-a").unwrap();
        let upload = PipelineUpload::new(namespace, "hello.yaml", "");
        let pieces = (0..pieces).map(|_| Ok(vec![b' '; MIB].into()));
        let rest = Body::of_pieces(futures::stream::iter(pieces), None);
        let (_, body) = upload.as_upload().to_streamed(first.into(), rest);
        body.collect(64 * MIB).await
    }

    #[tokio::test]
    async fn the_content_stands_between_two_boundaries() {
        let body = sent("pipelineInfo: {}", 0).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        let boundary = text.lines().next().unwrap();
        assert_eq!(boundary.len(), "--kfp-package-".len() + 32);
        let (_, content) = text.split_once("\r\n\r\n").unwrap();
        assert_eq!(content, format!("pipelineInfo: {{}}\r\n{boundary}--\r\n"));
    }

    #[tokio::test]
    async fn what_grows_too_large_on_the_way_is_not_sent_to_its_end() {
        assert!(sent("", 32).await.is_ok());
        let error = sent("a", 32).await.unwrap_err();
        assert_eq!(error.fault(), TransportFault::Unsendable);
    }
}
