//! The calls, each behind the guard of the session.

use bytes::Bytes;
use console_api::{
    ConnectionReport, PROBLEM_CONTENT_TYPE, Problem, Session,
    beside::ACCEPTS_ROWS,
    live::{Position, Topic},
};
use http::{
    HeaderMap, HeaderName, HeaderValue, Request, header, response::Parts, uri::PathAndQuery,
};
use kfp_core::{
    Error,
    error::TransportError,
    headers::UPSTREAM_TIME,
    model::{
        Experiment, ExperimentId, Namespace, Page, PipelineId, PipelineVersion, PipelineVersionId,
    },
    operation::Operation,
    query::RunScope,
    request::{get_experiment, get_pipeline_version, list_experiments, list_runs},
    response::{self, classify, read_list},
    transport::Transport,
};
use leptos::prelude::*;
use serde::de::DeserializeOwned;

use super::{
    EnvInfo, Failure, FailureKind, Guard, Observation, Outcome, RunRow, live::Asked,
    observation::Refused, queries, transport::Browser,
};
use crate::{
    paths::Prefix,
    text::{FailedHop, Finding, now_ms},
    url_state::{ExperimentsState, Query, RunsState, SomeRunsState},
};

/// How many bytes an answer may have. A page of runs of many tasks has some megabytes.
const MAX_ANSWER_BYTES: usize = 16 * 1024 * 1024;
/// Where the dashboard tells the namespaces of the user; at the root of the origin, whatever our prefix is.
const ENV_INFO: &str = "/api/workgroup/env-info";

struct Inner {
    browser: Browser,
    prefix: Prefix,
}

/// The calls.
#[derive(Clone, Copy)]
pub(crate) struct Api {
    inner: StoredValue<Inner, LocalStorage>,
    guard: Guard,
}

/// The calls of the page.
pub(crate) fn use_api() -> Api {
    expect_context()
}

impl Api {
    /// Calls to the server behind a prefix of the page's own origin. The browser adds the session's cookie; the page
    /// never sends an `Authorization` header, since any such header makes the gateway forget the session.
    pub(crate) fn new(prefix: Prefix, guard: Guard) -> Self {
        let browser = Browser::new();
        Self {
            inner: StoredValue::new_local(Inner { browser, prefix }),
            guard,
        }
    }

    /// Whether calls may be made.
    pub(crate) fn guard(self) -> Guard {
        self.guard
    }

    /// A page of the experiments of a namespace.
    pub(crate) async fn experiments(
        self,
        namespace: Namespace,
        state: ExperimentsState,
    ) -> Result<Page<Experiment>, Failure> {
        let request = list_experiments(&queries::experiments(namespace, &state));
        self.page(Operation::ListExperiments, request).await
    }

    /// An experiment.
    pub(crate) async fn experiment(self, id: ExperimentId) -> Result<Experiment, Failure> {
        self.one(Operation::GetExperiment, Ok(get_experiment(&id)))
            .await
    }

    /// A page of runs.
    pub(crate) async fn runs(
        self,
        scope: RunScope,
        state: RunsState,
    ) -> Result<Page<RunRow>, Failure> {
        let request = list_runs(&queries::runs(scope, &state));
        self.page(Operation::ListRuns, as_rows(request)).await
    }

    /// A page of the latest runs, archived ones too.
    pub(crate) async fn latest_runs(
        self,
        scope: RunScope,
        state: SomeRunsState,
    ) -> Result<Page<RunRow>, Failure> {
        let request = list_runs(&queries::latest_runs(scope, &state.page));
        self.page(Operation::ListRuns, as_rows(request)).await
    }

    /// A version of a pipeline, with its spec.
    pub(crate) async fn pipeline_version(
        self,
        id: PipelineId,
        version: PipelineVersionId,
    ) -> Result<PipelineVersion, Failure> {
        let request = get_pipeline_version(&id, &version);
        self.one(Operation::GetPipelineVersion, Ok(request)).await
    }

    /// Who is signed in.
    pub(crate) async fn session(self) -> Result<Session, Failure> {
        self.own("/api/session", &Query::default()).await
    }

    /// Who is signed in after the end of the session, if anybody is. The only call that is made then, and only when a
    /// person who has signed in elsewhere asks for it.
    pub(crate) async fn session_again(self) -> Option<Session> {
        let request = Request::get(self.own_path("/api/session"))
            .header(header::ACCEPT, "application/json")
            .body(Bytes::new());
        let browser = self.inner.with_value(|inner| inner.browser.clone());
        let (parts, body) = exchange(&browser, request.ok()?).await.ok()?;
        read(&parts, &body).ok()
    }

