//! The pipelines that ran last, with their last runs.

use std::{fmt::Write as _, sync::Arc};

use console_api::overview::Group;
use kfp_core::model::{Namespace, PipelineId};
use leptos::prelude::*;
use time::OffsetDateTime;

use super::{
    super::lists::name_of,
    body::Shown,
    count::{percent, thousandths},
    panel::{AllLink, none},
    starts::Start,
    strip::{drawing, status, tally},
};
use crate::{
    navigation::RouteLink,
    paths::{PipelineView, Route},
    reactive::{Erase, derived, either, say},
    text::{self, Duration, Text, moment_of, use_text},
    ui::{Clock, Entry, When, entries, status_glyph},
    url_state::Query,
};

/// How many are listed.
const LISTED: usize = 10;

/// The panel.
#[component]
pub(super) fn InUse(shown: Shown) -> impl IntoView {
    let text = use_text();
    let of = Memo::new(move |_| {
        let still = shown.still.get();
        still.map_or_else(Vec::new, |still| still.pipelines.clone())
    });
    let pipelines = derived(move || shown.namespace.get().map_or(Route::Start, Route::Pipelines));
    view! {
        <section class="panel" aria-label=text.t(|c| c.overview().in_use)>
            <div class="panel-head">
                <h2>{text.t(|c| c.overview().in_use)}</h2>
                <span class="sub">{text.t(|c| c.overview().strips)}</span>
                <AllLink
                    to=pipelines
                    query=Query::default()
                    label=text.t(|c| c.overview().all_pipelines)
                />
            </div>
            {either(
                move || of.read().is_empty(),
                move || none(text, |c| c.overview().none_in_use),
                move || view! { <Table of=of shown=shown /> },
            )}
        </section>
    }
}

#[component]
fn Table(of: Memo<Vec<Group>>, shown: Shown) -> impl IntoView {
    let text = use_text();
    let head = |class: &'static str, label: Signal<String>| {
        view! { <th scope="col" role="columnheader" class=class>{label}</th> }
    };
    let rows = entries(move || {
        let Some(namespace) = shown.namespace.get() else {
            return Vec::new();
        };
        let at_ms = shown.still.get().map_or(0, |still| still.at_ms);
        let starts = Arc::new(shown.starts.get().unwrap_or_default());
        let groups = of.get().into_iter().take(LISTED);
        groups
            .map(|group| entry(&namespace, group, &starts, at_ms))
            .collect()
    });
    let caption =
        say(move || (text.get().overview().caption)(&name_of(shown.namespace.read().as_ref())));
    view! {
        <table class="table table-in-use" role="table">
            <caption class="sr-only">{caption}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    {head("col-name", text.t(|c| c.overview().pipeline))}
                    {head("col-strip", text.t(|c| c.overview().history))}
                    {head("col-rate num", text.t(|c| c.overview().rate))}
                    {head("col-typical num", text.t(|c| c.overview().typical))}
                    {head("col-last", text.t(|c| c.lists.last_run))}
                    {head("col-start", text.t(|c| c.overview().next_start))}
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
}

/// What is shown of a group and can change is its key.
fn entry(namespace: &Namespace, group: Group, starts: &[Start], at_ms: i64) -> Entry {
    let id = PipelineId::new(group.id.as_str()).ok();
    let next = starts
        .iter()
        .find(|start| start.pipeline.is_some() && start.pipeline == id)
        .map(|start| start.at);
    let namespace = namespace.clone();
    let mut key = format!("{namespace} {} ", group.id);
    key.push_str(group.name.as_deref().unwrap_or_default());
    let next_at = next.map_or(0, OffsetDateTime::unix_timestamp);
    let rate = group.success_rate.map_or(0, thousandths);
    let _written = write!(key, " {rate} {} {next_at}", group.median_ms.unwrap_or(-1));
    for bar in &group.last {
        let length = bar.duration_ms.unwrap_or(-1);
        let _written = write!(key, " {} {} {length}", bar.run_id, bar.state);
    }
    Entry::new(key, move || {
        view! { <Row namespace=namespace id=id group=group next=next at_ms=at_ms /> }
    })
}

#[component]
fn Row(
    namespace: Namespace,
    id: Option<PipelineId>,
    group: Group,
    next: Option<OffsetDateTime>,
    at_ms: i64,
) -> impl IntoView {
    let text = use_text();
    let name = group.name.unwrap_or_else(|| group.id.clone());
    let name = match id {
        Some(id) => {
            let to = Route::Pipeline(namespace, id, PipelineView::Runs);
            view! { <RouteLink to=to class="link-name ellipsis" label=name /> }.erased()
        }
        None => name.erased(),
    };
    let markup = drawing(&group.last, at_ms);
    let (count, tally) = (group.last.len(), tally(&group.last));
    let told = say(move || {
        let words = text.get();
        let parts = tally
            .iter()
            .map(|(status, count)| format!("{} {count}", (words.status)(status)));
        (words.overview().strip)(count, &parts.collect::<Vec<_>>().join(", "))
    });
    let rate = group.success_rate.map(thousandths);
    let rate = rate.map(|rate| format!("{}%", percent((rate + 5) / 10 * 10)));
    let median = group.median_ms.and_then(|ms| u64::try_from(ms / 1000).ok());
    let median = median
        .map(|seconds| say(move || (text.get().time.duration)(Duration::from_seconds(seconds))));
    let last = group.last.last().map(|last| {
        let status = status(last);
        let loud = if status.is_loud() { " status-loud" } else { "" };
        let class = format!("status {}{loud}", status.class());
        let glyph = status_glyph(&status);
        let when = moment_of(last.created_at_ms).map(|at| view! { <When at=at /> });
        let word = say(move || (text.get().status)(&status));
        view! { <span class=class>{glyph} <span class="sr-only">{word}</span> {when}</span> }
    });
    view! {
        <tr role="row" data-row="">
            <th scope="row" role="rowheader" class="cell-name">{name}</th>
            <td role="cell" class="cell-strip">
                <svg class="strip-bars" viewBox="0 0 138 24" role="img" aria-label=told inner_html=markup></svg>
            </td>
            <td role="cell" class="cell-rate num strong">{rate}</td>
            <td role="cell" class="cell-typical num">{median}</td>
            <td role="cell" class="cell-last">{last}</td>
            <td role="cell" class="cell-start">{next.map(|next| starts_at(text, next))}</td>
        </tr>
    }
}

fn starts_at(text: Text, at: OffsetDateTime) -> impl IntoView {
    let clock = expect_context::<Clock>();
    view! {
        <time datetime=text::machine(at) title=move || text::absolute(text.language(), at)>
            {say(move || text::ahead(text.language(), at, clock.now()))}
        </time>
    }
}
