//! What starts next by itself.

use kfp_core::model::Namespace;
use leptos::prelude::*;

use super::{
    body::Shown,
    panel::{AllLink, none},
    starts::Start,
};
use crate::{
    navigation::RouteLink,
    paths::Route,
    reactive::{Erase, derived, part, say, unless},
    schedule::in_words,
    text::{number, use_text},
    ui::{Ahead, Entry, entries},
    url_state::Query,
};

/// How many are listed.
const LISTED: usize = 5;

/// How far the starts are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    Coming,
    Unread,
    None,
    Some,
}

/// The panel.
#[component]
pub(super) fn NextPanel(shown: Shown) -> impl IntoView {
    let text = use_text();
    let list = derived(move || {
        shown
            .namespace
            .get()
            .map_or(Route::Start, Route::RecurringRuns)
    });
    let known = Memo::new(move |_| match &*shown.starts.read() {
        Some(starts) if starts.is_empty() => Known::None,
        Some(_) => Known::Some,
        None if shown.recurring.call().has_failed() => Known::Unread,
        None => Known::Coming,
    });
    let rows = move || {
        entries(move || {
            let namespace = shown.namespace.get();
            let starts = shown.starts.get().unwrap_or_default().into_iter();
            namespace.map_or_else(Vec::new, |namespace| {
                let entries = starts.take(LISTED).map(|start| entry(&namespace, start));
                entries.collect()
            })
        })
    };
    // Read, and how many there are.
    let newest = Memo::new(move |_| {
        let page = shown.recurring.value()?;
        let read = u64::try_from(page.items.len()).ok()?;
        (page.total_size > read).then_some((read, page.total_size))
    });
    view! {
        <section class="panel" aria-label=text.t(|c| c.overview().to_start)>
            <div class="panel-head">
                <h2>{text.t(|c| c.overview().to_start)}</h2>
                <AllLink
                    to=list
                    query=Query::default()
                    label=text.t(|c| c.overview().all_recurring)
                />
            </div>
            {part(move || match known.get() {
                Known::Coming => {
                    view! { <div class="figure skeleton"><span class="skeleton-bar"></span></div> }.erased()
                }
                Known::Unread => none(text, |c| c.overview().recurring_unread),
                Known::None => none(text, |c| c.overview().nothing_starts),
                Known::Some => view! { <ul class="overview-list">{rows()}</ul> }.erased(),
            })}
            <p class="panel-more sub" hidden=unless(move || newest.read().is_some())>
                {say(move || {
                    let (read, all) = newest.get().unwrap_or_default();
                    (text.get().overview().newest_recurring)(&number(read), &number(all))
                })}
            </p>
        </section>
    }
}

fn entry(namespace: &Namespace, start: Start) -> Entry {
    let namespace = namespace.clone();
    let at = start.at.unix_timestamp();
    let key = format!("{namespace} {} {at} {}", start.id, start.name);
    Entry::new(
        key,
        move || view! { <Line namespace=namespace start=start /> },
    )
}

#[component]
fn Line(namespace: Namespace, start: Start) -> impl IntoView {
    let text = use_text();
    let timetable = in_words(&start.trigger).timetable;
    let words = say(move || match &timetable {
        Ok(timetable) => (text.get().recurring().words)(timetable),
        Err(_) => text.get().recurring().unreadable.to_owned(),
    });
    let name = if start.name.is_empty() {
        start.id.to_string()
    } else {
        start.name
    };
    let to = Route::RecurringRun(namespace, start.id);
    view! {
        <li>
            <div class="row">
                <div class="stack grow">
                    <RouteLink to=to class="link-name ellipsis" label=name />
                    <span class="sub">{words}</span>
                </div>
                <span class="end"><Ahead at=start.at /></span>
            </div>
        </li>
    }
}