    /// What the dashboard says of the user; `None` when it says nothing of use, for whatever reason: a site may have no
    /// dashboard. The end of the session is not concluded from this, the console's own answers tell it.
    pub(crate) async fn env_info(self) -> Result<Option<EnvInfo>, Failure> {
        let Ok((parts, body)) = self.get(ENV_INFO).await else {
            return Ok(None);
        };
        Ok(read(&parts, &body).ok())
    }

    /// The connection report in a language, with what the browser saw of the call. A failed call is told in the answer.
    pub(crate) async fn observe(
        self,
        namespace: Option<Namespace>,
        language: &'static str,
    ) -> Result<Observation, Failure> {
        let path = self.own_path("/api/connection");
        let mut query = Query::default();
        query.set("lang", language);
        if let Some(namespace) = &namespace {
            query.set("namespace", namespace.as_str());
        }
        let address = format!("{path}?{}", query.write());
        let start = now_ms();
        let answer = self.get(&address).await;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a duration of a call is small, and not negative after max"
        )]
        let duration_ms = (now_ms() - start).max(0.0) as u64;
        let outcome = match answer {
            Ok((parts, body)) => Outcome::Answered {
                status: parts.status.as_u16(),
                server: text_of(&parts.headers, &header::SERVER),
                upstream_ms: text_of(&parts.headers, &UPSTREAM_TIME)
                    .and_then(|time| time.parse().ok()),
                result: read::<ConnectionReport>(&parts, &body).map(Box::new),
            },
            Err(failure) => Outcome::Silence(failure),
        };
        if let Some(by) = outcome.signed_out() {
            self.guard.end(by);
        }
        let origin = window().location().origin().unwrap_or_default();
        Ok(Observation {
            origin,
            asked: format!("GET {path}"),
            duration_ms,
            outcome,
        })
    }

    /// What changed in a list since a position, or all of it.
    pub(super) async fn feed(
        self,
        topic: &Topic,
        since: Option<&Position>,
    ) -> Result<Asked, Failure> {
        let mut query = Query::default();
        query.set("kind", topic.kind.word());
        query.set("namespace", topic.namespace.as_str());
        if let Some(since) = since {
            query.set("epoch", since.epoch.as_str());
            query.set("sequence", since.sequence.to_string());
        }
        self.own("/api/feed", &query).await
    }

    /// Asks one of the console's own endpoints.
    pub(super) async fn own<T: DeserializeOwned>(
        self,
        path: &str,
        query: &Query,
    ) -> Result<T, Failure> {
        let (path, query) = (self.own_path(path), query.write());
        let address = if query.is_empty() {
            path
        } else {
            format!("{path}?{query}")
        };
        let (parts, body) = self.get(&address).await?;
        read(&parts, &body).map_err(|refused| refused.failure)
    }

    /// A path of the console's own.
    pub(super) fn own_path(self, path: &str) -> String {
        self.inner.with_value(|inner| inner.prefix.join(path))
    }

    pub(super) fn check(self) -> Result<(), Failure> {
        if self.guard.lets_pass_now() {
            Ok(())
        } else {
            Err(silence("console.not_asked"))
        }
    }

    /// Asks KFP, whose API the console offers under its own prefix.
    pub(super) async fn ask_kfp(
        self,
        request: Result<Request<Bytes>, Error>,
    ) -> Result<(Parts, Bytes), Failure> {
        let (mut parts, body) = told(request)?.into_parts();
        let path = parts.uri.path_and_query().map(PathAndQuery::as_str);
        let address = self.own_path(path.unwrap_or("/"));
        parts.uri = address.parse().map_err(|_| unaddressable())?;
        self.send(Request::from_parts(parts, body)).await
    }

    /// Asks KFP for one thing. The end of the session is heeded: it may be that no part of the page follows this call.
    pub(super) async fn one<T: DeserializeOwned>(
        self,
        operation: Operation,
        request: Result<Request<Bytes>, Error>,
    ) -> Result<T, Failure> {
        let (parts, body) = self.ask_kfp(request).await?;
        let answer = told(response::read(operation, &parts, &body));
        answer.inspect_err(|failure| self.guard.heed(failure))
    }

    /// Asks KFP for a page of a list, as [`Self::one`] does for one thing.
    pub(super) async fn page<T: DeserializeOwned>(
        self,
        operation: Operation,
        request: Result<Request<Bytes>, Error>,
    ) -> Result<Page<T>, Failure> {
        let (parts, body) = self.ask_kfp(request).await?;
        let answer = told(read_list(operation, &parts, &body));
        answer.inspect_err(|failure| self.guard.heed(failure))
    }

    pub(super) async fn get(self, address: &str) -> Result<(Parts, Bytes), Failure> {
        let request = Request::get(address)
            .header(header::ACCEPT, "application/json")
            .body(Bytes::new());
        self.send(request.map_err(|_| unaddressable())?).await
    }

    async fn send(self, request: Request<Bytes>) -> Result<(Parts, Bytes), Failure> {
        self.check()?;
        let browser = self.inner.with_value(|inner| inner.browser.clone());
        exchange(&browser, request).await.map_err(|error| Failure {
            said: error.to_string(),
            ..silence(Finding::NoAnswer.code())
        })
    }
}

