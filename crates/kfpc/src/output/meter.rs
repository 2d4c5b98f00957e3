//! How much of a body is out.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

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
        let taken = Arc::clone(&self.0);
        body.counted(move |bytes| taken.store(bytes, Ordering::Relaxed))
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
