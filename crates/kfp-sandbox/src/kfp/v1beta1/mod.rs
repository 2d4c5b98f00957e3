//! What clients still use of v1beta1: the same objects in older shapes.
//!
//! Its operations run those of v2beta1 and rewrite what comes out: the two versions share everything below their
//! messages in the real server too.

mod auth;
mod calls;
mod experiments;
mod jobs;
mod pipelines;
mod references;
mod runs;

pub(super) use auth::authorize;
pub(super) use experiments::{
    archive_experiment, delete_experiment, get_experiment, list_experiments, unarchive_experiment,
};
pub(super) use jobs::{delete_job, disable_job, enable_job, get_job, list_jobs};
pub(super) use pipelines::{
    delete_pipeline, delete_version, get_pipeline, get_pipeline_by_name, get_version,
    list_pipelines, list_versions, pipeline_template, version_template,
};
pub(super) use runs::{
    archive_run, delete_run, get_run, list_runs, retry_run, terminate_run, unarchive_run,
};
