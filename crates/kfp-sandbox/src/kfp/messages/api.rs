//! Messages of `backend/api/v2beta1`.

use crate::wire::{Enumeration, Kind, Message, field};

static STORAGE_STATE: Enumeration = Enumeration {
    values: &[
        ("STORAGE_STATE_UNSPECIFIED", 0),
        ("AVAILABLE", 1),
        ("ARCHIVED", 2),
    ],
};

static RUNTIME_STATE: Enumeration = Enumeration {
    values: &[
        ("RUNTIME_STATE_UNSPECIFIED", 0),
        ("PENDING", 1),
        ("RUNNING", 2),
        ("SUCCEEDED", 3),
        ("SKIPPED", 4),
        ("FAILED", 5),
        ("CANCELING", 6),
        ("CANCELED", 7),
        ("PAUSED", 8),
    ],
};

static STATUS: Message = Message {
    name: "google.rpc.Status",
    fields: &[
        field("code", Kind::Int32),
        field("message", Kind::String),
        field("details", Kind::Struct).repeated(),
    ],
};

pub(in crate::kfp) static EXPERIMENT: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.Experiment",
    fields: &[
        field("experiment_id", Kind::String),
        field("display_name", Kind::String),
        field("description", Kind::String),
        field("created_at", Kind::Timestamp),
        field("namespace", Kind::String),
        field("storage_state", Kind::Enum(&STORAGE_STATE)),
        field("last_run_created_at", Kind::Timestamp),
    ],
};

static VERSION_REFERENCE: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.PipelineVersionReference",
    fields: &[
        field("pipeline_id", Kind::String),
        field("pipeline_version_id", Kind::String),
    ],
};

static RUNTIME_CONFIG: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.RuntimeConfig",
    fields: &[
        field("parameters", Kind::Value).map(),
        field("pipeline_root", Kind::String),
    ],
};

static RUNTIME_STATUS: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.RuntimeStatus",
    fields: &[
        field("update_time", Kind::Timestamp),
        field("state", Kind::Enum(&RUNTIME_STATE)),
        field("error", Kind::Message(&STATUS)),
    ],
};

static CHILD_TASK: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.PipelineTaskDetail.ChildTask",
    fields: &[
        field("task_id", Kind::String).in_oneof("child_task"),
        field("pod_name", Kind::String).in_oneof("child_task"),
    ],
};

static ARTIFACT_LIST: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.ArtifactList",
    fields: &[field("artifact_ids", Kind::Int64).repeated()],
};

static EXECUTOR_DETAIL: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.PipelineTaskExecutorDetail",
    fields: &[
        field("main_job", Kind::String),
        field("pre_caching_check_job", Kind::String),
        field("failed_main_jobs", Kind::String).repeated(),
        field("failed_pre_caching_check_jobs", Kind::String).repeated(),
    ],
};

static TASK_DETAIL: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.PipelineTaskDetail",
    fields: &[
        field("run_id", Kind::String),
        field("task_id", Kind::String),
        field("display_name", Kind::String),
        field("create_time", Kind::Timestamp),
        field("start_time", Kind::Timestamp),
        field("end_time", Kind::Timestamp),
        field("executor_detail", Kind::Message(&EXECUTOR_DETAIL)),
        field("state", Kind::Enum(&RUNTIME_STATE)),
        field("execution_id", Kind::Int64),
        field("error", Kind::Message(&STATUS)),
        field("inputs", Kind::Message(&ARTIFACT_LIST)).map(),
        field("outputs", Kind::Message(&ARTIFACT_LIST)).map(),
        field("parent_task_id", Kind::String),
        field("state_history", Kind::Message(&RUNTIME_STATUS)).repeated(),
        field("pod_name", Kind::String),
        field("child_tasks", Kind::Message(&CHILD_TASK)).repeated(),
    ],
};

