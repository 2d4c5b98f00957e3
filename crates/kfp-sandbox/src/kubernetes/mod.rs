//! The Kubernetes API server, as far as a KFP client's surroundings use it.

mod admission;
mod authentication;
mod body;
mod certificate;
mod discovery;
mod invalid_field;
mod managed_fields;
mod mirror;
mod options;
mod patch;
mod pod_logs;
mod protobuf;
mod render;
mod request;
mod resources;
mod reviews;
mod router;
mod selector;
mod service_accounts;
mod status;
mod strategy;
mod verbs;

pub(crate) use certificate::Certificate;
pub(crate) use router::router;
pub(crate) use strategy::is_dns_label;
