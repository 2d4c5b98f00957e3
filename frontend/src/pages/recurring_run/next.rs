//! When it fires: the trigger in words, and the next firings in two zones.

use kfp_core::model::RecurringRun;
use leptos::prelude::*;

use crate::{
    reactive::{either, say},
    schedule::{TriggerWords, in_words, use_firings},
    text::use_text,
    ui::{Icon, MomentTable, icon},
};

/// How many firings are told.
const TOLD: usize = 5;

/// The panel.
pub(super) fn next_firings(of: &RecurringRun) -> impl IntoView + use<> {
    let text = use_text();
    let trigger = of.trigger.clone().unwrap_or_default();
    let TriggerWords {
        timetable,
        has_five_fields,
        ..
    } = in_words(&trigger);
    let why_not = timetable.as_ref().err().map(ToString::to_string);
    let words = say(move || match &timetable {
        Ok(timetable) => (text.get().recurring().words)(timetable),
        Err(_) => text.get().recurring().unreadable.to_owned(),
    });
    let next = use_firings(trigger, of.created_at, TOLD);
    let is_off = !of.is_enabled();
    let note = |shown: bool, words: Signal<String>| {
        shown.then(|| view! { <p class="note">{icon(Icon::Info)} <span>{words}</span></p> })
    };
    view! {
        <section class="panel part">
            <h2>{words}</h2>
            {why_not.map(|why| view! { <p class="sub" lang="en">{why}</p> })}
            {note(has_five_fields, text.t(|c| c.recurring().five_fields))}
            {either(
                move || next.read().is_empty(),
                move || view! { <p class="quiet">{text.t(|c| c.recurring().no_next)}</p> },
                move || {
                    view! {
                        {note(is_off, text.t(|c| c.recurring().off_note))}
                        <MomentTable
                            moments=next
                            caption=text.t(|c| c.recurring().next_firings)
                        />
                        <p class="sub">{text.t(|c| c.recurring().zone_note)}</p>
                    }
                },
            )}
        </section>
    }
}
