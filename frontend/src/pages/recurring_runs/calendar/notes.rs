//! What the calendar leaves out, and why.

use leptos::prelude::*;

use super::shown::Shown;
use crate::{
    reactive::{part, say},
    text::{self, Catalogue, Text, number, use_text},
};

/// Names that are told of those that start too often.
const NAMES: usize = 5;

/// Each only when it is so.
#[component]
pub(super) fn Notes(shown: Memo<Option<Shown>>) -> impl IntoView {
    let text = use_text();
    let notes = Memo::new(move |_| {
        let shown = shown.read();
        shown
            .as_ref()
            .map_or_else(Vec::new, |shown| notes(text, shown))
    });
    view! {
        <div class="calendar-notes sub">
            <p>{say(move || (text.get().calendar().zones)(&text::zone_name()))}</p>
            {part(move || {
                let line = |note: String| view! { <p>{note}</p> };
                notes.get().into_iter().map(line).collect_view()
            })}
        </div>
    }
}

fn notes(text: Text, shown: &Shown) -> Vec<String> {
    let catalogue: &'static Catalogue = text.get();
    let words = catalogue.calendar();
    let (reckoned, schedules) = (&shown.reckoned, &shown.schedules);
    let mut notes = Vec::new();
    let often = &reckoned.often;
    if !often.is_empty() {
        let names = often.iter().take(NAMES).map(|place| shown.name(*place));
        let names = names.collect::<Vec<_>>().join(", ");
        notes.push((words.often)(&match often.len().saturating_sub(NAMES) {
            0 => names,
            more => (words.and_more)(&names, more),
        }));
    }
    if reckoned.done < schedules.on.len() {
        notes.push((words.cut)(reckoned.done, schedules.on.len()));
    }
    let read = u64::try_from(schedules.read).unwrap_or(u64::MAX);
    if read < schedules.total {
        notes.push((words.unread)(&number(read), &number(schedules.total)));
    }
    if reckoned.unreadable > 0 {
        notes.push((words.unreadable)(reckoned.unreadable));
    }
    notes
}
