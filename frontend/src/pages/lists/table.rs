//! The table of a list, or what is in its place.

use leptos::prelude::*;

use super::{
    ListCall, ListFailure, ListFoot, Shown,
    bulk::{Bulk, BulkBar, select_all},
    shown,
};
use crate::{
    data::{PAGE_SIZE, Verb},
    reactive::{Erase, derived, either, part},
    ui::{Column, SkeletonRows, TableFrame},
    url_state::PageStack,
};

/// Rows that are selected for something that is done to none of them.
#[derive(Clone, Copy)]
pub(in crate::pages) struct Picking {
    /// What stands over the checkboxes.
    pub(in crate::pages) head: Callback<(), AnyView>,
    /// What is done with the selection, in the footer.
    pub(in crate::pages) bar: Callback<(), AnyView>,
}

/// The table.
#[component]
pub(in crate::pages) fn ListTable(
    /// The list.
    list: ListCall,
    /// What the table holds.
    #[prop(into)]
    caption: Signal<String>,
    /// Its columns.
    columns: &'static [Column],
    /// Rows have two lines.
    #[prop(optional)]
    two_lines: bool,
    /// The place of the sorted column, and whether its smallest value stands first.
    #[prop(into)]
    sorted: Signal<Option<(usize, bool)>>,
    /// Gets the place of a column whose header was pressed.
    #[prop(into)]
    on_sort: Callback<usize>,
    /// The open page.
    #[prop(into)]
    page: Signal<PageStack>,
    /// Opens another page.
    #[prop(into)]
    on_page: Callback<PageStack>,
    /// Whether the list is narrowed.
    #[prop(into)]
    is_filtered: Signal<bool>,
    /// The rows.
    #[prop(into)]
    rows: Callback<(), AnyView>,
    /// What can be done to selected rows.
    #[prop(optional_no_strip)]
    bulk: Option<(Bulk, Signal<&'static [Verb]>)>,
    /// In place of that: rows are selected for something else.
    #[prop(optional_no_strip)]
    picking: Option<Picking>,
    /// How many rows a page holds.
    #[prop(default = PAGE_SIZE)]
    page_size: u32,
    /// More about the rows, in the footer.
    #[prop(optional, into)]
    note: Signal<String>,
    /// In place of the table, while there is nothing at all.
    #[prop(into)]
    empty: Callback<(), AnyView>,
    /// In its place, while nothing matches.
    #[prop(into)]
    no_match: Callback<(), AnyView>,
) -> impl IntoView {
    let is_first = move || page.read().is_first();
    let what = shown(list, move || is_filtered.get(), is_first);
    let table = move || {
        let select = match (bulk, picking) {
            (Some((bulk, _)), _) => Some(select_all(bulk).erased()),
            (None, picking) => picking.map(|picking| picking.head.run(())),
        };
        view! {
            <TableFrame
                caption=caption
                columns=columns
                two_lines=two_lines
                sorted=sorted
                on_sort=on_sort
                busy=derived(move || list.is_refreshing())
                stale=derived(move || list.is_stale())
                select=select
                foot=move || {
                    let bar = bulk.map(|(bulk, verbs)| view! { <BulkBar bulk=bulk verbs=verbs /> });
                    view! {
                        {bar}
                        {picking.map(|picking| picking.bar.run(()))}
                        <ListFoot list=list page=page on_page=on_page page_size=page_size note=note />
                    }
                }
            >
                {either(
                    move || list.has_rows(),
                    move || view! { <tbody role="rowgroup">{rows.run(())}</tbody> },
                    move || view! { <SkeletonRows columns=columns.len() + usize::from(bulk.is_some() || picking.is_some()) /> },
                )}
            </TableFrame>
        }
        .erased()
    };
    part(move || match what.get() {
        Shown::Rows => table(),
        Shown::Nothing => ().erased(),
        Shown::Empty => empty.run(()),
        Shown::NoMatch => no_match.run(()),
        Shown::Failure => view! {
            <ListFailure
                call=list.call
                is_first=derived(is_first)
                on_first=move |()| on_page.run(PageStack::default())
            />
        }
        .erased(),
    })
}
