//! What is another in the timing than in that of the recurring run that is cloned.

use kfp_core::{model::PipelineVersionId, schedule::Timetable};
use leptos::prelude::*;

use super::{
    super::{
        calls::Source,
        difference::{Line, setting},
        form::Form,
    },
    draft::window,
};
use crate::{
    data::Recurs,
    text::{Text, TimingWords, absolute},
};

/// What was set of the recurring run that is cloned, and what would be now: its version and its timing. `None` where none is
/// cloned, or where what is typed cannot be read.
pub(in crate::pages::new_run) fn settings(
    form: Form,
    text: Text,
    timing: TimingWords,
) -> Option<Vec<Line>> {
    let original = form.calls().original.value()?;
    let (before, now) = (original.recurs.clone()?, form.recurs()?);
    let (catalogue, words) = (text.get(), timing.get());
    let language = text.language();
    let recurring = catalogue.recurring();
    let version = |id: Option<&PipelineVersionId>| match id {
        Some(id) => titled(form, id),
        None => words.newest.to_owned(),
    };
    let reference = original.pipeline_version_reference.as_ref();
    let was = reference.map(|of| version(of.pipeline_version_id.as_ref()));
    let is = match form.calls().source.get() {
        Source::Of(_, chosen) => version(chosen.as_ref()),
        Source::None | Source::OfOriginal => String::new(),
    };
    let when = |of: &Recurs| {
        let timetable = Timetable::of(&of.trigger);
        let told = timetable.map_or_else(|_| String::new(), |of| (recurring.words)(&of));
        match &of.trigger.cron_schedule {
            Some(cron) => format!("{told} · {}", cron.cron),
            None => told,
        }
    };
    let within = |of: &Recurs| {
        let (start, end) = window(&of.trigger);
        let told = |at: Option<_>| at.map_or_else(|| "…".to_owned(), |at| absolute(language, at));
        if start.is_none() && end.is_none() {
            return String::new();
        }
        format!("{} – {}", told(start), told(end))
    };
    let missed = |of: &Recurs| {
        if of.no_catchup {
            recurring.left_missed
        } else {
            recurring.caught_up
        }
        .to_owned()
    };
    let switch = |of: &Recurs| {
        if of.is_on {
            recurring.on
        } else {
            recurring.off
        }
        .to_owned()
    };
    let lines = [
        setting(catalogue.lists.version, was.unwrap_or_default(), is),
        setting(recurring.when, when(&before), when(&now)),
        setting(words.window, within(&before), within(&now)),
        setting(
            words.at_a_time,
            before.at_a_time.to_string(),
            now.at_a_time.to_string(),
        ),
        setting(recurring.missed, missed(&before), missed(&now)),
        setting(recurring.switch, switch(&before), switch(&now)),
    ];
    let lines = lines.into_iter();
    let said = lines.filter(|line| !(line.before.is_empty() && line.now.is_empty()));
    Some(said.collect())
}

/// What a version is called, as far as it is known.
fn titled(form: Form, id: &PipelineVersionId) -> String {
    let page = form.calls().versions.value();
    let mut known = page.iter().flat_map(|page| &page.items);
    let known = known.find(|version| version.pipeline_version_id == *id);
    known.map_or_else(|| id.to_string(), |version| version.title().to_owned())
}
