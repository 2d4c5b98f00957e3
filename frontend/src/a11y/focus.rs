//! Where the focus goes.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent, MouseEventInit};

/// Puts the focus on the heading of the page, once it is drawn, and scrolls the page to its top.
pub(crate) fn focus_heading() {
    request_animation_frame(|| {
        if let Some(main) = find("main") {
            main.set_scroll_top(0);
        }
        focus_first("main h1");
    });
}

/// Puts the focus on the first element that matches; whether there is one.
pub(crate) fn focus_first(selector: &str) -> bool {
    let Some(element) = find(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok())
    else {
        return false;
    };
    element.focus().is_ok()
}

/// Puts the focus into the row after the one that has it, or before it.
pub(crate) fn focus_row(forward: bool) {
    let Ok(rows) = document().query_selector_all("tr[data-row]") else {
        return;
    };
    let rows: Vec<Element> = (0..rows.length())
        .filter_map(|at| rows.get(at)?.dyn_into().ok())
        .collect();
    let focused = document().active_element();
    let at = focused.and_then(|focused| rows.iter().position(|row| row.contains(Some(&focused))));
    let next = match (at, forward) {
        (None, _) => 0,
        (Some(at), true) => (at + 1).min(rows.len().saturating_sub(1)),
        (Some(at), false) => at.saturating_sub(1),
    };
    if let Some(target) = rows.get(next).and_then(first_in_sight) {
        let _focused = target.focus();
    }
}

/// Presses the checkbox of the row that has the focus; with `range` as with the Shift key held down.
pub(crate) fn select_row(range: bool) {
    let focused = document().active_element();
    let row = focused.and_then(|focused| focused.closest("tr[data-row]").ok().flatten());
    let checkbox = row.and_then(|row| row.query_selector("[data-select]").ok().flatten());
    let init = MouseEventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    init.set_shift_key(range);
    if let (Some(checkbox), Ok(click)) = (
        checkbox,
        MouseEvent::new_with_mouse_event_init_dict("click", &init),
    ) {
        let _pressed = checkbox.dispatch_event(&click);
    }
}

/// Presses the first button that matches, if there is one in sight; whether there was.
pub(crate) fn press_first(selector: &str) -> bool {
    let button = find(selector).and_then(|button| button.dyn_into::<HtmlElement>().ok());
    let button = button.filter(|button| button.offset_width() > 0);
    if let Some(button) = &button {
        button.click();
    }
    button.is_some()
}

/// The first link or button of a row that is drawn: columns disappear with the width of the page.
fn first_in_sight(row: &Element) -> Option<HtmlElement> {
    let controls = row.query_selector_all("a, button").ok()?;
    (0..controls.length())
        .filter_map(|at| controls.get(at)?.dyn_into::<HtmlElement>().ok())
        .find(|control| control.offset_width() > 0)
}

fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}
