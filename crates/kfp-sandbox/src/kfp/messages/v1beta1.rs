//! Messages of `backend/api/v1beta1`.

use crate::wire::{Enumeration, Kind, Message, field};

/// Types that a resource reference names.
static RESOURCE_TYPE: Enumeration = Enumeration {
    values: &[
        ("UNKNOWN_RESOURCE_TYPE", 0),
        ("EXPERIMENT", 1),
        ("JOB", 2),
        ("PIPELINE", 3),
        ("PIPELINE_VERSION", 4),
        ("NAMESPACE", 5),
    ],
};

static RELATIONSHIP: Enumeration = Enumeration {
    values: &[("UNKNOWN_RELATIONSHIP", 0), ("OWNER", 1), ("CREATOR", 2)],
};

static RESOURCE_KEY: Message = Message {
    name: "api.ResourceKey",
    fields: &[
        field("type", Kind::Enum(&RESOURCE_TYPE)),
        field("id", Kind::String),
    ],
};

static RESOURCE_REFERENCE: Message = Message {
    name: "api.ResourceReference",
    fields: &[
        field("key", Kind::Message(&RESOURCE_KEY)),
        field("name", Kind::String),
        field("relationship", Kind::Enum(&RELATIONSHIP)),
    ],
};

static PARAMETER: Message = Message {
    name: "api.Parameter",
    fields: &[field("name", Kind::String), field("value", Kind::String)],
};

static RUNTIME_CONFIG: Message = Message {
    name: "api.PipelineSpec.RuntimeConfig",
    fields: &[
        field("parameters", Kind::Value).map(),
        field("pipeline_root", Kind::String),
    ],
};

static PIPELINE_SPEC: Message = Message {
    name: "api.PipelineSpec",
    fields: &[
        field("pipeline_id", Kind::String),
        field("pipeline_name", Kind::String),
        field("workflow_manifest", Kind::String),
        field("pipeline_manifest", Kind::String),
        field("parameters", Kind::Message(&PARAMETER)).repeated(),
        field("runtime_config", Kind::Message(&RUNTIME_CONFIG)),
    ],
};

static EXPERIMENT_STATE: Enumeration = Enumeration {
    values: &[
        ("STORAGESTATE_UNSPECIFIED", 0),
        ("STORAGESTATE_AVAILABLE", 1),
        ("STORAGESTATE_ARCHIVED", 2),
    ],
};

pub(in crate::kfp) static OLDER_EXPERIMENT: Message = Message {
    name: "api.Experiment",
    fields: &[
        field("id", Kind::String),
        field("name", Kind::String),
        field("description", Kind::String),
        field("created_at", Kind::Timestamp),
        field("resource_references", Kind::Message(&RESOURCE_REFERENCE)).repeated(),
        field("storage_state", Kind::Enum(&EXPERIMENT_STATE)),
    ],
};

static RUN_STATE: Enumeration = Enumeration {
    values: &[("STORAGESTATE_AVAILABLE", 0), ("STORAGESTATE_ARCHIVED", 1)],
};

static METRIC_FORMAT: Enumeration = Enumeration {
    values: &[("UNSPECIFIED", 0), ("RAW", 1), ("PERCENTAGE", 2)],
};

static RUN_METRIC: Message = Message {
    name: "api.RunMetric",
    fields: &[
        field("name", Kind::String),
        field("node_id", Kind::String),
        field("number_value", Kind::Double).in_oneof("value"),
        field("format", Kind::Enum(&METRIC_FORMAT)),
    ],
};

pub(in crate::kfp) static REPORT_RUN_METRICS: Message = Message {
    name: "api.ReportRunMetricsRequest",
    fields: &[
        field("run_id", Kind::String),
        field("metrics", Kind::Message(&RUN_METRIC)).repeated(),
    ],
};

pub(in crate::kfp) static OLDER_RUN: Message = Message {
    name: "api.Run",
    fields: &[
        field("id", Kind::String),
        field("name", Kind::String),
        field("storage_state", Kind::Enum(&RUN_STATE)),
        field("description", Kind::String),
        field("pipeline_spec", Kind::Message(&PIPELINE_SPEC)),
        field("resource_references", Kind::Message(&RESOURCE_REFERENCE)).repeated(),
        field("service_account", Kind::String),
        field("created_at", Kind::Timestamp),
        field("scheduled_at", Kind::Timestamp),
        field("finished_at", Kind::Timestamp),
        field("status", Kind::String),
        field("error", Kind::String),
        field("metrics", Kind::Message(&RUN_METRIC)).repeated(),
    ],
};

