//! Seven days beside each other, each with its starts.

use std::sync::Arc;

use kfp_core::model::Namespace;
use leptos::prelude::*;
use time::OffsetDateTime;

use super::{
    hours::HourLoad,
    load::Line,
    shown::{Shown, ms},
};
use crate::{
    data::Schedule,
    navigation::RouteLink,
    paths::Route,
    reactive::{derived, say, unless},
    text::{self, Text, use_text},
    ui::{Button, Entry, Kind, entries},
};

/// Starts of a day that are shown until somebody asks for more.
const FIRST: usize = 7;
/// Starts of a day that are listed at all.
const MOST: usize = 100;
/// Half a day in seconds: at noon a day is itself in whatever zone its clock is changed.
pub(super) const NOON: i64 = 43_200;

/// A day as it is drawn.
#[derive(Clone)]
struct DayView {
    /// When it begins.
    starts_at: i64,
    is_today: bool,
    lines: Vec<(Line, Schedule)>,
    /// How many more there are than are listed.
    not_listed: usize,
}

impl DayView {
    fn of(shown: &Shown, place: usize) -> Option<Self> {
        let (day, load) = (shown.window.days.get(place)?, shown.load.days.get(place)?);
        let lines = load.lines.iter().take(MOST);
        let lines =
            lines.filter_map(|line| Some((*line, shown.schedules.on.get(line.of)?.clone())));
        Some(Self {
            starts_at: day.starts_at,
            is_today: day.date == shown.today,
            lines: lines.collect(),
            not_listed: load.lines.len().saturating_sub(MOST),
        })
    }

    /// All that is shown of it.
    fn key(&self, namespace: &Namespace) -> String {
        let line = |(line, schedule): &(Line, Schedule)| {
            format!(
                "{} {} {} {}\n",
                line.at, line.count, schedule.id, schedule.name
            )
        };
        let lines: String = self.lines.iter().map(line).collect();
        format!(
            "{namespace} {} {} {} {lines}",
            self.starts_at, self.is_today, self.not_listed
        )
    }
}

/// The days.
#[component]
pub(super) fn WeekView(
    shown: Memo<Option<Shown>>,
    namespace: Memo<Option<Namespace>>,
) -> impl IntoView {
    let days = entries(move || {
        let (shown, namespace) = (shown.read(), namespace.get());
        let (Some(shown), Some(namespace)) = (&*shown, namespace) else {
            return Vec::new();
        };
        let days = (0..shown.window.days.len()).filter_map(|place| DayView::of(shown, place));
        let entry = |day: DayView| {
            let namespace = namespace.clone();
            Entry::new(
                day.key(&namespace),
                move || view! { <DayColumn day=day namespace=namespace /> },
            )
        };
        days.map(entry).collect()
    });
    view! { <div class="calendar-week">{days}</div> }
}

#[component]
fn DayColumn(day: DayView, namespace: Namespace) -> impl IntoView {
    let text = use_text();
    let noon = ms(day.starts_at + NOON);
    let (count, not_listed) = (day.lines.len(), day.not_listed);
    let lines = Arc::new(day.lines);
    let is_open = RwSignal::new(false);
    let all = Arc::clone(&lines);
    let list = entries(move || {
        let most = if is_open.get() { MOST } else { FIRST };
        let of = |(line, schedule): &(Line, Schedule)| {
            let (line, schedule, namespace) = (*line, schedule.clone(), namespace.clone());
            let key = format!("{} {}", line.at, line.of);
            Entry::new(
                key,
                move || view! { <StartLine line=line schedule=schedule namespace=namespace /> },
            )
        };
        all.iter().take(most).map(of).collect()
    });
    let more = say(move || {
        let words = text.get().calendar();
        if is_open.get() {
            words.fewer.to_owned()
        } else {
            (words.more)(count - FIRST.min(count))
        }
    });
    let foot = (count > FIRST).then(|| {
        view! {
            <Button kind=Kind::Ghost label=more on_press=move |()| is_open.update(|open| *open = !*open) />
        }
    });
    let told = say(move || {
        let all = (text.get().calendar().not_listed)(not_listed);
        if not_listed > 0 { all } else { String::new() }
    });
    view! {
        <section
            class=if day.is_today { "calendar-day calendar-today" } else { "calendar-day" }
            aria-label=say(move || text::weekday_and_day(text.language(), noon))
        >
            <h3>
                <span>{say(move || text::weekday_label(text.language(), noon))}</span>
                " "
                <strong>{say(move || text::day_label(text.language(), noon, false))}</strong>
                <span class="tag" hidden=!day.is_today>{text.t(|c| c.calendar().today)}</span>
            </h3>
            <ul>{list}</ul>
            <p class="sub" hidden=count != 0>{text.t(|c| c.calendar().none)}</p>
            {foot}
            <p class="sub" hidden=unless(move || not_listed > 0 && is_open.get())>{told}</p>
        </section>
    }
}

#[component]
fn StartLine(line: Line, schedule: Schedule, namespace: Namespace) -> impl IntoView {
    let text = use_text();
    let at = OffsetDateTime::from_unix_timestamp(line.at).ok();
    let in_full = say(move || at.map_or_else(String::new, |at| both_zones(text, at)));
    let times = say(move || (text.get().calendar().times)(line.count));
    let name = schedule.name;
    let to = Route::RecurringRun(namespace, schedule.id);
    view! {
        <li>
            <RouteLink to=derived(move || to.clone()) class="calendar-start">
                <time title=in_full datetime=at.map(text::machine)>{clock(text, line.at)}</time>
                " "
                <span class="ellipsis">{name}</span>
                <span class="sub" hidden=line.count == 1>{times}</span>
            </RouteLink>
        </li>
    }
}

/// A moment in the zone of the reader and in that of the scheduler.
fn both_zones(text: Text, at: OffsetDateTime) -> String {
    let language = text.language();
    format!(
        "{} · {}",
        text::absolute(language, at),
        text::absolute_utc(language, at)
    )
}

/// The time on the clock of the reader.
pub(super) fn clock(text: Text, at: i64) -> Signal<String> {
    say(move || text::clock_time(text.language(), ms(at)))
}

/// What begins on a day or in an hour of it, in a few words.
pub(super) fn told(text: Text, shown: &Shown, lines: &[Line]) -> String {
    const TOLD: usize = 6;
    let line = |line: &Line| {
        let clock = text::clock_time(text.language(), ms(line.at));
        let times = match line.count {
            1 => String::new(),
            count => format!(" {}", (text.get().calendar().times)(count)),
        };
        format!("{clock} {}{times}", shown.name(line.of))
    };
    let names: Vec<_> = lines.iter().take(TOLD).map(line).collect();
    let names = names.join(", ");
    match lines.len().saturating_sub(TOLD) {
        0 => names,
        more => (text.get().calendar().and_more)(&names, more),
    }
}

/// The whole of a week: the days, and how many begin in each hour.
#[component]
pub(super) fn Week(
    shown: Memo<Option<Shown>>,
    namespace: Memo<Option<Namespace>>,
) -> impl IntoView {
    view! {
        <WeekView shown=shown namespace=namespace />
        <HourLoad shown=shown />
    }
}
