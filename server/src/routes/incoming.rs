//! The body of a request, within the limits of its row.

use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use kfp_core::request::MAX_PACKAGE_BYTES;
use tokio::sync::SemaphorePermit;
use tokio::time::Instant;

use crate::access::{BodyRule, Row};
use crate::app::App;
use crate::config::Defence;
use crate::problem::{Failure, ProblemCode};

/// The largest file that KFP takes, and room for the form around it.
const UPLOAD_BYTES: usize = MAX_PACKAGE_BYTES + 64 * 1024;

/// An upload that is slower than these bytes a second on the whole, once it has had the time of any other body, is ended:
/// it holds one of a few places.
const SLOWEST: f64 = 16.0 * 1024.0;

/// A body that has arrived whole.
#[derive(Debug)]
pub(super) struct Incoming<'app> {
    pub(super) body: Bytes,
    /// The media type to send with the body; JSON is sent as JSON, whatever its label was.
    pub(super) content_type: Option<HeaderValue>,
    /// Held until the file has left the memory.
    _place: Option<SemaphorePermit<'app>>,
}

impl<'app> Incoming<'app> {
    /// Reads a request.
    ///
    /// # Errors
    /// 400, 408, 413 or 415 with the reason; 503 if as many uploads as allowed are in memory.
    pub(super) async fn read(app: &'app App, row: &Row, request: Request) -> Result<Self, Failure> {
        let (head, body) = request.into_parts();
        let limits = &app.config().limits;
        let (limit, speed) = match row.body {
            BodyRule::None => {
                return Ok(Self {
                    body: Bytes::new(),
                    content_type: None,
                    _place: None,
                });
            }
            BodyRule::Json => (limits.max_body_bytes, Pace::whole(limits.body_timeout)),
            BodyRule::Upload | BodyRule::File => {
                let speed = Pace {
                    longest: app.config().kfp.upload_timeout,
                    grace: limits.body_timeout,
                };
                let limit = match row.body {
                    BodyRule::File => MAX_PACKAGE_BYTES,
                    _ => UPLOAD_BYTES,
                };
                (limit, speed)
            }
        };
        let content_type = match content_type(row.body, &head.headers) {
            Err(_) if !app.config().has(Defence::Origin) => {
                HeaderValue::from_static("application/json")
            }
            judged => judged?,
        };
        let too_large = || {
            let detail = format!("A body of this request may have {limit} bytes.");
            Failure::new(ProblemCode::TooLarge, detail)
        };
        let announced = announced(&head.headers).unwrap_or(0);
        if announced > limit {
            return Err(too_large());
        }
        let place = match row.body {
            BodyRule::Upload | BodyRule::File => {
                Some(app.uploads().try_acquire().map_err(|_| {
                    Failure::new(
                        ProblemCode::Overloaded,
                        "As many uploads as allowed are being received.",
                    )
                })?)
            }
            _ => None,
        };
        let body = collect(body, limit, speed, announced)
            .await
            .map_err(|broken| match broken {
                Broken::TooLarge => too_large(),
                Broken::TooSlow => {
                    Failure::new(ProblemCode::BodyTimeout, "The body did not arrive in time.")
                }
                Broken::Off => Failure::new(
                    ProblemCode::BodyBroken,
                    "The body ended before it was complete.",
                ),
            })?;
        Ok(Self {
            body,
            content_type: Some(content_type),
            _place: place,
        })
    }
}

enum Broken {
    TooLarge,
    TooSlow,
    Off,
}

/// How fast a body must come.
#[derive(Clone, Copy, Debug)]
struct Pace {
    /// The longest time for all of it.
    longest: Duration,
    /// From when on it must have come at [`SLOWEST`] at the least.
    grace: Duration,
}

impl Pace {
    /// All of it in this time, however slowly it begins.
    fn whole(longest: Duration) -> Self {
        Self {
            longest,
            grace: longest,
        }
    }

    /// Until when the next byte must come after so many have.
    fn next_by(self, received: usize) -> Duration {
        let received = f64::from(u32::try_from(received).unwrap_or(u32::MAX));
        let paid = Duration::from_secs_f64(received / SLOWEST);
        self.grace.max(paid).min(self.longest)
    }
}

/// `announced` are the bytes that were promised, within the limit: room for them spares copies.
async fn collect(body: Body, limit: usize, pace: Pace, announced: usize) -> Result<Bytes, Broken> {
    let started = Instant::now();
    let mut body = Limited::new(body, limit);
    let mut received = BytesMut::with_capacity(announced);
    loop {
        let by = started + pace.next_by(received.len());
        match tokio::time::timeout_at(by, body.frame()).await {
            Ok(Some(Ok(frame))) => received.extend(frame.into_data()),
            Ok(Some(Err(error))) if error.is::<LengthLimitError>() => return Err(Broken::TooLarge),
            Ok(Some(Err(_))) => return Err(Broken::Off),
            Ok(None) => return Ok(received.freeze()),
            Err(_) => return Err(Broken::TooSlow),
        }
    }
}

fn announced(headers: &HeaderMap) -> Option<usize> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

/// The body of a write must say what it is, and it must be what the row takes: see the layer on foreign origins.
fn content_type(rule: BodyRule, headers: &HeaderMap) -> Result<HeaderValue, Failure> {
    let given = headers.get(header::CONTENT_TYPE);
    let essence = given
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .map(|value| value.trim().to_ascii_lowercase());
    match (rule, essence.as_deref(), given) {
        (BodyRule::Json, Some("application/json"), _) => {
            Ok(HeaderValue::from_static("application/json"))
        }
        (BodyRule::Upload, Some("multipart/form-data"), Some(given))
        | (BodyRule::File, Some("application/octet-stream"), Some(given)) => Ok(given.clone()),
        (BodyRule::File, ..) => Err(Failure::new(
            ProblemCode::ContentType,
            "A file is taken as application/octet-stream.",
        )),
        (BodyRule::Upload, ..) => Err(Failure::new(
            ProblemCode::ContentType,
            "An upload takes multipart/form-data.",
        )),
        _ => Err(Failure::new(
            ProblemCode::ContentType,
            "This request takes application/json.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upload_pays_for_its_time_with_bytes() {
        let pace = Pace {
            longest: Duration::from_mins(5),
            grace: Duration::from_secs(20),
        };
        assert_eq!(pace.next_by(0), Duration::from_secs(20));
        assert_eq!(pace.next_by(16 * 1024 * 10), Duration::from_secs(20));
        assert_eq!(pace.next_by(16 * 1024 * 30), Duration::from_secs(30));
        assert_eq!(pace.next_by(UPLOAD_BYTES), Duration::from_mins(5));
        let whole = Pace::whole(Duration::from_secs(20));
        assert_eq!(whole.next_by(4 * 1024 * 1024), Duration::from_secs(20));
    }
}
