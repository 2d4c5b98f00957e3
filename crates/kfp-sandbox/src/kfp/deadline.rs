//! How long a call may take: the header `Grpc-Timeout`.

use std::future::Future;
use std::time::Duration;

use http::HeaderMap;

use super::error::{ApiError, Code};

const HEADER: &str = "grpc-timeout";

/// The most that a call may take, if it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Deadline(Option<Duration>);

impl Deadline {
    /// What the headers ask for.
    ///
    /// # Errors
    /// 400 for what is no span of time.
    pub(super) fn of(headers: &HeaderMap) -> Result<Self, ApiError> {
        let Some(value) = headers.get(HEADER) else {
            return Ok(Self(None));
        };
        let text = String::from_utf8_lossy(value.as_bytes());
        parse(&text).map(|span| Self(Some(span))).ok_or_else(|| {
            ApiError::gateway(
                Code::InvalidArgument,
                format!("invalid grpc-timeout: {text}"),
            )
        })
    }

    /// Waits for `work` as long as it may take. What it has begun to write is written all the same.
    pub(super) async fn bound<T>(
        self,
        work: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<T, ApiError> {
        let over = || ApiError::gateway(Code::DeadlineExceeded, "context deadline exceeded");
        match self.0 {
            None => work.await,
            // Shorter than anything: over before the work begins, as it always is for the real server.
            Some(span) if span < Duration::from_millis(1) => Err(over()),
            Some(span) => tokio::time::timeout(span, work)
                .await
                .unwrap_or_else(|_| Err(over())),
        }
    }
}

/// A number and one of gRPC's units.
fn parse(text: &str) -> Option<Duration> {
    let unit = text.chars().last()?;
    let number = text.strip_suffix(unit)?.parse::<i64>().ok()?;
    let number = u64::try_from(number).unwrap_or_default();
    let seconds = |factor: u64| Duration::from_secs(number.saturating_mul(factor));
    match unit {
        'H' => Some(seconds(3_600)),
        'M' => Some(seconds(60)),
        'S' => Some(seconds(1)),
        'm' => Some(Duration::from_millis(number)),
        'u' => Some(Duration::from_micros(number)),
        'n' => Some(Duration::from_nanos(number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_a_number_with_a_unit() {
        assert_eq!(parse("30S"), Some(Duration::from_secs(30)));
        assert_eq!(parse("5m"), Some(Duration::from_millis(5)));
        assert_eq!(parse("1n"), Some(Duration::from_nanos(1)));
        for text in ["abc", "", "S", "30", "30s", "1.5S", "\u{e9}"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
