//! What starts next, on a calendar: the next seven days, or a month.

mod cells;
mod hours;
mod load;
mod markup;
mod month;
mod notes;
mod reckon;
mod shown;
mod source;
mod steps;
mod week;
mod window;

use kfp_core::model::Namespace;
use leptos::prelude::*;

pub(super) use self::source::{Source, use_source};
use self::{
    hours::hour_label,
    month::Month,
    notes::Notes,
    shown::{Shown, ms, use_shown},
    week::{NOON, Week},
    window::neighbour,
};
use crate::{
    navigation::{History, use_navigation},
    reactive::{Erase, derived, part, press, say, while_holds},
    states::{FailureView, Retry},
    text::{self, Text, use_text},
    ui::{Button, Icon, Segmented, icon},
    url_state::{RecurringRunsState, Span},
};

/// Hours of the day from which on no hour is busier than others.
const EVENLY: usize = 12;

/// What is in the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Coming,
    Failure,
    /// None is on.
    NoneOn,
    Week,
    Month,
}

/// The panel.
#[component]
pub(super) fn Calendar(
    source: Source,
    state: Memo<RecurringRunsState>,
    namespace: Memo<Option<Namespace>>,
) -> impl IntoView {
    let text = use_text();
    let shown = use_shown(source, state);
    let what = Memo::new(move |_| {
        let (on, shown) = (source.on.read(), shown.read());
        match (&*on, &*shown) {
            (Some(all), _) if all.on.is_empty() => What::NoneOn,
            (_, Some(shown)) => match shown.span {
                Span::Week => What::Week,
                Span::Month => What::Month,
            },
            (None, None) if source.call().is_some_and(crate::data::Call::has_failed) => {
                What::Failure
            }
            _ => What::Coming,
        }
    });
    let title = say(move || title(text, shown.read().as_ref()));
    let sentence = say(move || {
        shown
            .read()
            .as_ref()
            .map_or_else(String::new, |shown| sentence(text, shown))
    });
    let body = part(move || match what.get() {
        What::Coming => view! {
            <div class="skeleton">
                <p class="sr-only" role="status">{text.t(|c| c.calendar().coming)}</p>
                <div class="figure"><span class="skeleton-bar"></span></div>
            </div>
        }
        .erased(),
        What::Failure => part(move || {
            let call = source.call()?;
            let failure = call.failure()?;
            Some(view! { <FailureView failure=failure retry=Retry::of(call) /> })
        })
        .erased(),
        What::NoneOn => {
            view! { <p class="panel-none">{text.t(|c| c.calendar().none_on)}</p> }.erased()
        }
        What::Week => view! {
            <Week shown=shown namespace=namespace />
            <Notes shown=shown />
        }
        .erased(),
        What::Month => view! {
            <Month shown=shown state=state />
            <Notes shown=shown />
        }
        .erased(),
    });
    view! {
        <section class="panel calendar" aria-label=title>
            <div class="panel-head">
                <h2>{title}</h2>
                <span class="sub">{sentence}</span>
                <Steps shown=shown state=state />
            </div>
            {body}
        </section>
    }
}

fn title(text: Text, shown: Option<&Shown>) -> String {
    let words = text.get().calendar();
    let Some(shown) = shown else {
        return words.next_days.to_owned();
    };
    let place = shown
        .window
        .days
        .iter()
        .position(|day| day.date == shown.date);
    let day = place.and_then(|place| shown.window.days.get(place));
    let noon = day.map_or(0.0, |day| ms(day.starts_at + NOON));
    match shown.span {
        Span::Week if shown.date == shown.today => words.next_days.to_owned(),
        Span::Week => (words.days_from)(&text::weekday_and_day(text.language(), noon)),
        Span::Month => text::month_label(text.language(), noon),
    }
}

/// How many begin, and when most.
fn sentence(text: Text, shown: &Shown) -> String {
    let words = text.get().calendar();
    match shown.load.busiest {
        None => words.none_in_span.to_owned(),
        Some(busiest) => {
            let starts = (words.starts)(shown.load.count());
            let when = if busiest.to - busiest.from >= EVENLY {
                words.evenly.to_owned()
            } else {
                let (from, to) = (hour_label(busiest.from), hour_label(busiest.to));
                (words.busiest)(&from, &to, busiest.runs)
            };
            format!("{starts} {when}")
        }
    }
}

/// What leads to other days.
#[component]
fn Steps(shown: Memo<Option<Shown>>, state: Memo<RecurringRunsState>) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let go = move |change: &dyn Fn(&mut RecurringRunsState)| {
        let mut state = state.get_untracked();
        change(&mut state);
        navigation.set_query(state.query(), History::Push);
    };
    let there = move |is_later: bool| {
        let shown = shown.read();
        let shown = shown.as_ref()?;
        let date = neighbour(shown.span, shown.date, shown.today, is_later)?;
        // Today is where it begins anyway.
        Some(Some(date).filter(|date| *date != shown.today))
    };
    let step = move |is_later: bool, shows: Icon| {
        let label = say(move || {
            let words = text.get().calendar();
            if is_later { words.later } else { words.earlier }.to_owned()
        });
        let is_off = Memo::new(move |_| there(is_later).is_none());
        let title = say(move || {
            let why_not = text.get().calendar().no_earlier;
            if is_off.get() && !is_later {
                why_not.to_owned()
            } else {
                label.get()
            }
        });
        view! {
            <button
                type="button"
                class="btn btn-icon"
                aria-label=label
                title=title
                aria-disabled=while_holds("true", move || is_off.get())
                on:click=press(move |_| {
                    if let Some(date) = untrack(|| there(is_later)) {
                        go(&|state| state.date = date);
                    }
                })
            >
                {icon(shows)}
            </button>
        }
    };
    view! {
        <div class="row row-wrap end">
            {step(false, Icon::Left)}
            <Button
                label=text.t(|c| c.calendar().today)
                on_press=move |()| go(&|state| state.date = None)
            />
            {step(true, Icon::Right)}
            <Segmented
                label=text.t(|c| c.calendar().span)
                choices=derived(move || {
                    let words = text.get().calendar();
                    [words.week, words.month].map(str::to_owned).to_vec()
                })
                current=derived(move || {
                    let chosen = state.read().span;
                    Span::ALL.iter().position(|span| *span == chosen).unwrap_or(0)
                })
                on_choose=move |at: usize| {
                    if let Some(span) = Span::ALL.get(at) {
                        go(&|state| state.span = *span);
                    }
                }
            />
        </div>
    }
}
