//! What a package may say of the platform that it runs on.

use crate::wire::{Kind, Message, field};

static PLATFORM_DEPLOYMENT: Message = Message {
    name: "ml_pipelines.PlatformDeploymentConfig",
    fields: &[field("executors", Kind::Struct).map()],
};

static KUBERNETES_WORKSPACE: Message = Message {
    name: "ml_pipelines.KubernetesWorkspaceConfig",
    fields: &[field("pvc_spec_patch", Kind::Struct).optional()],
};

static WORKSPACE: Message = Message {
    name: "ml_pipelines.WorkspaceConfig",
    fields: &[
        field("size", Kind::String),
        field("kubernetes", Kind::Message(&KUBERNETES_WORKSPACE)).optional(),
    ],
};

static PIPELINE_CONFIG: Message = Message {
    name: "ml_pipelines.PipelineConfig",
    fields: &[
        field("resource_ttl_on_completion", Kind::Int32),
        field("workspace", Kind::Message(&WORKSPACE)).optional(),
        field("resource_ttl_on_success", Kind::Int32),
        field("resource_ttl_on_failure", Kind::Int32),
        field("active_deadline_seconds", Kind::Int32),
    ],
};

pub(super) static SINGLE_PLATFORM: Message = Message {
    name: "ml_pipelines.SinglePlatformSpec",
    fields: &[
        field("deployment_spec", Kind::Message(&PLATFORM_DEPLOYMENT)),
        field("platform", Kind::String),
        field("config", Kind::Struct),
        // Spelt so in the protobuf source.
        field("pipelineConfig", Kind::Message(&PIPELINE_CONFIG)),
    ],
};

/// The second document of a package: settings for the platform.
pub(in crate::kfp) static PLATFORM_SPEC: Message = Message {
    name: "ml_pipelines.PlatformSpec",
    fields: &[field("platforms", Kind::Message(&SINGLE_PLATFORM)).map()],
};
