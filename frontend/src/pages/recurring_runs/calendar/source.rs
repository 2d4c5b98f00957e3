//! The recurring runs that are on: from the list where it shows all of them, else read by themselves.

use std::sync::Arc;

use kfp_core::model::{Namespace, Page, RecurringRun};
use leptos::prelude::*;

use crate::{
    data::{Api, Call, Remote, Schedules, use_remote},
    url_state::RecurringRunsState,
};

/// The recurring runs that are on.
#[derive(Clone, Copy)]
pub(in super::super) struct Source {
    /// As far as they are read; `None` before.
    pub(super) on: Memo<Option<Arc<Schedules>>>,
    all: Remote<Schedules>,
    /// Whether the list shows all of them.
    is_listed: Memo<bool>,
}

impl Source {
    /// Reads them again where the list does not show them.
    pub(in super::super) fn reload(self) {
        if !self.is_listed.get_untracked() {
            self.all.reload();
        }
    }

    /// The call for them; `None` where the list shows all.
    pub(super) fn call(self) -> Option<Call> {
        (!self.is_listed.get()).then(|| self.all.call())
    }
}

/// What is known, and of which namespace.
type Known = Option<(Option<Namespace>, Arc<Schedules>)>;

/// Those of a namespace. `asked` is what the list was asked for.
pub(in super::super) fn use_source(
    namespace: Memo<Option<Namespace>>,
    asked: Memo<RecurringRunsState>,
    list: Remote<Page<RecurringRun>>,
) -> Source {
    let listed = Memo::new(move |_| {
        let asked = asked.get();
        let is_whole = asked.name.is_empty() && asked.page.is_first();
        let page = list.value().filter(|page| is_whole && page.is_last())?;
        (!list.call().answers_another()).then(|| {
            let mut all = Schedules::default();
            all.add(&page);
            Arc::new(all)
        })
    });
    let is_listed = Memo::new(move |_| listed.read().is_some());
    // Where no list can be had, nobody asks twice.
    let is_wanted = Memo::new(move |_| list.call().is_answered() && !is_listed.get());
    let all = use_remote(
        move || namespace.get().filter(|_| is_wanted.get()),
        |namespace: &Namespace| namespace.to_string(),
        Api::schedules,
    );
    // What was known of the namespace stays while it is read in another way.
    let known = Memo::new(move |before: Option<&Known>| -> Known {
        let of = namespace.get();
        let now = listed.get().or_else(|| all.value());
        let kept = || {
            let (before, known) = before?.as_ref()?;
            let is_coming = *before == of && is_wanted.get() && !all.call().has_failed();
            is_coming.then(|| Arc::clone(known))
        };
        Some((of.clone(), now.or_else(kept)?))
    });
    Source {
        on: Memo::new(move |_| known.get().map(|(_, on)| on)),
        all,
        is_listed,
    }
}
