//! Moments and durations that keep up with the clock.

use std::time::Duration as Interval;

use leptos::prelude::*;
use time::OffsetDateTime;

use crate::{
    reactive::say,
    text::{self, use_text},
};

/// The clock of the page: one for minutes, one for what is running. No call is made by either.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    slow: RwSignal<f64>,
    fast: RwSignal<f64>,
}

impl Clock {
    /// Starts the clock.
    pub(crate) fn start() -> Self {
        let this = Self {
            slow: RwSignal::new(text::now_ms()),
            fast: RwSignal::new(text::now_ms()),
        };
        set_interval(
            move || this.slow.set(text::now_ms()),
            Interval::from_secs(15),
        );
        set_interval(
            move || this.fast.set(text::now_ms()),
            Interval::from_secs(1),
        );
        this
    }

    /// Milliseconds since 1970, four times a minute.
    pub(crate) fn now(self) -> f64 {
        self.slow.get()
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "seconds of any date fit into 64 bits"
    )]
    fn seconds(self) -> i64 {
        (self.fast.get() / 1000.0) as i64
    }
}

/// A moment as a list shows it, with the full one in its tooltip.
#[component]
pub(crate) fn When(
    /// The moment.
    at: OffsetDateTime,
) -> impl IntoView {
    let words = use_text();
    let clock = expect_context::<Clock>();
    let machine = text::machine(at);
    view! {
        <time datetime=machine title=move || text::absolute(words.language(), at)>
            {say(move || text::when(words.language(), at, clock.now()))}
        </time>
    }
}

/// A moment in the future as a list shows it, in the zone of the reader, with the same in UTC under it.
#[component]
pub(crate) fn Ahead(
    /// The moment.
    at: OffsetDateTime,
) -> impl IntoView {
    let words = use_text();
    let clock = expect_context::<Clock>();
    view! {
        <time class="two-lines" datetime=text::machine(at) title=move || text::absolute(words.language(), at)>
            <span class="strong">{say(move || text::ahead(words.language(), at, clock.now()))}</span>
            <span class="sub">{say(move || text::short_utc(words.language(), at))}</span>
        </time>
    }
}

/// How long something took, or takes so far.
#[component]
pub(crate) fn Duration(
    /// When it began.
    start: OffsetDateTime,
    /// When it ended; `None` while it goes on.
    end: Option<OffsetDateTime>,
) -> impl IntoView {
    let words = use_text();
    let clock = expect_context::<Clock>();
    let length = move || {
        let end = end.map_or_else(|| clock.seconds(), OffsetDateTime::unix_timestamp);
        text::Duration::between(start.unix_timestamp(), end)
    };
    say(move || {
        length()
            .map(|length| (words.get().time.duration)(length))
            .unwrap_or_default()
    })
}
