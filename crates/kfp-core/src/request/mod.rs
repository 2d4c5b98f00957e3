//! Requests, built without any IO.
//!
//! The address of each is in origin form (`/apis/v2beta1/…`): which server it goes to, and with which credentials, is
//! the [`Client`](crate::Client)'s part.

mod path;
mod upload;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, header};

pub use upload::{MAX_PACKAGE_BYTES, PipelineUpload};

use crate::error::Error;
use crate::model::{ExperimentId, PipelineId, RunId};
use crate::operation::Operation;
use crate::query::{ExperimentQuery, InvalidQuery, PipelineQuery, PipelineVersionQuery, RunQuery};

/// `GET /apis/v2beta1/healthz`
pub fn get_healthz() -> Request<Bytes> {
    get(Operation::GetHealthz.template().to_owned())
}

/// `GET /apis/v2beta1/experiments`
///
/// # Errors
/// [`Error::InvalidRequest`] when the query breaks a rule.
pub fn list_experiments(query: &ExperimentQuery) -> Result<Request<Bytes>, Error> {
    list(Operation::ListExperiments, "", query.to_query_string())
}

/// `GET /apis/v2beta1/experiments/{experiment_id}`
pub fn get_experiment(id: &ExperimentId) -> Request<Bytes> {
    get(path::fill(Operation::GetExperiment.template(), id.as_str()))
}

/// `GET /apis/v2beta1/runs`
///
/// # Errors
/// [`Error::InvalidRequest`] when the query breaks a rule.
pub fn list_runs(query: &RunQuery) -> Result<Request<Bytes>, Error> {
    list(Operation::ListRuns, "", query.to_query_string())
}

/// `GET /apis/v2beta1/runs/{run_id}`
pub fn get_run(id: &RunId) -> Request<Bytes> {
    get(path::fill(Operation::GetRun.template(), id.as_str()))
}

/// `GET /apis/v2beta1/pipelines`
///
/// # Errors
/// [`Error::InvalidRequest`] when the query breaks a rule.
pub fn list_pipelines(query: &PipelineQuery) -> Result<Request<Bytes>, Error> {
    list(Operation::ListPipelines, "", query.to_query_string())
}

/// `GET /apis/v2beta1/pipelines/{pipeline_id}`
pub fn get_pipeline(id: &PipelineId) -> Request<Bytes> {
    get(path::fill(Operation::GetPipeline.template(), id.as_str()))
}

/// `GET /apis/v2beta1/pipelines/{pipeline_id}/versions`
///
/// # Errors
/// [`Error::InvalidRequest`] when the query breaks a rule.
pub fn list_pipeline_versions(query: &PipelineVersionQuery) -> Result<Request<Bytes>, Error> {
    list(
        Operation::ListPipelineVersions,
        query.pipeline_id.as_str(),
        query.to_query_string(),
    )
}

/// `POST /apis/v2beta1/pipelines/upload`
///
/// # Errors
/// [`Error::InvalidRequest`] when the upload breaks a rule that KFP would answer with an error that says nothing.
pub fn upload_pipeline(upload: &PipelineUpload) -> Result<Request<Bytes>, Error> {
    let operation = Operation::UploadPipeline;
    upload
        .check()
        .map_err(|(field, problem)| invalid(operation, field, problem))?;
    let address = with_query(
        operation,
        operation.template().to_owned(),
        &upload.to_query_string(),
    )?;
    let (content_type, body) = upload.to_multipart();
    let content_type = HeaderValue::try_from(content_type);
    let content_type =
        content_type.map_err(|_| invalid(operation, "the package", "has no boundary"))?;
    let mut request = build(Method::POST, &address, body);
    request
        .headers_mut()
        .insert(header::CONTENT_TYPE, content_type);
    Ok(request)
}

/// Longest address that is sent. The gateway takes 60 KiB of headers in all, and counts an address twice.
const MAX_ADDRESS_BYTES: usize = 24 * 1024;

fn invalid(operation: Operation, field: &'static str, problem: &str) -> Error {
    Error::InvalidRequest {
        operation,
        field,
        problem: problem.into(),
    }
}

fn list(
    operation: Operation,
    id: &str,
    query: Result<String, InvalidQuery>,
) -> Result<Request<Bytes>, Error> {
    let query = query.map_err(|error| Error::invalid_query(operation, &error))?;
    let address = with_query(operation, path::fill(operation.template(), id), &query)?;
    Ok(get(address))
}

fn with_query(operation: Operation, path: String, query: &str) -> Result<String, Error> {
    if query.is_empty() {
        return Ok(path);
    }
    let address = path + "?" + query;
    if address.len() > MAX_ADDRESS_BYTES {
        return Err(invalid(
            operation,
            "the query",
            "is longer than gateways take",
        ));
    }
    Ok(address)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "all callers have just built the text"
)]
fn get(address: String) -> Request<Bytes> {
    build(Method::GET, &address, Bytes::new())
}

/// An address is percent-encoded, and bounded by [`MAX_ADDRESS_BYTES`] or by the length of an id.
fn build(method: Method, address: &str, body: Bytes) -> Request<Bytes> {
    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = address
        .parse()
        .expect("a percent-encoded, bounded path and query");
    request
        .headers_mut()
        .insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    request
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Namespace;
    use crate::query::Sort;

    #[test]
    fn a_list_is_a_get_with_a_query() {
        let query =
            RunQuery::in_namespace(Namespace::new("team-a").unwrap()).sort(Sort::newest_first());
        let request = list_runs(&query).unwrap();
        assert_eq!(request.method(), Method::GET);
        assert_eq!(
            request.uri(),
            "/apis/v2beta1/runs?namespace=team-a&sort_by=created_at+desc"
        );
        assert_eq!(request.headers()[header::ACCEPT], "application/json");
    }

    #[test]
    fn an_id_stays_one_element_of_the_path() {
        let id = RunId::new("r?1 #:archive%2F..").unwrap();
        assert_eq!(
            get_run(&id).uri(),
            "/apis/v2beta1/runs/r%3F1%20%23%3Aarchive%252F.."
        );
        let id = PipelineId::new("p/1".replace('/', "-")).unwrap();
        let request = list_pipeline_versions(&PipelineVersionQuery::of(id)).unwrap();
        assert_eq!(request.uri(), "/apis/v2beta1/pipelines/p-1/versions");
    }

    #[test]
    fn an_address_that_no_gateway_takes_is_not_built() {
        let filter =
            crate::query::Filter::new().contains(crate::query::Key::Name, "é".repeat(10_000));
        let error = list_runs(&RunQuery::default().filter(filter)).unwrap_err();
        assert_eq!(error.code(), "request.invalid");
    }

    #[test]
    fn a_query_that_breaks_a_rule_is_not_built() {
        let error = list_runs(&RunQuery::default().page_size(1000)).unwrap_err();
        assert_eq!(error.code(), "request.invalid");
        assert_eq!(
            error.to_string(),
            "GET /apis/v2beta1/runs was not sent: the query is not valid: page_size is above 200"
        );
    }
}
