//! The footer of a list: which rows of how many, and the way to the others.

use leptos::prelude::*;

use super::ListCall;
use crate::{
    reactive::{derived, say},
    text::use_text,
    ui::Pager,
    url_state::PageStack,
};

/// Which rows are shown: the first and the last, counted from 1.
fn rows(depth: usize, page_size: u32, shown: usize) -> (u64, u64) {
    let before = (depth as u64) * u64::from(page_size);
    (before + u64::from(shown > 0), before + shown as u64)
}

/// The footer.
#[component]
pub(in crate::pages) fn ListFoot(
    /// The list.
    list: ListCall,
    /// The open page.
    #[prop(into)]
    page: Signal<PageStack>,
    /// Opens another page.
    #[prop(into)]
    on_page: Callback<PageStack>,
    /// How many rows a page holds.
    page_size: u32,
    /// More about the rows.
    #[prop(into)]
    note: Signal<String>,
) -> impl IntoView {
    let text = use_text();
    let sentence = say(move || {
        if list.is_stale() {
            return text.get().lists.rows_of_another.to_owned();
        }
        let Some(shown) = list.present() else {
            return String::new();
        };
        // Rows that could not be read were there all the same.
        let (from, to) = rows(
            page.read().depth(),
            page_size,
            shown.rows + shown.undecodable,
        );
        // Rows can come and go between two pages, so a total can be too small.
        (text.get().lists.rows)(from, to, shown.total.max(to))
    });
    let unread = say(
        move || match list.page.get().map_or(0, |shown| shown.undecodable) {
            0 => String::new(),
            count => (text.get().lists.undecodable)(count),
        },
    );
    // A token belongs to the filter and order that it came with.
    let token = move || list.present().and_then(|shown| shown.next);
    let following = move || page.read().next(token()?);
    let why_not = move || {
        let full = token().is_some() && following().is_none();
        if full {
            text.get().lists.address_full.to_owned()
        } else {
            String::new()
        }
    };
    view! {
        <span>{sentence}</span>
        <span>{note}</span>
        <span>{unread}</span>
        <Pager
            has_previous=derived(move || !page.read().is_first())
            has_next=derived(move || token().is_some())
            why_no_next=derived(why_not)
            on_previous=move |()| on_page.run(page.read_untracked().previous())
            on_next=move |()| {
                if let Some(next) = untrack(following) {
                    on_page.run(next);
                }
            }
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_across_pages() {
        assert_eq!(rows(0, 50, 50), (1, 50));
        assert_eq!(rows(2, 50, 14), (101, 114));
        assert_eq!(rows(0, 50, 0), (0, 0));
    }
}
