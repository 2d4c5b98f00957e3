//! The frame of every table: caption, header that sorts, scrolling body, footer. Rows are the page's own.

use leptos::prelude::*;

use super::{Icon, icon::changing_icon};
use crate::{
    reactive::{Erase, Slot, derived, press, say, while_holds},
    text::{Catalogue, use_text},
};

/// Whether a column sorts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sorting {
    /// It does.
    Offered,
    /// It does not, because the server would have to read everything; the header says so.
    WithoutIndex,
    /// There is nothing to sort.
    None,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// The style that sets its width and where it disappears.
    pub(crate) class: &'static str,
    /// What its header says.
    pub(crate) label: fn(&Catalogue) -> &'static str,
    /// Whether it sorts.
    pub(crate) sorting: Sorting,
    /// Whether it holds numbers, which stand at the end.
    pub(crate) numeric: bool,
    /// Whether its header is only read and not seen.
    pub(crate) silent: bool,
}

impl Column {
    /// A column of text.
    pub(crate) const fn new(
        class: &'static str,
        label: fn(&Catalogue) -> &'static str,
        sorting: Sorting,
    ) -> Self {
        Self {
            class,
            label,
            sorting,
            numeric: false,
            silent: false,
        }
    }

    /// The same where it sorts.
    pub(crate) const fn sorted(self) -> Self {
        Self {
            sorting: Sorting::Offered,
            ..self
        }
    }

    /// The same with numbers in it.
    pub(crate) const fn numeric(self) -> Self {
        Self {
            numeric: true,
            ..self
        }
    }

    /// The same with a header that is only read.
    pub(crate) const fn silent(self) -> Self {
        Self {
            silent: true,
            ..self
        }
    }
}

/// A table in its panel.
#[component]
pub(crate) fn TableFrame(
    /// What the table holds.
    #[prop(into)]
    caption: Signal<String>,
    /// Its columns.
    columns: &'static [Column],
    /// The place of the sorted column, and whether its smallest value stands first.
    #[prop(into)]
    sorted: Signal<Option<(usize, bool)>>,
    /// Gets the place of a column whose header was pressed.
    #[prop(into)]
    on_sort: Callback<usize>,
    /// Rows have two lines.
    #[prop(optional)]
    two_lines: bool,
    /// The rows are old and new ones are being read.
    #[prop(into)]
    busy: Signal<bool>,
    /// The rows are not those that were asked for, and no others come.
    #[prop(into)]
    stale: Signal<bool>,
    /// What stands in the head of the first column, before those of `columns`: it selects rows.
    #[prop(optional_no_strip)]
    select: Option<AnyView>,
    /// The footer.
    #[prop(into)]
    foot: ViewFnOnce,
    /// The rows.
    children: Slot,
) -> impl IntoView {
    let class = if two_lines {
        "table table-two"
    } else {
        "table"
    };
    view! {
        <div class="panel fill">
            <div
                class="scroll"
                role="region"
                tabindex="0"
                aria-label=caption
                aria-busy=while_holds("true", move || busy.get())
                class:busy=busy
                class:stale=stale
            >
                <table class=class role="table">
                    <caption class="sr-only">{caption}</caption>
                    <colgroup>
                        {select.is_some().then(|| view! { <col class="col-select" /> })}
                        {columns.iter().map(|column| view! { <col class=column.class /> }).collect_view()}
                    </colgroup>
                    <thead role="rowgroup">
                        <tr role="row">
                            {select
                                .map(|select| {
                                    view! {
                                        <th scope="col" role="columnheader" class="col-select">
                                            {select}
                                        </th>
                                    }
                                })}
                            {columns
                                .iter()
                                .enumerate()
                                .map(|(at, column)| view! { <HeaderCell column=column at=at sorted=sorted on_sort=on_sort /> })
                                .collect_view()}
                        </tr>
                    </thead>
                    {children.fill()}
                </table>
            </div>
            <div class="panel-foot">{foot.run()}</div>
        </div>
    }
}

#[component]
fn HeaderCell(
    column: &'static Column,
    at: usize,
    sorted: Signal<Option<(usize, bool)>>,
    on_sort: Callback<usize>,
) -> impl IntoView {
    let text = use_text();
    let label = text.t(column.label);
    let direction = move || {
        sorted
            .get()
            .filter(|(place, _)| *place == at)
            .map(|(_, ascending)| ascending)
    };
    let aria_sort = derived(move || {
        (column.sorting == Sorting::Offered).then(|| match direction() {
            Some(true) => "ascending",
            Some(false) => "descending",
            None => "none",
        })
    });
    let content = match column.sorting {
        Sorting::Offered => view! {
            <button
                type="button"
                title=say(move || (text.get().lists.sort_by)(&label.get()))
                on:click=press(move |_| on_sort.run(at))
            >
                {label}
                {changing_icon(move || direction().map(|ascending| if ascending { Icon::SortUp } else { Icon::SortDown }))}
            </button>
        }
        .erased(),
        Sorting::WithoutIndex => view! { <span class="why-not" title=text.t(|c| c.lists.no_index)>{label}</span> }.erased(),
        Sorting::None if column.silent => view! { <span class="sr-only">{label}</span> }.erased(),
        Sorting::None => label.erased(),
    };
    let class = if column.numeric {
        format!("{} num", column.class)
    } else {
        column.class.to_owned()
    };
    view! { <th scope="col" role="columnheader" class=class aria-sort=aria_sort>{content}</th> }
}

/// Rows in the shape of those that are being read.
#[component]
pub(crate) fn SkeletonRows(
    /// How many columns there are.
    columns: usize,
) -> impl IntoView {
    const ROWS: usize = 8;
    let text = use_text();
    let row = move |at: usize| {
        let cells = (0..columns)
            .map(|column| {
                let word = (at == 0 && column == 0)
                    .then(|| view! { <span class="sr-only">{text.t(|c| c.lists.loading)}</span> });
                view! { <td role="cell">{word}<span class="skeleton-bar"></span></td> }
            })
            .collect_view();
        view! { <tr role="row">{cells}</tr> }
    };
    view! { <tbody class="skeleton" role="rowgroup">{(0..ROWS).map(row).collect_view()}</tbody> }
}
