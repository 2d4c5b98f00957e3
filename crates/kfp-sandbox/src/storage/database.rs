//! Connections to the store.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags, Transaction};

use super::{names, schema, text};
use crate::config::Storage;
use crate::error::SandboxError;

/// How long a connection waits for another one's lock.
const BUSY_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(10);

/// So much of a file is read where the machine has it in memory, and not copied: a search goes through all of its names.
const MAPPED_BYTES: i64 = 1 << 30;

/// A handle on the store; cheap to clone.
///
/// All writes go through one connection. With a file, reads have connections of their own and see the last
/// committed state (WAL); in memory there is only the one connection, since SQLite's shared in-memory cache locks
/// whole tables.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    storage: Storage,
    writer: Mutex<Connection>,
    /// Idle reading connections.
    readers: Mutex<Vec<Connection>>,
}

impl Database {
    /// Opens the store and brings it to this version's schema.
    ///
    /// # Errors
    /// [`SandboxError::Storage`], [`SandboxError::StorageTooNew`].
    pub(crate) fn open(storage: &Storage) -> Result<Self, SandboxError> {
        let opened = |source| SandboxError::Storage {
            doing: "being opened",
            source,
        };
        let mut writer = match storage {
            Storage::Memory => Connection::open_in_memory().map_err(opened)?,
            Storage::File(path) => Connection::open(path).map_err(opened)?,
        };
        configure(&writer).map_err(opened)?;
        schema::migrate(&mut writer)?;
        let inner = Inner {
            storage: storage.clone(),
            writer: Mutex::new(writer),
            readers: Mutex::new(Vec::new()),
        };
        let database = Self {
            inner: Arc::new(inner),
        };
        // Packs what an older sandbox, or another program, has left.
        database.write_now(|_| Ok(())).map_err(opened)?;
        Ok(database)
    }

    /// Runs `work` on a reading connection, off the async threads.
    pub(crate) async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<rusqlite::Error> + Send + 'static,
    {
        let database = self.clone();
        run_blocking(move || database.read_now(work)).await
    }

    /// Runs `work` in one transaction on the writing connection, off the async threads; an error undoes it.
    pub(crate) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<rusqlite::Error> + Send + 'static,
    {
        let database = self.clone();
        run_blocking(move || database.write_now(work)).await
    }

    /// [`Self::write`] on the calling thread.
    pub(crate) fn write_now<T, E: From<rusqlite::Error>>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut writer = self
            .inner
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let transaction = writer.transaction()?;
        let result = work(&transaction)?;
        names::pack(&transaction)?;
        transaction.commit()?;
        Ok(result)
    }

    /// [`Self::read`] on the calling thread.
    pub(crate) fn read_now<T, E: From<rusqlite::Error>>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let Storage::File(path) = &self.inner.storage else {
            return work(
                &self
                    .inner
                    .writer
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner),
            );
        };
        let idle = self
            .inner
            .readers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let connection = if let Some(connection) = idle {
            connection
        } else {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let connection = Connection::open_with_flags(path, flags)?;
            configure(&connection)?;
            connection.pragma_update(None, "mmap_size", MAPPED_BYTES)?;
            connection
        };
        let result = work(&connection);
        self.inner
            .readers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(connection);
        result
    }
}

fn configure(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(256);
    text::register(connection)?;
    if !connection.is_readonly("main")? {
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // With WAL a crash of the machine may lose the last commits but never corrupts the file.
        connection.pragma_update(None, "synchronous", "NORMAL")?;
    }
    connection.pragma_update(None, "foreign_keys", true)
}

/// Runs `work` off the async threads.
pub(crate) async fn run_blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> T {
    match tokio::task::spawn_blocking(work)
        .await
        .map_err(tokio::task::JoinError::try_into_panic)
    {
        Ok(result) => result,
        Err(Ok(panic)) => std::panic::resume_unwind(panic),
        // The runtime is going down, and whoever asked goes with it.
        Err(Err(_)) => std::future::pending().await,
    }
}
