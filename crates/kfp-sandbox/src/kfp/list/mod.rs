//! Lists: filter, sort, pages.

mod conditions;
mod filter;
mod listable;
mod options;
mod search;
mod select;
mod tags;
mod token;
mod total;

pub(super) use conditions::Scope;
pub(super) use listable::{EXPERIMENTS, PIPELINE_VERSIONS, PIPELINES, RECURRING_RUNS, RUNS, TASKS};
pub(super) use options::{ListOptions, ListRequest};
pub(super) use select::select;
pub(super) use tags::take_tags;