static RUN_DETAILS: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.RunDetails",
    fields: &[
        field("pipeline_context_id", Kind::Int64),
        field("pipeline_run_context_id", Kind::Int64),
        field("task_details", Kind::Message(&TASK_DETAIL)).repeated(),
    ],
};

static PLUGIN_STATE: Enumeration = Enumeration {
    values: &[
        ("PLUGIN_STATE_UNSPECIFIED", 0),
        ("PLUGIN_RUNNING", 1),
        ("PLUGIN_SUCCEEDED", 2),
        ("PLUGIN_FAILED", 3),
    ],
};

static RENDER_TYPE: Enumeration = Enumeration {
    values: &[("UNSPECIFIED", 0), ("URL", 1)],
};

static METADATA_VALUE: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.MetadataValue",
    fields: &[
        field("value", Kind::Value),
        field("render_type", Kind::Enum(&RENDER_TYPE)).optional(),
    ],
};

static PLUGIN_OUTPUT: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.PluginOutput",
    fields: &[
        field("entries", Kind::Message(&METADATA_VALUE)).map(),
        field("state", Kind::Enum(&PLUGIN_STATE)),
        field("state_message", Kind::String),
    ],
};

pub(in crate::kfp) static RUN: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.Run",
    fields: &[
        field("experiment_id", Kind::String),
        field("run_id", Kind::String),
        field("display_name", Kind::String),
        field("storage_state", Kind::Enum(&STORAGE_STATE)),
        field("description", Kind::String),
        field("pipeline_version_id", Kind::String).in_oneof("pipeline_source"),
        field("pipeline_spec", Kind::Struct).in_oneof("pipeline_source"),
        field(
            "pipeline_version_reference",
            Kind::Message(&VERSION_REFERENCE),
        )
        .in_oneof("pipeline_source"),
        field("runtime_config", Kind::Message(&RUNTIME_CONFIG)),
        field("service_account", Kind::String),
        field("created_at", Kind::Timestamp),
        field("scheduled_at", Kind::Timestamp),
        field("finished_at", Kind::Timestamp),
        field("state", Kind::Enum(&RUNTIME_STATE)),
        field("error", Kind::Message(&STATUS)),
        field("run_details", Kind::Message(&RUN_DETAILS)),
        field("recurring_run_id", Kind::String),
        field("state_history", Kind::Message(&RUNTIME_STATUS)).repeated(),
        field("plugins_input", Kind::Struct).map(),
        field("plugins_output", Kind::Message(&PLUGIN_OUTPUT)).map(),
    ],
};

static CRON_SCHEDULE: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.CronSchedule",
    fields: &[
        field("start_time", Kind::Timestamp),
        field("end_time", Kind::Timestamp),
        field("cron", Kind::String),
    ],
};

static PERIODIC_SCHEDULE: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.PeriodicSchedule",
    fields: &[
        field("start_time", Kind::Timestamp),
        field("end_time", Kind::Timestamp),
        field("interval_second", Kind::Int64),
    ],
};

static TRIGGER: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.Trigger",
    fields: &[
        field("cron_schedule", Kind::Message(&CRON_SCHEDULE)).in_oneof("trigger"),
        field("periodic_schedule", Kind::Message(&PERIODIC_SCHEDULE)).in_oneof("trigger"),
    ],
};

static MODE: Enumeration = Enumeration {
    values: &[("MODE_UNSPECIFIED", 0), ("ENABLE", 1), ("DISABLE", 2)],
};

static RECURRING_RUN_STATUS: Enumeration = Enumeration {
    values: &[("STATUS_UNSPECIFIED", 0), ("ENABLED", 1), ("DISABLED", 3)],
};

