//! What runs now.

use console_api::overview::RunLine;
use kfp_core::model::Namespace;
use leptos::prelude::*;

use super::{
    body::Shown,
    count::{WAITING, WORKING, count},
    panel::{AllLink, none, runs_of},
    run_link::{in_states, list_of, name_of_run, shown_of},
};
use crate::{
    navigation::RouteLink,
    reactive::{either, part, say, unless},
    status::Status,
    text::{moment_of, number, use_text},
    ui::{Duration, Entry, StatusWord, entries, progress},
    url_state::RunStateFilter,
};

/// How many are listed.
const LISTED: usize = 4;

/// The panel.
#[component]
pub(super) fn Running(shown: Shown) -> impl IntoView {
    let text = use_text();
    let of = Memo::new(move |_| {
        let still = shown.still.get();
        still.map_or_else(Vec::new, |still| still.unfinished.clone())
    });
    let total = Memo::new(move |_| {
        let still = shown.still.get();
        still.map_or(0, |still| {
            count(&still.active, WORKING).saturating_add(count(&still.active, WAITING))
        })
    });
    let going_on = [
        RunStateFilter::Running,
        RunStateFilter::Pending,
        RunStateFilter::Canceling,
    ];
    let query = in_states(&going_on);
    let rows = move || {
        entries(move || {
            let namespace = shown.namespace.get();
            let lines = of.get().into_iter().take(LISTED);
            namespace.map_or_else(Vec::new, |namespace| {
                lines.map(|line| entry(&namespace, line, of)).collect()
            })
        })
    };
    view! {
        <section class="panel" aria-label=text.t(|c| c.overview().running)>
            <div class="panel-head">
                <h2>{text.t(|c| c.overview().running)}</h2>
                <span class="count" hidden=unless(move || total.get() > 0)>
                    {say(move || number(total.get()))}
                </span>
                <AllLink
                    to=runs_of(shown)
                    query=query
                    label=text.t(|c| c.overview().all_runs)
                />
            </div>
            {either(
                move || of.read().is_empty(),
                move || none(text, |c| c.overview().nothing_runs),
                move || view! { <ul class="overview-list">{rows()}</ul> },
            )}
        </section>
    }
}

fn entry(namespace: &Namespace, line: RunLine, of: Memo<Vec<RunLine>>) -> Entry {
    let namespace = namespace.clone();
    let key = format!("{namespace} {}", shown_of(&line));
    Entry::new(
        key,
        move || view! { <Line namespace=namespace line=line of=of /> },
    )
}

#[component]
fn Line(namespace: Namespace, line: RunLine, of: Memo<Vec<RunLine>>) -> impl IntoView {
    let text = use_text();
    let status = Status::of_line(&line);
    let (route, query) = list_of(&namespace, &line);
    let name = name_of_run(&line);
    let start = moment_of(line.created_at_ms).filter(|_| status.is_going_on());
    let duration = start.map(|start| view! { <Duration start=start end=None /> });
    let pipeline = line.pipeline.and_then(|pipeline| pipeline.name);
    // It changes often, and the line around it stands still: whoever stands in it with the keyboard stays there.
    let id = line.run_id;
    let tasks = part(move || {
        let lines = of.read();
        let tasks = lines
            .iter()
            .find(|line| line.run_id == id)?
            .tasks
            .as_ref()?;
        let current = tasks.current.clone();
        Some(view! {
            <div class="row">
                {progress(tasks, text.get())}
                <span class="end sub ellipsis">{current}</span>
            </div>
        })
    });
    view! {
        <li>
            <div class="row">
                <RouteLink to=route query=Signal::stored(query) class="link-name ellipsis" label=name />
                <span class="end quiet nowrap">{duration}</span>
            </div>
            <div class="row">
                <StatusWord status=status />
                <span class="end sub ellipsis">{pipeline}</span>
            </div>
            {tasks}
        </li>
    }
}
