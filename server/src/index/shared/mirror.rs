//! The connection to the database, as long as it lasts.

use std::time::Duration;

use tokio::time::Instant;
use tokio_postgres::Client;

use super::super::store::Store;
use super::super::{Index, Key};
use super::address::{Address, AddressError};
use super::postgres::{exchange, forget, make_tables};

/// A step that takes longer is given up: what swallows packets ends no connection.
const LONGEST: Duration = Duration::from_mins(1);
/// How often it is looked for what nobody used for long.
const FORGETS_EVERY: Duration = Duration::from_hours(24);

/// The database, or the way to it.
#[derive(Debug)]
pub(super) struct Mirror {
    address: Address,
    client: Option<Client>,
    /// When was forgotten what nobody used.
    forgot: Option<Instant>,
    /// Whether the last attempt succeeded; what changes is logged, once.
    is_well: bool,
}

impl Mirror {
    pub(super) fn new(address: Address) -> Self {
        Self {
            address,
            client: None,
            forgot: None,
            is_well: true,
        }
    }

    pub(super) fn is_well(&self) -> bool {
        self.is_well
    }

    /// Tells what this replica has read of a namespace and takes over what others have, until neither has more.
    pub(super) async fn bring_up_to_date(&mut self, index: &Index, key: &Key) {
        loop {
            let step = tokio::time::timeout(LONGEST, self.step(index, key)).await;
            match step.unwrap_or(Err(AddressError::Silent(LONGEST))) {
                Ok(goes_on) => {
                    if !self.is_well {
                        tracing::info!("the index of runs is shared again");
                    }
                    self.is_well = true;
                    if !goes_on {
                        return;
                    }
                }
                Err(error) => {
                    if self.is_well {
                        let cause = std::error::Error::source(&error).map(ToString::to_string);
                        tracing::warn!(
                            %error, cause,
                            "the index of runs is not shared: this replica goes on alone and tries again"
                        );
                    }
                    self.client = None;
                    self.is_well = false;
                    return;
                }
            }
        }
    }

    /// Gives back whether there is more.
    async fn step(&mut self, index: &Index, key: &Key) -> Result<bool, AddressError> {
        let open = self.client.take().filter(|client| !client.is_closed());
        let client = if let Some(client) = open {
            client
        } else {
            let mut client = self.address.connect().await?;
            make_tables(&mut client).await?;
            client
        };
        let client = self.client.insert(client);
        if self.forgot.is_none_or(|at| at.elapsed() >= FORGETS_EVERY) {
            forget(client).await?;
            self.forgot = Some(Instant::now());
        }
        let Some(mine) = index.with(key, Store::mine).await else {
            return Ok(false);
        };
        let theirs = exchange(client, key, &mine).await?;
        let goes_on = !mine.is_all || theirs.cover.is_none();
        index
            .with(key, move |store, scope| {
                store.told(scope, &mine.told);
                store.take_over(scope, &theirs);
            })
            .await;
        Ok(goes_on)
    }
}
