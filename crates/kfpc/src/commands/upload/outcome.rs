//! What became of an upload.

use kfp_core::error::Error;
use kfp_core::model::{PipelineId, PipelineVersion};
use kfp_core::query::{Filter, Key, PipelineVersionQuery};
use time::{Duration, OffsetDateTime};

use crate::connection::Connected;
use crate::failure::Failure;
use crate::output::{Terminal, moment};
use crate::words::{Both, Language, both};

/// How far the server's clock may be off.
const CLOCKS_DIFFER: Duration = Duration::minutes(1);

/// Whether a call that makes something may have been taken although its answer says nothing of it.
pub(in crate::commands) fn is_unknown(error: &Error) -> bool {
    match error {
        Error::Transport { source, .. } => source.was_sent() && source.fault().is_transient(),
        Error::Timeout { .. } | Error::Decode { .. } | Error::TooLarge { .. } => true,
        Error::Unexpected { reason, status, .. } => {
            status.is_server_error() && reason.is_transient() && !error.is_retryable()
        }
        _ => false,
    }
}

/// The one that is there after all, or why there is none.
pub(super) fn settled<T>(
    error: Error,
    found: Option<T>,
    began: OffsetDateTime,
    created_at: impl FnOnce(&T) -> Option<OffsetDateTime>,
    terminal: &mut Terminal,
) -> Result<T, Failure> {
    let Some(found) = found else {
        return Err(advised(
            error,
            both!(
                "Whether it was taken is not known; it is not there now. Look again before you send it again.",
                "받아들여졌는지 알 수 없고 지금은 없어요. 다시 보내기 전에 한 번 더 확인하세요."
            ),
        ));
    };
    let created = created_at(&found);
    if created.is_some_and(|created| created >= began - CLOCKS_DIFFER) {
        terminal.tell(Language::arrived_all_the_same);
        return Ok(found);
    }
    Err(advised(
        error,
        both!(
            "One of this name exists since {since}, so this one was not taken.",
            "같은 이름이 이미 있어 받아들여지지 않았어요. 만든 시각: {since}",
            since = moment(created)
        ),
    ))
}

/// A name that is taken has a way out.
pub(super) fn taken(error: Error, way_out: Both) -> Failure {
    match error.status() {
        Some(http::StatusCode::CONFLICT) => advised(error, way_out),
        _ => error.into(),
    }
}

pub(in crate::commands) fn advised(error: Error, hint: Both) -> Failure {
    Failure::Advised {
        failure: Box::new(error.into()),
        hint,
    }
}

/// The version of a pipeline that has a name.
pub(super) async fn version_named(
    connected: &Connected,
    pipeline: &PipelineId,
    name: &str,
) -> Option<PipelineVersion> {
    let named = Filter::new().equals(Key::Name, name);
    let query = PipelineVersionQuery::of(pipeline.clone()).filter(named);
    let versions = connected.client.pipeline_versions();
    let page = versions.list(&query.page_size(2)).await.ok()?;
    page.items.into_iter().find(|version| version.name == name)
}
