//! What the parts around a list have to know of its page, whatever the list is of.

use kfp_core::model::{Page, PageToken};
use leptos::prelude::*;

use crate::data::{Call, Remote};

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
            page: Signal::derive(move || list.value().map(|page| PageInfo::from(&*page))),
        }
    }
}
