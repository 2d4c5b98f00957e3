//! Where the index is kept.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::schema;

/// A file, or the memory.
#[derive(Debug)]
pub(super) struct Place(Option<Locked>);

/// A file that no other process uses: two would not know what the other has read.
#[derive(Debug)]
struct Locked {
    path: PathBuf,
    /// Holds the lock as long as it is open. SQLite's own would keep out those of this process too who only look.
    _lock: File,
}

impl Place {
    /// The memory, if there is no file or another process has it.
    pub(super) fn of(path: Option<&Path>) -> Self {
        let locked = path.and_then(|path| match lock(path) {
            Ok(lock) => Some(Locked {
                path: path.to_owned(),
                _lock: lock,
            }),
            Err(error) => {
                tracing::warn!(%error, "the index of runs has no file and is kept in memory");
                None
            }
        });
        Self(locked)
    }

    pub(super) fn path(&self) -> Option<&Path> {
        self.0.as_ref().map(|locked| locked.path.as_path())
    }

    /// Takes the file away.
    pub(super) fn clear(&self) {
        if let Some(path) = self.path() {
            schema::remove(path);
        }
    }
}

fn lock(path: &Path) -> std::io::Result<File> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let file = File::create(name)?;
    file.try_lock().map_err(|error| match error {
        TryLockError::Error(error) => error,
        TryLockError::WouldBlock => std::io::Error::other("another process uses it"),
    })?;
    Ok(file)
}

/// Opens the file, made anew if it cannot be read; where there is none, the memory.
pub(super) fn open(place: &mut Place, most_bytes: u64) -> Connection {
    if let Some(path) = place.path() {
        let opened = schema::open(Some(path), most_bytes).or_else(|error| {
            tracing::warn!(%error, "the file of the index of runs cannot be used and is built anew");
            schema::remove(path);
            schema::open(Some(path), most_bytes)
        });
        match opened {
            Ok(db) => return db,
            Err(error) => {
                tracing::warn!(%error, "the index of runs has no file and is kept in memory");
                *place = Place(None);
            }
        }
    }
    schema::open(None, most_bytes).expect("a database in memory can be made")
}
