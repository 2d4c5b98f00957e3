//! Making what the form says, and what became of it.

use kfp_core::model::{ExperimentId, Namespace, RecurringRunId};
use leptos::prelude::*;

use super::{draft, form::Form};
use crate::{
    a11y::{Announcer, focus_first},
    data::{Api, Failure, Launched, Open, may_change, use_account, use_api},
    navigation::{History, Navigation, use_navigation},
    paths::Route,
    reactive::{derived, spawn},
    text::{NewRunWords, Text, use_new_run_text, use_text},
    ui::Toasts,
    url_state::Making,
};

/// How a start stands.
#[derive(Clone, Debug, Default)]
enum Standing {
    /// None goes on.
    #[default]
    Rests,
    /// One goes on, or is looked for.
    GoesOn,
    /// It failed.
    Failed(Failure),
    /// Nobody knows.
    Unknown(Failure, Box<Sought>),
}

/// What it takes to look for what may have been made. The form may say something else by then.
#[derive(Clone, Debug)]
struct Sought {
    open: Open,
    started: Started,
    experiment: ExperimentId,
}

/// Makes what a form says.
#[derive(Clone, Copy)]
pub(super) struct Launch {
    form: Form,
    standing: RwSignal<Standing>,
    why_not: Signal<String>,
    around: StoredValue<Around, LocalStorage>,
}

/// What is around the page, and is there when the page is gone.
#[derive(Clone, Copy)]
struct Around {
    api: Api,
    navigation: Navigation,
    announcer: Announcer,
    toasts: Toasts,
    words: NewRunWords,
}

/// What is being made.
#[derive(Clone, Debug)]
struct Started {
    making: Making,
    name: String,
    namespace: Namespace,
    /// What the draft belongs to.
    place: String,
}

impl Launch {
    pub(super) fn of(form: Form) -> Self {
        let (words, text) = (use_new_run_text(), use_text());
        let standing = RwSignal::new(Standing::default());
        Self {
            form,
            standing,
            why_not: why_not(form, standing, words, text),
            around: StoredValue::new_local(Around {
                api: use_api(),
                navigation: use_navigation(),
                announcer: expect_context(),
                toasts: expect_context(),
                words,
            }),
        }
    }

    /// Whether one goes on.
    pub(super) fn is_busy(self) -> bool {
        matches!(*self.standing.read(), Standing::GoesOn)
    }

    /// Why nothing can be started; empty when it can.
    pub(super) fn why_not(self) -> Signal<String> {
        self.why_not
    }

    /// What went wrong last, and whether the outcome is not known.
    pub(super) fn failure(self) -> Option<(Failure, bool)> {
        match &*self.standing.read() {
            Standing::Failed(failure) => Some((failure.clone(), false)),
            Standing::Unknown(failure, _) => Some((failure.clone(), true)),
            Standing::Rests | Standing::GoesOn => None,
        }
    }

    /// Makes it; where something has to be mended first, it goes there.
    pub(super) fn start(self) {
        if !self.why_not.get_untracked().is_empty() {
            return;
        }
        let around = self.around.get_value();
        self.form.was_tried().set(true);
        let faults = untrack(|| self.form.faults());
        if faults > 0 {
            around.announcer.say((around.words.now().to_mend)(faults));
            // Fields say what is missing only now.
            request_animation_frame(|| {
                focus_first("[aria-invalid=true]");
            });
            return;
        }
        let (Some(new), Some(started)) = untrack(|| (self.form.creation(), self.started())) else {
            return;
        };
        self.standing.set(Standing::GoesOn);
        spawn(async move {
            let experiment = match new.experiment().cloned() {
                Some(experiment) => Ok(experiment),
                None => {
                    around
                        .api
                        .default_experiment(started.namespace.clone())
                        .await
                }
            };
            let experiment = match experiment {
                Ok(experiment) => experiment,
                Err(failure) => return self.stand(Standing::Failed(failure)),
            };
            match around.api.launch(new, experiment.clone()).await {
                Launched::Made(id) => self.made(&around, started, experiment, id),
                Launched::Failed(failure) => self.stand(Standing::Failed(failure)),
                Launched::Unknown(failure, open) => {
                    let sought = Sought {
                        open,
                        started,
                        experiment,
                    };
                    self.stand(Standing::Unknown(failure, Box::new(sought)));
                }
            }
        });
    }

    /// Looks whether something was made after all whose creation nobody answered.
    pub(super) fn look(self) {
        let Standing::Unknown(failure, sought) = self.standing.get_untracked() else {
            return;
        };
        let around = self.around.get_value();
        self.standing.set(Standing::GoesOn);
        spawn(async move {
            match around.api.look_for(&sought.open).await {
                Ok(Some(id)) => self.made(&around, sought.started, sought.experiment, id),
                Ok(None) => {
                    self.stand(Standing::Rests);
                    around.toasts.show(around.words.now().not_there, None);
                }
                Err(_) => self.stand(Standing::Unknown(failure, sought)),
            }
        });
    }

    fn started(self) -> Option<Started> {
        Some(Started {
            making: self.form.making(),
            name: self.form.name(),
            namespace: self.form.namespace().get()?,
            place: self.form.place(),
        })
    }

    fn stand(self, standing: Standing) {
        // The page may be gone by now.
        let _stands = self.standing.try_set(standing);
    }

    fn made(self, around: &Around, started: Started, experiment: ExperimentId, id: String) {
        draft::keep(&started.place, None);
        around
            .toasts
            .show((around.words.now().started)(&started.name), None);
        // Whoever has gone elsewhere stays there.
        if self.standing.try_set(Standing::Rests).is_none() {
            let route = match (started.making, RecurringRunId::new(id)) {
                (Making::RecurringRun, Ok(id)) => Route::RecurringRun(started.namespace, id),
                _ => Route::Experiment(started.namespace, experiment),
            };
            around.navigation.go(&route, History::Push);
        }
    }
}

fn why_not(
    form: Form,
    standing: RwSignal<Standing>,
    words: NewRunWords,
    text: Text,
) -> Signal<String> {
    let account = use_account();
    derived(move || {
        let words = words.get();
        let forbidden = form
            .namespace()
            .get()
            .filter(|namespace| !may_change(account, namespace));
        if let Some(namespace) = forbidden {
            return (text.get().actions.viewer)(namespace.as_str());
        }
        match &*standing.read() {
            Standing::GoesOn => words.starting.to_owned(),
            Standing::Unknown(..) => words.unknown_text.to_owned(),
            _ if !form.has_source() => words.no_version.to_owned(),
            _ => String::new(),
        }
    })
}
