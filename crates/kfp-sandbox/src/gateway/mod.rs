//! The ingress gateway of a full Kubeflow: Envoy's filter chain in front of the same login services in both eras.
//!
//! The chain is the real one's, in its order: head limits → path normalisation → headers at the edge → `ext_authz`
//! → `jwt_authn` → policies → route. What it answers without a session is held against recorded answers.

mod edge;
mod ext_authz;
mod filters;
mod jwt_authn;
mod normalise;
mod pipeline_ui;
mod routes;
mod upstream;

pub(crate) use filters::{Gateway, router};
pub(crate) use pipeline_ui::router as pipeline_ui;
