//! The grid itself: the table, its keys, and what is said of the cell that somebody is at.

use std::sync::Arc;

use console_api::grid::Grid;
use kfp_core::model::Namespace;
use leptos::{
    ev::{self, KeyboardEvent},
    html,
    prelude::*,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement};

use super::{
    Place,
    foot::{Foot, Legend},
    keys::{Action, Key, action},
    length,
    markup::{Words, name_of, table},
    model::{Model, model},
    pick::use_compare,
    version_of,
};
use crate::{
    a11y::Announcer,
    navigation::{History, use_navigation},
    pages::overview::list_of,
    paths::Route,
    preferences::Preferences,
    reactive::{effect, part, say},
    status::Status,
    text::{self, Text, moment_of, now_ms, use_text},
    url_state::{GridState, Query},
};

/// What the parts of the board share.
#[derive(Clone, Copy)]
pub(super) struct Shared {
    pub(super) text: Text,
    pub(super) model: Memo<Arc<Model>>,
    /// The cell that is a stop of the Tab key.
    pub(super) stop: RwSignal<Place>,
    /// The cell under the pointer.
    pub(super) pointed: RwSignal<Option<Place>>,
    /// The runs that are selected, by their ids.
    pub(super) picked: RwSignal<Vec<String>>,
    pub(super) around: NodeRef<html::Div>,
    pub(super) announcer: Announcer,
}

/// The panel with the grid.
#[component]
pub(super) fn Board(
    grid: Memo<Option<Arc<Grid>>>,
    state: Memo<GridState>,
    namespace: Memo<Option<Namespace>>,
    /// The name of the pipeline.
    name: Memo<String>,
    /// Whether somebody points at it or is in it.
    held: RwSignal<bool>,
) -> impl IntoView {
    let text = use_text();
    let model = Memo::new(move |_| {
        let grid = grid.get();
        let folded = state.read().folded.clone();
        Arc::new(grid.map_or_else(Model::default, |grid| {
            model(&grid, &folded, whole_ms(now_ms()))
        }))
    });
    let shared = Shared {
        text,
        model,
        stop: RwSignal::new(Place::default()),
        pointed: RwSignal::new(None),
        picked: RwSignal::new(Vec::new()),
        around: NodeRef::new(),
        announcer: expect_context(),
    };
    shared.keep_marks();
    let title = say(move || {
        let runs = model.read().columns.len();
        (text.get().grid().title)(runs)
    });
    let is_pointed = RwSignal::new(false);
    let is_focused = RwSignal::new(false);
    effect(move || held.set(is_pointed.get() || is_focused.get()));
    view! {
        <section class="panel" aria-label=title>
            <div class="panel-head">
                <h2>{title}</h2>
                <Legend />
            </div>
            <div
                class="grid-scroll"
                node_ref=shared.around
                on:pointerenter=move |_| is_pointed.set(true)
                on:pointerleave=move |_| {
                    is_pointed.set(false);
                    shared.pointed.set(None);
                }
                on:focusin=move |_| is_focused.set(true)
                on:focusout=move |_| is_focused.set(false)
            >
                {drawn(shared, state, namespace, name)}
            </div>
            <Foot shared=shared namespace=namespace />
        </section>
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds of any date fit into 64 bits"
)]
fn whole_ms(ms: f64) -> i64 {
    ms as i64
}

/// The table. It is drawn anew when what it shows changes; whoever was in it stays where they were.
fn drawn(
    shared: Shared,
    state: Memo<GridState>,
    namespace: Memo<Option<Namespace>>,
    name: Memo<String>,
) -> impl IntoView {
    let navigation = use_navigation();
    let compare = use_compare(shared, namespace);
    let preferences = expect_context::<Preferences>();
    let caption = say(move || (shared.text.get().grid().caption)(&name.read()));
    let fold = move |row: usize| {
        let path = shared
            .model
            .read_untracked()
            .rows
            // The corner is no row.
            .get(row.wrapping_sub(1))
            .filter(|row| row.is_group)
            .map(|row| row.path.clone());
        let is_group = path.is_some();
        if let Some(path) = path {
            let state = state.get_untracked().with_fold(&path);
            navigation.set_query(state.query(), History::Replace);
        }
        is_group
    };
    let open = move |at: Place| {
        if let Some((route, query)) = untrack(|| way(shared, namespace, at)) {
            navigation.go_with(&route, query, History::Push);
        }
    };
    let pressed = move |event: KeyboardEvent| {
        let Some(at) = event.target().and_then(place_of) else {
            return;
        };
        let (pressed, code) = (event.key(), event.code());
        let key = Key {
            writes: &pressed,
            code: &code,
            shift: event.shift_key(),
            control: event.ctrl_key(),
            letters: untrack(|| preferences.single_keys()) && !event.meta_key(),
        };
        if event.alt_key() || event.is_composing() {
            return;
        }
        let action = action(key, at, &shared.model.read_untracked());
        let Some(action) = action else { return };
        event.prevent_default();
        match action {
            Action::Go(to) => shared.go(to),
            Action::Pick => shared.pick(at),
            Action::Compare => compare(),
            Action::OpenRun => open(at),
            Action::Open => {
                if at.column > 0 || !fold(at.row) {
                    open(at);
                }
            }
        }
    };
    let clicked = move |event: ev::MouseEvent| {
        let Some(at) = event.target().and_then(place_of) else {
            return;
        };
        shared.go(at);
        // What stands over a column is the run itself.
        match at {
            Place { column: 0, row } => {
                fold(row);
            }
            Place { row: 0, .. } => shared.pick(at),
            Place { .. } => {}
        }
    };
    part(move || {
        let model = shared.model.get();
        let picked = shared.picked.get_untracked();
        let stop = shared.stop_in(&model);
        let markup = markup(shared.text, &model, stop, &picked);
        // The cell that had the focus goes with the table that it was in.
        if shared.has_focus() {
            request_animation_frame(move || shared.go(stop));
        }
        view! {
            <table
                class="run-grid"
                role="grid"
                aria-label=caption
                aria-multiselectable="true"
                on:keydown=pressed
                on:click=clicked
                on:focusin=move |event| {
                    if let Some(at) = event.target().and_then(place_of) {
                        shared.stay(at);
                    }
                }
                on:pointerover=move |event| shared.pointed.set(event.target().and_then(place_of))
                inner_html=markup
            ></table>
        }
    })
}

