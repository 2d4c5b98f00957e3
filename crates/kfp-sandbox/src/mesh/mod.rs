//! The service mesh: identities, the policies of the platform's workloads, and how Envoy words a refusal.

mod identity;
mod local_reply;
mod policy;
mod sidecar;

pub(crate) use identity::{CONSOLE, GATEWAY, ML_PIPELINE, ML_PIPELINE_UI};
pub(crate) use local_reply::{LocalReply, grpc, is_grpc};
pub(crate) use policy::Policy;
pub(crate) use sidecar::{
    Sidecar, console_sidecar, from_envoy, ml_pipeline_sidecar, set_service_time,
};
