//! The panel in which the timing is typed, with what it means below.

use kfp_core::schedule::Timetable;
use leptos::prelude::*;
use time::OffsetDateTime;

use super::{
    super::{
        fields::{Choices, SelectField, Shape, TextField},
        form::Form,
    },
    cron_line::CronField,
    draft::Unit,
    field::{TOLD, change, fault, held},
    reading::{Field, MOST_COUNTED},
};
use crate::{
    reactive::{derived, either, say, unless, when},
    schedule::use_firings_of,
    text::{self, use_text, use_timing_text},
    ui::{Icon, MomentTable, Segmented, Switch, icon},
    url_state::Making,
};

/// The value of the choice that leaves missed starts missed.
const MISSED: &str = "missed";

/// The panel; nothing in the form for a run.
#[component]
pub(in crate::pages::new_run) fn TimingPanel(form: Form) -> impl IntoView {
    let words = use_timing_text();
    let by_interval = move || form.draft().read().timing.by_interval;
    when(
        move || form.making() == Making::RecurringRun,
        move || {
            view! {
                <section class="panel" aria-labelledby="new-run-timing">
                    <div class="part-head">
                        <h2 id="new-run-timing">{words.t(|w| w.title)}</h2>
                        <div class="row end">
                            <Segmented
                                label=words.t(|w| w.rhythm)
                                choices=derived(move || {
                                    let words = words.get();
                                    vec![words.cron.to_owned(), words.interval.to_owned()]
                                })
                                current=derived(move || usize::from(by_interval()))
                                on_choose=move |at: usize| {
                                    change(form, |timing| timing.by_interval = at == 1);
                                }
                            />
                        </div>
                    </div>
                    <div class="part timing">
                        {either(
                            by_interval,
                            move || view! { <IntervalFields form=form /> },
                            move || view! { <CronField form=form /> },
                        )}
                        <Told form=form />
                        <Limits form=form />
                    </div>
                </section>
            }
        },
    )
}

/// The interval.
#[component]
fn IntervalFields(form: Form) -> impl IntoView {
    let words = use_timing_text();
    let units = derived(move || {
        let words = words.get().units;
        let values = Unit::ALL.iter().zip(words).enumerate();
        let values = values.map(|(at, (_, word))| (at.to_string(), word.to_owned()));
        vec![Choices {
            heading: None,
            values: values.collect(),
        }]
    });
    let unit = say(move || {
        let unit = form.draft().read().timing.unit;
        let at = Unit::ALL.iter().position(|one| *one == unit);
        at.unwrap_or_default().to_string()
    });
    view! {
        <div class="fields">
            <div>
                <label for="new-run-every">{words.t(|w| w.every)}</label>
                <TextField
                    id="new-run-every"
                    shape=Shape::Number("numeric")
                    value=held(form, |timing| timing.every.clone())
                    on_type=move |text: String| change(form, |timing| timing.every = text)
                    fault=fault(form, Field::Rhythm)
                />
            </div>
            <div>
                <label for="new-run-unit">{words.t(|w| w.unit)}</label>
                <SelectField
                    id="new-run-unit"
                    choices=units
                    value=unit
                    on_choose=move |at: String| {
                        let unit = at.parse().ok().and_then(|at: usize| Unit::ALL.get(at).copied());
                        change(form, |timing| timing.unit = unit.unwrap_or_default());
                    }
                />
            </div>
        </div>
    }
}

/// What it means: in words, and the next starts in two zones.
#[component]
fn Told(form: Form) -> impl IntoView {
    let (text, words) = (use_text(), use_timing_text());
    let trigger = Memo::new(move |_| form.timing().read().trigger.clone());
    let next = use_firings_of(trigger, TOLD);
    let means = say(move || {
        let timetable = trigger
            .read()
            .as_ref()
            .and_then(|of| Timetable::of(of).ok());
        timetable.map_or_else(String::new, |of| (text.get().recurring().words)(&of))
    });
    let count = say(move || {
        let words = words.get();
        match form.timing().read().count {
            None | Some(0) => String::new(),
            Some(1) => words.once.to_owned(),
            Some(count) if count > MOST_COUNTED => (words.more_than)(MOST_COUNTED),
            Some(count) => (words.times)(count),
        }
    });
    view! {
        <div class="stack timing-told">
            <p class="strong" role="status">{means}</p>
            <p class="note note-warn" hidden=unless(move || is_often(&next.read()))>
                {icon(Icon::Info)} <span>{words.t(|w| w.often)}</span>
            </p>
            <p class="sub" hidden=unless(move || !count.read().is_empty())>{count}</p>
            {when(
                move || !next.read().is_empty(),
                move || {
                    view! {
                        <MomentTable moments=next caption=text.t(|c| c.recurring().next_firings) />
                        <p class="sub">{text.t(|c| c.recurring().zone_note)}</p>
                    }
                },
            )}
        </div>
    }
}

