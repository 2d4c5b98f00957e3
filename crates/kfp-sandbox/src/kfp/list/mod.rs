//! Lists: filter, sort, pages.

mod filter;
mod listable;
mod options;
mod select;
mod tags;
mod token;

pub(super) use listable::{EXPERIMENTS, PIPELINE_VERSIONS, PIPELINES, RECURRING_RUNS, RUNS, TASKS};
pub(super) use options::{ListOptions, ListRequest};
pub(super) use select::{Scope, select};
pub(super) use tags::take_tags;
