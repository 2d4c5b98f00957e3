//! Messages of `api/v2alpha1/pipeline_spec.proto`: what a compiled pipeline may hold.

use super::platform_spec::SINGLE_PLATFORM;
use crate::wire::{Enumeration, Kind, Message, field};

static PRIMITIVE_TYPE: Enumeration = Enumeration {
    values: &[
        ("PRIMITIVE_TYPE_UNSPECIFIED", 0),
        ("INT", 1),
        ("DOUBLE", 2),
        ("STRING", 3),
    ],
};

static PARAMETER_TYPE: Enumeration = Enumeration {
    values: &[
        ("PARAMETER_TYPE_ENUM_UNSPECIFIED", 0),
        ("NUMBER_DOUBLE", 1),
        ("NUMBER_INTEGER", 2),
        ("STRING", 3),
        ("BOOLEAN", 4),
        ("LIST", 5),
        ("STRUCT", 6),
        ("TASK_FINAL_STATUS", 7),
        ("TASK_CONFIG", 8),
    ],
};

static PASSTHROUGH: Enumeration = Enumeration {
    values: &[
        ("NONE", 0),
        ("RESOURCES", 1),
        ("ENV", 2),
        ("KUBERNETES_AFFINITY", 3),
        ("KUBERNETES_TOLERATIONS", 4),
        ("KUBERNETES_NODE_SELECTOR", 5),
        ("KUBERNETES_VOLUMES", 6),
    ],
};

static TRIGGER_STRATEGY: Enumeration = Enumeration {
    values: &[
        ("TRIGGER_STRATEGY_UNSPECIFIED", 0),
        ("ALL_UPSTREAM_TASKS_SUCCEEDED", 1),
        ("ALL_UPSTREAM_TASKS_COMPLETED", 2),
    ],
};

static VALUE: Message = Message {
    name: "ml_pipelines.Value",
    fields: &[
        field("int_value", Kind::Int64).in_oneof("value"),
        field("double_value", Kind::Double).in_oneof("value"),
        field("string_value", Kind::String).in_oneof("value"),
    ],
};

static VALUE_OR_RUNTIME_PARAMETER: Message = Message {
    name: "ml_pipelines.ValueOrRuntimeParameter",
    fields: &[
        field("constant_value", Kind::Message(&VALUE)).in_oneof("value"),
        field("runtime_parameter", Kind::String).in_oneof("value"),
        field("constant", Kind::Value).in_oneof("value"),
    ],
};

static ARTIFACT_TYPE: Message = Message {
    name: "ml_pipelines.ArtifactTypeSchema",
    fields: &[
        field("schema_title", Kind::String).in_oneof("kind"),
        field("schema_uri", Kind::String).in_oneof("kind"),
        field("instance_schema", Kind::String).in_oneof("kind"),
        field("schema_version", Kind::String),
    ],
};

static INPUT_ARTIFACT: Message = Message {
    name: "ml_pipelines.ComponentInputsSpec.ArtifactSpec",
    fields: &[
        field("artifact_type", Kind::Message(&ARTIFACT_TYPE)),
        field("is_artifact_list", Kind::Bool),
        field("is_optional", Kind::Bool),
        field("description", Kind::String),
    ],
};

static INPUT_PARAMETER: Message = Message {
    name: "ml_pipelines.ComponentInputsSpec.ParameterSpec",
    fields: &[
        field("type", Kind::Enum(&PRIMITIVE_TYPE)),
        field("parameter_type", Kind::Enum(&PARAMETER_TYPE)),
        field("default_value", Kind::Value),
        field("is_optional", Kind::Bool),
        field("description", Kind::String),
        field("literals", Kind::Value).repeated(),
    ],
};

static INPUT_DEFINITIONS: Message = Message {
    name: "ml_pipelines.ComponentInputsSpec",
    fields: &[
        field("artifacts", Kind::Message(&INPUT_ARTIFACT)).map(),
        field("parameters", Kind::Message(&INPUT_PARAMETER)).map(),
    ],
};

static OUTPUT_ARTIFACT: Message = Message {
    name: "ml_pipelines.ComponentOutputsSpec.ArtifactSpec",
    fields: &[
        field("artifact_type", Kind::Message(&ARTIFACT_TYPE)),
        field("properties", Kind::Message(&VALUE_OR_RUNTIME_PARAMETER)).map(),
        field(
            "custom_properties",
            Kind::Message(&VALUE_OR_RUNTIME_PARAMETER),
        )
        .map(),
        field("metadata", Kind::Struct),
        field("is_artifact_list", Kind::Bool),
        field("description", Kind::String),
    ],
};

static OUTPUT_PARAMETER: Message = Message {
    name: "ml_pipelines.ComponentOutputsSpec.ParameterSpec",
    fields: &[
        field("type", Kind::Enum(&PRIMITIVE_TYPE)),
        field("parameter_type", Kind::Enum(&PARAMETER_TYPE)),
        field("description", Kind::String),
    ],
};

