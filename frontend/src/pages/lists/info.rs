//! What the parts around a list have to know of its page, whatever the list is of.

use kfp_core::model::{Page, PageToken};
use leptos::prelude::*;

use crate::{
    data::{Call, Remote},
    reactive::derived,
};

/// A page of a list without its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::pages) struct PageInfo {
    /// How many rows are shown.
    pub(super) rows: usize,
    /// How many could not be read.
    pub(super) undecodable: usize,
    /// How many there are on all pages.
    pub(super) total: u64,
    /// Where the next page begins.
    pub(super) next: Option<PageToken>,
}

impl PageInfo {
    /// Whether there was nothing on it.
    pub(super) fn is_empty(&self) -> bool {
        self.rows == 0 && self.undecodable == 0
    }
}

impl<T> From<&Page<T>> for PageInfo {
    fn from(page: &Page<T>) -> Self {
        Self {
            rows: page.items.len(),
            undecodable: page.undecodable.len(),
            total: page.total_size,
            next: page.next_page_token.clone(),
        }
    }
}

/// A list, seen from around it.
#[derive(Clone, Copy)]
pub(in crate::pages) struct ListCall {
    /// How its call stands.
    pub(super) call: Call,
    /// The page, once there is one.
    pub(super) page: Signal<Option<PageInfo>>,
}

impl ListCall {
    /// A list.
    pub(in crate::pages) fn of<T: Send + Sync + 'static>(list: Remote<Page<T>>) -> Self {
        Self {
            call: list.call(),
            page: derived(move || list.value().map(|page| PageInfo::from(&*page))),
        }
    }

    /// The page, if it is the one that the address asks for.
    pub(super) fn present(self) -> Option<PageInfo> {
        self.page.get().filter(|_| !self.call.answers_another())
    }

    /// Whether the rows answer another filter, order or page than the address's, and no others are on their way.
    pub(in crate::pages) fn is_stale(self) -> bool {
        self.call.answers_another() && !self.call.is_busy()
    }

    /// Whether there are rows to show, and not only those that are being read.
    pub(super) fn has_rows(self) -> bool {
        self.page
            .get()
            .is_some_and(|page| !(page.is_empty() && self.call.answers_another()))
    }

    /// Whether there are rows in sight while others are being read.
    pub(in crate::pages) fn is_refreshing(self) -> bool {
        self.call.is_busy() && self.has_rows()
    }
}
