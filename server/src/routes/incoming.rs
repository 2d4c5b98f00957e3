//! The body of a request, within the limits of its row.

use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use tokio::sync::SemaphorePermit;

use crate::access::{BodyRule, Row};
use crate::app::App;
use crate::config::Defence;
use crate::problem::{Failure, ProblemCode};

/// The largest file that KFP takes, and room for the form around it.
const UPLOAD_BYTES: usize = 32 * 1024 * 1024 + 64 * 1024;

/// A body that has arrived whole.
#[derive(Debug)]
pub(super) struct Incoming<'app> {
    pub(super) body: Bytes,
    /// The media type to send with the body; JSON is sent as JSON, whatever its label was.
    pub(super) content_type: Option<HeaderValue>,
    /// Held until the upload has left the memory.
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
        let (limit, longest) = match row.body {
            BodyRule::None => {
                return Ok(Self {
                    body: Bytes::new(),
                    content_type: None,
                    _place: None,
                });
            }
            BodyRule::Json => (limits.max_body_bytes, limits.body_timeout),
            BodyRule::Upload => (UPLOAD_BYTES, app.config().kfp.upload_timeout),
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
        if announced(&head.headers).is_some_and(|length| length > limit) {
            return Err(too_large());
        }
        let place = match row.body {
            BodyRule::Upload => Some(app.uploads().try_acquire().map_err(|_| {
                Failure::new(
                    ProblemCode::Overloaded,
                    "As many uploads as allowed are being received.",
                )
            })?),
            _ => None,
        };
        let body = collect(body, limit, longest)
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

async fn collect(body: Body, limit: usize, longest: Duration) -> Result<Bytes, Broken> {
    match tokio::time::timeout(longest, Limited::new(body, limit).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Broken::TooLarge),
        Ok(Err(_)) => Err(Broken::Off),
        Err(_) => Err(Broken::TooSlow),
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
        (BodyRule::Upload, Some("multipart/form-data"), Some(given)) => Ok(given.clone()),
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
