//! Requests, built without any IO.
//!
//! The address of each is in origin form (`/apis/v2beta1/…`): which server it goes to, and with which credentials, is
//! the [`Client`](crate::Client)'s part. What breaks a rule that KFP would answer with an error that says nothing is
//! [`Error::InvalidRequest`](crate::Error::InvalidRequest) here.

mod build;
mod experiment;
pub(crate) mod path;
mod pipeline;
mod recurring_run;
mod rules;
mod run;
mod server;
mod source;
mod upload;
mod version;

pub use experiment::{
    NewExperiment, archive_experiment, create_experiment, delete_experiment, get_experiment,
    list_experiments, unarchive_experiment,
};
pub use path::element;
pub(crate) use pipeline::stream_pipeline;
pub use pipeline::{
    Cascade, NewPipeline, PipelineUpdate, create_pipeline, create_pipeline_and_version,
    delete_pipeline, get_pipeline, get_pipeline_by_name, list_pipelines, update_pipeline,
    upload_pipeline,
};
pub use recurring_run::{
    NewRecurringRun, PropagationPolicy, create_recurring_run, delete_recurring_run,
    disable_recurring_run, enable_recurring_run, get_recurring_run, list_recurring_runs,
};
pub use run::{
    NewRun, archive_run, create_run, delete_run, get_run, list_runs, read_artifact, retry_run,
    terminate_run, unarchive_run,
};
pub use server::{ViewerVerb, authorize, get_healthz};
pub use source::PipelineSource;
#[cfg(feature = "package")]
pub(crate) use upload::{GZIP, ZIP};
pub use upload::{MAX_PACKAGE_BYTES, PipelineUpload, PipelineVersionUpload, is_archive};
pub(crate) use version::stream_pipeline_version;
pub use version::{
    NewPipelineVersion, create_pipeline_version, delete_pipeline_version, get_pipeline_version,
    list_pipeline_versions, update_pipeline_version, upload_pipeline_version,
};

#[cfg(test)]
mod tests {
    use http::{Method, header};

    use super::*;
    use crate::model::{Namespace, PipelineId, RunId};
    use crate::query::{PipelineVersionQuery, RunQuery, Sort};

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
