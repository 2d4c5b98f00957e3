//! The store's tables and how older files come to them.

use rusqlite::Connection;

use crate::error::SandboxError;

/// One script per version, in order. A script that was released is never changed: add the next one.
const MIGRATIONS: &[&str] = &[
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
    include_str!("schema/6.sql"),
    include_str!("schema/7.sql"),
];

/// Brings the store to the newest version.
///
/// # Errors
/// [`SandboxError::StorageTooNew`] for a file of a newer sandbox, [`SandboxError::Storage`].
pub(super) fn migrate(connection: &mut Connection) -> Result<(), SandboxError> {
    let failed = |source| SandboxError::Storage {
        doing: "being migrated",
        source,
    };
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    let transaction = connection.transaction().map_err(failed)?;
    let found: i64 = transaction
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(failed)?;
    let Ok(done) = usize::try_from(found) else {
        return Err(SandboxError::StorageTooNew { found, known });
    };
    if found > known {
        return Err(SandboxError::StorageTooNew { found, known });
    }
    for script in &MIGRATIONS[done..] {
        transaction.execute_batch(script).map_err(failed)?;
    }
    transaction
        .pragma_update(None, "user_version", known)
        .map_err(failed)?;
    transaction.commit().map_err(failed)
}
