//! A list of runs that is told what changes.

use console_api::live::{RunCounts, Topic, TopicKind};
use kfp_core::model::{ExperimentId, Namespace, Page, RunId, RuntimeState};
use leptos::prelude::*;

use super::{
    feed::use_live,
    ledger::Ledger,
    merge::{Shown, Told, Waiting, Which, amended, waiting},
    topic::{News, Object},
};
use crate::{
    data::{Remote, RunRow},
    reactive::effect,
    url_state::RunsState,
};

/// What waits above a list of runs.
#[derive(Clone, Copy)]
pub(crate) struct LiveRuns {
    runs: Remote<Page<RunRow>>,
    waiting: Memo<Waiting>,
    counts: RwSignal<Option<RunCounts>>,
}

impl LiveRuns {
    /// What waits to be shown, because rows would move.
    pub(crate) fn waiting(self) -> Waiting {
        self.waiting.get()
    }

    /// How many runs of the namespace are in the archive, or out of it, in one of these states, or in any where there is none.
    /// `None` while that is not known.
    pub(crate) fn count(self, is_archived: bool, state: Option<&RuntimeState>) -> Option<u64> {
        let counts = self.counts.read();
        let counts = counts.as_ref()?;
        let states = if is_archived {
            &counts.archived
        } else {
            &counts.active
        };
        let counted = states.iter();
        let is_meant = |word: &String| state.is_none_or(|state| state.as_str() == word);
        Some(
            counted
                .filter(|(word, _)| is_meant(word))
                .map(|(_, count)| count)
                .sum(),
        )
    }

    /// Reads the list anew.
    pub(crate) fn show(self) {
        self.runs.reload();
    }
}

/// Keeps the rows of a list up to date while it is on the page. No row moves, none comes and none goes.
pub(crate) fn use_live_runs(
    runs: Remote<Page<RunRow>>,
    namespace: impl Fn() -> Option<Namespace> + Send + Sync + 'static,
    experiment: impl Fn() -> Option<ExperimentId> + Send + Sync + 'static,
    state: Memo<RunsState>,
) -> LiveRuns {
    let live = use_live();
    let told = RwSignal::new(Ledger::default());
    let counts = RwSignal::new(None);
    let namespace = Memo::new(move |_| namespace());
    effect(move || {
        told.set(Ledger::default());
        counts.set(None);
        match namespace.get() {
            Some(namespace) => {
                let topic = Topic {
                    kind: TopicKind::Runs,
                    namespace: namespace.to_string(),
                };
                live.watch(topic, move |news| match news {
                    News::Counts(now) => counts.set(now),
                    news => take(news, told, runs),
                });
            }
            None => live.leave(),
        }
    });
    on_cleanup(move || live.leave());
    let begun = Memo::new(move |_| runs.call().begun());
    effect(move || {
        begun.track();
        told.update_untracked(Ledger::ask);
    });
    // An answer that was on its way while something was told.
    effect(move || {
        if runs.value().is_some() {
            told.with_untracked(|told| {
                runs.amend(|page| amended(page, told.since(), Which::Further));
            });
        }
    });
    let waiting = Memo::new(move |_| {
        let shown = Shown {
            experiment: experiment(),
            state: state.get(),
        };
        match runs.value() {
            Some(page) if !runs.call().answers_another() => {
                told.with(|told| waiting(&page, told.all(), &shown))
            }
            _ => Waiting::default(),
        }
    });
    LiveRuns {
        runs,
        waiting,
        counts,
    }
}

fn take(news: News, told: RwSignal<Ledger>, runs: Remote<Page<RunRow>>) {
    let (latest, is_all) = match news {
        News::All(objects) => (read(&objects), true),
        News::Some { changed, removed } => {
            let mut latest = read(&changed);
            let removed = removed.into_iter().filter_map(|id| RunId::new(id).ok());
            latest.extend(removed.map(|id| (id, None)));
            (latest, false)
        }
        News::Counts(_) => return,
    };
    let which = told.try_update(|told| {
        if is_all {
            told.hear_all(latest.clone())
        } else {
            told.hear(&latest)
        }
    });
    if let Some(which) = which {
        runs.amend(|page| amended(page, &latest, which));
    }
}

/// Runs that this version cannot read are left out, as they are in the list.
fn read(objects: &[Object]) -> Told {
    let runs = objects
        .iter()
        .filter_map(|object| serde_json::from_slice::<RunRow>(object.get().as_bytes()).ok());
    runs.map(|run| (run.run_id.clone(), Some(run))).collect()
}
