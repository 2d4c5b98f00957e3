//! What is new, put into a page of runs without moving a row.

use std::collections::BTreeMap;

use console_api::beside::Tasks;
use kfp_core::model::{ExperimentId, Page, RunId, RuntimeState, StorageState};

use crate::{
    data::RunRow,
    url_state::{Direction, PageStack, RunSort, RunsState},
};

/// What a list of runs shows of all runs of its namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// Only the runs of this experiment.
    pub(super) experiment: Option<ExperimentId>,
    /// How they are narrowed and ordered.
    pub(super) state: RunsState,
}

impl Shown {
    /// Whether a run belongs into the list, on whichever page. `name` is the filter's, in small letters.
    fn holds(&self, run: &RunRow, name: &str) -> bool {
        let filter = &self.state.filter;
        let is_archived = run.storage_state == StorageState::Archived;
        self.experiment
            .as_ref()
            .is_none_or(|id| run.experiment_id.as_ref() == Some(id))
            && is_archived == self.state.archived
            && (filter.states.is_empty()
                || filter.states.iter().any(|state| state.state() == run.state))
            && small(&run.display_name).contains(name)
    }

    /// Whether a new run would stand above the first row.
    fn begins_with_newest(&self) -> bool {
        self.state.sort == RunSort::Created
            && self.state.direction == Direction::Descending
            && self.state.page == PageStack::default()
    }
}

/// What waits to be shown, because rows would move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Waiting {
    /// Runs that would stand above the first row.
    pub(crate) more: usize,
    /// Rows that do not belong here any more.
    pub(crate) gone: usize,
}

/// The runs that were told of, by id; `None` for one that was deleted.
pub(super) type Told = BTreeMap<RunId, Option<RunRow>>;

/// What waits.
pub(super) fn waiting(page: &Page<RunRow>, told: &Told, shown: &Shown) -> Waiting {
    let newest = page.items.iter().map(|run| run.created_at).max().flatten();
    let name = small(&shown.state.filter.name);
    let is_on_page = |id: &RunId| page.items.iter().any(|run| run.run_id == *id);
    let is_more = |run: &RunRow| {
        shown.holds(run, &name) && !is_on_page(&run.run_id) && run.created_at > newest
    };
    let more = told.values().flatten().filter(|run| is_more(run)).count();
    let storage_left =
        |run: &RunRow| (run.storage_state == StorageState::Archived) != shown.state.archived;
    let has_gone = |run: &&RunRow| match told.get(&run.run_id) {
        Some(Some(told)) => storage_left(told),
        Some(None) => true,
        None => false,
    };
    Waiting {
        more: if shown.begins_with_newest() { more } else { 0 },
        gone: page.items.iter().filter(has_gone).count(),
    }
}

/// A text in small letters. The browser knows the rules of all scripts; in the program their tables take kilobytes.
#[cfg(target_arch = "wasm32")]
fn small(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// A text in small letters.
#[cfg(not(target_arch = "wasm32"))]
fn small(text: &str) -> String {
    text.to_lowercase()
}

/// The page with what was told since, each row in its place; `None` if nothing is different.
pub(super) fn amended(page: &Page<RunRow>, told: &Told, which: Which) -> Option<Page<RunRow>> {
    let mut page = page.clone();
    let mut is_different = false;
    for row in &mut page.items {
        let Some(Some(now)) = told.get(&row.run_id) else {
            continue;
        };
        let now = now.after(row);
        if now != *row && (which == Which::Latest || is_further(&now, row)) {
            *row = now;
            is_different = true;
        }
    }
    is_different.then_some(page)
}

/// Which of two rows of a run counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// The one that was told just now.
    Latest,
    /// The one that is further: the page was read at about the same time.
    Further,
}

