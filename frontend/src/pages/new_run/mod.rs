//! A new run, or a recurring run that makes them: what is run, with which values, how and when; beside it what is checked,
//! and the same as code.

mod calls;
mod code;
mod creation;
mod difference;
mod differences;
mod draft;
mod fields;
mod form;
mod launch;
mod parameters;
mod rail;
mod reading;
mod settings;
mod source;
mod timing;

use leptos::prelude::*;

use self::{
    differences::DifferencePanel,
    form::Form,
    launch::Launch,
    parameters::ParameterPanel,
    rail::{CodePanel, StartPanel},
    settings::SettingsPanel,
    source::SourcePanel,
    timing::TimingPanel,
};
use super::lists::{DroppedNote, name_of};
use crate::{
    a11y::use_title,
    data::{Call, FailureKind},
    navigation::{RouteLink, use_navigation},
    paths::Route,
    reactive::{Erase, derived, part, say, unless, when},
    states::{FailureView, Retry, SlowNote},
    text::{use_new_run_text, use_text},
    ui::{Button, Icon, Kind, StatePanel, icon},
    url_state::{Making, NewRunState},
};

/// The page.
#[component]
pub(crate) fn NewRun(
    /// What the form makes.
    making: Making,
) -> impl IntoView {
    provide_context(making);
    let (text, words) = (use_text(), use_new_run_text());
    let navigation = use_navigation();
    let namespace = Memo::new(move |_| match navigation.route().get() {
        Route::NewRun(namespace) | Route::NewRecurringRun(namespace) => Some(namespace),
        _ => None,
    });
    use_title(move || {
        let page = words.get().title.to_owned();
        let shell = &text.get().shell;
        let list = match making {
            Making::Run => shell.runs,
            Making::RecurringRun => shell.recurring_runs,
        };
        vec![page, list.to_owned(), name_of(namespace.read().as_ref())]
    });
    let parsed = move || NewRunState::parse(making, &navigation.search().read());
    let state = Memo::new(move |_| parsed().state);
    // Another namespace, or something else that is cloned, is another form.
    let of = Memo::new(move |_| (namespace.get(), state.read().clone.clone()));
    view! {
        <div class="page new-run">
            <DroppedNote keys=derived(move || parsed().dropped) />
            {part(move || {
                of.track();
                let form = Form::make(making, namespace, state);
                view! { <Page form=form /> }
            })}
        </div>
    }
}

#[component]
fn Page(form: Form) -> impl IntoView {
    let launch = Launch::of(form);
    let calls = form.calls();
    let (own, shared) = (calls.own.call(), calls.shared.call());
    let blocked = Memo::new(move |_| {
        let failure = own.failure().filter(|_| !own.is_answered())?;
        // Shared pipelines can be run where the namespace shows none.
        Some(failure)
    });
    let has_none = move || {
        let pages = [calls.own.value(), calls.shared.value()];
        pages
            .iter()
            .all(|page| page.as_ref().is_some_and(|page| page.items.is_empty()))
            && form.state().read().pipeline.is_none()
            && form.state().read().clone.is_none()
    };
    view! {
        <Head form=form />
        <SlowNote call=shared />
        {part(move || match blocked.get() {
            Some(failure) => view! { <FailureView failure=failure retry=Retry::of(own) /> }.erased(),
            None => ().erased(),
        })}
        {when(has_none, move || view! { <NoPipeline form=form /> })}
        {when(
            move || blocked.read().is_none() && !has_none(),
            move || view! { <Columns form=form launch=launch /> },
        )}
    }
}

