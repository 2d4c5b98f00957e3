//! What is about to be done and to what, how far it is, and how each of them ended.

use leptos::prelude::*;

use super::{
    Bulk,
    job::{Job, Standing, Step},
};
use crate::{
    a11y::focus_first,
    data::{ActionOutcome, Failure, FailureKind, Verb},
    reactive::{Erase, derived, effect, either, part, say, unless, when},
    status::Status,
    text::{Catalogue, use_text},
    ui::{Button, Dialog, Kind, status_glyph},
};

/// Most rows that are named before they are asked for.
const NAMED: usize = 6;

/// The dialog.
#[component]
pub(in crate::pages) fn BulkDialog(
    /// The selection.
    bulk: Bulk,
) -> impl IntoView {
    let text = use_text();
    let title = say(move || {
        let text = text.get();
        bulk.job.with(|job| {
            let of = job.as_ref().and_then(|job| Some((job, job.steps.first()?)));
            of.map_or_else(String::new, |(job, first)| {
                let kind = first.item.target.kind();
                (text.actions.ask)(job.verb, kind, job.steps.len())
            })
        })
    });
    // The safe button first: Enter in haste does no harm.
    effect(move || {
        if bulk.open.get() {
            request_animation_frame(|| {
                focus_first("dialog[open] [data-safe] button");
            });
        }
    });
    view! {
        <Dialog open=bulk.open title=title>
            {when(
                move || bulk.open.get(),
                move || {
                    either(
                        move || bulk.is_begun.get(),
                        move || view! { <Progress bulk=bulk /> },
                        move || view! { <Question bulk=bulk /> },
                    )
                },
            )}
        </Dialog>
    }
}

/// What is about to be done.
#[component]
fn Question(bulk: Bulk) -> impl IntoView {
    let text = use_text();
    let job = bulk.job.get_untracked();
    let Some(job) = job.filter(|job| !job.steps.is_empty()) else {
        return ().erased();
    };
    let (verb, count) = (job.verb, job.steps.len());
    let kind = job.steps[0].item.target.kind();
    let typed = RwSignal::new(String::new());
    // Many at once cannot be taken back by looking at one of them.
    let is_counted = verb == Verb::Delete && count > 1;
    let why_not = say(move || {
        if is_counted && typed.read().trim() != count.to_string() {
            text.get().actions.number_missing.to_owned()
        } else {
            bulk.forbidden.get()
        }
    });
    let act = if matches!(verb, Verb::Delete | Verb::Terminate) {
        Kind::Danger
    } else {
        Kind::Primary
    };
    view! {
        <p class="quiet">{say(move || (text.get().actions.effect)(verb, kind).to_owned())}</p>
        {names(&job)}
        <LeftOut job=job />
        {is_counted
            .then(|| {
                let label = say(move || (text.get().actions.type_number)(count));
                view! {
                    <label class="field">
                        <span>{label}</span>
                        <input
                            type="text"
                            inputmode="numeric"
                            autocomplete="off"
                            on:input=move |event| typed.set(event_target_value(&event))
                        />
                    </label>
                }
            })}
        <div class="dialog-acts">
            <span data-safe="">
                <Button
                    label=text.t(|c| c.actions.cancel)
                    on_press=move |()| bulk.open.set(false)
                />
            </span>
            <Button
                kind=act
                label=say(move || (text.get().actions.verb)(verb).to_owned())
                why_not=why_not
                on_press=move |()| {
                    bulk.begin();
                    focus_first("dialog[open] [data-safe] button");
                }
            />
        </div>
    }
    .erased()
}

/// The first of the names.
fn names(job: &Job) -> impl IntoView + use<> {
    let text = use_text();
    let more = job.steps.len().saturating_sub(NAMED);
    let names = job.steps.iter().take(NAMED);
    let names: Vec<String> = names.map(|step| step.item.name.clone()).collect();
    view! {
        <ul class="things">
            {names.into_iter().map(|name| view! { <li class="ellipsis">{name}</li> }).collect_view()}
            {(more > 0)
                .then(|| view! { <li class="sub">{say(move || (text.get().actions.and_more)(more))}</li> })}
        </ul>
    }
}

/// Rows that were selected too.
#[component]
fn LeftOut(job: Job) -> impl IntoView {
    let text = use_text();
    let left_out = job.left_out;
    let (count, more) = (left_out.len(), left_out.len().saturating_sub(NAMED));
    let row = move |(item, why): (super::Item, _)| {
        let name = item.name;
        view! {
            <li>
                <span class="ellipsis">{name}</span>
                <span class="sub">{say(move || (text.get().actions.why_not)(why).to_owned())}</span>
            </li>
        }
    };
    (count > 0).then(|| {
        view! {
            <p>{say(move || (text.get().actions.left_out)(count))}</p>
            <ul class="things">
                {left_out.into_iter().take(NAMED).map(row).collect_view()}
                {(more > 0)
                    .then(|| {
                        view! { <li class="sub">{say(move || (text.get().actions.and_more)(more))}</li> }
                    })}
            </ul>
        }
    })
}

