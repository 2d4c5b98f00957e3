//! What the runs of an experiment were started with: parallel axes, what is narrowed on them, and the runs that are left.

mod axis;
mod board;
mod lines;
mod series;
mod switch;
mod table;

use std::sync::Arc;

use kfp_core::model::Namespace;
use leptos::prelude::*;

pub(super) use self::switch::TrialsSwitch;
use self::{
    axis::Axes,
    board::Board,
    series::Series,
    table::{Brushes, TrialTable},
};
use super::Place;
use crate::{
    data::{FailureKind, Remote, Trial, Trials},
    navigation::History,
    reactive::{Erase, part, say},
    states::{FailureView, KeptNote, Retry, SlowNote},
    text::{number, use_text},
    url_state::TrialsState,
};

/// What the parts share.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    /// What the address asks for.
    pub(super) state: Memo<TrialsState>,
    /// The runs.
    trials: Memo<Option<Arc<Trials>>>,
    /// What varies between them.
    axes: Memo<Axes>,
    /// Changes the address.
    change: Callback<(TrialsState, History)>,
    /// The namespace.
    namespace: Memo<Option<Namespace>>,
    /// The name of the experiment.
    name: Memo<String>,
}

impl Shown {
    /// Shows something else, as one step that Back takes back.
    fn go(self, state: TrialsState) {
        self.change.run((state, History::Push));
    }

    /// The runs that are inside of every brush, the newest first.
    fn inside(self) -> Vec<Trial> {
        let (trials, axes, state) = (self.trials.get(), self.axes.read(), self.state.read());
        let items = trials.iter().flat_map(|trials| &trials.items);
        let inside = items.filter(|trial| axes.holds(&state, trial));
        inside.cloned().collect()
    }

    fn count(self) -> usize {
        self.trials
            .read()
            .as_ref()
            .map_or(0, |trials| trials.items.len())
    }
}

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Coming,
    Failure,
    Shown,
    Nothing,
}

/// The charts and the table.
#[component]
pub(super) fn TrialView(
    trials: Remote<Trials>,
    state: Memo<TrialsState>,
    place: Memo<Option<Place>>,
    /// The name of the experiment.
    name: Memo<String>,
    /// Changes the address.
    change: Callback<(TrialsState, History)>,
) -> impl IntoView {
    let text = use_text();
    let call = trials.call();
    let read = Memo::new(move |_| trials.value());
    let axes = Memo::new(move |_| {
        let state = state.read();
        let read = read.get();
        read.map_or_else(Axes::default, |read| Axes::of(&read.items, &state))
    });
    let shown = Shown {
        state,
        trials: read,
        axes,
        change,
        namespace: Memo::new(move |_| place.get().map(|(namespace, _)| namespace)),
        name,
    };
    let what = Memo::new(move |_| match (read.read().is_some(), call.failure()) {
        (true, _) => What::Shown,
        (false, _) if call.is_held_back() => What::Nothing,
        (false, Some(failure)) if !matches!(failure.kind, FailureKind::SignedOut(_)) => {
            What::Failure
        }
        (false, _) => What::Coming,
    });
    let body = part(move || match what.get() {
        What::Coming => view! {
            <div class="panel skeleton">
                <p class="sr-only" role="status">{text.t(|c| c.lists.loading)}</p>
                <div class="figure"><span class="skeleton-bar"></span></div>
            </div>
        }
        .erased(),
        What::Nothing => ().erased(),
        What::Failure => part(move || {
            let failure = call.failure();
            failure.map(|failure| view! { <FailureView failure=failure retry=Retry::of(call) /> })
        })
        .erased(),
        What::Shown => view! {
            <div class="trials">
                <Series shown=shown />
                <Board shown=shown />
            </div>
            <Brushes shown=shown />
            <TrialTable shown=shown />
        }
        .erased(),
    });
    view! {
        <KeptNote call=call />
        <SlowNote call=call />
        <p class="sub">
            {text.t(|c| c.trials().no_metrics)}
            " "
            {say(move || of_newest(text, read.get().as_deref()))}
        </p>
        {body}
    }
}

fn of_newest(text: crate::text::Text, trials: Option<&Trials>) -> String {
    let Some(trials) = trials else {
        return String::new();
    };
    let read = u64::try_from(trials.read).unwrap_or(u64::MAX);
    if read < trials.total {
        (text.get().trials().of_newest)(&number(read), &number(trials.total))
    } else {
        String::new()
    }
}
