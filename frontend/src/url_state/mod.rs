//! The part of the address behind the question mark, one struct per page.
//!
//! Reading is lenient: unknown keys are ignored, the first occurrence of a key wins, and a value that cannot be read
//! falls back to its default and is named in [`Parsed::dropped`]. Writing is canonical: defaults are left out and keys
//! are sorted, so that equal views have equal addresses.

mod connection;
mod experiment;
mod experiments;
mod filter;
mod pages;
mod query;

pub(crate) use connection::ConnectionState;
pub(crate) use experiment::ExperimentState;
pub(crate) use experiments::{ExperimentSort, ExperimentsState};
pub(crate) use filter::{RunFilter, RunStateFilter};
pub(crate) use pages::PageStack;
pub(crate) use query::{Parsed, Query};

/// Which way a list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    #[default]
    Descending,
}

impl Direction {
    /// The other way.
    pub(crate) fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}