/// Whether starts are less than a minute apart: then the field of the seconds may have been taken for another.
fn is_often(next: &[OffsetDateTime]) -> bool {
    let mut gaps = next.iter().zip(next.iter().skip(1));
    gaps.any(|(one, other)| *other - *one < time::Duration::MINUTE)
}

/// From when to when, how many, and what becomes of missed ones.
#[component]
fn Limits(form: Form) -> impl IntoView {
    let (text, words) = (use_text(), use_timing_text());
    let counts = (1..=10_u8).map(|count| (count.to_string(), count.to_string()));
    let counts = vec![Choices {
        heading: None,
        values: counts.collect(),
    }];
    let missed = derived(move || {
        let words = text.get().recurring();
        let values = [("", words.caught_up), (MISSED, words.left_missed)];
        vec![Choices {
            heading: None,
            values: values
                .map(|(value, word)| (value.to_owned(), word.to_owned()))
                .to_vec(),
        }]
    });
    let is_off = move || form.draft().read().timing.is_off;
    view! {
        <div class="fields">
            <MomentField form=form field=Field::Start />
            <MomentField form=form field=Field::End />
            <div>
                <label for="new-run-at-a-time">{words.t(|w| w.at_a_time)}</label>
                <SelectField
                    id="new-run-at-a-time"
                    choices=Signal::stored(counts)
                    value=held(form, |timing| timing.at_a_time.to_string())
                    on_choose=move |count: String| {
                        change(form, |timing| timing.at_a_time = count.parse().unwrap_or(1));
                    }
                />
            </div>
            <div>
                <label for="new-run-missed">{text.t(|c| c.recurring().missed)}</label>
                <SelectField
                    id="new-run-missed"
                    choices=missed
                    value=held(form, |timing| {
                        if timing.no_catchup { MISSED } else { "" }.to_owned()
                    })
                    on_choose=move |chosen: String| {
                        change(form, |timing| timing.no_catchup = chosen == MISSED);
                    }
                />
            </div>
            <div class="wide row">
                <Switch
                    label=words.t(|w| w.on_at_once)
                    on=derived(move || !is_off())
                    busy=Signal::stored(false)
                    why_not=Signal::stored(String::new())
                    on_set=move |on: bool| change(form, |timing| timing.is_off = !on)
                />
                <span aria-hidden="true">{words.t(|w| w.on_at_once)}</span>
                <span class="sub" hidden=unless(is_off)>{words.t(|w| w.made_off)}</span>
            </div>
        </div>
    }
}

/// The first or the last moment, with what it was read as.
#[component]
fn MomentField(form: Form, field: Field) -> impl IntoView {
    let (text, words) = (use_text(), use_timing_text());
    let is_start = field == Field::Start;
    let id = if is_start {
        "new-run-from"
    } else {
        "new-run-until"
    };
    let label = if is_start {
        text.t(|c| c.recurring().starts)
    } else {
        text.t(|c| c.recurring().ends)
    };
    let value = if is_start {
        held(form, |timing| timing.start.clone())
    } else {
        held(form, |timing| timing.end.clone())
    };
    let read_as = say(move || {
        let timing = form.timing().read();
        let at = if is_start { timing.start } else { timing.end };
        at.map_or_else(String::new, |at| {
            let language = text.language();
            let (here, utc) = (
                text::absolute(language, at),
                text::absolute_utc(language, at),
            );
            format!("{here} · {utc}")
        })
    });
    view! {
        <div>
            <label for=id>{label} " " <span class="sub">{words.t(|w| w.optional)}</span></label>
            <TextField
                id=id
                shape=Shape::Exact
                value=value
                on_type=move |text: String| {
                    change(form, |timing| {
                        let place = if is_start { &mut timing.start } else { &mut timing.end };
                        *place = text;
                    });
                }
                fault=fault(form, field)
                placeholder=Signal::stored("2026-11-26 09:00".to_owned())
            />
            <p class="sub" hidden=unless(move || !read_as.read().is_empty())>{read_as}</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_within_a_minute_are_often() {
        let at = |seconds| OffsetDateTime::from_unix_timestamp(seconds).expect("a moment");
        assert!(is_often(&[at(0), at(60), at(70)]));
        assert!(!is_often(&[at(0), at(60), at(120)]));
        assert!(!is_often(&[at(0)]));
    }
}
