//! What stands beside the form: what is checked before the start, the start, and the same as code.

use kfp_core::schedule::{Rhythm, Timetable};
use leptos::prelude::*;

use super::{form::Form, launch::Launch, source::follows_newest};
use crate::{
    data::{may_change, use_account},
    navigation::{RouteLink, use_navigation},
    paths::Route,
    reactive::{derived, part, say, when},
    status::Status,
    text::{use_new_run_text, use_timing_text},
    ui::{Button, CodeBlock, CopyButton, Icon, Kind, Said, Segmented, status_glyph},
    url_state::{Making, NewRunState},
};

/// Checks, and the start.
#[component]
pub(super) fn StartPanel(form: Form, launch: Launch) -> impl IntoView {
    let words = use_new_run_text();
    view! {
        <section class="panel" aria-labelledby="new-run-checks">
            <div class="part-head">
                <h2 id="new-run-checks">{words.t(|w| w.checks)}</h2>
            </div>
            <ul class="checks">{checks(form)}</ul>
            <div class="part start">
                <Button
                    kind=Kind::Primary
                    label=say(move || {
                        let words = words.get();
                        let label = if launch.is_busy() { words.starting } else { words.start };
                        label.to_owned()
                    })
                    why_not=launch.why_not()
                    on_press=move |()| launch.start()
                />
                <p class="sub">
                    <span class="kbd">"Ctrl"</span>
                    " "
                    <span class="kbd">"⏎"</span>
                    " "
                    {words.t(|w| w.keys)}
                </p>
                <MakeRecurring form=form />
                <Outcome launch=launch />
            </div>
        </section>
    }
}

/// One line for each check.
fn checks(form: Form) -> impl IntoView {
    let (words, timing) = (use_new_run_text(), use_timing_text());
    let account = use_account();
    let line = |status: Status, title: String, more: String| {
        view! {
            <li>
                {status_glyph(&status)}
                <div class="stack">
                    <span class="strong">{title}</span>
                    <span class="sub">{more}</span>
                </div>
            </li>
        }
    };
    let values = part(move || {
        let (words, faults) = (words.get(), form.faults());
        form.has_source().then(|| {
            if faults > 0 {
                line(Status::Failed, (words.to_mend)(faults), String::new())
            } else {
                line(
                    Status::Succeeded,
                    words.values_fit.to_owned(),
                    String::new(),
                )
            }
        })
    });
    let rights = part(move || {
        let (words, namespace) = (words.get(), form.namespace().get()?);
        Some(if may_change(account, &namespace) {
            let title = (words.may_create)(namespace.as_str());
            line(Status::Succeeded, title, String::new())
        } else {
            line(
                Status::Failed,
                words.may_not_create.to_owned(),
                String::new(),
            )
        })
    });
    let version = part(move || {
        let words = words.get();
        if !form.has_source() {
            return line(Status::Pending, words.no_version.to_owned(), String::new());
        }
        let title = form.calls().compiled.get().map(|of| of.0.title.clone());
        match form.pipeline() {
            Some(of) => {
                let executed = of.spec.dags().map(|dag| dag.tasks.len()).sum();
                let title = title.unwrap_or_default();
                if follows_newest(form) {
                    let timing = timing.get();
                    let title = (timing.takes_newest)(&title);
                    return line(
                        Status::Succeeded,
                        title,
                        timing.takes_newest_more.to_owned(),
                    );
                }
                let title = (words.version_works)(&title);
                line(Status::Succeeded, title, (words.tasks)(executed))
            }
            None => line(
                Status::Canceling,
                words.unreadable.to_owned(),
                String::new(),
            ),
        }
    });
    let starts = part(move || {
        let read = form.timing().read();
        let fits = read.trigger.is_some() && read.faults.is_empty();
        let words = timing.get();
        fits.then(|| line(Status::Succeeded, words.fits.to_owned(), String::new()))
    });
    (values, rights, version, starts)
}

