//! Five figures, each a link to what it counts.

use console_api::overview::Overview;
use leptos::prelude::*;

use super::{
    body::Shown,
    count::{Change, WAITING, WORKING, count, failed, nothing_read, percent, success},
    run_link::in_states,
};
use crate::{
    navigation::RouteLink,
    paths::Section,
    reactive::{derived, say, unless},
    status::Status,
    text::{self, Duration, use_text},
    ui::{Clock, status_glyph},
    url_state::{Query, RunStateFilter},
};

/// A figure as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Figure {
    value: String,
    note: String,
    /// The colour of the note.
    tone: &'static str,
    /// Whether its glyph is shown.
    marked: bool,
}

const GOOD: &str = "sub tone-good";
const BAD: &str = "sub tone-bad";

/// The row of figures.
#[component]
pub(super) fn Figures(shown: Shown) -> impl IntoView {
    let text = use_text();
    let runs = |states: &[RunStateFilter]| (Section::Runs, in_states(states));
    let of = move |reckon: fn(text::Text, &Overview) -> Figure| {
        Memo::new(move |_| {
            let now = shown.now.get();
            let known = now.filter(|now| !nothing_read(&now.extent));
            known.map_or_else(
                || Figure {
                    value: "–".to_owned(),
                    note: text.get().overview().not_read.to_owned(),
                    ..Figure::default()
                },
                |now| reckon(text, &now),
            )
        })
    };
    let next = next_figure(shown);
    let figure = move |label, figure, glyph, (section, query)| {
        view! { <FigureView label=label figure=figure glyph=glyph shown=shown section=section query=query /> }
    };
    view! {
        <section class="panel" aria-label=text.t(|c| c.overview().figures)>
            <dl class="figures">
                {figure(
                    text.t(|c| c.overview().running),
                    of(running),
                    Some(Status::Running),
                    runs(&[RunStateFilter::Running]),
                )}
                {figure(
                    text.t(|c| c.overview().failed),
                    of(failures),
                    Some(Status::Failed),
                    runs(&[RunStateFilter::Failed]),
                )}
                {figure(
                    text.t(|c| c.overview().success),
                    of(rate),
                    None,
                    runs(&[RunStateFilter::Failed, RunStateFilter::Succeeded]),
                )}
                {figure(
                    text.t(|c| c.overview().median),
                    of(median),
                    None,
                    runs(&[RunStateFilter::Succeeded]),
                )}
                {figure(
                    text.t(|c| c.overview().next),
                    next,
                    None,
                    (Section::RecurringRuns, Query::default()),
                )}
            </dl>
        </section>
    }
}

#[component]
fn FigureView(
    label: Signal<String>,
    figure: Memo<Figure>,
    glyph: Option<Status>,
    shown: Shown,
    section: Section,
    query: Query,
) -> impl IntoView {
    let to = derived(move || {
        let namespace = shown.namespace.get();
        namespace.map_or(crate::paths::Route::Start, |namespace| {
            section.route(namespace)
        })
    });
    let glyph = glyph.map(|status| {
        view! { <span hidden=unless(move || figure.read().marked)>{status_glyph(&status)}</span> }
    });
    view! {
        <div class="figure">
            <dt class="sub">{label}</dt>
            <dd>
                <span class="figure-number">
                    {glyph}
                    <RouteLink
                        to=to
                        query=Signal::stored(query)
                        class="link-quiet"
                        label=say(move || figure.read().value.clone())
                    />
                </span>
                <span class=derived(move || figure.read().tone)>
                    {say(move || figure.read().note.clone())}
                </span>
            </dd>
        </div>
    }
}

fn running(text: text::Text, now: &Overview) -> Figure {
    let (working, waiting) = (count(&now.active, WORKING), count(&now.active, WAITING));
    let words = text.get().overview();
    Figure {
        value: text::number(working),
        note: if waiting == 0 {
            words.none_waiting.to_owned()
        } else {
            (words.waiting)(waiting)
        },
        tone: "sub",
        marked: working > 0,
    }
}

fn failures(text: text::Text, now: &Overview) -> Figure {
    let (failed, change) = failed(&now.extent, now.at_ms, &now.last_day, &now.day_before);
    let words = text.get().overview();
    let (note, tone) = match change {
        Change::Up(more) => ((words.more_failed)(more), BAD),
        Change::Down(fewer) => ((words.fewer_failed)(fewer), GOOD),
        Change::SoFar => (words.so_far.to_owned(), "sub"),
        Change::None | Change::Alone | Change::Same => (words.as_many_failed.to_owned(), "sub"),
    };
    Figure {
        value: text::number(failed),
        note,
        tone,
        marked: failed > 0,
    }
}

fn rate(text: text::Text, now: &Overview) -> Figure {
    let (rate, change) = success(&now.extent, now.at_ms, &now.last_week, &now.week_before);
    let words = text.get().overview();
    let (note, tone) = match change {
        Change::None => (words.none_ended.to_owned(), "sub"),
        Change::SoFar => (words.so_far.to_owned(), "sub"),
        Change::Alone => (words.nothing_before.to_owned(), "sub"),
        Change::Up(points) => ((words.points_up)(&percent(points)), GOOD),
        Change::Down(points) => ((words.points_down)(&percent(points)), BAD),
        Change::Same => (words.same_rate.to_owned(), "sub"),
    };
    Figure {
        value: rate.map_or_else(|| "–".to_owned(), |rate| format!("{}%", percent(rate))),
        note,
        tone,
        marked: false,
    }
}

fn median(text: text::Text, now: &Overview) -> Figure {
    let words = text.get();
    let told = |ms: Option<i64>| {
        let seconds = u64::try_from(ms? / 1000).ok()?;
        Some((words.time.duration)(Duration::from_seconds(seconds)))
    };
    let (median, before) = (
        told(now.last_week.median_ms),
        told(now.week_before.median_ms),
    );
    let overview = words.overview();
    let (_, change) = success(&now.extent, now.at_ms, &now.last_week, &now.week_before);
    let note = match (&median, before) {
        (None, _) => overview.none_ended.to_owned(),
        _ if change == Change::SoFar => overview.so_far.to_owned(),
        (_, None) => overview.nothing_before.to_owned(),
        (_, Some(before)) => (overview.median_before)(&before),
    };
    Figure {
        value: median.unwrap_or_else(|| "–".to_owned()),
        note,
        tone: "sub",
        marked: false,
    }
}

/// When the next run starts by itself.
fn next_figure(shown: Shown) -> Memo<Figure> {
    let text = use_text();
    let clock = expect_context::<Clock>();
    Memo::new(move |_| {
        let words = text.get().overview();
        let (value, note) = match shown.starts.get() {
            None if shown.recurring.call().has_failed() => {
                ("–".to_owned(), words.not_known.to_owned())
            }
            None => ("–".to_owned(), words.not_read.to_owned()),
            Some(starts) => match starts.first() {
                None => (words.no_next.to_owned(), words.none_on.to_owned()),
                Some(next) => (
                    text::ahead(text.language(), next.at, clock.now()),
                    next.name.clone(),
                ),
            },
        };
        Figure {
            value,
            note,
            tone: "sub",
            marked: false,
        }
    })
}
