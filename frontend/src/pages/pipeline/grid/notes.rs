//! What is not in the grid, and why.

use std::sync::Arc;

use console_api::grid::{Grid, TasksOfRun};
use leptos::prelude::*;

use super::still::Told;
use crate::{
    data::{Call, Remote},
    navigation::use_navigation,
    pages::lists::DroppedNote,
    reactive::{derived, part, say, unless},
    states::{KeptNote, SlowNote},
    text::{Catalogue, number, use_text},
    ui::{Button, Icon, icon},
    url_state::GridState,
};

/// The notes, each only when it is so.
#[component]
pub(super) fn Notes(grid: Remote<Told>, shown: Memo<Option<Arc<Grid>>>) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let call: Call = grid.call();
    let dropped = derived(move || GridState::parse(&navigation.search().read()).dropped);
    let sentences = Memo::new(move |_| {
        let shown = shown.get();
        shown.map_or_else(Vec::new, |grid| sentences(text.get(), &grid))
    });
    let unread = Memo::new(move |_| {
        let shown = shown.get()?;
        let unread = count(&shown, TasksOfRun::ToBeRead);
        (unread > 0).then(|| (shown.runs.len() - unread, shown.runs.len()))
    });
    let told = say(move || {
        let counts = unread.get();
        counts.map_or_else(String::new, |(read, all)| {
            (text.get().grid().unread)(read, all)
        })
    });
    let sentence = |sentence: String| {
        view! { <div class="note">{icon(Icon::Info)} <p>{sentence}</p></div> }
    };
    view! {
        <DroppedNote keys=dropped />
        <KeptNote call=call />
        <SlowNote call=call />
        <div class="note" role="status" hidden=unless(move || unread.read().is_some())>
            {icon(Icon::Info)}
            <p>{told}</p>
            <Button label=text.t(|c| c.grid().read_on) on_press=move |()| call.reload() />
        </div>
        {part(move || sentences.get().into_iter().map(sentence).collect_view())}
    }
}

fn count(grid: &Grid, how: TasksOfRun) -> usize {
    grid.runs.iter().filter(|run| run.tasks == how).count()
}

fn sentences(catalogue: &Catalogue, grid: &Grid) -> Vec<String> {
    let words = catalogue.grid();
    let extent = &grid.extent;
    let partly = (!extent.complete).then(|| {
        let read = number(extent.read);
        match extent.total.filter(|total| *total > extent.read) {
            Some(total) => (words.partly)(&read, &number(total)),
            None => (words.partly_unknown)(&read),
        }
    });
    let some = |count: usize| (count > 0).then_some(count);
    let left_out = Some(grid.tasks_left_out).filter(|count| *count > 0);
    [
        partly,
        some(count(grid, TasksOfRun::Frozen)).map(words.frozen),
        some(count(grid, TasksOfRun::TooMany)).map(words.too_many),
        left_out.map(words.left_out),
    ]
    .into_iter()
    .flatten()
    .collect()
}
