//! From an HTTP request to an operation and back.

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_TYPE, LOCATION, WWW_AUTHENTICATE};
use http::{HeaderName, HeaderValue, Method, StatusCode, Uri};
use http_body_util::BodyExt;
use percent_encoding::percent_decode_str;

use super::call::{Call, Query};
use super::deadline::Deadline;
use super::error::{ApiError, Code};
use super::form;
use super::operation::{Found, Older, Operation, find};
use super::raw::Raw;
use super::{experiments, healthz, pipelines, recurring_runs, release, runs, tasks, v1beta1};
use crate::cluster::Cluster;
use crate::listener::Abort;

/// Marks what came through the gateway in front of the services.
const GRPC_CONTENT_TYPE: HeaderName = HeaderName::from_static("grpc-metadata-content-type");

/// Bodies beyond this are refused. The real server has no limit but its memory.
const MAX_BODY_BYTES: usize = 256 * 1024 * 1024;

/// The bare API server, as its container answers on port 8888: no sidecar in front.
///
/// A response that carries [`Abort`] stands for "the process died": callers in process must treat it as a closed
/// connection.
pub(crate) fn router(cluster: Cluster) -> Router {
    let router = Router::new().fallback(answer).with_state(cluster.clone());
    release::layer(cluster, router)
}

async fn answer(State(cluster): State<Cluster>, request: Request) -> Response {
    if has_broken_escape(request.uri().path()) {
        let headers = [
            (CONTENT_TYPE, "text/plain; charset=utf-8"),
            (CONNECTION, "close"),
        ];
        return (StatusCode::BAD_REQUEST, headers, "400 Bad Request").into_response();
    }
    if let Some(clean) = cleaned_path(request.uri()) {
        return redirect(request.uri(), &clean);
    }
    let path = request.uri().path().to_owned();
    match path.as_str() {
        "/apis/v2beta1/healthz" => return healthz::v2beta1(&cluster),
        "/apis/v1beta1/healthz" => return healthz::v1beta1(&cluster),
        "/metrics" => return cluster.metrics().answer(),
        _ => {}
    }
    let Some(operation_path) = path.strip_prefix("/apis/") else {
        return plain_text(StatusCode::NOT_FOUND, "404 page not found\n");
    };
    let operation_path = percent_decode_str(operation_path)
        .decode_utf8_lossy()
        .into_owned();
    let (parts, body) = request.into_parts();
    let Ok(body) = http_body_util::Limited::new(body, MAX_BODY_BYTES)
        .collect()
        .await
    else {
        return plain_text(
            StatusCode::PAYLOAD_TOO_LARGE,
            "request body is larger than the sandbox takes\n",
        );
    };
    let call = Call {
        cluster,
        headers: parts.headers,
        path: Vec::new(),
        query: Query::default(),
        body: body.to_bytes(),
    };
    let query = parts.uri.query().unwrap_or_default();
    if let Some(upload) = pipelines::Upload::at(&operation_path) {
        return pipelines::upload(upload, call, query).await;
    }
    if let Some(raw) = Raw::at(&parts.method, &operation_path) {
        return raw.answer(&call).await;
    }
    match run(call, &parts.method, &operation_path, query).await {
        Ok(body) => success(body),
        Err(error) => refusal(&error),
    }
}

async fn run(mut call: Call, method: &Method, path: &str, query: &str) -> Result<String, ApiError> {
    let form = form::of(method, &call.headers, &call.body);
    let method = form
        .as_ref()
        .map_or(method, |form| form.method(method, path));
    let (operation, variables) = match find(method, path) {
        Found::Operation(operation, variables) => (operation, variables),
        Found::OtherMethod => {
            return Err(ApiError::gateway(Code::Unimplemented, "Method Not Allowed"));
        }
        Found::Nothing => return Err(ApiError::gateway(Code::NotFound, "Not Found")),
    };
    let deadline = Deadline::of(&call.headers)?;
    call.path = variables;
    call.query = Query::parse(query)?;
    if let Some(form) = &form
        && method == Method::GET
    {
        call.query = Query::parse(&form.pairs)?.with(call.query);
    }
    let cluster = call.cluster.clone();
    cluster.metrics().called(operation);
    let answer = deadline.bound(perform(operation, call)).await;
    if answer.is_ok() {
        cluster.metrics().succeeded(operation);
    }
    answer
}