static OUTPUT_DEFINITIONS: Message = Message {
    name: "ml_pipelines.ComponentOutputsSpec",
    fields: &[
        field("artifacts", Kind::Message(&OUTPUT_ARTIFACT)).map(),
        field("parameters", Kind::Message(&OUTPUT_PARAMETER)).map(),
    ],
};

static ARTIFACT_SELECTOR: Message = Message {
    name: "ml_pipelines.DagOutputsSpec.ArtifactSelectorSpec",
    fields: &[
        field("producer_subtask", Kind::String),
        field("output_artifact_key", Kind::String),
    ],
};

static DAG_OUTPUT_ARTIFACT: Message = Message {
    name: "ml_pipelines.DagOutputsSpec.DagOutputArtifactSpec",
    fields: &[field("artifact_selectors", Kind::Message(&ARTIFACT_SELECTOR)).repeated()],
};

static PARAMETER_SELECTOR: Message = Message {
    name: "ml_pipelines.DagOutputsSpec.ParameterSelectorSpec",
    fields: &[
        field("producer_subtask", Kind::String),
        field("output_parameter_key", Kind::String),
    ],
};

static PARAMETER_SELECTORS: Message = Message {
    name: "ml_pipelines.DagOutputsSpec.ParameterSelectorsSpec",
    fields: &[field("parameter_selectors", Kind::Message(&PARAMETER_SELECTOR)).repeated()],
};

static DAG_OUTPUT_PARAMETER: Message = Message {
    name: "ml_pipelines.DagOutputsSpec.DagOutputParameterSpec",
    fields: &[
        field("value_from_parameter", Kind::Message(&PARAMETER_SELECTOR)).in_oneof("kind"),
        field("value_from_oneof", Kind::Message(&PARAMETER_SELECTORS)).in_oneof("kind"),
    ],
};

static DAG_OUTPUTS: Message = Message {
    name: "ml_pipelines.DagOutputsSpec",
    fields: &[
        field("artifacts", Kind::Message(&DAG_OUTPUT_ARTIFACT)).map(),
        field("parameters", Kind::Message(&DAG_OUTPUT_PARAMETER)).map(),
    ],
};

static TASK_OUTPUT_ARTIFACT: Message = Message {
    name: "ml_pipelines.TaskInputsSpec.InputArtifactSpec.TaskOutputArtifactSpec",
    fields: &[
        field("producer_task", Kind::String),
        field("output_artifact_key", Kind::String),
    ],
};

static TASK_INPUT_ARTIFACT: Message = Message {
    name: "ml_pipelines.TaskInputsSpec.InputArtifactSpec",
    fields: &[
        field("task_output_artifact", Kind::Message(&TASK_OUTPUT_ARTIFACT)).in_oneof("kind"),
        field("component_input_artifact", Kind::String).in_oneof("kind"),
    ],
};

static TASK_OUTPUT_PARAMETER: Message = Message {
    name: "ml_pipelines.TaskInputsSpec.InputParameterSpec.TaskOutputParameterSpec",
    fields: &[
        field("producer_task", Kind::String),
        field("output_parameter_key", Kind::String),
    ],
};

static TASK_FINAL_STATUS: Message = Message {
    name: "ml_pipelines.TaskInputsSpec.InputParameterSpec.TaskFinalStatus",
    fields: &[field("producer_task", Kind::String)],
};

static TASK_INPUT_PARAMETER: Message = Message {
    name: "ml_pipelines.TaskInputsSpec.InputParameterSpec",
    fields: &[
        field(
            "task_output_parameter",
            Kind::Message(&TASK_OUTPUT_PARAMETER),
        )
        .in_oneof("kind"),
        field("runtime_value", Kind::Message(&VALUE_OR_RUNTIME_PARAMETER)).in_oneof("kind"),
        field("component_input_parameter", Kind::String).in_oneof("kind"),
        field("task_final_status", Kind::Message(&TASK_FINAL_STATUS)).in_oneof("kind"),
        field("parameter_expression_selector", Kind::String),
    ],
};

static TASK_INPUTS: Message = Message {
    name: "ml_pipelines.TaskInputsSpec",
    fields: &[
        field("parameters", Kind::Message(&TASK_INPUT_PARAMETER)).map(),
        field("artifacts", Kind::Message(&TASK_INPUT_ARTIFACT)).map(),
    ],
};

static CACHING_OPTIONS: Message = Message {
    name: "ml_pipelines.PipelineTaskSpec.CachingOptions",
    fields: &[
        field("enable_cache", Kind::Bool),
        field("cache_key", Kind::String),
    ],
};

