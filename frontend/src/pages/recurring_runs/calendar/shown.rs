//! What the calendar shows at this moment.

use std::sync::Arc;

use leptos::prelude::*;
use time::{Date, OffsetDateTime};

use super::{
    load::Load,
    reckon::Reckoned,
    source::Source,
    steps::{Asked, use_reckoned},
    window::{Window, extent, today},
};
use crate::{
    data::Schedules,
    text::{self, moment},
    ui::Clock,
    url_state::{RecurringRunsState, Span},
};

/// The days, and what begins on them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// A week or a month.
    pub(super) span: Span,
    /// The day that it begins at, or a day of the month.
    pub(super) date: Date,
    /// This day.
    pub(super) today: Date,
    /// What began until this moment is left out, in seconds since 1970.
    pub(super) after: i64,
    /// The days.
    pub(super) window: Window,
    /// What begins on them.
    pub(super) load: Load,
    /// What was reckoned.
    pub(super) reckoned: Arc<Reckoned>,
    /// Of what.
    pub(super) schedules: Arc<Schedules>,
}

impl Shown {
    /// The name of a recurring run.
    pub(super) fn name(&self, place: usize) -> &str {
        let schedule = self.schedules.on.get(place);
        schedule.map_or("", |schedule| schedule.name.as_str())
    }
}

/// Seconds since 1970 in milliseconds, as clocks of browsers have them.
#[expect(
    clippy::cast_precision_loss,
    reason = "seconds of any date fit into 53 bits"
)]
pub(super) fn ms(seconds: i64) -> f64 {
    seconds as f64 * 1_000.0
}

/// How many minutes the clock of the reader is ahead of UTC.
pub(super) fn ahead(seconds: i64) -> i32 {
    text::zone_offset_minutes(ms(seconds))
}

/// What the address asks for, no day before today.
fn days(state: &RecurringRunsState, now: i64) -> Option<(Span, Date, Date)> {
    let today = today(now, &ahead)?;
    let date = state.date.unwrap_or(today).max(today);
    Some((state.span, date, today))
}

/// What is shown; `None` before it is reckoned. What was shown before stays until then.
pub(super) fn use_shown(source: Source, state: Memo<RecurringRunsState>) -> Memo<Option<Shown>> {
    let clock = expect_context::<Clock>();
    let now = move || moment(clock.now()).map(OffsetDateTime::unix_timestamp);
    let days = Memo::new(move |_| days(&state.read(), now()?));
    let window = Memo::new(move |_| {
        let (span, date, _) = days.get()?;
        let (first, count) = extent(span, date);
        Some(Window::of(first, count, &ahead))
    });
    let asked = Memo::new(move |_| -> Option<Asked> {
        let window = window.get()?;
        Some((source.on.get()?, window.starts_at(), window.ends_at))
    });
    let reckoned = use_reckoned(asked);
    Memo::new(move |before: Option<&Option<Shown>>| {
        let kept = || before.cloned().flatten();
        let wanted = asked.get()?;
        let ((span, date, today), window, now) = (days.get()?, window.get()?, now()?);
        let Some((_, reckoned)) = reckoned.get().filter(|(asked, _)| *asked == wanted) else {
            return kept();
        };
        // Between two starts nothing changes.
        let passed = reckoned.starts.partition_point(|start| start.at <= now);
        let after = passed
            .checked_sub(1)
            .and_then(|last| reckoned.starts.get(last));
        let after = after.map_or(i64::MIN, |last| last.at);
        Some(Shown {
            span,
            date,
            today,
            after,
            load: Load::of(&reckoned, &window, after, &ahead),
            window,
            reckoned,
            schedules: wanted.0,
        })
    })
}
