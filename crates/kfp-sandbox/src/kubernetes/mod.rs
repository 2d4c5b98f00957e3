//! The Kubernetes API server, as far as a KFP client's surroundings use it.

mod absent;
mod authentication;
mod authorization;
mod discovery;
mod namespaces;
mod object;
mod rbac;
mod request;
mod router;
mod service_accounts;
mod status;

pub(crate) use router::router;