#[component]
fn Head(form: Form) -> impl IntoView {
    let (text, words) = (use_text(), use_new_run_text());
    let list = derived(move || {
        let namespace = form.namespace().get();
        match form.making() {
            Making::Run => namespace.map_or(Route::Start, Route::Runs),
            Making::RecurringRun => namespace.map_or(Route::Start, Route::RecurringRuns),
        }
    });
    let list_name = match form.making() {
        Making::Run => text.t(|c| c.shell.runs),
        Making::RecurringRun => text.t(|c| c.shell.recurring_runs),
    };
    let original = form.calls().original;
    let cloned = part(move || {
        let name = original.value()?.display_name.clone();
        let label = say(move || (words.get().cloned_from)(&name));
        Some(view! { <span class="tag">{icon(Icon::Copy)} {label}</span> })
    });
    view! {
        <div class="page-head">
            <nav class="crumbs" aria-label=text.t(|c| c.shell.breadcrumb)>
                <RouteLink to=list class="crumb" label=list_name />
                <span class="crumb-sep" aria-hidden="true">"/"</span>
            </nav>
            <h1 tabindex="-1">{words.t(|w| w.title)}</h1>
            {cloned}
        </div>
        <div class="note note-warn" role="status" hidden=unless(move || original.call().is_lost())>
            {icon(Icon::Info)}
            <p>{words.t(|w| w.original_gone)}</p>
        </div>
        <div class="note" role="status" hidden=unless(move || form.was_kept().get())>
            {icon(Icon::Info)}
            <p>{words.t(|w| w.draft)}</p>
            <Button
                kind=Kind::Ghost
                label=words.t(|w| w.discard)
                on_press=move |()| form.reset()
            />
        </div>
    }
}

/// The form and what stands beside it.
#[component]
fn Columns(form: Form, launch: Launch) -> impl IntoView {
    let words = use_new_run_text();
    view! {
        <div
            class="with-rail"
            on:keydown=move |event| {
                if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                    event.prevent_default();
                    launch.start();
                }
            }
        >
            <form
                class="stack-panels"
                aria-label=words.t(|w| w.title)
                on:submit=move |event| event.prevent_default()
            >
                <SourcePanel form=form />
                <VersionFailure form=form />
                <DifferencePanel form=form />
                <ParameterPanel form=form />
                <TimingPanel form=form />
                <SettingsPanel form=form />
            </form>
            <aside class="stack-panels rail" aria-label=words.t(|w| w.checks)>
                <StartPanel form=form launch=launch />
                <CodePanel form=form />
            </aside>
        </div>
    }
}

/// Why the chosen version or pipeline cannot be read.
#[component]
fn VersionFailure(form: Form) -> impl IntoView {
    let words = use_new_run_text();
    let failed = move |call: Call| call.failure().filter(|_| !call.is_answered());
    let (version, versions) = (form.calls().version.call(), form.calls().versions.call());
    part(move || {
        if failed(version).is_some_and(|failure| failure.kind == FailureKind::NotFound) {
            return Some(
                view! {
                    <StatePanel
                        shows=Icon::Search
                        title=words.t(|w| w.version_gone)
                        explains=words.t(|w| w.version_gone_text)
                        alert=true
                    />
                }
                .erased(),
            );
        }
        let (failure, call) = failed(version)
            .map(|failure| (failure, version))
            .or_else(|| Some((failed(versions)?, versions)))?;
        Some(view! { <FailureView failure=failure retry=Retry::of(call) /> }.erased())
    })
}

/// There is nothing to run.
#[component]
fn NoPipeline(form: Form) -> impl IntoView {
    let (text, words) = (use_text(), use_new_run_text());
    let name = move || name_of(form.namespace().read().as_ref());
    let to = derived(move || {
        form.namespace()
            .get()
            .map_or(Route::Start, Route::Pipelines)
    });
    view! {
        <StatePanel
            shows=Icon::Page
            title=say(move || (words.get().no_pipelines)(&name()))
            explains=words.t(|w| w.no_pipelines_text)
            acts=vec![
                view! {
                    <RouteLink to=to class="btn btn-primary" label=text.t(|c| c.shell.pipelines) />
                }
                    .erased(),
            ]
        />
    }
}
