//! What failed lately, by pipeline and error.

use console_api::overview::FailureGroup;
use kfp_core::model::Namespace;
use leptos::prelude::*;

use super::{
    body::Shown,
    panel::{none, runs_of},
    run_link::{in_states, list_of, name_of_run, shown_of},
};
use crate::{
    navigation::RouteLink,
    reactive::{either, say, unless},
    status::Status,
    text::{Text, moment_of, number, use_text},
    ui::{Entry, When, entries, status_glyph},
    url_state::RunStateFilter,
};

/// How many are listed.
const LISTED: usize = 5;

/// The panel.
#[component]
pub(super) fn Attention(shown: Shown) -> impl IntoView {
    let text = use_text();
    let of = Memo::new(move |_| {
        let still = shown.still.get();
        still.map_or_else(Vec::new, |still| still.failures.clone())
    });
    let total = move || u64::try_from(of.read().len()).unwrap_or(u64::MAX);
    let more = move || u64::try_from(of.read().len().saturating_sub(LISTED)).unwrap_or(0);
    let rows = move || {
        entries(move || {
            let namespace = shown.namespace.get();
            let groups = of.get().into_iter().take(LISTED);
            namespace.map_or_else(Vec::new, |namespace| {
                groups.map(|group| entry(&namespace, group)).collect()
            })
        })
    };
    let failed = in_states(&[RunStateFilter::Failed]);
    view! {
        <section class="panel" aria-label=text.t(|c| c.overview().attention)>
            <div class="panel-head">
                <h2>{text.t(|c| c.overview().attention)}</h2>
                <span class="count count-bad" hidden=unless(move || total() > 0)>
                    {say(move || number(total()))}
                </span>
            </div>
            {either(
                move || of.read().is_empty(),
                move || none(text, |c| c.overview().nothing_failed),
                move || view! { <ul class="overview-list">{rows()}</ul> },
            )}
            <p class="panel-more" hidden=unless(move || more() > 0)>
                <RouteLink
                    to=runs_of(shown)
                    query=Signal::stored(failed)
                    class="link"
                    label=say(move || (text.get().overview().more)(more()))
                />
            </p>
        </section>
    }
}

fn entry(namespace: &Namespace, group: FailureGroup) -> Entry {
    let namespace = namespace.clone();
    let key = format!("{namespace} {}", key_of(&group));
    Entry::new(
        key,
        move || view! { <Line namespace=namespace group=group /> },
    )
}

/// What is shown of a group and can change: an error that is empty is not none.
fn key_of(group: &FailureGroup) -> String {
    let error = group.error.as_deref().unwrap_or("\n");
    let pipeline = group.pipeline.as_ref();
    let pipeline = pipeline.and_then(|of| of.name.as_deref());
    format!(
        "{} {} {}\n{error}\n{}\n{}",
        group.runs,
        group.successes_before,
        shown_of(&group.last),
        pipeline.unwrap_or_default(),
        group.task.as_deref().unwrap_or("\n")
    )
}

#[component]
fn Line(namespace: Namespace, group: FailureGroup) -> impl IntoView {
    let text = use_text();
    let (route, query) = list_of(&namespace, &group.last);
    let name = name_of_run(&group.last);
    let ended = group
        .last
        .finished_at_ms
        .unwrap_or(group.last.created_at_ms);
    let when = moment_of(ended).map(|at| view! { <When at=at /> });
    let (runs, before) = (group.runs, group.successes_before);
    let pipeline = group.pipeline.and_then(|pipeline| pipeline.name);
    let has_error = group.error.is_some();
    let (error, task) = (group.error, group.task);
    let beside = task.clone().filter(|_| has_error);
    let news = say(move || news(text, beside.as_deref(), (runs, before), pipeline.as_deref()));
    let error = say(move || {
        let words = text.get();
        let failed = || task.as_deref().map(words.lists.task_failed);
        let told = error.clone().or_else(failed);
        told.unwrap_or_else(|| words.overview().no_error.to_owned())
    });
    view! {
        <li class="with-glyph">
            {status_glyph(&Status::Failed)}
            <div class="stack grow">
                <div class="row">
                    <RouteLink to=route query=Signal::stored(query) class="link-name ellipsis" label=name />
                    <span class="end sub">{when}</span>
                </div>
                <div class=if has_error { "mono quiet ellipsis" } else { "sub" } title=error>{error}</div>
                <div class="sub">{news}</div>
            </div>
        </li>
    }
}

/// Which task failed, where that stands nowhere else; whether it is news, and of what pipeline.
fn news(
    text: Text,
    task: Option<&str>,
    (runs, successes_before): (u64, u64),
    pipeline: Option<&str>,
) -> String {
    let words = text.get().overview();
    let task = task.map(text.get().lists.task_failed);
    let news = match (runs, successes_before) {
        (1, 0) => words.failed_once.to_owned(),
        (1, before) => (words.first_after)(before),
        (runs, _) => (words.same_way)(runs),
    };
    let parts = [task.as_deref(), Some(news.as_str()), pipeline];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_whose_names_arrive_later_is_drawn_anew() {
        let group = |rest: &str, run: &str| -> FailureGroup {
            let run = format!(r#""run_id":"r-1","state":"FAILED","created_at_ms":1,{run}"#);
            let text = format!(r#"{{"runs":1,"successes_before":3,"last":{{{run}}}{rest}}}"#);
            serde_json::from_str(&text).expect("a group")
        };
        let bare = group("", r#""name":"""#);
        for other in [
            group("", r#""name":"eval""#),
            group("", r#""name":"","experiment":{"id":"e-1"}"#),
            group(r#","pipeline":{"id":"p-1","name":"eval"}"#, r#""name":"""#),
            group(r#","error":"""#, r#""name":"""#),
            group(r#","task":"fit""#, r#""name":"""#),
            group(r#","error":"OOMKilled""#, r#""name":"""#),
        ] {
            assert_ne!(key_of(&bare), key_of(&other), "{other:?}");
        }
        assert_eq!(key_of(&bare), key_of(&bare.clone()));
    }
}