async fn perform(operation: Operation, call: Call) -> Result<String, ApiError> {
    match operation {
        Operation::CreateExperiment => experiments::create(call).await,
        Operation::ListExperiments => experiments::list(call).await,
        Operation::GetExperiment => experiments::get(call).await,
        Operation::DeleteExperiment => experiments::delete(call).await,
        Operation::ArchiveExperiment => experiments::archive(call).await,
        Operation::UnarchiveExperiment => experiments::unarchive(call).await,
        Operation::CreateRun => runs::create(call).await,
        Operation::ListRuns => runs::list(call).await,
        Operation::GetRun => runs::get(call).await,
        Operation::DeleteRun => runs::delete(call).await,
        Operation::ArchiveRun => runs::archive(call).await,
        Operation::UnarchiveRun => runs::unarchive(call).await,
        Operation::TerminateRun => runs::terminate(call).await,
        Operation::RetryRun => runs::retry(call).await,
        Operation::ReportWorkflow => runs::report(call).await,
        Operation::CreatePipeline => pipelines::create(call).await,
        Operation::CreatePipelineAndVersion => pipelines::create_with_version(call).await,
        Operation::CreatePipelineVersion => pipelines::create_version(call).await,
        Operation::ListPipelines => pipelines::list(call).await,
        Operation::GetPipeline => pipelines::get(call).await,
        Operation::GetPipelineByName => pipelines::get_by_name(call).await,
        Operation::UpdatePipeline => pipelines::update(call).await,
        Operation::DeletePipeline => pipelines::delete(call).await,
        Operation::ListPipelineVersions => pipelines::list_versions(call).await,
        Operation::GetPipelineVersion => pipelines::get_version(call).await,
        Operation::UpdatePipelineVersion => pipelines::update_version(call).await,
        Operation::DeletePipelineVersion => pipelines::delete_version(call).await,
        Operation::ListRecurringRuns => recurring_runs::list(call).await,
        Operation::CreateRecurringRun => recurring_runs::create(call).await,
        Operation::GetRecurringRun => recurring_runs::get(call).await,
        Operation::DeleteRecurringRun => recurring_runs::delete(call).await,
        Operation::EnableRecurringRun => recurring_runs::enable(call).await,
        Operation::DisableRecurringRun => recurring_runs::disable(call).await,
        Operation::ReportScheduledWorkflow => recurring_runs::report(call).await,
        Operation::ListTasks => tasks::list(call).await,
        Operation::CreateTask => tasks::create(call).await,
        Operation::V1beta1(older) => run_older(older, call).await,
    }
}

