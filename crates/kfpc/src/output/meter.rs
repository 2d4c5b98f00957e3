//! How much of a body is out.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use kfp_core::error::TransportError;
use kfp_core::transport::Body;

/// Letters of a bar.
const BAR: u64 = 24;

/// Counts what is read of a body, which is what is sent of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meter(Arc<AtomicU64>);

impl Meter {
    /// The same body, counted. Begins anew: a body that is sent again is read again.
    pub(crate) fn count(&self, body: Body) -> Body {
        self.0.store(0, Ordering::Relaxed);
        Body::new(Counted {
            body,
            meter: self.clone(),
        })
    }

    /// A bar and the part in megabytes: `[======>     ] 12.0 / 30.0 MB`.
    pub(super) fn bar(&self, all: u64) -> String {
        let done = self.0.load(Ordering::Relaxed).min(all);
        let filled = usize::try_from(u128::from(done) * u128::from(BAR) / u128::from(all.max(1)));
        let filled = filled.unwrap_or_default();
        let rest = usize::try_from(BAR).unwrap_or_default() - filled;
        let (done, all) = (megabytes(done), megabytes(all));
        format!(
            "[{}{}] {done} / {all} MB",
            "=".repeat(filled),
            " ".repeat(rest)
        )
    }
}

fn megabytes(bytes: u64) -> String {
    let tenths = bytes / 100_000;
    format!("{}.{}", tenths / 10, tenths % 10)
}

struct Counted {
    body: Body,
    meter: Meter,
}

impl http_body::Body for Counted {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let next = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &next
            && let Some(data) = frame.data_ref()
        {
            self.meter.0.fetch_add(data.len() as u64, Ordering::Relaxed);
        }
        next
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_read_is_counted_and_the_body_is_the_same() {
        let meter = Meter::default();
        let body = meter.count(Body::full("x".repeat(1_500_000)));
        assert_eq!(http_body::Body::size_hint(&body).exact(), Some(1_500_000));
        assert!(meter.bar(3_000_000).ends_with("0.0 / 3.0 MB"));
        let read = body.collect(2_000_000).await.unwrap();
        assert_eq!(read.len(), 1_500_000);
        assert_eq!(
            meter.bar(3_000_000),
            format!("[{}{}] 1.5 / 3.0 MB", "=".repeat(12), " ".repeat(12))
        );
        assert!(meter.bar(0).ends_with("0.0 / 0.0 MB"));
    }
}
