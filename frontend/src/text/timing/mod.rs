//! When a recurring run starts its runs, as a form asks for it. Not in the catalogue, as the words of the form for a new run.

mod english;
mod korean;

use leptos::prelude::*;

use super::{Language, Text, use_text, words::words};
use crate::reactive::derived;

words! {
    /// The timing of a recurring run.
    pub(crate) struct TimingText {
        /// The panel.
        title: &'static str,
        /// The choice between a cron line and an interval.
        rhythm: &'static str,
        /// A cron line.
        cron: &'static str,
        /// An interval.
        interval: &'static str,
        /// The field for the cron line.
        cron_line: &'static str,
        /// What the fields of the line are, as the name of their list.
        cron_fields_label: &'static str,
        /// The fields of the line.
        cron_fields: [&'static str; 6],
        /// What people take for something else.
        seconds_first: &'static str,
        /// Lines to begin with.
        examples: &'static str,
        /// Which reading of five fields is meant.
        which: &'static str,
        /// As crontab reads them.
        as_crontab: &'static str,
        /// As KFP reads them.
        as_kfp: &'static str,
        /// Takes a line.
        use_line: fn(&str) -> String,
        /// How long the interval is.
        every: &'static str,
        /// The unit of the interval.
        unit: &'static str,
        /// The units.
        units: [&'static str; 4],
        /// How many runs go on at a time.
        at_a_time: &'static str,
        /// It starts one run.
        once: &'static str,
        /// It starts so many runs.
        times: fn(usize) -> String,
        /// It starts more than so many.
        more_than: fn(usize) -> String,
        /// Starts are less than a minute apart.
        often: &'static str,
        /// Need not be given.
        optional: &'static str,
        /// It is switched on when it is made.
        on_at_once: &'static str,
        /// It is not.
        made_off: &'static str,
        /// The timing holds.
        fits: &'static str,
        /// Each start takes the newest version: that of now.
        takes_newest: fn(&str) -> String,
        /// What that may lead to.
        takes_newest_more: &'static str,
        /// The next start will fail.
        next_fails: &'static str,
        /// A value is missing: the name of its input.
        has_no_value: fn(&str) -> String,
        /// There is a value for what is no input: its name.
        is_no_input: fn(&str) -> String,
        /// A value is of another kind: the name of its input.
        is_of_another_kind: fn(&str) -> String,
        /// The same once more with one version: that of now.
        pin: fn(&str) -> String,
        /// The first and the last moment, in the comparison.
        window: &'static str,
        /// The newest version at each start, in the comparison.
        newest: &'static str,
    }
}

/// The words of the timing, in the language of the moment.
#[derive(Clone, Copy)]
pub(crate) struct TimingWords(Text);

impl TimingWords {
    /// The words; a view that calls this changes with the language.
    pub(crate) fn get(self) -> &'static TimingText {
        of(self.0.language())
    }

    /// A string of them that changes with the language.
    pub(crate) fn t(self, pick: fn(&'static TimingText) -> &'static str) -> Signal<String> {
        derived(move || pick(self.get()).to_owned())
    }
}

/// The words of the timing.
pub(crate) fn use_timing_text() -> TimingWords {
    TimingWords(use_text())
}

pub(in crate::text) fn of(language: Language) -> &'static TimingText {
    match language {
        Language::English => &english::ENGLISH,
        Language::Korean => &korean::KOREAN,
    }
}