async fn run_older(operation: Older, call: Call) -> Result<String, ApiError> {
    match operation {
        Older::Authorize => v1beta1::authorize(call).await,
        Older::Visualize => v1beta1::visualize(call).await,
        Older::CreateExperiment => v1beta1::create_experiment(call).await,
        Older::ListExperiments => v1beta1::list_experiments(call).await,
        Older::GetExperiment => v1beta1::get_experiment(call).await,
        Older::DeleteExperiment => v1beta1::delete_experiment(call).await,
        Older::ArchiveExperiment => v1beta1::archive_experiment(call).await,
        Older::UnarchiveExperiment => v1beta1::unarchive_experiment(call).await,
        Older::CreateRun => v1beta1::create_run(call).await,
        Older::ListRuns => v1beta1::list_runs(call).await,
        Older::GetRun => v1beta1::get_run(call).await,
        Older::DeleteRun => v1beta1::delete_run(call).await,
        Older::ArchiveRun => v1beta1::archive_run(call).await,
        Older::UnarchiveRun => v1beta1::unarchive_run(call).await,
        Older::ReportMetrics => v1beta1::report_metrics(call).await,
        Older::RetryRun => v1beta1::retry_run(call).await,
        Older::TerminateRun => v1beta1::terminate_run(call).await,
        Older::CreateJob => v1beta1::create_job(call).await,
        Older::ListJobs => v1beta1::list_jobs(call).await,
        Older::GetJob => v1beta1::get_job(call).await,
        Older::DeleteJob => v1beta1::delete_job(call).await,
        Older::EnableJob => v1beta1::enable_job(call).await,
        Older::DisableJob => v1beta1::disable_job(call).await,
        Older::CreatePipeline => v1beta1::create_pipeline(call).await,
        Older::ListPipelines => v1beta1::list_pipelines(call).await,
        Older::GetPipeline => v1beta1::get_pipeline(call).await,
        Older::DeletePipeline => v1beta1::delete_pipeline(call).await,
        Older::PipelineTemplate => v1beta1::pipeline_template(call).await,
        Older::GetPipelineByName => v1beta1::get_pipeline_by_name(call).await,
        Older::SetDefaultVersion => v1beta1::set_default_version(call).await,
        Older::CreateVersion => v1beta1::create_version(call).await,
        Older::ListVersions => v1beta1::list_versions(call).await,
        Older::GetVersion => v1beta1::get_version(call).await,
        Older::DeleteVersion => v1beta1::delete_version(call).await,
        Older::VersionTemplate => v1beta1::version_template(call).await,
    }
}

fn success(body: String) -> Response {
    let mut response = json(StatusCode::OK, body);
    response.headers_mut().insert(
        GRPC_CONTENT_TYPE,
        HeaderValue::from_static("application/grpc"),
    );
    response
}

/// The answer to a refused call.
fn refusal(error: &ApiError) -> Response {
    let ApiError::Status(status) = error else {
        return Abort::response();
    };
    let mut response = json(status.code.status(), status.body().to_string());
    if status.code == Code::Unauthenticated
        && let Ok(challenge) = HeaderValue::from_str(&status.message)
    {
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    response
}

pub(super) fn json(status: StatusCode, body: impl Into<Body>) -> Response {
    (status, [(CONTENT_TYPE, "application/json")], body.into()).into_response()
}

/// An error of Go's HTTP library.
pub(super) fn plain_text(status: StatusCode, text: impl Into<Bytes>) -> Response {
    let headers = [
        ("content-type", "text/plain; charset=utf-8"),
        ("x-content-type-options", "nosniff"),
    ];
    (status, headers, Body::from(text.into())).into_response()
}

/// The cleaned form of a path that needs it: no doubled slashes, no dot segments.
fn cleaned_path(uri: &Uri) -> Option<String> {
    let path = uri.path();
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').skip(1) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let mut clean = format!("/{}", parts.join("/"));
    if path.ends_with('/') && clean != "/" {
        clean.push('/');
    }
    (clean != path).then_some(clean)
}

/// Whether a `%` in the path is not followed by two hexadecimal digits.
fn has_broken_escape(path: &str) -> bool {
    let is_escape = |part: &str| {
        part.as_bytes()
            .get(..2)
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    path.split('%').skip(1).any(|part| !is_escape(part))
}

fn redirect(uri: &Uri, clean: &str) -> Response {
    let target = match uri.query() {
        Some(query) => format!("{clean}?{query}"),
        None => clean.to_owned(),
    };
    let mut response = StatusCode::MOVED_PERMANENTLY.into_response();
    if let Ok(target) = HeaderValue::from_str(&target) {
        response.headers_mut().insert(LOCATION, target);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_unclean_paths_are_cleaned() {
        let cleaned = |path: &str| cleaned_path(&Uri::try_from(path).unwrap());
        assert_eq!(cleaned("/apis/v2beta1/experiments"), None);
        assert_eq!(cleaned("/apis/v2beta1/experiments/"), None);
        assert_eq!(cleaned("/"), None);
        assert_eq!(cleaned("/apis//x"), Some("/apis/x".to_owned()));
        assert_eq!(cleaned("//apis/x"), Some("/apis/x".to_owned()));
        assert_eq!(cleaned("/apis/runs/../x/"), Some("/apis/x/".to_owned()));
    }
}
