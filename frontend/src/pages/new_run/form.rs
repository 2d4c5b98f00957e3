//! What the form holds: the address says what is run, the draft what was typed.

use std::sync::Arc;

use kfp_core::{
    model::{ExperimentId, Namespace, PipelineId},
    spec::CompiledPipeline,
};
use leptos::prelude::*;
use time::OffsetDateTime;

use super::{
    calls::{Calls, Shared, Source},
    draft::{self, Draft},
    reading::{Fault, Reading, Typed, guessed, read_fields, read_json},
    timing::{Timing, read as read_timing},
};
use crate::{
    data::Compiled,
    navigation::{History, Navigation, use_navigation},
    reactive::effect,
    text::{moment, now_ms, zone_offset_minutes},
    url_state::{Cloned, Making, NewRunState},
};

/// Most characters of names and descriptions that KFP takes.
const MOST_CHARACTERS: usize = 255;

/// The form.
#[derive(Clone, Copy)]
pub(super) struct Form(StoredValue<Parts>);

struct Parts {
    making: Making,
    navigation: Navigation,
    namespace: Memo<Option<Namespace>>,
    state: Memo<NewRunState>,
    calls: Calls,
    draft: RwSignal<Draft>,
    was_kept: RwSignal<bool>,
    was_tried: RwSignal<bool>,
    reading: Memo<Result<Reading, Fault>>,
    timing: Memo<Timing>,
    /// The name while none was typed.
    suggested: Memo<String>,
}

impl Form {
    /// The form of a page.
    pub(super) fn make(
        making: Making,
        namespace: Memo<Option<Namespace>>,
        state: Memo<NewRunState>,
    ) -> Self {
        let calls = Calls::make(namespace, state);
        let place = place(
            making,
            namespace.get_untracked().as_ref(),
            &state.read_untracked(),
        );
        let kept = draft::kept(&place);
        let was_kept = RwSignal::new(kept.is_some());
        let begin = kept.unwrap_or_default().carrying(&state.read_untracked());
        let draft = RwSignal::new(begin);
        let compiled = calls.compiled;
        let opened_at = moment(now_ms());
        let values = values_of(draft);
        let typed_timing = Memo::new(move |_| draft.read().timing.clone());
        let this = Self(StoredValue::new(Parts {
            making,
            navigation: use_navigation(),
            namespace,
            state,
            calls,
            draft,
            was_kept,
            was_tried: RwSignal::new(false),
            reading: Memo::new(move |_| read(&values.read(), compiled.get().as_ref())),
            timing: Memo::new(move |_| match (making, opened_at) {
                (Making::RecurringRun, Some(opened_at)) => {
                    read_timing(&typed_timing.read(), opened_at, clock)
                }
                _ => Timing::default(),
            }),
            suggested: suggested(making, &calls, opened_at),
        }));
        this.follow_original();
        this
    }

    fn part<T>(self, pick: impl FnOnce(&Parts) -> T) -> T {
        self.0.with_value(pick)
    }

    /// What the form makes.
    pub(super) fn making(self) -> Making {
        self.part(|parts| parts.making)
    }

    /// The namespace.
    pub(super) fn namespace(self) -> Memo<Option<Namespace>> {
        self.part(|parts| parts.namespace)
    }

    /// What the address says.
    pub(super) fn state(self) -> Memo<NewRunState> {
        self.part(|parts| parts.state)
    }

    /// The calls.
    pub(super) fn calls(self) -> Calls {
        self.part(|parts| parts.calls)
    }

    /// What was typed.
    pub(super) fn draft(self) -> RwSignal<Draft> {
        self.part(|parts| parts.draft)
    }

    /// Whether a draft was found when the form was opened.
    pub(super) fn was_kept(self) -> RwSignal<bool> {
        self.part(|parts| parts.was_kept)
    }

    /// Whether a start was tried: what is missing is not told before.
    pub(super) fn was_tried(self) -> RwSignal<bool> {
        self.part(|parts| parts.was_tried)
    }

    /// What was typed, read.
    pub(super) fn reading(self) -> Memo<Result<Reading, Fault>> {
        self.part(|parts| parts.reading)
    }

    /// What was typed of the timing, read; of a run it says nothing.
    pub(super) fn timing(self) -> Memo<Timing> {
        self.part(|parts| parts.timing)
    }

    /// What the draft belongs to.
    pub(super) fn place(self) -> String {
        place(
            self.making(),
            self.namespace().get_untracked().as_ref(),
            &self.state().read_untracked(),
        )
    }