/// Draws the table in the language of the reader.
fn markup(text: Text, model: &Model, stop: Place, picked: &[String]) -> String {
    let catalogue = text.get();
    let grid = catalogue.grid();
    let state = |status: &Status| (catalogue.status)(status);
    let length = |ms: i64| length(text, ms);
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds of any date fit into 53 bits"
    )]
    let day = |ms: i64| text::day_label(text.language(), ms as f64, true);
    let words = Words {
        corner: (grid.bars, grid.median),
        state: &state,
        length: &length,
        day: &day,
        run: grid.run,
        cell: grid.cell,
        unknown: grid.unknown,
    };
    table(model, &words, stop, picked)
}

/// The cell that something happened in.
fn place_of(target: EventTarget) -> Option<Place> {
    let target = target.dyn_into::<Element>().ok()?;
    let cell = target.closest("[data-r]").ok().flatten()?;
    let number = |name: &str| cell.get_attribute(name)?.parse().ok();
    Some(Place {
        row: number("data-r")?,
        column: number("data-c")?,
    })
}

/// Where the run of a cell is found.
pub(super) fn way(
    shared: Shared,
    namespace: Memo<Option<Namespace>>,
    at: Place,
) -> Option<(Route, Query)> {
    let model = shared.model.get();
    let column = model.columns.get(at.column.checked_sub(1)?)?;
    Some(list_of(&namespace.get()?, &column.run))
}

impl Shared {
    fn cell(self, at: Place) -> Option<HtmlElement> {
        let around = self.around.get_untracked()?;
        let query = format!(r#"[data-r="{}"][data-c="{}"]"#, at.row, at.column);
        around
            .query_selector(&query)
            .ok()
            .flatten()?
            .dyn_into()
            .ok()
    }

    /// Goes to a cell.
    fn go(self, at: Place) {
        self.stay(at);
        if let Some(cell) = self.cell(at) {
            let _focused = cell.focus();
        }
    }

    /// Makes a cell the one stop of the Tab key.
    fn stay(self, at: Place) {
        let before = self.around.get_untracked();
        let before =
            before.and_then(|around| around.query_selector(r#"[tabindex="0"]"#).ok().flatten());
        if let Some(before) = before {
            let _set = before.set_attribute("tabindex", "-1");
        }
        if let Some(cell) = self.cell(at) {
            let _set = cell.set_attribute("tabindex", "0");
        }
        if self.stop.get_untracked() != at {
            self.stop.set(at);
        }
    }

    /// The stop of the Tab key in a table that may have become smaller.
    fn stop_in(self, model: &Model) -> Place {
        let stop = self.stop.get_untracked();
        Place {
            row: stop.row.min(model.rows.len()),
            column: stop.column.min(model.columns.len()),
        }
    }

    fn has_focus(self) -> bool {
        let active = document().active_element();
        let around = self.around.get_untracked();
        around.is_some_and(|around| active.is_some_and(|active| around.contains(Some(&active))))
    }

    /// What is said of a cell.
    pub(super) fn told(self, at: Place) -> Option<String> {
        let model = self.model.get();
        let column = model.columns.get(at.column.checked_sub(1)?)?;
        let row = at.row.checked_sub(1).and_then(|row| model.rows.get(row));
        let catalogue = self.text.get();
        let cell = row.map(|row| row.cells.get(at.column - 1).cloned().flatten());
        let (status, took) = match cell {
            None => (Some(column.status.clone()), column.took),
            Some(None) => (None, None),
            Some(Some((status, took))) => (Some(status), took),
        };
        let state = status
            .map(|status| (catalogue.status)(&status))
            .filter(|word| !word.is_empty());
        let made = moment_of(column.run.created_at_ms);
        let parts = [
            row.map(|row| row.path.clone()),
            Some(name_of(column).to_owned()),
            Some(state.unwrap_or_else(|| catalogue.grid().unknown.to_owned())),
            took.map(|took| length(self.text, took)),
            made.map(|at| text::absolute(self.text.language(), at)),
            version_of(&column.run),
        ];
        Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
    }
}
