//! What is known of it.

use kfp_core::model::{Namespace, RecurringRun};
use leptos::prelude::*;
use time::OffsetDateTime;

use super::super::lists::VersionName;
use crate::{
    navigation::RouteLink,
    paths::Route,
    reactive::{Erase, say},
    schedule::in_words,
    text::{self, Catalogue, use_text},
    ui::{CopyButton, Kind},
};

/// The panel.
pub(super) fn details(of: &RecurringRun, namespace: Option<Namespace>) -> impl IntoView + use<> {
    let text = use_text();
    let fact = move |label: fn(&Catalogue) -> &'static str, value: AnyView| {
        view! {
            <dt>{text.t(label)}</dt>
            <dd>{value}</dd>
        }
    };
    let moment = |at: OffsetDateTime| moment(at).erased();
    let trigger = of.trigger.clone().unwrap_or_default();
    let line = Some(in_words(&trigger).line).filter(|line| !line.is_empty());
    let cron = trigger.cron_schedule.as_ref();
    let periodic = trigger.periodic_schedule.as_ref();
    let start = cron
        .and_then(|cron| cron.start_time)
        .or(periodic.and_then(|periodic| periodic.start_time));
    let end = cron
        .and_then(|cron| cron.end_time)
        .or(periodic.and_then(|periodic| periodic.end_time));
    let experiment = of
        .experiment_id
        .clone()
        .zip(namespace)
        .map(|(id, namespace)| {
            let label = id.to_string();
            let route = Route::Experiment(namespace, id);
            view! { <RouteLink to=route class="link mono" label=label /> }.erased()
        });
    let missed = if of.no_catchup {
        text.t(|c| c.recurring().left_missed)
    } else {
        text.t(|c| c.recurring().caught_up)
    };
    let account = Some(of.service_account.clone()).filter(|account| !account.is_empty());
    let version = view! { <VersionName reference=of.pipeline_version_reference.clone() /> };
    let (id, copied) = (
        of.recurring_run_id.to_string(),
        of.recurring_run_id.to_string(),
    );
    let id = view! {
        <span class="row">
            <span class="mono">{id}</span>
            <CopyButton
                kind=Kind::Ghost
                bare=true
                small=true
                label=text.t(|c| c.shell.copy)
                text=move |()| copied.clone()
            />
        </span>
    };
    view! {
        <section class="panel part">
            <h2>{text.t(|c| c.recurring().details)}</h2>
            <dl class="facts">
                {line.map(|line| {
                    fact(|c| c.recurring().cron, view! { <code class="mono">{line}</code> }.erased())
                })}
                {fact(|c| c.lists.version, version.erased())}
                {experiment.map(|experiment| fact(|c| c.lists.experiment, experiment))}
                {fact(|c| c.recurring().at_a_time, of.max_concurrency.to_string().erased())}
                {fact(|c| c.recurring().missed, missed.erased())}
                {start.map(|at| fact(|c| c.recurring().starts, moment(at)))}
                {end.map(|at| fact(|c| c.recurring().ends, moment(at)))}
                {account.map(|account| {
                    fact(|c| c.recurring().service_account, view! { <span class="mono">{account}</span> }.erased())
                })}
                {of.created_at.map(|at| fact(|c| c.lists.created, moment(at)))}
                {fact(|c| c.recurring().id, id.erased())}
            </dl>
        </section>
    }
}

fn moment(at: OffsetDateTime) -> impl IntoView {
    let words = use_text();
    view! {
        <time datetime=text::machine(at) title=move || text::absolute_utc(words.language(), at)>
            {say(move || text::absolute(words.language(), at))}
        </time>
    }
}
