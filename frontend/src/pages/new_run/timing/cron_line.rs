//! The field of the cron line: what each part of it is, and what a line of five fields can mean.

use kfp_core::{model::Trigger, schedule::Timetable};
use leptos::prelude::*;

use super::{
    super::{
        fields::{Shape, TextField},
        form::Form,
    },
    field::{TOLD, change, fault, held},
    five_fields::five_fields,
    reading::Field,
};
use crate::{
    reactive::{part, press, say},
    schedule::use_firings_of,
    text::{use_text, use_timing_text},
    ui::{Button, Icon, MomentTable, icon},
};

/// Lines that people begin with.
const EXAMPLES: [&str; 5] = [
    "0 0 * * * *",
    "0 0 2 * * *",
    "0 30 6 ? * MON-FRI",
    "0 0 8 ? * MON",
    "0 0 0 1 * ?",
];

/// The cron line, with what each of its fields is.
#[component]
pub(super) fn CronField(form: Form) -> impl IntoView {
    let (text, words) = (use_text(), use_timing_text());
    let line = held(form, |timing| timing.cron.clone());
    let example = move |line: &'static str| {
        let label = say(move || match Timetable::of(&Trigger::cron(line)) {
            Ok(timetable) => (text.get().recurring().words)(&timetable),
            Err(_) => line.to_owned(),
        });
        view! {
            <button
                type="button"
                class="btn btn-small"
                title=line
                on:click=press(move |_| change(form, |timing| line.clone_into(&mut timing.cron)))
            >
                {label}
            </button>
        }
    };
    let parts = part(move || {
        let line = line.get();
        let is_word = line.trim_start().starts_with('@');
        let mut typed = line.split_whitespace();
        let fields = words.get().cron_fields;
        let fields = fields.map(|field| {
            let typed = typed.next().filter(|_| !is_word).unwrap_or("–").to_owned();
            view! {
                <li>
                    <span class="mono">{typed}</span>
                    <span class="sub">{field}</span>
                </li>
            }
        });
        fields.collect_view()
    });
    view! {
        <div>
            <label for="new-run-cron" class="strong">{words.t(|w| w.cron_line)}</label>
            <TextField
                id="new-run-cron"
                shape=Shape::Exact
                value=line
                on_type=move |text: String| change(form, |timing| timing.cron = text)
                fault=fault(form, Field::Rhythm)
                placeholder=Signal::stored("0 30 6 ? * MON-FRI".to_owned())
            />
            <ol class="cron-fields" aria-label=words.t(|w| w.cron_fields_label)>{parts}</ol>
            <p class="sub">{words.t(|w| w.seconds_first)}</p>
        </div>
        <BothReadings form=form />
        <div class="row row-wrap" role="group" aria-label=words.t(|w| w.examples)>
            {EXAMPLES.map(example).collect_view()}
        </div>
    }
}

/// A line of five fields is asked back: what people mean, and what KFP reads.
#[component]
fn BothReadings(form: Form) -> impl IntoView {
    let words = use_timing_text();
    let both = Memo::new(move |_| five_fields(&form.draft().read().timing.cron));
    part(move || {
        let both = both.get()?;
        let crontab = both.as_crontab.map(|line| {
            view! { <OneReading form=form heading=words.t(|w| w.as_crontab) line=line /> }
        });
        let kfp = both
            .as_kfp
            .map(|line| view! { <OneReading form=form heading=words.t(|w| w.as_kfp) line=line /> });
        Some(view! {
            <div class="note note-warn" role="group" aria-label=words.t(|w| w.which)>
                {icon(Icon::Info)}
                <div class="stack readings">
                    <p class="strong">{words.t(|w| w.which)}</p>
                    <div class="fields">{crontab} {kfp}</div>
                </div>
            </div>
        })
    })
}

/// One of the readings, as a line of six fields.
#[component]
fn OneReading(form: Form, heading: Signal<String>, line: String) -> impl IntoView {
    let (text, words) = (use_text(), use_timing_text());
    let trigger = Trigger::cron(line.as_str());
    let timetable = Timetable::of(&trigger).ok();
    let means = say(move || {
        let timetable = timetable.as_ref();
        timetable.map_or_else(String::new, |of| (text.get().recurring().words)(of))
    });
    let next = use_firings_of(Memo::new(move |_| Some(trigger.clone())), TOLD);
    let (told, used) = (line.clone(), line);
    view! {
        <div class="stack reading">
            <span class="sub">{heading}</span>
            <span class="strong">{means}</span>
            <MomentTable moments=next caption=text.t(|c| c.recurring().next_firings) />
            <Button
                label=say(move || (words.get().use_line)(&told))
                on_press=move |()| change(form, |timing| timing.cron.clone_from(&used))
            />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use kfp_core::schedule::Cron;

    use super::*;

    #[test]
    fn every_example_is_a_line_of_six_fields() {
        for line in EXAMPLES {
            assert_eq!(line.parse::<Cron>().expect("a line").field_count(), 6);
        }
    }
}
