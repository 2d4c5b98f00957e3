//! What the palette asks of the server: one call of each kind, a moment after the last key, given up when another comes.

use std::time::Duration;

use kfp_core::model::{Experiment, Namespace, Page, Pipeline};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

use super::{offers::Offer, things};
use crate::{
    classic::{Classic, Shows},
    data::{Api, Call, Failure, Found, Question, Remote, RunRow, Sought, use_remote},
    navigation::Pasted,
    shell::open_namespace::use_open_namespace,
    text::Catalogue,
};

/// How long nothing has to be typed before anybody is asked.
const PAUSE: Duration = Duration::from_millis(150);

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    /// What has this in its name.
    Name(String),
    /// What an id belongs to.
    Thing(Sought),
}

/// What the server says of what was typed.
#[derive(Clone, Copy)]
pub(super) struct Search {
    /// What is asked next.
    waiting: RwSignal<Option<Asked>>,
    /// What is asked now.
    asked: RwSignal<Option<Asked>>,
    pause: StoredValue<Option<TimeoutHandle>, LocalStorage>,
    namespace: Memo<Option<Namespace>>,
    runs: Remote<Page<RunRow>>,
    experiments: Remote<Page<Experiment>>,
    pipelines: Remote<Page<Pipeline>>,
    found: Remote<Option<Found>>,
}

/// A call for what has a text in its name.
fn use_named<T, F>(
    asked: RwSignal<Option<Asked>>,
    namespace: Memo<Option<Namespace>>,
    call: impl Fn(Api, Namespace, String) -> F + 'static,
) -> Remote<Page<T>>
where
    T: Send + Sync + 'static,
    F: Future<Output = Result<Page<T>, Failure>> + 'static,
{
    use_remote(
        move || match asked.get()? {
            Asked::Name(name) => Some((namespace.get()?, name)),
            Asked::Thing(_) => None,
        },
        |(namespace, name): &(Namespace, String)| {
            Question::narrowed(namespace.to_string(), name.clone())
        },
        move |api, (namespace, name)| call(api, namespace, name),
    )
}

/// What is asked for a text.
fn asked_for(text: &str, pasted: Option<&Pasted>) -> Option<Asked> {
    match pasted {
        None => {
            let name = text.trim();
            (!name.is_empty()).then(|| Asked::Name(name.to_owned()))
        }
        Some(Pasted::Id(id)) => Some(Asked::Thing(Sought::Id(id.clone()))),
        Some(Pasted::Classic(Classic {
            shows: Shows::One(thing),
            ..
        })) => Some(Asked::Thing(Sought::One(thing.clone()))),
        Some(Pasted::Classic(_) | Pasted::Page(_)) => None,
    }
}

impl Search {
    /// Nothing is asked yet.
    pub(super) fn new() -> Self {
        let asked = RwSignal::new(None);
        let namespace = use_open_namespace();
        let found = use_remote(
            move || match asked.get()? {
                Asked::Thing(sought) => Some(sought),
                Asked::Name(_) => None,
            },
            |sought| format!("{sought:?}"),
            Api::seek,
        );
        let this = Self {
            waiting: RwSignal::new(None),
            asked,
            pause: StoredValue::new_local(None),
            namespace,
            runs: use_named(asked, namespace, Api::some_runs_named),
            experiments: use_named(asked, namespace, Api::some_experiments_named),
            pipelines: use_named(asked, namespace, Api::some_pipelines_named),
            found,
        };
        on_cleanup(move || this.stop_waiting());
        this
    }

    fn stop_waiting(self) {
        if let Some(pause) = self.pause.try_update_value(Option::take).flatten() {
            pause.clear();
        }
    }

    /// Another text stands in the field. What is on its way for the one before is given up.
    pub(super) fn ask_for(self, text: &str, pasted: Option<&Pasted>) {
        self.stop_waiting();
        let next = asked_for(text, pasted);
        if next == self.asked.get_untracked() {
            return;
        }
        self.asked.set(None);
        self.waiting.set(next.clone());
        if next.is_some() {
            let ask = move || {
                let _done = self.waiting.try_set(None);
                let _asked = self.asked.try_set(next.clone());
            };
            self.pause
                .set_value(set_timeout_with_handle(ask, PAUSE).ok());
        }
    }

    fn calls(self) -> [Call; 4] {
        [
            self.runs.call(),
            self.experiments.call(),
            self.pipelines.call(),
            self.found.call(),
        ]
    }

    /// Whether an answer is still to come.
    pub(super) fn is_busy(self) -> bool {
        self.waiting.read().is_some() || self.calls().into_iter().any(Call::is_busy)
    }

    /// Whether something could not be asked.
    pub(super) fn has_failed(self) -> bool {
        self.asked.read().is_some() && self.calls().into_iter().any(Call::has_failed)
    }

    /// Whether an id belongs to nothing.
    pub(super) fn knows_no_such_id(self) -> bool {
        matches!(self.asked.get(), Some(Asked::Thing(_)))
            && self.found.value().is_some_and(|found| found.is_none())
    }

    /// What an id belongs to.
    pub(super) fn found(self, text: &Catalogue) -> Option<Offer> {
        if !matches!(self.asked.get(), Some(Asked::Thing(_))) {
            return None;
        }
        let found = self.found.value()?;
        let namespace = self.namespace.get();
        let found = found.as_ref().as_ref()?;
        let namespace = namespace.or_else(|| found.namespace.clone())?;
        Some(things::found(found, &namespace, text))
    }

    /// What has a text in its name, as far as answers have come.
    pub(super) fn named(self, typed: &str) -> Vec<Offer> {
        let Some(namespace) = self.namespace.get().filter(|_| !typed.trim().is_empty()) else {
            return Vec::new();
        };
        let mut named = Vec::new();
        if let Some(runs) = self.runs.value() {
            named.extend(things::runs(typed, &runs.items, &namespace));
        }
        if let Some(pipelines) = self.pipelines.value() {
            named.extend(things::pipelines(typed, &pipelines.items, &namespace));
        }
        if let Some(experiments) = self.experiments.value() {
            named.extend(things::experiments(typed, &experiments.items, &namespace));
        }
        named
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_and_ids_are_asked_for() {
        assert_eq!(asked_for("  ", None), None);
        assert_eq!(
            asked_for(" train ", None),
            Some(Asked::Name("train".to_owned()))
        );
        let id = Pasted::Id("x".to_owned());
        let asked = Asked::Thing(Sought::Id("x".to_owned()));
        assert_eq!(asked_for("x", Some(&id)), Some(asked));
        for list in ["#/runs", "#/compare"] {
            let classic = Pasted::Classic(Classic::parse(list).expect("an address"));
            assert_eq!(asked_for(list, Some(&classic)), None, "{list}");
        }
    }
}