static CRON_SCHEDULE: Message = Message {
    name: "api.CronSchedule",
    fields: &[
        field("start_time", Kind::Timestamp),
        field("end_time", Kind::Timestamp),
        field("cron", Kind::String),
    ],
};

static PERIODIC_SCHEDULE: Message = Message {
    name: "api.PeriodicSchedule",
    fields: &[
        field("start_time", Kind::Timestamp),
        field("end_time", Kind::Timestamp),
        field("interval_second", Kind::Int64),
    ],
};

static TRIGGER: Message = Message {
    name: "api.Trigger",
    fields: &[
        field("cron_schedule", Kind::Message(&CRON_SCHEDULE)).in_oneof("trigger"),
        field("periodic_schedule", Kind::Message(&PERIODIC_SCHEDULE)).in_oneof("trigger"),
    ],
};

static JOB_MODE: Enumeration = Enumeration {
    values: &[("UNKNOWN_MODE", 0), ("ENABLED", 1), ("DISABLED", 2)],
};

pub(in crate::kfp) static JOB: Message = Message {
    name: "api.Job",
    fields: &[
        field("id", Kind::String),
        field("name", Kind::String),
        field("description", Kind::String),
        field("pipeline_spec", Kind::Message(&PIPELINE_SPEC)),
        field("resource_references", Kind::Message(&RESOURCE_REFERENCE)).repeated(),
        field("service_account", Kind::String),
        field("max_concurrency", Kind::Int64),
        field("trigger", Kind::Message(&TRIGGER)),
        field("mode", Kind::Enum(&JOB_MODE)),
        field("created_at", Kind::Timestamp),
        field("updated_at", Kind::Timestamp),
        field("status", Kind::String),
        field("error", Kind::String),
        field("enabled", Kind::Bool),
        field("no_catchup", Kind::Bool),
    ],
};

static URL: Message = Message {
    name: "api.Url",
    fields: &[field("pipeline_url", Kind::String)],
};

pub(in crate::kfp) static OLDER_PIPELINE_VERSION: Message = Message {
    name: "api.PipelineVersion",
    fields: &[
        field("id", Kind::String),
        field("name", Kind::String),
        field("created_at", Kind::Timestamp),
        field("parameters", Kind::Message(&PARAMETER)).repeated(),
        field("code_source_url", Kind::String),
        field("package_url", Kind::Message(&URL)),
        field("resource_references", Kind::Message(&RESOURCE_REFERENCE)).repeated(),
        field("description", Kind::String),
    ],
};

pub(in crate::kfp) static OLDER_PIPELINE: Message = Message {
    name: "api.Pipeline",
    fields: &[
        field("id", Kind::String),
        field("created_at", Kind::Timestamp),
        field("name", Kind::String),
        field("description", Kind::String),
        field("parameters", Kind::Message(&PARAMETER)).repeated(),
        field("url", Kind::Message(&URL)),
        field("error", Kind::String),
        field("default_version", Kind::Message(&OLDER_PIPELINE_VERSION)),
        field("resource_references", Kind::Message(&RESOURCE_REFERENCE)).repeated(),
    ],
};

static VISUALIZATION_TYPE: Enumeration = Enumeration {
    values: &[
        ("ROC_CURVE", 0),
        ("TFDV", 1),
        ("TFMA", 2),
        ("TABLE", 3),
        ("CUSTOM", 4),
    ],
};

pub(in crate::kfp) static VISUALIZATION: Message = Message {
    name: "api.Visualization",
    fields: &[
        field("type", Kind::Enum(&VISUALIZATION_TYPE)),
        field("source", Kind::String),
        field("arguments", Kind::String),
        field("html", Kind::String),
        field("error", Kind::String),
    ],
};

/// Three of its names are in camel case in the source itself.
pub(in crate::kfp) static TASK: Message = Message {
    name: "api.Task",
    fields: &[
        field("id", Kind::String),
        field("namespace", Kind::String),
        field("pipelineName", Kind::String),
        field("runId", Kind::String),
        field("mlmdExecutionID", Kind::String),
        field("created_at", Kind::Timestamp),
        field("finished_at", Kind::Timestamp),
        field("fingerprint", Kind::String),
    ],
};
