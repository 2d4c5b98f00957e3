//! A KFP of another generation.

use http::StatusCode;
use kfp_core::error::{Error, ProxyReason};
use kfp_core::model::Healthz;

use crate::connection::Connected;
use crate::failure::Failure;
use crate::words::Both;

const FIRST_API: &str = "/apis/v1beta1/healthz";
/// Such an answer has a line.
const MOST: usize = 64 * 1024;

/// The same failure; when nothing was found since the server knows only the first API, that is said.
pub(super) async fn explained(failure: Failure, connected: &Connected) -> Failure {
    let Failure::Call(error) = &failure else {
        return failure;
    };
    if matches!(
        error,
        Error::Unexpected {
            reason: ProxyReason::KubernetesProxy,
            ..
        }
    ) {
        return of_the_service_proxy(failure, connected).await;
    }
    // A health that cannot be had just now says nothing about the API.
    let health = connected.client.healthz();
    if !is_not_found(error) || !health.await.is_err_and(|it| is_not_found(&it)) {
        return failure;
    }
    let Some(first) = first_api(connected).await else {
        return failure;
    };
    let release = first.tag.as_deref().unwrap_or("unknown");
    Failure::Advised {
        hint: Both::of(|language| language.first_api_only(&release.escape_debug().to_string())),
        failure: Box::new(failure),
    }
}

/// With the release of the server, where its health passes.
async fn of_the_service_proxy(failure: Failure, connected: &Connected) -> Failure {
    let release = connected.client.healthz().await.ok().and_then(|it| it.tag);
    let Some(release) = release else {
        return failure;
    };
    let release = release.escape_debug().to_string();
    Failure::Advised {
        hint: Both::of(|language| language.of_service_proxy(&release)),
        failure: Box::new(failure),
    }
}

fn is_not_found(error: &Error) -> bool {
    error.status() == Some(StatusCode::NOT_FOUND)
}

async fn first_api(connected: &Connected) -> Option<Healthz> {
    let answer = connected.client.visit(FIRST_API).await.ok()?;
    if answer.status() != StatusCode::OK {
        return None;
    }
    let text = answer.into_body().collect(MOST).await.ok()?;
    serde_json::from_slice(&text).ok()
}
