//! How long the runs took, one after another.

use leptos::prelude::*;

use super::{
    Shown,
    axis::{Value, value},
    lines::{SERIES_HIGH, SERIES_WIDE, series},
};
use crate::{
    reactive::{flag, part, press, say},
    text::{Duration, Text, use_text},
    url_state::{DURATION, TrialsState},
};

/// So many seconds in words.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "durations of runs are not negative, and fit into 64 bits"
)]
pub(super) fn took(text: Text, seconds: f64) -> String {
    (text.get().time.duration)(Duration::from_seconds(seconds.max(0.0) as u64))
}

/// The panel.
#[component]
pub(super) fn Series(shown: Shown) -> impl IntoView {
    let text = use_text();
    let values = Memo::new(move |_| {
        let trials = shown.trials.read();
        let items = trials.iter().flat_map(|trials| trials.items.iter().rev());
        let seconds = items.map(|trial| match value(trial, DURATION) {
            Some(Value::Number(seconds)) => Some(seconds),
            _ => None,
        });
        seconds.collect::<Vec<_>>()
    });
    let sentence = say(move || {
        let values = values.read();
        let mut present: Vec<f64> = values.iter().flatten().copied().collect();
        present.sort_by(f64::total_cmp);
        match (present.first(), present.last()) {
            (Some(first), Some(last)) => {
                let told = text.get().trials().series_told;
                told(present.len(), &took(text, *first), &took(text, *last))
            }
            _ => text.get().trials().none_ended.to_owned(),
        }
    });
    let without_best = Memo::new(move |_| shown.state.read().without_best);
    let chart = part(move || {
        let markup = series(&values.read(), !without_best.get());
        view! {
            <svg
                viewBox=format!("0 0 {SERIES_WIDE} {SERIES_HIGH}")
                role="img"
                aria-label=sentence
                inner_html=markup
            ></svg>
        }
    });
    let turn = move |()| {
        let state = shown.state.get_untracked();
        let without_best = !state.without_best;
        shown.go(TrialsState {
            without_best,
            ..state
        });
    };
    view! {
        <section class="panel" aria-label=text.t(|c| c.trials().series)>
            <div class="panel-head">
                <h2>{text.t(|c| c.trials().series)}</h2>
                <button
                    type="button"
                    class="facet end"
                    aria-pressed=flag(move || !without_best.get())
                    on:click=press(move |_| turn(()))
                >
                    {text.t(|c| c.trials().best)}
                </button>
            </div>
            <div class="series">{chart}</div>
            <p class="sub series-told">{sentence}</p>
        </section>
    }
}
