//! One index for several replicas.
//!
//! Each replica counts and searches in its own SQLite, as without this. Beside it, in PostgreSQL, lies what all of them have
//! read: every few seconds a replica brings there what it has read since ([`outbox`]), and takes over what others have
//! ([`postgres`]). So older runs are read from KFP once for all, and a replica that begins with an empty disk knows them
//! after one reading of the database instead of an hour's calls to KFP. Without the database each replica goes on alone, and
//! nobody waits for it.
//!
//! Who may see a run is decided for each call, before anything is looked up, and is not kept there either.

mod address;
mod mirror;
mod outbox;
mod postgres;

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::{Index, Key, Parts};
use address::Address;
use mirror::Mirror;

pub(super) use outbox::Outbox;
#[cfg(test)]
pub(super) use outbox::{Mine, Theirs, Told};

/// How often a namespace that is in use is brought up to date with the database.
const EVERY: Duration = Duration::from_secs(3);
/// For so long after its last use.
const IN_USE_FOR: Duration = Duration::from_mins(2);
/// After a failure, the next attempt waits at most so long.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// The namespaces whose runs are shared, while they are in use.
#[derive(Debug)]
pub(super) struct Shared {
    address: Address,
    used: Mutex<HashMap<Key, Instant>>,
    /// Rings when a namespace comes into use: what others know of it saves calls to KFP.
    came: Notify,
}

impl Shared {
    /// Shares through the database whose address stands in a file.
    ///
    /// # Errors
    /// If the file cannot be read, or holds no address. The database itself may be away.
    pub(super) fn new(file: &Path) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let address = Address::of_file(file)?;
        Ok(Self {
            address,
            used: Mutex::default(),
            came: Notify::new(),
        })
    }

    /// A namespace is in use.
    pub(super) fn uses(&self, key: &Key) {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if used.insert(key.clone(), Instant::now()).is_none() {
            self.came.notify_one();
        }
    }

    fn in_use(&self) -> Vec<Key> {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.retain(|_, at| at.elapsed() < IN_USE_FOR);
        used.keys().cloned().collect()
    }
}

/// Brings namespaces that are in use up to date, as long as the index is there.
pub(super) async fn keep_up(index: Weak<Parts>, shared: Arc<Shared>) {
    let mut mirror = Mirror::new(shared.address.clone());
    let mut pause = EVERY;
    loop {
        // After a failure a namespace that comes into use is no reason to hurry.
        if mirror.is_well() {
            let _ = tokio::time::timeout(pause, shared.came.notified()).await;
        } else {
            tokio::time::sleep(pause).await;
        }
        let Some(index) = index.upgrade().map(Index) else {
            return;
        };
        for key in shared.in_use() {
            mirror.bring_up_to_date(&index, &key).await;
            if !mirror.is_well() {
                break;
            }
        }
        pause = if mirror.is_well() {
            EVERY
        } else {
            (pause * 2).min(LONGEST_PAUSE)
        };
    }
}
