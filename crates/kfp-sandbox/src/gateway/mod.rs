//! The ingress gateway of a full Kubeflow: Envoy's filter chain in front of the same login services in both eras.
//!
//! The chain is the real one's, in its order: head limits → path normalisation → headers at the edge → `ext_authz`
//! → `jwt_authn` → policies → route. It is held against recorded answers, and side by side against a real Envoy in front
//! of the same login services.
//!
//! What differs: pages are the sandbox's own; of the platform's applications only the dashboard, ml-pipeline-ui's way
//! to the API and the console are routed; a raw blank, `#` or letter beyond ASCII in a path is judged by the HTTP
//! library; a request that grows too large by the headers added here is not refused; identities have no certificates
//! behind them.

mod artifacts;
mod edge;
mod ext_authz;
mod filters;
mod jwt_authn;
mod normalise;
mod pipeline_ui;
mod pod_logs;
mod routes;
mod upstream;
mod user_name;

pub(crate) use filters::{Gateway, router};
pub(crate) use jwt_authn::{bearer, verify as verify_dex_token};
pub(crate) use pipeline_ui::router as pipeline_ui;