/// How far it is, and how each ended.
#[component]
fn Progress(bulk: Bulk) -> impl IntoView {
    let text = use_text();
    let of_job = move |read: fn(&Job) -> usize| bulk.job.with(|job| job.as_ref().map_or(0, read));
    let ended = derived(move || of_job(Job::ended));
    let all = derived(move || of_job(|job| job.steps.len()));
    let rest = derived(move || {
        of_job(|job| {
            let (_, failed, unknown) = job.count();
            usize::try_from(failed + unknown).unwrap_or(0)
        })
    });
    let sentence = say(move || {
        let actions = &text.get().actions;
        if bulk.goes_on() {
            return (actions.progress)(ended.get(), all.get());
        }
        let counts = bulk.job.with(|job| job.as_ref().map(Job::count));
        let (done, failed, unknown) = counts.unwrap_or_default();
        (actions.report)(done, failed, unknown)
    });
    let places = Memo::new(move |_| of_job(|job| job.steps.len()));
    view! {
        <p role="status">{sentence}</p>
        <progress
            aria-label=text.t(|c| c.actions.each)
            max=move || all.get().to_string()
            prop:value=derived(move || ended.get().to_string())
        ></progress>
        <ul class="things things-long" tabindex="0" aria-label=text.t(|c| c.actions.each)>
            {part(move || {
                (0..places.get()).map(|at| view! { <StepLine bulk=bulk at=at /> }).collect_view()
            })}
        </ul>
        <div class="dialog-acts">
            <span hidden=unless(move || bulk.goes_on())>
                <Button label=text.t(|c| c.actions.stop) on_press=move |()| bulk.stop() />
            </span>
            <span hidden=unless(move || !bulk.goes_on() && rest.get() > 0)>
                <Button
                    label=say(move || (text.get().actions.again)(rest.get()))
                    on_press=move |()| bulk.again()
                />
            </span>
            <span data-safe="">
                <Button
                    kind=Kind::Primary
                    label=text.t(|c| c.actions.done)
                    on_press=move |()| bulk.open.set(false)
                />
            </span>
        </div>
    }
}

#[component]
fn StepLine(bulk: Bulk, at: usize) -> impl IntoView {
    let text = use_text();
    let step = Memo::new(move |_| {
        let job = bulk.job.read();
        job.as_ref().and_then(|job| job.steps.get(at)).cloned()
    });
    let of_step =
        move |read: &dyn Fn(&Step) -> String| step.read().as_ref().map_or_else(String::new, read);
    let name = say(move || of_step(&|step| step.item.name.clone()));
    let word = say(move || {
        let text = text.get();
        of_step(&|step| word(&step.stands, text))
    });
    view! {
        <li>
            {part(move || step.get().map(|step| status_glyph(&glyph(&step.stands))))}
            <span class="ellipsis strong">{name}</span>
            <span class="sub">{word}</span>
        </li>
    }
}

fn glyph(standing: &Standing) -> Status {
    match standing {
        Standing::Waits => Status::Pending,
        Standing::GoesOn => Status::Running,
        Standing::Ended(ActionOutcome::Done) => Status::Succeeded,
        Standing::Ended(ActionOutcome::Failed(_)) => Status::Failed,
        Standing::Ended(ActionOutcome::Unknown(_)) => Status::Unknown("".into()),
        Standing::NotBegun => Status::Omitted,
    }
}

fn word(standing: &Standing, text: &Catalogue) -> String {
    let actions = &text.actions;
    match standing {
        Standing::Waits => actions.waits.to_owned(),
        Standing::GoesOn => actions.goes_on.to_owned(),
        Standing::Ended(ActionOutcome::Done) => actions.is_done.to_owned(),
        Standing::Ended(ActionOutcome::Failed(failure)) => {
            (actions.is_not_done)(&reason(failure, text))
        }
        Standing::Ended(ActionOutcome::Unknown(_)) => actions.is_unknown.to_owned(),
        Standing::NotBegun => actions.not_begun.to_owned(),
    }
}

/// Why something was not done, in a few words.
pub(super) fn reason(failure: &Failure, text: &Catalogue) -> String {
    match &failure.kind {
        FailureKind::SignedOut(_) => text.actions.signed_out.to_owned(),
        FailureKind::NotFound => text.actions.gone.to_owned(),
        FailureKind::Forbidden(Some(access)) => {
            (text.actions.refused)(&access.verb, &access.resource, &access.namespace)
        }
        FailureKind::Forbidden(None) => text.states.forbidden_plain.to_owned(),
        FailureKind::RefusedByMesh => text.states.mesh_title.to_owned(),
        FailureKind::ConsoleRefused => text.states.console_refused_title.to_owned(),
        FailureKind::Down(hop) => (text.states.down_title)(*hop),
        FailureKind::Garbled => text.states.garbled_title.to_owned(),
        FailureKind::Rejected if failure.said.is_empty() => text.states.rejected_title.to_owned(),
        FailureKind::Rejected => failure.said.clone(),
    }
}
