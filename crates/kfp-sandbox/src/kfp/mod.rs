//! The KFP API server.

mod authorization;
mod call;
mod deadline;
mod error;
mod experiments;
mod form;
mod generated_name;
mod healthz;
mod identity;
mod limits;
mod list;
mod messages;
mod metrics;
mod operation;
mod pipelines;
mod raw;
mod recurring_runs;
mod release;
mod report_body;
mod router;
mod routes;
mod runs;
mod spec;
mod tasks;
mod v1beta1;

pub(crate) use metrics::Metrics;
pub(crate) use recurring_runs::Schedules;
pub(crate) use router::router;
pub(crate) use runs::conditions;
pub(crate) use spec::canonical_spec;