static TRIGGER_POLICY: Message = Message {
    name: "ml_pipelines.PipelineTaskSpec.TriggerPolicy",
    fields: &[
        field("condition", Kind::String),
        field("strategy", Kind::Enum(&TRIGGER_STRATEGY)),
    ],
};

static RETRY_POLICY: Message = Message {
    name: "ml_pipelines.PipelineTaskSpec.RetryPolicy",
    fields: &[
        field("max_retry_count", Kind::Int32),
        field("backoff_duration", Kind::Duration),
        field("backoff_factor", Kind::Double),
        field("backoff_max_duration", Kind::Duration),
    ],
};

static ITERATOR_POLICY: Message = Message {
    name: "ml_pipelines.PipelineTaskSpec.IteratorPolicy",
    fields: &[field("parallelism_limit", Kind::Int32)],
};

static ARTIFACT_ITEMS: Message = Message {
    name: "ml_pipelines.ArtifactIteratorSpec.ItemsSpec",
    fields: &[field("input_artifact", Kind::String)],
};

static ARTIFACT_ITERATOR: Message = Message {
    name: "ml_pipelines.ArtifactIteratorSpec",
    fields: &[
        field("items", Kind::Message(&ARTIFACT_ITEMS)),
        field("item_input", Kind::String),
    ],
};

static PARAMETER_ITEMS: Message = Message {
    name: "ml_pipelines.ParameterIteratorSpec.ItemsSpec",
    fields: &[
        field("raw", Kind::String).in_oneof("kind"),
        field("input_parameter", Kind::String).in_oneof("kind"),
    ],
};

static PARAMETER_ITERATOR: Message = Message {
    name: "ml_pipelines.ParameterIteratorSpec",
    fields: &[
        field("items", Kind::Message(&PARAMETER_ITEMS)),
        field("item_input", Kind::String),
    ],
};

static NAMED: Message = Message {
    name: "ml_pipelines.ComponentRef",
    fields: &[field("name", Kind::String)],
};

static TASK: Message = Message {
    name: "ml_pipelines.PipelineTaskSpec",
    fields: &[
        field("task_info", Kind::Message(&NAMED)),
        field("inputs", Kind::Message(&TASK_INPUTS)),
        field("dependent_tasks", Kind::String).repeated(),
        field("caching_options", Kind::Message(&CACHING_OPTIONS)),
        field("component_ref", Kind::Message(&NAMED)),
        field("trigger_policy", Kind::Message(&TRIGGER_POLICY)),
        field("artifact_iterator", Kind::Message(&ARTIFACT_ITERATOR)).in_oneof("iterator"),
        field("parameter_iterator", Kind::Message(&PARAMETER_ITERATOR)).in_oneof("iterator"),
        field("retry_policy", Kind::Message(&RETRY_POLICY)),
        field("iterator_policy", Kind::Message(&ITERATOR_POLICY)),
    ],
};

static DAG: Message = Message {
    name: "ml_pipelines.DagSpec",
    fields: &[
        field("tasks", Kind::Message(&TASK)).map(),
        field("outputs", Kind::Message(&DAG_OUTPUTS)),
    ],
};

static TASK_CONFIG_PASSTHROUGH: Message = Message {
    name: "ml_pipelines.TaskConfigPassthrough",
    fields: &[
        field("field", Kind::Enum(&PASSTHROUGH)),
        field("apply_to_task", Kind::Bool),
    ],
};

static COMPONENT: Message = Message {
    name: "ml_pipelines.ComponentSpec",
    fields: &[
        field("input_definitions", Kind::Message(&INPUT_DEFINITIONS)),
        field("output_definitions", Kind::Message(&OUTPUT_DEFINITIONS)),
        field("dag", Kind::Message(&DAG)).in_oneof("implementation"),
        field("executor_label", Kind::String).in_oneof("implementation"),
        field("single_platform_specs", Kind::Message(&SINGLE_PLATFORM)).repeated(),
        field(
            "task_config_passthroughs",
            Kind::Message(&TASK_CONFIG_PASSTHROUGH),
        )
        .repeated(),
    ],
};

static PIPELINE_INFO: Message = Message {
    name: "ml_pipelines.PipelineInfo",
    fields: &[
        field("name", Kind::String),
        field("display_name", Kind::String),
        field("description", Kind::String),
    ],
};

/// A compiled pipeline. Its executors are a free object (`deployment_spec`): nothing in there is checked.
pub(in crate::kfp) static PIPELINE_SPEC: Message = Message {
    name: "ml_pipelines.PipelineSpec",
    fields: &[
        field("pipeline_info", Kind::Message(&PIPELINE_INFO)),
        field("deployment_spec", Kind::Struct),
        field("sdk_version", Kind::String),
        field("schema_version", Kind::String),
        field("components", Kind::Message(&COMPONENT)).map(),
        field("root", Kind::Message(&COMPONENT)),
        field("default_pipeline_root", Kind::String),
    ],
};