/// A list of runs as the console writes it for a page.
fn as_rows(mut request: Result<Request<Bytes>, Error>) -> Result<Request<Bytes>, Error> {
    if let Ok(request) = &mut request {
        let accepts = HeaderValue::from_static(ACCEPTS_ROWS);
        request.headers_mut().insert(header::ACCEPT, accepts);
    }
    request
}

fn unaddressable() -> Failure {
    Failure {
        kind: FailureKind::Rejected,
        code: "console.address".to_owned(),
        said: String::new(),
    }
}

/// What an error of the client means for a person.
pub(super) fn told<T>(result: Result<T, Error>) -> Result<T, Failure> {
    result.map_err(|error| Failure::from(&error))
}

async fn exchange(
    browser: &Browser,
    request: Request<Bytes>,
) -> Result<(Parts, Bytes), TransportError> {
    let (parts, body) = browser.send(request).await?.into_parts();
    Ok((parts, body.collect(MAX_ANSWER_BYTES).await?))
}

/// No answer. Whatever is silent between here and the console, the page cannot tell it from the console.
pub(super) fn silence(code: &str) -> Failure {
    Failure {
        kind: FailureKind::Down(FailedHop::Console),
        code: code.to_owned(),
        said: String::new(),
    }
}

/// Reads an answer of the console's own endpoints, or of the dashboard.
pub(super) fn read<T: DeserializeOwned>(parts: &Parts, body: &[u8]) -> Result<T, Refused> {
    if text_of(&parts.headers, &header::CONTENT_TYPE)
        .is_some_and(|media_type| media_type.starts_with(PROBLEM_CONTENT_TYPE))
        && let Ok(problem) = serde_json::from_slice::<Problem>(body)
    {
        return Err(Refused {
            reason: None,
            failure: Failure::from(problem),
        });
    }
    if let Some(reason) = classify(parts, body) {
        return Err(Refused {
            reason: Some(reason),
            failure: Failure::of_reason(reason),
        });
    }
    serde_json::from_slice(body).map_err(|_| Refused {
        reason: None,
        failure: Failure {
            kind: FailureKind::Garbled,
            code: "console.unreadable".to_owned(),
            said: String::new(),
        },
    })
}

fn text_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use kfp_core::error::SignedOut;

    use super::*;

    fn parts(status: u16, content_type: &str) -> Parts {
        let answer = http::Response::builder()
            .status(status)
            .header("content-type", content_type)
            .body(())
            .expect("an answer");
        answer.into_parts().0
    }

    #[test]
    fn a_problem_document_is_read_before_anything_is_guessed() {
        let body = br#"{"title":"Not allowed","status":403,"code":"access.denied","access":{"user":"a","verb":"list","resource":"runs","namespace":"b"}}"#;
        let refused =
            read::<Session>(&parts(403, "application/problem+json"), body).expect_err("a refusal");
        assert_eq!(refused.failure.code, "access.denied");
        assert!(matches!(
            refused.failure.kind,
            FailureKind::Forbidden(Some(_))
        ));
    }

    #[test]
    fn a_sign_in_page_in_place_of_an_answer_ends_the_session() {
        let page = b"<!DOCTYPE html><html><head><title>Sign In</title></head></html>";
        let refused =
            read::<Session>(&parts(403, "text/html"), page).expect_err("a sign of a lost session");
        assert!(refused.failure.signed_out().is_some());
        let refused = read::<Session>(&parts(401, "application/json"), b"{}")
            .expect_err("a sign of a lost session");
        assert_eq!(refused.failure.signed_out(), Some(SignedOut::EmptyObject));
    }

    #[test]
    fn half_an_answer_is_not_understood() {
        let refused =
            read::<Session>(&parts(200, "application/json"), b"{\"user\":").expect_err("garbage");
        assert_eq!(refused.failure.kind, FailureKind::Garbled);
    }
}
