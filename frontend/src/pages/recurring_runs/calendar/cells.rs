//! A grid of cells that keys walk through: one stop of the Tab key, arrows from there.

use leptos::{
    ev::{self, KeyboardEvent},
    html,
    prelude::*,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement};

use crate::reactive::part;

/// A cell: row and column, from 0.
pub(super) type Place = (usize, usize);

/// What is drawn: the markup of the table, whose cells have `data-r` and `data-c`, and how many rows and columns.
pub(super) type Drawn = (String, usize, usize);

/// Where a key leads to.
fn moved(key: &str, control: bool, at: Place, rows: usize, columns: usize) -> Option<Place> {
    let (row, column) = at;
    let (last_row, last_column) = (rows.checked_sub(1)?, columns.checked_sub(1)?);
    Some(match (key, control) {
        ("ArrowUp", false) => (row.saturating_sub(1), column),
        ("ArrowDown", false) => ((row + 1).min(last_row), column),
        // Days go on in the next row.
        ("ArrowLeft", false) if column == 0 && row > 0 => (row - 1, last_column),
        ("ArrowLeft", false) => (row, column.saturating_sub(1)),
        ("ArrowRight", false) if column == last_column && row < last_row => (row + 1, 0),
        ("ArrowRight", false) => (row, (column + 1).min(last_column)),
        ("Home", false) => (row, 0),
        ("End", false) => (row, last_column),
        ("Home", true) => (0, 0),
        ("End", true) => (last_row, last_column),
        _ => return None,
    })
}

/// The grid. It is drawn anew when what it shows changes; whoever was in it stays where they were.
#[component]
pub(super) fn CellGrid(
    /// What is drawn.
    drawn: Memo<Drawn>,
    /// What it is.
    #[prop(into)]
    label: Signal<String>,
    /// Its style.
    class: &'static str,
    /// The cell that somebody is at, with keys or pointer.
    at: RwSignal<Option<Place>>,
    /// Gets the cell that was pressed.
    #[prop(into)]
    on_press: Callback<Place>,
) -> impl IntoView {
    let around = NodeRef::<html::Div>::new();
    let stop = StoredValue::new((0, 0));
    let pressed = move |event: KeyboardEvent| {
        let Some(place) = event.target().and_then(place_of) else {
            return;
        };
        if event.alt_key() || event.meta_key() || event.is_composing() {
            return;
        }
        let key = event.key();
        let (rows, columns) = drawn.with_untracked(|drawn| (drawn.1, drawn.2));
        if let Some(to) = moved(&key, event.ctrl_key(), place, rows, columns) {
            event.prevent_default();
            go(around, to);
        } else if matches!(key.as_str(), "Enter" | " ") {
            event.prevent_default();
            on_press.run(place);
        }
    };
    let clicked = move |event: ev::MouseEvent| {
        if let Some(place) = event.target().and_then(place_of) {
            on_press.run(place);
        }
    };
    let table = part(move || {
        let (markup, rows, columns) = drawn.get();
        let (row, column) = stop.get_value();
        let kept = (
            row.min(rows.saturating_sub(1)),
            column.min(columns.saturating_sub(1)),
        );
        let had_focus = has_focus(around);
        request_animation_frame(move || {
            stay(around, kept);
            if had_focus {
                go(around, kept);
            }
        });
        view! {
            <table
                class=class
                role="grid"
                aria-label=label
                on:keydown=pressed
                on:click=clicked
                on:focusin=move |event| {
                    if let Some(place) = event.target().and_then(place_of) {
                        stop.set_value(place);
                        stay(around, place);
                        at.set(Some(place));
                    }
                }
                on:pointerover=move |event| at.set(event.target().and_then(place_of))
                inner_html=markup
            ></table>
        }
    });
    view! {
        <div class="cells" node_ref=around>
            {table}
        </div>
    }
}

/// The cell that something happened in.
fn place_of(target: EventTarget) -> Option<Place> {
    let target = target.dyn_into::<Element>().ok()?;
    let cell = target.closest("[data-r]").ok().flatten()?;
    let number = |name: &str| cell.get_attribute(name)?.parse().ok();
    Some((number("data-r")?, number("data-c")?))
}

fn cell(around: NodeRef<html::Div>, (row, column): Place) -> Option<HtmlElement> {
    // A frame may come after the page was left.
    let around = around.try_get_untracked().flatten()?;
    let query = format!(r#"[data-r="{row}"][data-c="{column}"]"#);
    let cell = around.query_selector(&query).ok().flatten()?;
    cell.dyn_into().ok()
}

/// Goes to a cell.
fn go(around: NodeRef<html::Div>, to: Place) {
    if let Some(cell) = cell(around, to) {
        let _focused = cell.focus();
    }
}

/// Makes a cell the one stop of the Tab key.
fn stay(around: NodeRef<html::Div>, at: Place) {
    let before = around.try_get_untracked().flatten();
    let before =
        before.and_then(|around| around.query_selector(r#"[tabindex="0"]"#).ok().flatten());
    if let Some(before) = before {
        let _set = before.set_attribute("tabindex", "-1");
    }
    if let Some(cell) = cell(around, at) {
        let _set = cell.set_attribute("tabindex", "0");
    }
}

fn has_focus(around: NodeRef<html::Div>) -> bool {
    let active = document().active_element();
    let around = around.try_get_untracked().flatten();
    around.is_some_and(|around| active.is_some_and(|active| around.contains(Some(&active))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_from_day_to_day_and_stay_in_the_grid() {
        let to = |key: &str, at: Place| moved(key, false, at, 5, 7);
        assert_eq!(to("ArrowRight", (0, 6)), Some((1, 0)));
        assert_eq!(to("ArrowRight", (4, 6)), Some((4, 6)));
        assert_eq!(to("ArrowLeft", (1, 0)), Some((0, 6)));
        assert_eq!(to("ArrowLeft", (0, 0)), Some((0, 0)));
        assert_eq!(to("ArrowDown", (4, 2)), Some((4, 2)));
        assert_eq!(to("ArrowUp", (1, 2)), Some((0, 2)));
        assert_eq!(
            (to("Home", (2, 3)), to("End", (2, 3))),
            (Some((2, 0)), Some((2, 6)))
        );
        assert_eq!(moved("End", true, (0, 0), 5, 7), Some((4, 6)));
        assert_eq!(moved("Home", true, (4, 6), 5, 7), Some((0, 0)));
        assert_eq!(to("Tab", (0, 0)), None);
        assert_eq!(moved("ArrowUp", false, (0, 0), 0, 0), None);
    }
}
