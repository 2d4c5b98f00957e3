//! How many begin in each hour of seven days.

use leptos::prelude::*;

use super::{
    cells::{CellGrid, Drawn, Place},
    load::Line,
    markup::{self, Cell},
    shown::{Shown, ms},
    week::{NOON, told},
};
use crate::{
    reactive::say,
    text::{self, Text, use_text},
};

/// Hours that are named: every third.
const NAMED: usize = 3;

/// An hour on the clock.
pub(super) fn hour_label(hour: usize) -> String {
    format!("{hour:02}:00")
}

/// The hours as a table that keys walk through.
#[component]
pub(super) fn HourLoad(shown: Memo<Option<Shown>>) -> impl IntoView {
    let text = use_text();
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
        at.unwrap_or_else(|| text.get().calendar().hour_keys.to_owned())
    });
    view! {
        <div class="calendar-hours">
            <h3>{text.t(|c| c.calendar().by_hour)}</h3>
            <CellGrid
                drawn=drawn
                label=text.t(|c| c.calendar().by_hour)
                class="hour-load"
                at=at
                on_press=move |place| at.set(Some(place))
            />
            <p class="sub calendar-told">{said}</p>
        </div>
    }
}

fn draw(text: Text, shown: &Shown) -> Drawn {
    let language = text.language();
    let words = text.get().calendar();
    let hours: Vec<String> = (0..24)
        .map(|hour| match hour % NAMED {
            0 => hour_label(hour),
            _ => String::new(),
        })
        .collect();
    let noon = |place: usize| {
        let day = shown.window.days.get(place);
        day.map_or(0.0, |day| ms(day.starts_at + NOON))
    };
    let head = |place: usize| text::weekday_and_day(language, noon(place));
    let heads: Vec<String> = (0..shown.load.days.len()).map(head).collect();
    let rows: Vec<Vec<Cell>> = shown
        .load
        .days
        .iter()
        .zip(&heads)
        .map(|(day, head)| {
            let cell = |(hour, count): (usize, &usize)| Cell {
                name: (words.hour)(head, &hour_label(hour), &hour_label(hour + 1), *count),
                count: *count,
                ..Cell::default()
            };
            day.hours.iter().enumerate().map(cell).collect()
        })
        .collect();
    let markup = markup::hours(words.day, &hours, &heads, &rows);
    (markup, rows.len(), 24)
}

/// What begins in an hour, in a place that does not move.
fn said(text: Text, shown: &Shown, (row, hour): Place) -> Option<String> {
    let (day, load) = (shown.window.days.get(row)?, shown.load.days.get(row)?);
    let head = text::weekday_and_day(text.language(), ms(day.starts_at + NOON));
    let count = *load.hours.get(hour)?;
    let words = text.get().calendar();
    let told_hour = (words.hour)(&head, &hour_label(hour), &hour_label(hour + 1), count);
    let lines = lines_of(shown, row, hour);
    if lines.is_empty() {
        return Some(told_hour);
    }
    Some(format!("{told_hour}: {}", told(text, shown, &lines)))
}

/// The starts of an hour, one line for each recurring run.
fn lines_of(shown: &Shown, row: usize, hour: usize) -> Vec<Line> {
    let Some(day) = shown.window.days.get(row) else {
        return Vec::new();
    };
    let end = shown.window.days.get(row + 1);
    let end = end.map_or(shown.window.ends_at, |next| next.starts_at);
    let starts = &shown.reckoned.starts;
    let first = starts.partition_point(|start| start.at < day.starts_at);
    let own = starts[first..].iter().take_while(|start| start.at < end);
    let mut lines: Vec<Line> = Vec::new();
    let is_then = |at: i64| day.hour(at, &super::shown::ahead) == hour && at > shown.after;
    for start in own.filter(|start| is_then(start.at)) {
        match lines.iter_mut().find(|line| line.of == start.of) {
            Some(line) => line.count += 1,
            None => lines.push(Line {
                at: start.at,
                of: start.of,
                count: 1,
            }),
        }
    }
    lines
}
