//! The part of the address behind the question mark, one struct per page.
//!
//! Reading is lenient: unknown keys are ignored, the first occurrence of a key wins, and a value that cannot be read
//! falls back to its default and is named in [`Parsed::dropped`]. Writing is canonical: defaults are left out and keys
//! are sorted, so that equal views have equal addresses.

mod calendar;
mod columns;
mod compare;
mod connection;
mod experiments;
mod filter;
mod grid;
mod list;
mod new_run;
mod overview;
mod pages;
mod pipelines;
mod query;
mod recurring_runs;
mod runs;
mod some_runs;
mod trials;
mod upload;
mod version;

pub(crate) use calendar::Span;
pub(crate) use columns::{COLUMNS, shown_columns, write_columns};
pub(crate) use compare::CompareState;
pub(crate) use connection::ConnectionState;
pub(crate) use experiments::{ExperimentSort, ExperimentsState};
pub(crate) use filter::{RunFilter, RunStateFilter};
pub(crate) use grid::GridState;
pub(crate) use list::Direction;
pub(crate) use new_run::{Cloned, Making, NewRunState};
pub(crate) use overview::{Days, OverviewState};
pub(crate) use pages::PageStack;
pub(crate) use pipelines::{PipelineSort, PipelinesState};
pub(crate) use query::{Parsed, Query};
pub(crate) use recurring_runs::{RecurringRunsState, SwitchFilter};
pub(crate) use runs::{RunSort, RunsState};
pub(crate) use some_runs::SomeRunsState;
pub(crate) use trials::{AxisChoice, Brush, DURATION, TrialsState};
pub(crate) use upload::UploadState;
pub(crate) use version::VersionState;
