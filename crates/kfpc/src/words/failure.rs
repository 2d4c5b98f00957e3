//! The words of a failure.

use super::{Language, korean};
use crate::failure::{Chain, Failure};

impl Language {
    /// What failed, in one line.
    pub(crate) fn failure(self, failure: &Failure) -> String {
        let korean = (self == Self::Korean).then(|| korean::failure(failure));
        korean
            .flatten()
            .unwrap_or_else(|| Chain(failure).to_string())
    }

    /// What to do about it.
    pub(crate) fn advice(self, failure: &Failure) -> Option<String> {
        let korean = (self == Self::Korean).then(|| korean::advice(failure));
        korean.flatten().or_else(|| failure.hint())
    }
}
