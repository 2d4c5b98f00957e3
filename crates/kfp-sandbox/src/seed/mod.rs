//! The sample people, namespaces, experiments and runs: the same in every sandbox, relative to its start.

mod people;

pub(crate) use people::people;

use crate::config::SandboxConfig;
use crate::error::SandboxError;
use crate::storage::Database;

/// Fills an empty store.
///
/// # Errors
/// [`SandboxError::Storage`] when SQLite fails.
pub(crate) fn fill(database: &Database, config: &SandboxConfig) -> Result<(), SandboxError> {
    let now = config.clock.now();
    database
        .write_now(|transaction| people::fill(transaction, now))
        .map_err(|source| SandboxError::Storage {
            doing: "being filled",
            source,
        })
}
