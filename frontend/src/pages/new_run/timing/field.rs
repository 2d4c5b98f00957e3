//! What the fields of the timing have in common.

use leptos::prelude::*;

use super::{
    super::{form::Form, reading::Fault},
    draft::TimingDraft,
    reading::Field,
};
use crate::reactive::{derived, say};

/// How many starts are told.
pub(super) const TOLD: usize = 5;

/// Somebody changed something.
pub(super) fn change(form: Form, change: impl FnOnce(&mut TimingDraft)) {
    form.change(|draft| change(&mut draft.timing));
}

/// What a field of the draft holds.
pub(super) fn held(form: Form, pick: fn(&TimingDraft) -> String) -> Signal<String> {
    say(move || pick(&form.draft().read().timing))
}

/// What is wrong with a field. What is missing is told only once a start was tried.
pub(super) fn fault(form: Form, field: Field) -> Signal<Option<Fault>> {
    derived(move || {
        let fault = form.timing().read().faults.get(&field).cloned()?;
        let is_due = fault != Fault::Missing || form.was_tried().get();
        is_due.then_some(fault)
    })
}
