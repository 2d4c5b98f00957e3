//! What a store is filled with: the cluster itself, and the sample people, experiments and runs, the same in every
//! sandbox, relative to its start.

mod cluster;
mod content;
mod course;
mod people;
mod random;
mod runs;
mod samples;
mod workflow;

pub(crate) use people::people;

use crate::config::SandboxConfig;
use crate::error::SandboxError;
use crate::storage::Database;

/// How long before the sandbox's start its cluster was made.
const CLUSTER_AGE: time::Duration = time::Duration::days(400);

/// Fills an empty store: with the cluster always, with the samples if they are wanted.
///
/// # Errors
/// [`SandboxError::Storage`] when SQLite fails.
pub(crate) fn fill(database: &Database, config: &SandboxConfig) -> Result<(), SandboxError> {
    let now = config.clock.now();
    let created = (now - CLUSTER_AGE).unix_timestamp();
    database
        .write_now(|transaction| {
            let is_new: bool =
                transaction.query_row("SELECT NOT EXISTS (SELECT 1 FROM objects)", [], |row| {
                    row.get(0)
                })?;
            if !is_new {
                return Ok(());
            }
            cluster::fill(transaction, created)?;
            if !config.multi_user {
                content::insert_default_experiment(transaction, now.unix_timestamp())?;
            }
            if config.seed {
                people::fill(transaction, created)?;
                content::fill(transaction, now, config.multi_user)?;
            }
            Ok(())
        })
        .map_err(|source: rusqlite::Error| SandboxError::Storage {
            doing: "being filled",
            source,
        })
}
