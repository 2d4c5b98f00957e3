//! Which ones a name may mean.

use kfp_core::model::StorageState;
use kfp_core::query::{Filter, Key};

/// Which ones a name may mean: what is archived cannot be archived, so its name is free for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Among {
    /// All there are.
    All,
    /// Those that are not archived.
    Active,
    /// Those that are archived.
    Archived,
}

impl Among {
    pub(super) fn narrow(self, filter: Filter) -> Filter {
        let state = match self {
            Self::All => return filter,
            Self::Active => StorageState::Available,
            Self::Archived => StorageState::Archived,
        };
        filter.equals(Key::StorageState, state.as_str())
    }
}
