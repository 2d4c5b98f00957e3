//! What all lists share.

use std::pin::pin;

use futures::{Stream, StreamExt as _};
use kfp_core::error::Error;
use kfp_core::model::{InvalidId, StorageState};
use kfp_core::query::{Filter, Key};

use crate::cli::ListFlags;
use crate::failure::{Chain, Failure};
use crate::output::Terminal;

/// As many as KFP gives in one page.
const LARGEST_PAGE: usize = 200;

impl ListFlags {
    /// How many to ask for at a time.
    pub(super) fn page_size(&self) -> u32 {
        let size = if self.all {
            LARGEST_PAGE
        } else {
            self.limit.min(LARGEST_PAGE)
        };
        u32::try_from(size.max(1)).unwrap_or(1)
    }

    /// The filter by name; and by the archive, of what can be archived.
    pub(super) fn filter(&self, can_be_archived: bool) -> Result<Filter, Failure> {
        let mut filter = Filter::new();
        if can_be_archived {
            let state = if self.archived {
                StorageState::Archived
            } else {
                StorageState::Available
            };
            filter = filter.equals(Key::StorageState, state.as_str());
        } else if self.archived {
            return Err(Failure::Usage {
                problem: "--archived: only experiments and runs can be archived".to_owned(),
                hint: "Leave it out.".to_owned(),
            });
        }
        if let Some(text) = &self.contains {
            filter = filter.contains(Key::Name, text);
        }
        Ok(filter)
    }

    /// Takes as many as were asked for. What cannot be read is told, and the rest follows.
    pub(super) async fn take<T>(
        &self,
        items: impl Stream<Item = Result<T, Error>>,
        terminal: &mut Terminal,
    ) -> Result<Vec<T>, Failure> {
        let most = if self.all { usize::MAX } else { self.limit };
        let mut items = pin!(items);
        let mut taken = Vec::new();
        while taken.len() < most
            && let Some(item) = items.next().await
        {
            match item {
                Ok(item) => taken.push(item),
                Err(error @ Error::Decode { .. }) => {
                    terminal.say(&format!("kfpc: one is left out: {}", Chain(&error)));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(taken)
    }
}

/// An id from the command line.
pub(super) fn id<T>(text: &str, what: &'static str) -> Result<T, Failure>
where
    T: std::str::FromStr<Err = InvalidId>,
{
    text.parse().map_err(|problem| Failure::Name {
        text: text.escape_debug().to_string(),
        what,
        problem,
    })
}
