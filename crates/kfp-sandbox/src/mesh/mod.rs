//! The service mesh: identities, the policies of the platform's workloads, and how Envoy words a refusal.

mod console_sidecar;
mod identity;
mod local_reply;
mod ml_pipeline;
mod pod;
mod policy;
mod realm;
mod sidecar;

pub(crate) use console_sidecar::console_sidecar;
pub(crate) use identity::{CONSOLE, DASHBOARD, GATEWAY, ML_PIPELINE_UI};
pub(crate) use local_reply::{LocalReply, grpc, is_grpc, settle};
pub(crate) use ml_pipeline::MlPipeline;
pub(crate) use pod::pod_router;
pub(crate) use policy::Policy;
pub(crate) use realm::realm;
pub(crate) use sidecar::{Sidecar, answered, from_envoy, set_service_time};