    /// What is cloned fills in what nobody has typed.
    fn follow_original(self) {
        let is_filled = StoredValue::new(false);
        effect(move || {
            let Some(original) = self.calls().original.value() else {
                return;
            };
            if is_filled.get_value() {
                return;
            }
            is_filled.set_value(true);
            let was_kept = self.was_kept().get_untracked();
            self.draft().update(|draft| {
                let filled = draft.clone().like(&original);
                if was_kept {
                    // Of a draft that was kept at least the secrets are missing.
                    draft.typed = filled.typed;
                } else {
                    *draft = filled;
                }
            });
        });
    }

    /// Somebody changed something.
    pub(super) fn change(self, change: impl FnOnce(&mut Draft)) {
        self.draft().update(change);
        draft::keep(&self.place(), Some(self.draft().get_untracked()));
    }

    /// Forgets what was typed.
    pub(super) fn forget(self) {
        draft::keep(&self.place(), None);
        self.was_kept().set(false);
    }

    /// Puts the form back to what the pipeline and what is cloned say.
    pub(super) fn reset(self) {
        self.forget();
        self.was_tried().set(false);
        let begin = Draft::default().carrying(&self.state().read_untracked());
        self.draft().set(match self.calls().original.value() {
            Some(original) => begin.like(&original),
            None => begin,
        });
    }

    /// Chooses something that the address names.
    pub(super) fn choose(self, change: impl FnOnce(NewRunState) -> NewRunState) {
        let state = change(self.state().get_untracked());
        self.part(|parts| parts.navigation)
            .set_query(state.query(), History::Replace);
        // The draft goes along.
        if self.draft().get_untracked() != Draft::default() {
            self.change(|_| {});
        }
    }

    /// The spec, where it can be read.
    pub(super) fn pipeline(self) -> Option<Arc<CompiledPipeline>> {
        let compiled = self.calls().compiled.get()?;
        compiled.0.pipeline.as_ref().ok().map(Arc::clone)
    }

    /// Whether the values are written as JSON.
    pub(super) fn is_json(self) -> bool {
        self.draft().read().json.is_some() || is_unreadable(self.calls().compiled.get().as_ref())
    }

    /// Its name.
    pub(super) fn name(self) -> String {
        let typed = self.draft().read().name.clone();
        typed.unwrap_or_else(|| self.part(|parts| parts.suggested).get())
    }

    /// What is wrong with the name.
    pub(super) fn name_fault(self) -> Option<Fault> {
        let name = self.name();
        if name.trim().is_empty() {
            return Some(Fault::Missing);
        }
        too_long(&name)
    }

    /// What is wrong with the description.
    pub(super) fn description_fault(self) -> Option<Fault> {
        too_long(&self.draft().read().description)
    }

    /// How many things have to be mended before it can be made.
    pub(super) fn faults(self) -> usize {
        let of_values = match &*self.reading().read() {
            Ok(reading) => reading.faults.len(),
            Err(_) => 1,
        };
        let others = [self.name_fault(), self.description_fault()];
        of_values + others.iter().flatten().count() + self.timing().read().faults.len()
    }

    /// The experiment that the run is put into; without one the default one is meant.
    pub(super) fn experiment(self) -> Option<ExperimentId> {
        let chosen = self.state().read().experiment.clone();
        chosen.or_else(|| self.inherited())
    }

    /// The experiment of the cloned run.
    pub(super) fn inherited(self) -> Option<ExperimentId> {
        self.calls().inherited(self.namespace().read().as_ref())
    }

    /// Whether it is known what is run, and where.
    pub(super) fn has_source(self) -> bool {
        if self.state().read().experiment.is_none() && !self.calls().knows_inherited() {
            return false;
        }
        match self.calls().source.get() {
            Source::None => false,
            Source::Of(..) => {
                self.calls().chosen.read().is_some() && self.calls().compiled.get().is_some()
            }
            Source::OfOriginal => self.calls().compiled.get().is_some(),
        }
    }
}