/// The same as a recurring run.
#[component]
fn MakeRecurring(form: Form) -> impl IntoView {
    let words = use_new_run_text();
    let to = derived(move || {
        let namespace = form.namespace().get();
        namespace.map_or(Route::Start, Route::NewRecurringRun)
    });
    let query = derived(move || {
        let chosen = form.calls().chosen.get();
        let (pipeline, version) = chosen.unzip();
        let values = form.reading().get().map(|reading| reading.values);
        let state = NewRunState {
            pipeline,
            version,
            experiment: form.experiment(),
            clone: None,
            params: values.unwrap_or_default(),
            ..form.state().get()
        };
        state.query()
    });
    when(
        // A spec that the cloned run brought along is no version of a pipeline.
        move || form.making() == Making::Run && form.calls().chosen.read().is_some(),
        move || {
            view! {
                <RouteLink
                    to=to
                    query=query
                    class="btn"
                    before=Icon::Calendar
                    label=words.t(|w| w.make_recurring)
                />
            }
        },
    )
}

/// How the last start ended, where it did not end well.
#[component]
fn Outcome(launch: Launch) -> impl IntoView {
    let words = use_new_run_text();
    part(move || {
        let (failure, is_unknown) = launch.failure()?;
        let (title, explains) = if is_unknown {
            (words.t(|w| w.unknown), words.t(|w| w.unknown_text))
        } else {
            (words.t(|w| w.not_started), Signal::stored(String::new()))
        };
        let look = is_unknown.then(|| {
            view! {
                <Button
                    label=words.t(|w| w.look_again)
                    before=Icon::Search
                    on_press=move |()| launch.look()
                />
            }
        });
        Some(view! {
            <div class="note note-warn" role="alert">
                {status_glyph(&Status::Failed)}
                <div class="stack">
                    <span class="strong">{title}</span>
                    <span>{explains}</span>
                    <Said words=failure.said code=failure.code />
                    {look}
                </div>
            </div>
        })
    })
}

/// The same from code.
#[component]
pub(super) fn CodePanel(form: Form) -> impl IntoView {
    let words = use_new_run_text();
    let navigation = use_navigation();
    let chosen = RwSignal::new(0_usize);
    let code = Memo::new(move |_| {
        let Some(start) = form.start() else {
            return String::new();
        };
        match chosen.get() {
            0 => start.python(),
            1 => start.kfpc(),
            _ => {
                let request = form.creation().and_then(|new| new.request().ok());
                let body =
                    request.map(|request| String::from_utf8_lossy(request.body()).into_owned());
                body.map_or_else(String::new, |body| start.curl(&body))
            }
        }
    });
    let link = move |()| {
        let Some(namespace) = form.namespace().get_untracked() else {
            return String::new();
        };
        let state = form.state().get_untracked();
        let values = form.reading().get_untracked().map(|reading| reading.values);
        let query = NewRunState {
            params: values.unwrap_or_default(),
            cron: untrack(|| line(form)),
            ..state
        };
        let origin = window().location().origin().unwrap_or_default();
        let route = match form.making() {
            Making::Run => Route::NewRun(namespace),
            Making::RecurringRun => Route::NewRecurringRun(namespace),
        };
        let address = navigation.address(&route, &query.query());
        format!("{origin}{address}")
    };
    when(
        move || form.has_source(),
        move || {
            view! {
                <section class="panel part" aria-labelledby="new-run-code">
                    <div class="row row-wrap">
                        <h2 id="new-run-code">{words.t(|w| w.code)}</h2>
                        <span class="end">
                            <Segmented
                                label=words.t(|w| w.code_language)
                                choices=Signal::stored(NAMES.map(str::to_owned).to_vec())
                                current=chosen
                                on_choose=move |at: usize| chosen.set(at)
                            />
                        </span>
                    </div>
                    {part(move || {
                        let name = NAMES.get(chosen.get()).copied().unwrap_or_default();
                        let label = say(move || (words.get().code_of)(name));
                        view! { <CodeBlock name=name label=label code=code /> }
                    })}
                    <CopyButton label=words.t(|w| w.copy_link) text=link small=true />
                </section>
            }
        },
    )
}

/// The cron line that says when it starts, also of an interval; empty where there is none.
fn line(form: Form) -> String {
    let Some(trigger) = form.timing().read().trigger.clone() else {
        return String::new();
    };
    match Timetable::of(&trigger).map(|of| of.rhythm()) {
        Ok(Rhythm::Every(every)) => format!("@every {}s", every.whole_seconds()),
        _ => trigger
            .cron_schedule
            .map_or_else(String::new, |cron| cron.cron),
    }
}

/// The languages.
const NAMES: [&str; 3] = ["Python", "kfpc", "curl"];
