//! How far the tasks of a run are, in its row.

use console_api::beside::Tasks;
use kfp_core::model::{Page, RunId};
use leptos::prelude::*;

use crate::{
    data::{Remote, RunRow},
    reactive::{Part, part},
    text::use_text,
    ui::progress,
};

/// The task that failed first, and the progress of all: each follows the list, and the row around them stands still.
pub(super) fn tasks_of(runs: Remote<Page<RunRow>>, run: &RunId) -> (Part, Part) {
    let text = use_text();
    let (of_failed, of_all) = (run.clone(), run.clone());
    let failed = part(move || {
        let failed = of(runs, &of_failed)?.failed?;
        let told = (text.get().lists.task_failed)(&failed);
        let title = told.clone();
        Some(view! { <span class="failed-task ellipsis" title=title>{told}</span> })
    });
    let all = part(move || Some(progress(&of(runs, &of_all)?, text.get())));
    (failed, all)
}

fn of(runs: Remote<Page<RunRow>>, run: &RunId) -> Option<Tasks> {
    let page = runs.value()?;
    let row = page.items.iter().find(|row| row.run_id == *run)?;
    row.console.tasks.clone()
}