/// The name while none was typed.
fn suggested(making: Making, calls: &Calls, opened_at: Option<OffsetDateTime>) -> Memo<String> {
    let (compiled, original) = (calls.compiled, calls.original);
    Memo::new(move |_| {
        let compiled = compiled.get();
        let pipeline = compiled.as_ref().and_then(|of| of.0.pipeline.as_ref().ok());
        match (making, original.value(), pipeline) {
            (_, None, None) => String::new(),
            (Making::Run, Some(original), _) => named_at(&original.display_name, opened_at),
            (Making::Run, None, Some(of)) => named_at(&of.spec.pipeline_info.name, opened_at),
            (Making::RecurringRun, Some(original), _) => named(&original.display_name, " (copy)"),
            (Making::RecurringRun, None, Some(of)) => of.spec.pipeline_info.name.clone(),
        }
    })
}

/// How many minutes the clock of the reader is ahead of UTC.
#[expect(
    clippy::cast_precision_loss,
    reason = "seconds of any date fit into 53 bits"
)]
fn clock(seconds: i64) -> i32 {
    zone_offset_minutes(seconds as f64 * 1_000.0)
}

/// A name that tells runs of one pipeline apart, as long as KFP takes it.
fn named_at(name: &str, at: Option<OffsetDateTime>) -> String {
    let at = at.map_or_else(String::new, |at| {
        format!(" {} {:02}:{:02}", at.date(), at.hour(), at.minute())
    });
    named(name, &at)
}

/// A name with an end, as long as KFP takes it.
fn named(name: &str, end: &str) -> String {
    let room = MOST_CHARACTERS.saturating_sub(end.len());
    format!("{}{end}", name.chars().take(room).collect::<String>())
}

fn too_long(text: &str) -> Option<Fault> {
    (text.chars().count() > MOST_CHARACTERS).then_some(Fault::TooLong(MOST_CHARACTERS))
}

fn is_unreadable(compiled: Option<&Shared<Compiled>>) -> bool {
    compiled.is_some_and(|of| of.0.pipeline.is_err())
}

/// The fields of the inputs, and all values as JSON while they are written so.
type Values = (Typed, Option<String>);

/// What was typed of the values: they can have megabytes, and are not read again when somebody writes a name.
fn values_of(draft: RwSignal<Draft>) -> Memo<Values> {
    Memo::new_owning(move |known: Option<Values>| {
        let draft = draft.read();
        match known {
            Some(known) if known.0 == draft.typed && known.1 == draft.json => (known, false),
            _ => ((draft.typed.clone(), draft.json.clone()), true),
        }
    })
}

fn read((typed, json): &Values, compiled: Option<&Shared<Compiled>>) -> Result<Reading, Fault> {
    let spec = compiled.and_then(|of| of.0.pipeline.as_ref().ok());
    let spec = spec.map(|of| &of.spec);
    match (json, spec) {
        (Some(text), spec) => read_json(spec, text),
        (None, Some(spec)) => Ok(read_fields(spec, typed)),
        // The fields of a spec that cannot be read are not known.
        (None, None) => Ok(Reading {
            values: guessed(typed),
            ..Reading::default()
        }),
    }
}

/// What a draft belongs to: another pipeline, or something else that is cloned, has another one.
fn place(making: Making, namespace: Option<&Namespace>, state: &NewRunState) -> String {
    let kind = match making {
        Making::Run => "",
        Making::RecurringRun => "recurring.",
    };
    let namespace = namespace.map_or("", Namespace::as_str);
    let pipeline = state.pipeline.as_ref().map_or("", PipelineId::as_str);
    let clone = state.clone.as_ref().map_or("", Cloned::as_str);
    format!("{kind}{namespace}.{pipeline}.{clone}")
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use super::*;

    #[test]
    fn values_are_read_again_only_when_one_of_them_was_typed() {
        let owner = Owner::new();
        owner.set();
        let draft = RwSignal::new(Draft::default());
        let values = values_of(draft);
        let count = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&count);
        let reading = Memo::new(move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
            read(&values.read(), None)
        });
        let read_after = |change: fn(&mut Draft)| {
            draft.update(change);
            let _read = reading.get_untracked();
            count.load(Ordering::Relaxed)
        };
        assert_eq!(read_after(|_| {}), 1);
        assert_eq!(read_after(|draft| draft.name = Some("n".to_owned())), 1);
        assert_eq!(read_after(|draft| draft.timing.no_catchup = true), 1);
        let typed = |draft: &mut Draft| {
            draft.typed.insert("rate".to_owned(), "1".to_owned());
        };
        assert_eq!(read_after(typed), 2);
        assert_eq!(read_after(typed), 2);
        assert_eq!(read_after(|draft| draft.json = Some("{}".to_owned())), 3);
    }
}