pub(in crate::kfp) static RECURRING_RUN: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.RecurringRun",
    fields: &[
        field("recurring_run_id", Kind::String),
        field("display_name", Kind::String),
        field("description", Kind::String),
        field("pipeline_version_id", Kind::String).in_oneof("pipeline_source"),
        field("pipeline_spec", Kind::Struct).in_oneof("pipeline_source"),
        field(
            "pipeline_version_reference",
            Kind::Message(&VERSION_REFERENCE),
        )
        .in_oneof("pipeline_source"),
        field("runtime_config", Kind::Message(&RUNTIME_CONFIG)),
        field("service_account", Kind::String),
        field("max_concurrency", Kind::Int64),
        field("trigger", Kind::Message(&TRIGGER)),
        field("mode", Kind::Enum(&MODE)),
        field("created_at", Kind::Timestamp),
        field("updated_at", Kind::Timestamp),
        field("status", Kind::Enum(&RECURRING_RUN_STATUS)),
        field("error", Kind::Message(&STATUS)),
        field("no_catchup", Kind::Bool),
        field("namespace", Kind::String),
        field("experiment_id", Kind::String),
        field("plugins_input", Kind::Struct).map(),
    ],
};

pub(in crate::kfp) static PIPELINE: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.Pipeline",
    fields: &[
        field("pipeline_id", Kind::String),
        field("display_name", Kind::String),
        field("name", Kind::String),
        field("description", Kind::String),
        field("created_at", Kind::Timestamp),
        field("namespace", Kind::String),
        field("error", Kind::Message(&STATUS)),
        field("tags", Kind::String).map(),
    ],
};

static URL: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.Url",
    fields: &[field("pipeline_url", Kind::String)],
};

pub(in crate::kfp) static PIPELINE_VERSION: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.PipelineVersion",
    fields: &[
        field("pipeline_id", Kind::String),
        field("pipeline_version_id", Kind::String),
        field("display_name", Kind::String),
        field("name", Kind::String),
        field("description", Kind::String),
        field("created_at", Kind::Timestamp),
        field("package_url", Kind::Message(&URL)),
        field("code_source_url", Kind::String),
        field("pipeline_spec", Kind::Struct),
        field("error", Kind::Message(&STATUS)),
        field("tags", Kind::String).map(),
    ],
};

pub(in crate::kfp) static CREATE_PIPELINE_AND_VERSION: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.CreatePipelineAndVersionRequest",
    fields: &[
        field("pipeline", Kind::Message(&PIPELINE)),
        field("pipeline_version", Kind::Message(&PIPELINE_VERSION)),
    ],
};

static INT_VALUES: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.Predicate.IntValues",
    fields: &[field("values", Kind::Int32).repeated()],
};

static LONG_VALUES: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.Predicate.LongValues",
    fields: &[field("values", Kind::Int64).repeated()],
};

static STRING_VALUES: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.Predicate.StringValues",
    fields: &[field("values", Kind::String).repeated()],
};

static OPERATION: Enumeration = Enumeration {
    values: &[
        ("OPERATION_UNSPECIFIED", 0),
        ("EQUALS", 1),
        ("NOT_EQUALS", 2),
        ("GREATER_THAN", 3),
        ("GREATER_THAN_EQUALS", 5),
        ("LESS_THAN", 6),
        ("LESS_THAN_EQUALS", 7),
        ("IN", 8),
        ("IS_SUBSTRING", 9),
    ],
};

static PREDICATE: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.Predicate",
    fields: &[
        field("operation", Kind::Enum(&OPERATION)),
        field("key", Kind::String),
        field("int_value", Kind::Int32).in_oneof("value"),
        field("long_value", Kind::Int64).in_oneof("value"),
        field("string_value", Kind::String).in_oneof("value"),
        field("timestamp_value", Kind::Timestamp).in_oneof("value"),
        field("int_values", Kind::Message(&INT_VALUES)).in_oneof("value"),
        field("long_values", Kind::Message(&LONG_VALUES)).in_oneof("value"),
        field("string_values", Kind::Message(&STRING_VALUES)).in_oneof("value"),
    ],
};

pub(in crate::kfp) static FILTER: Message = Message {
    name: "kubeflow.pipelines.backend.api.v2beta1.Filter",
    fields: &[field("predicates", Kind::Message(&PREDICATE)).repeated()],
};
