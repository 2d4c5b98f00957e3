//! The pages, one folder or file each. None knows another.

mod classic;
mod compare;
mod connection;
mod experiment;
mod experiments;
mod graph;
mod lists;
mod new_run;
mod not_found;
mod overview;
mod parts;
mod pipeline;
mod pipeline_version;
mod pipelines;
mod recurring_run;
mod recurring_runs;
mod runs;
mod settings;
mod shortcuts;
mod start;
mod upload;
mod views;

pub(crate) use connection::FailingChecks;
pub(crate) use not_found::NotFoundPage;
pub(crate) use parts::{FetchedPage, FetchedView, Parts};
pub(crate) use runs::RunsPage;
pub(crate) use settings::{LanguageChoice, ThemeChoice};
pub(crate) use shortcuts::ShortcutList;
pub(crate) use start::StartPage;
