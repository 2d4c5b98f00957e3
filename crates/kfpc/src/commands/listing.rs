//! What all lists share.

use std::pin::pin;

use futures::{Stream, StreamExt as _};
use kfp_core::error::Error;
use kfp_core::model::{InvalidId, Page, StorageState};
use kfp_core::query::{Filter, Key};
use kfp_core::transport::Timer as _;
use kfp_core::wait::{Pace, Patience};
use serde::Serialize;

use crate::cli::{Format, ListFlags};
use crate::connection::Connected;
use crate::failure::Failure;
use crate::output::{Changes, ListWriter, Row, Terminal};
use crate::words::both;

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
                problem: both!(
                    "--archived: only experiments and runs can be archived",
                    "--archived: 보관은 실험과 실행만 할 수 있어요"
                ),
                hint: both!("Leave it out.", "빼 주세요."),
            });
        }
        if let Some(text) = &self.contains {
            filter = filter.contains(Key::Name, text);
        }
        Ok(filter)
    }

    /// Shows what was asked for, once or for as long as somebody looks on.
    pub(super) async fn show<T, S>(
        &self,
        format: Format,
        connected: &Connected,
        terminal: &mut Terminal,
        pages: impl Fn() -> S,
    ) -> Result<(), Failure>
    where
        T: Row + Serialize,
        S: Stream<Item = Result<Page<T>, Error>>,
    {
        if self.watch {
            return self.watch(format, connected, terminal, pages).await;
        }
        let mut list = ListWriter::new(terminal, format);
        match self.write(&mut list, pages()).await {
            Ok(()) => list.end(),
            Err(failure) => {
                list.break_off()?;
                Err(failure)
            }
        }
    }

    /// How many to show.
    fn most(&self) -> usize {
        if self.all { usize::MAX } else { self.limit }
    }

    /// Writes as many as were asked for. One that cannot be read is told, and the rest follows; a page that cannot be read is
    /// a failure.
    async fn write<T: Row + Serialize>(
        &self,
        list: &mut ListWriter<'_, T>,
        pages: impl Stream<Item = Result<Page<T>, Error>>,
    ) -> Result<(), Failure> {
        let mut left = self.most();
        let mut pages = pin!(pages);
        while left > 0
            && !list.is_closed()
            && let Some(page) = pages.next().await
        {
            let page = page?;
            for item in page.items.into_iter().take(left) {
                left -= 1;
                list.push(item)?;
            }
            for unread in &page.undecodable {
                list.left_out(unread);
            }
        }
        Ok(())
    }

    /// Shows it again after each change, until nobody reads on.
    async fn watch<T, S>(
        &self,
        format: Format,
        connected: &Connected,
        terminal: &mut Terminal,
        pages: impl Fn() -> S,
    ) -> Result<(), Failure>
    where
        T: Row + Serialize,
        S: Stream<Item = Result<Page<T>, Error>>,
    {
        let patience = Patience::unlimited();
        let mut pace = Pace::new(&patience);
        let mut changes = Changes::new(format);
        let mut failures = 0;
        loop {
            match self.collect(pages(), terminal).await {
                Ok(found) => {
                    failures = 0;
                    if changes.show(&found, terminal)? {
                        pace.reset();
                    }
                }
                Err(error) => {
                    failures += 1;
                    if !error.is_retryable() || failures >= patience.failures {
                        return Err(error.into());
                    }
                }
            }
            if terminal.is_closed() {
                return Ok(());
            }
            let transport = &connected.transport;
            transport.sleep(pace.pause(transport.now())).await;
        }
    }

    async fn collect<T>(
        &self,
        pages: impl Stream<Item = Result<Page<T>, Error>>,
        terminal: &mut Terminal,
    ) -> Result<Vec<T>, Error> {
        let most = self.most();
        let mut pages = pin!(pages);
        let mut found = Vec::new();
        while found.len() < most
            && let Some(page) = pages.next().await
        {
            let page = page?;
            let left = most - found.len();
            found.extend(page.items.into_iter().take(left));
            for unread in &page.undecodable {
                terminal.left_out(unread);
            }
        }
        Ok(found)
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
