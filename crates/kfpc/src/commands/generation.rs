//! A KFP of another generation.

use http::StatusCode;
use serde::Deserialize;

use crate::connection::Connected;
use crate::failure::Failure;
use crate::words::Language;

const FIRST_API: &str = "/apis/v1beta1/healthz";
const SECOND_API: &str = "/apis/v2beta1/healthz";
/// Such an answer has a line.
const MOST: usize = 64 * 1024;

#[derive(Deserialize)]
struct Healthz {
    #[serde(default)]
    tag_name: String,
}

/// The same failure; when nothing was found since the server knows only the first API, that is said.
pub(super) async fn explained(
    failure: Failure,
    connected: &Connected,
    language: Language,
) -> Failure {
    let Failure::Call(error) = &failure else {
        return failure;
    };
    if error.status() != Some(StatusCode::NOT_FOUND)
        || text_at(SECOND_API, connected).await.is_some()
    {
        return failure;
    }
    let first: Option<Healthz> = text_at(FIRST_API, connected)
        .await
        .and_then(|text| serde_json::from_slice(&text).ok());
    let Some(first) = first else {
        return failure;
    };
    Failure::Advised {
        failure: Box::new(failure),
        hint: language.first_api_only(&first.tag_name.escape_debug().to_string()),
    }
}

async fn text_at(path: &str, connected: &Connected) -> Option<bytes::Bytes> {
    let answer = connected.client.visit(path).await.ok()?;
    if answer.status() != StatusCode::OK {
        return None;
    }
    answer.into_body().collect(MOST).await.ok()
}
