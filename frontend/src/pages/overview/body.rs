//! The panels, or what is in their place.

use std::sync::Arc;

use console_api::overview::Overview;
use kfp_core::model::{Namespace, Page, RecurringRun};
use leptos::prelude::*;

use super::{
    super::lists::{EmptyList, name_of},
    attention::Attention,
    count::is_empty,
    days::DaysPanel,
    extent::ExtentNote,
    figures::Figures,
    in_use::InUse,
    next::NextPanel,
    running::Running,
    starts::{Start, use_starts},
};
use crate::{
    data::{FailureKind, Remote},
    reactive::{Erase, derived, part, say},
    states::{FailureView, Retry},
    text::use_text,
};

/// What the page asks for.
#[derive(Clone, Copy)]
pub(super) struct Calls {
    /// What the index tells.
    pub(super) overview: Remote<Overview>,
    /// The newest recurring runs.
    pub(super) recurring: Remote<Page<RecurringRun>>,
}

/// What the panels show.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    /// The namespace.
    pub(super) namespace: Memo<Option<Namespace>>,
    /// The figures as they are.
    pub(super) now: Memo<Option<Arc<Overview>>>,
    /// The same for lists, in which nothing moves while somebody points at them.
    pub(super) still: Memo<Option<Arc<Overview>>>,
    /// What starts next; `None` before it is known.
    pub(super) starts: Memo<Option<Vec<Start>>>,
    /// The recurring runs that it is known from.
    pub(super) recurring: Remote<Page<RecurringRun>>,
}

/// What is in the place of the panels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The shape of what is being read.
    Coming,
    /// Why there is nothing.
    Failure,
    /// There are no runs.
    Empty,
    /// The panels.
    Panels,
    /// Nothing can be had, which the shell says.
    Nothing,
}

/// The panels, or what is in their place.
#[component]
pub(super) fn Body(namespace: Memo<Option<Namespace>>, calls: Calls) -> impl IntoView {
    let text = use_text();
    let call = calls.overview.call();
    let now = Memo::new(move |_| calls.overview.value());
    let state = Memo::new(move |_| match (&*now.read(), call.failure()) {
        (Some(overview), _) if is_empty(&overview.extent) => State::Empty,
        (Some(_), _) => State::Panels,
        (None, _) if call.is_held_back() => State::Nothing,
        (None, Some(failure)) if !matches!(failure.kind, FailureKind::SignedOut(_)) => {
            State::Failure
        }
        (None, _) => State::Coming,
    });
    let failure = Memo::new(move |_| call.failure());
    let starts = use_starts(calls.recurring);
    part(move || match state.get() {
        State::Coming => view! { <Skeleton /> }.erased(),
        State::Failure => part(move || {
            let failure = failure.get();
            failure.map(|failure| view! { <FailureView failure=failure retry=Retry::of(call) /> })
        })
        .erased(),
        State::Empty => {
            let title = say(move || {
                let name = name_of(namespace.read().as_ref());
                (text.get().states.empty_runs_of_namespace)(&name)
            });
            view! {
                <EmptyList archived=derived(|| false) title=title explains=|c| c.states.empty_runs_text />
            }
            .erased()
        }
        State::Panels => view! {
            <Panels namespace=namespace now=now starts=starts recurring=calls.recurring />
        }
        .erased(),
        State::Nothing => ().erased(),
    })
}

#[component]
fn Panels(
    namespace: Memo<Option<Namespace>>,
    now: Memo<Option<Arc<Overview>>>,
    starts: Memo<Option<Vec<Start>>>,
    recurring: Remote<Page<RecurringRun>>,
) -> impl IntoView {
    // A pointer and a focus keep the lists still by themselves: one of them may leave before the other.
    let pointed = RwSignal::new(false);
    let focused = RwSignal::new(false);
    let still = Memo::new(move |before: Option<&Option<Arc<Overview>>>| {
        let kept = before.cloned().flatten();
        match (now.get(), kept) {
            (Some(_), Some(kept)) if pointed.get() || focused.get() => Some(kept),
            (now, _) => now,
        }
    });
    let shown = Shown {
        namespace,
        now,
        still,
        starts,
        recurring,
    };
    let extent = Memo::new(move |_| now.get().map(|now| now.extent.clone()));
    view! {
        <ExtentNote extent=extent />
        <Figures shown=shown />
        <div
            class="overview"
            on:pointerenter=move |_| pointed.set(true)
            on:pointerleave=move |_| pointed.set(false)
            on:focusin=move |_| focused.set(true)
            on:focusout=move |_| focused.set(false)
        >
            <DaysPanel shown=shown />
            <Running shown=shown />
            <InUse shown=shown />
            <div class="overview-side">
                <Attention shown=shown />
                <NextPanel shown=shown />
            </div>
        </div>
    }
}

/// The shape of the panels.
#[component]
fn Skeleton() -> impl IntoView {
    let text = use_text();
    let bars = |count: usize| {
        let bar = |_| view! { <div class="figure"><span class="skeleton-bar"></span></div> };
        (0..count).map(bar).collect_view()
    };
    view! {
        <div class="stack skeleton overview-coming">
            <p class="sr-only" role="status">{text.t(|c| c.lists.loading)}</p>
            <div class="panel figures">{bars(5)}</div>
            <div class="overview">
                <div class="panel">{bars(6)}</div>
                <div class="panel">{bars(4)}</div>
            </div>
        </div>
    }
}
