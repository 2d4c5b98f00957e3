//! Which columns the list of runs has.

use leptos::prelude::*;

use crate::{
    navigation::{History, use_navigation},
    preferences,
    reactive::say,
    text::use_text,
    url_state::{COLUMNS, Query, write_columns},
};

/// A box for each column that can be left out.
#[component]
pub(super) fn Columns() -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let shown = Memo::new(move |_| preferences::columns_of(&navigation.search().read()));
    let is_shown = move |column: &str| {
        let shown = shown.read();
        shown
            .as_deref()
            .is_none_or(|shown| shown.split(' ').any(|named| named == column))
    };
    let turn = move |turned: &'static str| {
        let text = untrack(|| write_columns(|column| is_shown(column) != (column == turned)));
        preferences::keep_columns(&text);
        let mut query = Query::parse(&navigation.search().get_untracked()).without("cols");
        if !text.is_empty() {
            query.set("cols", text);
        }
        navigation.set_query(query, History::Push);
    };
    let line = move |(at, column): (usize, &'static str)| {
        view! {
            <li>
                <label class="row">
                    <input
                        type="checkbox"
                        prop:checked=move || is_shown(column)
                        on:change=move |_| turn(column)
                    />
                    <span>{say(move || text.get().views().columns[at].to_owned())}</span>
                </label>
            </li>
        }
    };
    view! {
        <fieldset class="part">
            <legend>{text.t(|c| c.views().columns_title)}</legend>
            <ul class="views-list">
                {COLUMNS.into_iter().enumerate().map(line).collect_view()}
            </ul>
        </fieldset>
    }
}
