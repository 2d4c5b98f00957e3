//! Runs that are selected in the grid, to be compared.

use console_api::compare::{LEAST_RUNS, MOST_RUNS};
use kfp_core::model::{Namespace, RunId};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{Place, board::Shared, model::Model};
use crate::{
    navigation::{History, use_navigation},
    paths::Route,
    reactive::{derived, effect, say, unless},
    ui::{Button, Kind},
    url_state::CompareState,
};

/// Selects a run, or does so no more. `false` where there are as many as can be compared.
fn toggle(picked: &mut Vec<String>, id: &str) -> bool {
    match picked.iter().position(|known| known == id) {
        Some(at) => drop(picked.remove(at)),
        None if picked.len() < MOST_RUNS => picked.push(id.to_owned()),
        None => return false,
    }
    true
}

/// Columns that look different after a change, from 1, and whether each is selected now.
fn changed(model: &Model, before: &[String], now: &[String]) -> Vec<(usize, bool)> {
    let columns = (1..).zip(&model.columns);
    let changed = columns.filter_map(|(at, column)| {
        let id = &column.run.run_id;
        let is_picked = now.contains(id);
        (before.contains(id) != is_picked).then_some((at, is_picked))
    });
    changed.collect()
}

/// Those that are selected, in the order of their columns.
fn in_order(model: &Model, picked: &[String]) -> Vec<RunId> {
    let ids = model.columns.iter().map(|column| &column.run.run_id);
    ids.filter(|id| picked.contains(id))
        .filter_map(|id| RunId::new(id.as_str()).ok())
        .collect()
}

impl Shared {
    /// Marks columns as they are selected: the table itself stays, and whoever is in it. What is not shown any more is not
    /// selected either.
    pub(super) fn keep_marks(self) {
        let marked = StoredValue::new(Vec::new());
        effect(move || {
            let now = self.picked.get();
            let before = marked.get_value();
            for (column, is_picked) in changed(&self.model.read_untracked(), &before, &now) {
                self.mark(column, is_picked);
            }
            marked.set_value(now);
        });
        effect(move || {
            let model = self.model.get();
            let is_there =
                |id: &String| model.columns.iter().any(|column| column.run.run_id == *id);
            if !self.picked.read_untracked().iter().all(is_there) {
                self.picked.update(|picked| picked.retain(is_there));
            }
        });
    }

    fn mark(self, column: usize, is_picked: bool) {
        let cells = self.around.get_untracked().and_then(|around| {
            let of_column = format!(r#"[data-c="{column}"]"#);
            around.query_selector_all(&of_column).ok()
        });
        let Some(cells) = cells else { return };
        for at in 0..cells.length() {
            let cell = cells
                .get(at)
                .and_then(|cell| cell.dyn_into::<Element>().ok());
            let Some(cell) = cell else { continue };
            let _marked = cell.class_list().toggle_with_force("is-picked", is_picked);
            let _told = if is_picked {
                cell.set_attribute("aria-selected", "true")
            } else {
                cell.remove_attribute("aria-selected")
            };
        }
    }

    /// Selects the run of a cell, or does so no more.
    pub(super) fn pick(self, at: Place) {
        let model = self.model.get_untracked();
        let column = at
            .column
            .checked_sub(1)
            .and_then(|at| model.columns.get(at));
        let Some(column) = column else { return };
        let taken = self
            .picked
            .try_update(|picked| toggle(picked, &column.run.run_id));
        if taken == Some(false) {
            let words = self.text.now().actions.compare_some;
            self.announcer.say(words.to_owned());
        }
    }

    /// Those that are selected, in the order of their columns.
    pub(super) fn to_compare(self) -> Vec<RunId> {
        in_order(&self.model.read(), &self.picked.read())
    }
}

/// Whether so many can be compared.
pub(super) fn can_compare(runs: usize) -> bool {
    (LEAST_RUNS..=MOST_RUNS).contains(&runs)
}

/// Puts the selected runs side by side, where they are as many as can be.
pub(super) fn use_compare(
    shared: Shared,
    namespace: Memo<Option<Namespace>>,
) -> impl Fn() + Copy + Send + Sync + 'static {
    let navigation = use_navigation();
    move || {
        let runs = untrack(|| shared.to_compare());
        let namespace = namespace.get_untracked();
        if let Some(namespace) = namespace.filter(|_| can_compare(runs.len())) {
            let query = CompareState::of(runs).query();
            navigation.go_with(&Route::Compare(namespace), query, History::Push);
        }
    }
}

/// What is done with the selection.
#[component]
pub(super) fn Picked(shared: Shared, namespace: Memo<Option<Namespace>>) -> impl IntoView {
    let text = shared.text;
    let compare = use_compare(shared, namespace);
    let count = move || shared.picked.read().len();
    let why_not = say(move || {
        if can_compare(count()) {
            String::new()
        } else {
            text.get().actions.compare_some.to_owned()
        }
    });
    view! {
        <span class="row end" hidden=unless(move || count() > 0)>
            <span role="status">
                {say(move || {
                    let count = count();
                    if count == 0 { String::new() } else { (text.get().grid().picked)(count) }
                })}
            </span>
            <Button
                label=text.t(|c| c.actions.compare)
                why_not=why_not
                on_press=move |()| compare()
            />
            <Button
                kind=Kind::Ghost
                label=derived(move || text.get().grid().clear.to_owned())
                on_press=move |()| shared.picked.set(Vec::new())
            />
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::model::{
            model,
            tests::{grid, run},
        },
        *,
    };

    fn ids(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    fn sample() -> Model {
        let runs = ["1", "2", "3"].map(|id| run(id, "FAILED", Some(1)));
        model(&grid(runs.to_vec(), Vec::new()), &[], 0)
    }

    #[test]
    fn only_columns_that_look_different_are_marked_anew() {
        let of = |before: &[&str], now: &[&str]| changed(&sample(), &ids(before), &ids(now));
        assert_eq!(of(&["1"], &["1", "3"]), [(3, true)]);
        assert_eq!(of(&["1", "3"], &["3", "2"]), [(1, false), (2, true)]);
        assert_eq!(of(&["2", "gone"], &["2"]), []);
    }

    #[test]
    fn as_many_as_can_be_compared_are_selected() {
        let mut picked = Vec::new();
        for id in 0..MOST_RUNS {
            assert!(toggle(&mut picked, &id.to_string()));
        }
        assert!(!toggle(&mut picked, "one more"));
        assert!(toggle(&mut picked, "0") && toggle(&mut picked, "one more"));
        assert!(can_compare(picked.len()) && !can_compare(1));
    }

    #[test]
    fn runs_are_compared_in_the_order_of_their_columns() {
        let order = in_order(&sample(), &ids(&["3", "gone", "1"]));
        let order: Vec<&str> = order.iter().map(RunId::as_str).collect();
        assert_eq!(order, ["1", "3"]);
    }
}
