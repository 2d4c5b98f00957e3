//! `GET /api/feed?kind=…&namespace=…&epoch=…&sequence=…`: what a websocket would have said, for pages that cannot have one.

use std::time::Duration;

use axum::extract::ws::Utf8Bytes;
use axum::response::{IntoResponse, Response};
use console_api::live::{Position, Topic, TopicKind};
use http::header;

use crate::access::Query;
use crate::app::App;
use crate::feed;
use crate::identity::UserId;
use crate::problem::{Failure, ProblemCode};

/// When to ask again while something runs. Nothing of KFP's is asked for it.
const AGAIN_AFTER: Duration = Duration::from_secs(2);
/// And while nothing does.
const AGAIN_WHEN_IDLE: Duration = Duration::from_secs(15);
/// For how long the list is read on after a question: a hidden page asks more seldom, and comes back to what is kept.
pub(super) const READ_ON_FOR: Duration = Duration::from_secs(45);

/// What changed since a position, or everything.
pub(super) async fn answer(app: &App, user: &UserId, query: &Query) -> Result<Response, Failure> {
    let topic = topic(query)?;
    let after = position(query)?;
    feed::may_watch(app.reviewer(), user, &topic).await?;
    let mut watch = app.feed().look(user, &topic, after, READ_ON_FOR)?;
    watch.loaded().await;
    let again_after = if watch.is_busy() {
        AGAIN_AFTER
    } else {
        AGAIN_WHEN_IDLE
    };
    Ok(written(&watch.take(), again_after))
}

fn topic(query: &Query) -> Result<Topic, Failure> {
    let namespace = query.get("namespace").ok_or_else(|| {
        Failure::new(
            ProblemCode::NamespaceRequired,
            "The request names no namespace.",
        )
    })?;
    let kind = query
        .get("kind")
        .and_then(TopicKind::of_word)
        .ok_or_else(|| {
            let words = TopicKind::ALL.map(TopicKind::word).join(", ");
            let detail = format!("The parameter kind is one of {words}.");
            Failure::new(ProblemCode::Invalid, detail)
        })?;
    Ok(Topic {
        kind,
        namespace: namespace.to_owned(),
    })
}

fn position(query: &Query) -> Result<Option<Position>, Failure> {
    match (query.get("epoch"), query.get("sequence")) {
        (None, None) => Ok(None),
        (Some(epoch), Some(sequence)) => {
            let epoch = epoch.to_owned();
            let sequence = sequence.parse().map_err(|_| no_position())?;
            Ok(Some(Position { epoch, sequence }))
        }
        _ => Err(no_position()),
    }
}

fn no_position() -> Failure {
    Failure::new(
        ProblemCode::Invalid,
        "A position has the parameters epoch and sequence, and the second is a whole number.",
    )
}

/// The messages are texts already; they are put together, and not read and written again.
fn written(messages: &[Utf8Bytes], again_after: Duration) -> Response {
    let messages: Vec<&str> = messages.iter().map(Utf8Bytes::as_str).collect();
    let body = format!(
        r#"{{"messages":[{}],"again_after_ms":{}}}"#,
        messages.join(","),
        again_after.as_millis()
    );
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}
