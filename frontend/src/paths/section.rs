//! The tabs of the console.

use kfp_core::model::Namespace;

use super::Route;

/// A tab of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Section {
    /// How the namespace stands.
    Overview,
    /// Runs.
    Runs,
    /// Experiments and the runs in them.
    Experiments,
    /// Pipelines and their versions.
    Pipelines,
    /// What makes runs by itself.
    RecurringRuns,
    /// The connection report.
    Connection,
}

impl Section {
    /// The tabs, in their order. A section stands here when its page exists.
    pub(crate) const TABS: &'static [Self] = &[
        Self::Overview,
        Self::Runs,
        Self::Experiments,
        Self::Pipelines,
        Self::RecurringRuns,
        Self::Connection,
    ];

    /// The first page of the section.
    pub(crate) fn route(self, namespace: Namespace) -> Route {
        match self {
            Self::Overview => Route::Home(namespace),
            Self::Runs => Route::Runs(namespace),
            Self::Experiments => Route::Experiments(namespace),
            Self::Pipelines => Route::Pipelines(namespace),
            Self::RecurringRuns => Route::RecurringRuns(namespace),
            Self::Connection => Route::Connection(Some(namespace)),
        }
    }

    /// The letter that leads there after a `g`.
    pub(crate) fn letter(self) -> &'static str {
        match self {
            Self::Overview => "o",
            Self::Runs => "r",
            Self::Experiments => "e",
            Self::Pipelines => "p",
            Self::RecurringRuns => "s",
            Self::Connection => "c",
        }
    }
}
