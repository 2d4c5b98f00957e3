//! Doing something to many rows: they are selected, the effect is shown before it is asked for, four are done at a time,
//! and each says how it ended.

mod bar;
mod dialog;
mod item;
mod job;
mod selection;
mod switch;

use kfp_core::model::Namespace;
use leptos::{ev::MouseEvent, prelude::*};
use web_sys::HtmlInputElement;

pub(in crate::pages) use self::{
    bar::BulkBar, dialog::BulkDialog, item::Item, switch::EnabledSwitch,
};
use self::{
    job::{Job, POOL},
    selection::Selection,
};
use crate::{
    a11y::Announcer,
    data::{Api, Target, Verb, may_change, use_account, use_api},
    reactive::{derived, effect, press, spawn},
    text::{Text, use_text},
};

/// The selection of a list, and what is done to it.
#[derive(Clone, Copy)]
pub(in crate::pages) struct Bulk {
    shown: Signal<Vec<Item>>,
    selection: RwSignal<Selection>,
    /// What is asked or done; `None` before the first time.
    job: RwSignal<Option<Job>>,
    /// Whether it was begun.
    is_begun: RwSignal<bool>,
    /// Whether the dialog is open.
    open: RwSignal<bool>,
    /// Why the user can change nothing here; empty when they can.
    forbidden: Signal<String>,
    on_change: Callback<Verb>,
    api: Api,
    text: Text,
    announcer: Announcer,
}

impl Bulk {
    /// For the rows that are shown.
    ///
    /// `scope` tells lists apart: a selection ends with its list. `on_change` is told that something was done.
    pub(in crate::pages) fn new(
        namespace: Memo<Option<Namespace>>,
        scope: impl Fn() -> String + Send + Sync + 'static,
        shown: impl Fn() -> Vec<Item> + Send + Sync + 'static,
        on_change: impl Fn(Verb) + Send + Sync + 'static,
    ) -> Self {
        let text = use_text();
        let account = use_account();
        let shown = Memo::new(move |_| shown());
        let this = Self {
            shown: shown.into(),
            selection: RwSignal::new(Selection::default()),
            job: RwSignal::new(None),
            is_begun: RwSignal::new(false),
            open: RwSignal::new(false),
            forbidden: derived(move || {
                let namespace = namespace.read();
                let named = namespace.as_ref().filter(|name| !may_change(account, name));
                named.map_or_else(String::new, |name| {
                    (text.get().actions.viewer)(name.as_str())
                })
            }),
            on_change: Callback::new(on_change),
            api: use_api(),
            text,
            announcer: expect_context(),
        };
        let scope = Memo::new(move |_| scope());
        effect(move || {
            scope.track();
            this.clear();
        });
        this
    }

    /// Why the user can change nothing here; empty when they can.
    pub(in crate::pages) fn forbidden(self) -> Signal<String> {
        self.forbidden
    }

    /// Selects nothing any more.
    pub(super) fn clear(self) {
        self.selection.set(Selection::default());
    }

    /// The selected rows.
    fn selected(self) -> Vec<Item> {
        self.selection.read().among(&self.shown.read())
    }

    /// Shows what is about to be done.
    pub(in crate::pages) fn ask(self, verb: Verb, items: Vec<Item>) {
        if !self.goes_on_now() {
            self.job.set(Some(Job::new(verb, items)));
            self.is_begun.set(false);
        }
        self.open.set(true);
    }

    /// Whether something is being done.
    fn goes_on(self) -> bool {
        self.is_begun.get()
            && self
                .job
                .with(|job| job.as_ref().is_some_and(|job| !job.has_ended()))
    }

    fn goes_on_now(self) -> bool {
        untrack(|| self.goes_on())
    }

    /// Begins, or goes on with those that wait.
    fn begin(self) {
        let Some(verb) = self
            .job
            .with_untracked(|job| job.as_ref().map(|job| job.verb))
        else {
            return;
        };
        self.is_begun.set(true);
        let api = self.api;
        for _ in 0..POOL {
            spawn(async move {
                while let Some((at, target)) = self.take() {
                    let outcome = api.perform(verb, target).await;
                    let is_over = api.guard().has_ended_now();
                    self.change(|job| {
                        job.end(at, outcome);
                        if is_over {
                            job.stop();
                        }
                    });
                    self.settle(verb);
                }
            });
        }
    }

    /// Those that are not done are tried again.
    fn again(self) {
        self.change(Job::again);
        self.begin();
    }

    /// Begins no more of them.
    fn stop(self) {
        self.change(Job::stop);
    }

    fn take(self) -> Option<(usize, Target)> {
        // The page may be gone by now: then nothing more is begun.
        let taken = self.job.try_update(|job| job.as_mut().and_then(Job::take));
        taken.flatten()
    }

    fn change(self, change: impl FnOnce(&mut Job)) {
        let _changed = self.job.try_update(|job| {
            if let Some(job) = job {
                change(job);
            }
        });
    }

    /// All have ended: what is done is not selected any more, and the list is read again.
    fn settle(self, verb: Verb) {
        let counts = self.job.try_with_untracked(|job| {
            let job = job.as_ref().filter(|job| job.has_ended())?;
            self.selection
                .update(|selection| selection.retain(|target| !job.is_done(target)));
            Some(job.count())
        });
        let Some((done, failed, unknown)) = counts.flatten() else {
            return;
        };
        self.announcer
            .say((self.text.now().actions.report)(done, failed, unknown));
        // While nobody answers, there is nobody to read the list from.
        if done > 0 || failed > 0 {
            self.on_change.run(verb);
        }
    }
}

/// The checkbox of a row.
pub(in crate::pages) fn select_cell(bulk: Bulk, item: &Item) -> impl IntoView + use<> {
    let (named, target, pressed) = (item.name.clone(), item.target.clone(), item.target.clone());
    let select = move |click: MouseEvent| {
        let range = click.shift_key();
        let shown = bulk.shown.get_untracked();
        bulk.selection
            .update(|selection| selection.press(&shown, &pressed, range));
    };
    let checked = derived(move || bulk.selection.read().holds(&target));
    view! {
        <td role="cell" class="cell-select">
            <Check
                label=derived(move || (bulk.text.get().actions.select)(&named))
                checked=checked
                on_press=select
                row=true
            />
        </td>
    }
}

/// The checkbox of all rows.
pub(super) fn select_all(bulk: Bulk) -> impl IntoView {
    let select = move |_: MouseEvent| {
        let shown = bulk.shown.get_untracked();
        bulk.selection
            .update(|selection| selection.press_all(&shown));
    };
    view! {
        <Check
            label=bulk.text.t(|c| c.actions.select_all)
            checked=derived(move || bulk.selection.read().holds_all(&bulk.shown.read()))
            on_press=select
        />
    }
}

/// A checkbox that selects.
#[component]
pub(in crate::pages) fn Check(
    /// What it selects.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is selected.
    #[prop(into)]
    checked: Signal<bool>,
    /// Gets each press.
    #[prop(into)]
    on_press: Callback<MouseEvent>,
    /// It is that of a row, which a key presses too.
    #[prop(optional)]
    row: bool,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                data-select=row.then_some("")
                aria-label=label
                prop:checked=checked
                on:click=press(move |click| {
                    on_press.run(click.clone());
                    // The browser has turned it over already, also where the selection stays as it was.
                    event_target::<HtmlInputElement>(&click).set_checked(checked.get_untracked());
                })
            />
        </label>
    }
}
