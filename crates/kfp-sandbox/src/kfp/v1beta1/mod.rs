//! What clients still use of v1beta1: the same objects in older shapes.
//!
//! Its operations run those of v2beta1 and rewrite what comes out: the two versions share everything below their
//! messages in the real server too.

mod auth;
mod calls;
mod experiments;
mod jobs;
mod metrics;
mod newer;
mod pipelines;
mod references;
mod runs;
mod visualizations;

pub(super) use auth::authorize;
pub(super) use calls::{newer_filter, owner};
pub(super) use experiments::{
    archive_experiment, create_experiment, delete_experiment, get_experiment, list_experiments,
    unarchive_experiment,
};
pub(super) use jobs::{create_job, delete_job, disable_job, enable_job, get_job, list_jobs};
pub(super) use metrics::report_metrics;
pub(super) use pipelines::{
    create_pipeline, create_version, delete_pipeline, delete_version, get_pipeline,
    get_pipeline_by_name, get_version, list_pipelines, list_versions, older_pipeline_text,
    older_version_text, pipeline_template, set_default_version, version_template,
};
pub(super) use runs::{
    archive_run, create_run, delete_run, get_run, list_runs, retry_run, terminate_run,
    unarchive_run,
};
pub(super) use visualizations::visualize;