fn is_further(one: &RunRow, other: &RunRow) -> bool {
    let rank = |run: &RunRow| match run.state {
        _ if run.finished_at.is_some() => 3,
        RuntimeState::Canceling => 2,
        RuntimeState::Running | RuntimeState::Paused => 1,
        _ => 0,
    };
    let ended = |run: &RunRow| run.console.tasks.as_ref().map_or(0, Tasks::ended);
    (rank(one), ended(one)) > (rank(other), ended(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::url_state::RunFilter;

    fn run(id: &str, minute: u8, state: &str) -> RunRow {
        let end = if matches!(state, "SUCCEEDED" | "FAILED") {
            r#","finished_at":"2026-11-25T12:00:00Z""#
        } else {
            ""
        };
        let text = format!(
            r#"{{"run_id":"{id}","experiment_id":"e-1","display_name":"Train {id}","state":"{state}","storage_state":"AVAILABLE",
            "created_at":"2026-11-25T10:{minute:02}:00Z"{end}}}"#
        );
        serde_json::from_str(&text).expect("a run")
    }

    fn page(runs: &[RunRow]) -> Page<RunRow> {
        Page {
            items: runs.to_vec(),
            undecodable: Vec::new(),
            total_size: 2,
            next_page_token: None,
        }
    }

    fn told(runs: &[RunRow]) -> Told {
        let told = runs
            .iter()
            .map(|run| (run.run_id.clone(), Some(run.clone())));
        told.collect()
    }

    fn shown(query: &str) -> Shown {
        Shown {
            experiment: None,
            state: RunsState {
                filter: RunFilter::parse(query),
                ..RunsState::default()
            },
        }
    }

    #[test]
    fn rows_change_where_they_stand_and_no_other_comes_between() {
        let rows = page(&[run("2", 2, "RUNNING"), run("1", 1, "PENDING")]);
        let news = told(&[run("1", 1, "FAILED"), run("3", 3, "PENDING")]);
        let amended_page = amended(&rows, &news, Which::Latest).expect("a change");
        let states: Vec<_> = amended_page
            .items
            .iter()
            .map(|run| run.state.as_str())
            .collect();
        assert_eq!(states, ["RUNNING", "FAILED"]);
        assert_eq!(amended(&amended_page, &news, Which::Latest), None);
        let waits = waiting(&rows, &news, &shown(""));
        assert_eq!(waits, Waiting { more: 1, gone: 0 });
    }

    #[test]
    fn a_page_that_was_just_read_is_not_set_back() {
        let rows = page(&[run("1", 1, "SUCCEEDED"), run("2", 2, "PENDING")]);
        let news = told(&[run("1", 1, "RUNNING"), run("2", 2, "RUNNING")]);
        let further = amended(&rows, &news, Which::Further).expect("a change");
        let states: Vec<_> = further.items.iter().map(|run| run.state.as_str()).collect();
        assert_eq!(states, ["SUCCEEDED", "RUNNING"]);
    }

    #[test]
    fn only_what_belongs_into_the_list_waits_above_its_first_row() {
        let rows = page(&[run("1", 1, "RUNNING")]);
        let news = told(&[
            run("2", 2, "RUNNING"),
            run("3", 3, "FAILED"),
            run("0", 0, "FAILED"),
        ]);
        let more = |shown: &Shown| waiting(&rows, &news, shown).more;
        assert_eq!(more(&shown("")), 2);
        assert_eq!(more(&shown("status:failed")), 1);
        assert_eq!(more(&shown("train 2")), 1);
        assert_eq!(more(&shown("other")), 0);
        let of = |id: &str| Shown {
            experiment: Some(ExperimentId::new(id).expect("an id")),
            ..shown("")
        };
        assert_eq!((more(&of("e-1")), more(&of("e-2"))), (2, 0));
        let oldest_first = Shown {
            state: RunsState {
                direction: Direction::Ascending,
                ..RunsState::default()
            },
            experiment: None,
        };
        assert_eq!(more(&oldest_first), 0);
        assert_eq!(waiting(&page(&[]), &news, &shown("")).more, 3);
    }

    #[test]
    fn what_was_deleted_or_archived_is_told_and_stays_where_it_is() {
        let rows = page(&[run("1", 1, "FAILED"), run("2", 2, "FAILED")]);
        let mut archived = run("1", 1, "FAILED");
        archived.storage_state = StorageState::Archived;
        let mut news = told(&[archived]);
        news.insert(RunId::new("2").expect("an id"), None);
        assert_eq!(
            waiting(&rows, &news, &shown("")),
            Waiting { more: 0, gone: 2 }
        );
    }
}
