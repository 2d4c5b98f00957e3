//! The days of a month, with a dot for every start.

use leptos::prelude::*;

use super::{
    cells::{CellGrid, Drawn, Place},
    markup::{self, Cell},
    shown::{Shown, ms},
    week::{NOON, told},
};
use crate::{
    navigation::{History, use_navigation},
    reactive::say,
    text::{self, Text, use_text},
    url_state::{RecurringRunsState, Span},
};

/// Days of a week.
const WEEK: usize = 7;

/// The month.
#[component]
pub(super) fn Month(shown: Memo<Option<Shown>>, state: Memo<RecurringRunsState>) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let at = RwSignal::new(None::<Place>);
    let drawn = Memo::new(move |_| {
        shown
            .read()
            .as_ref()
            .map_or_else(Drawn::default, |shown| draw(text, shown))
    });
    let said = say(move || {
        let at = at
            .get()
            .and_then(|at| said(text, shown.read().as_ref()?, at));
        at.unwrap_or_else(|| text.get().calendar().month_keys.to_owned())
    });
    let open = move |(row, column): Place| {
        let day = shown.with_untracked(|shown| {
            let shown = shown.as_ref()?;
            let day = shown.window.days.get(row * WEEK + column)?;
            (day.date >= shown.today).then_some(day.date)
        });
        if let Some(date) = day {
            let state = RecurringRunsState {
                span: Span::Week,
                date: Some(date),
                ..state.get_untracked()
            };
            navigation.set_query(state.query(), History::Push);
        }
    };
    view! {
        <div class="calendar-month">
            <CellGrid
                drawn=drawn
                label=text.t(|c| c.calendar().month)
                class="month-days"
                at=at
                on_press=open
            />
            <p class="sub calendar-told">{said}</p>
        </div>
    }
}

fn draw(text: Text, shown: &Shown) -> Drawn {
    let language = text.language();
    let words = text.get().calendar();
    let noon = |place: usize| {
        let day = shown.window.days.get(place);
        day.map_or(0.0, |day| ms(day.starts_at + NOON))
    };
    let heads: Vec<String> = (0..WEEK)
        .map(|place| text::weekday_label(language, noon(place)))
        .collect();
    let days = shown.window.days.iter().zip(&shown.load.days).enumerate();
    let cells: Vec<Cell> = days
        .map(|(place, (day, load))| {
            let name = text::weekday_and_day(language, noon(place));
            let (count, is_over) = (load.count(), day.date < shown.today);
            Cell {
                name: if is_over {
                    (words.passed)(&name)
                } else {
                    (words.of_day)(&name, count)
                },
                text: text::day_label(language, noon(place), day.date.day() == 1),
                count,
                class: match day.date == shown.today {
                    true => "month-today",
                    false if is_over => "month-over",
                    false if day.date.month() != shown.date.month() => "month-other",
                    false => "",
                },
            }
        })
        .collect();
    let weeks: Vec<Vec<Cell>> = cells.chunks(WEEK).map(<[Cell]>::to_vec).collect();
    (markup::month(&heads, &weeks), weeks.len(), WEEK)
}

/// What begins on a day, in a place that does not move.
fn said(text: Text, shown: &Shown, (row, column): Place) -> Option<String> {
    let place = row * WEEK + column;
    let (day, load) = (shown.window.days.get(place)?, shown.load.days.get(place)?);
    let name = text::weekday_and_day(text.language(), ms(day.starts_at + NOON));
    let words = text.get().calendar();
    if day.date < shown.today {
        return Some((words.passed)(&name));
    }
    let of_day = (words.of_day)(&name, load.count());
    if load.lines.is_empty() {
        return Some(of_day);
    }
    Some(format!("{of_day}: {}", told(text, shown, &load.lines)))
}
