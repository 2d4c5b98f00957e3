//! What the figures are not of yet.

use console_api::overview::Extent;
use leptos::prelude::*;

use super::count::nothing_read;
use crate::{
    reactive::{say, unless},
    text::{self, Text, moment_of, number, use_text},
    ui::{Clock, Icon, icon},
};

/// Says how much has been read, as long as that is not all.
#[component]
pub(super) fn ExtentNote(extent: Memo<Option<Extent>>) -> impl IntoView {
    let words = use_text();
    let clock = expect_context::<Clock>();
    let is_partly = move || {
        extent
            .read()
            .as_ref()
            .is_some_and(|extent| !extent.complete)
    };
    let sentence = say(move || {
        let extent = extent.get().unwrap_or_default();
        sentence(words, &extent, clock.now())
    });
    view! {
        <div class="note" hidden=unless(is_partly)>
            {icon(Icon::Info)}
            <p>{sentence}</p>
        </div>
    }
}

fn sentence(words: Text, extent: &Extent, now_ms: f64) -> String {
    let overview = words.get().overview();
    if nothing_read(extent) {
        return overview.nothing_read.to_owned();
    }
    let read = number(extent.read);
    let counted = match extent.total.filter(|total| *total > extent.read) {
        Some(total) => (overview.partly)(&read, &number(total)),
        None => (overview.partly_unknown)(&read),
    };
    let back_to = extent.back_to_ms.and_then(moment_of);
    let back_to = back_to.map(|at| (overview.back_to)(&text::when(words.language(), at, now_ms)));
    [Some(counted), back_to]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}
