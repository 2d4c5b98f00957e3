//! The message types that clients send: field names and types as KFP's protobuf sources at 7b70c7b give them.

mod api;
mod pipeline_spec;
mod platform_spec;
mod v1beta1;

pub(super) use api::{
    CREATE_PIPELINE_AND_VERSION, EXPERIMENT, FILTER, PIPELINE, PIPELINE_VERSION, RECURRING_RUN, RUN,
};
pub(super) use pipeline_spec::PIPELINE_SPEC;
pub(super) use platform_spec::PLATFORM_SPEC;
pub(super) use v1beta1::{
    JOB, OLDER_EXPERIMENT, OLDER_PIPELINE, OLDER_PIPELINE_VERSION, OLDER_RUN, REPORT_RUN_METRICS,
    TASK, VISUALIZATION,
};
