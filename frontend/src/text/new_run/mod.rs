//! The form for a new run or a recurring run. Not in the catalogue: its page is loaded when it is opened, and so are its
//! words.

mod english;
mod korean;

use kfp_core::{schedule::InvalidCron, spec::ParameterType};
use leptos::prelude::*;

use super::{Language, Text, use_text, words::words};
use crate::{reactive::derived, url_state::Making};

words! {
    /// The form for a new run.
    pub(crate) struct NewRunText {
        /// The page.
        title: &'static str,
        /// It begins with a run: its name.
        cloned_from: fn(&str) -> String,
        /// The panel with what is run.
        source: &'static str,
        /// The pipeline.
        pipeline: &'static str,
        /// The version.
        version: &'static str,
        /// Nothing is chosen.
        choose: &'static str,
        /// Pipelines of the namespace.
        own: &'static str,
        /// Pipelines that all share.
        shared: &'static str,
        /// The spec that the cloned run brought along.
        own_spec: &'static str,
        /// A version that is the newest: its name.
        latest: fn(&str) -> String,
        /// The newest version at each start: that of now.
        newest_each_time: fn(&str) -> String,
        /// Not all pipelines are offered: how many.
        more_pipelines: fn(usize) -> String,
        /// The name of the run.
        name: &'static str,
        /// Free text.
        description: &'static str,
        /// The experiment.
        experiment: &'static str,
        /// The default experiment: its name.
        default_experiment: fn(&str) -> String,
        /// The panel with the inputs.
        parameters: &'static str,
        /// How many there are.
        inputs: fn(usize) -> String,
        /// There are none.
        no_inputs: &'static str,
        /// The choice between fields and JSON.
        editor: &'static str,
        /// Fields.
        fields: &'static str,
        /// All values as JSON.
        json: &'static str,
        /// All values as JSON, as the name of the field.
        json_label: &'static str,
        /// Forgets what was typed.
        reset: &'static str,
        /// Need not be given.
        optional: &'static str,
        /// Nothing is given, the pipeline decides.
        not_set: &'static str,
        /// The kind of an input.
        kind: fn(&ParameterType) -> String,
        /// One of so many values.
        one_of: fn(usize) -> String,
        /// The panel with how it runs.
        settings: &'static str,
        /// The service account of the pods.
        service_account: &'static str,
        /// Where outputs go.
        root: &'static str,
        /// The namespace's own choice.
        of_namespace: &'static str,
        /// Earlier results.
        caching: &'static str,
        /// As the pipeline says.
        caching_as_compiled: &'static str,
        /// Every task runs.
        caching_off: &'static str,
        /// What switching it off does.
        caching_note: &'static str,
        /// The panel with the checks.
        checks: &'static str,
        /// Things to mend.
        to_mend: fn(usize) -> String,
        /// All values fit.
        values_fit: &'static str,
        /// The user may create runs: namespace.
        may_create: fn(&str) -> String,
        /// The user may not.
        may_not_create: &'static str,
        /// A version that can be run: its name.
        version_works: fn(&str) -> String,
        /// So many tasks.
        tasks: fn(usize) -> String,
        /// No version is chosen.
        no_version: &'static str,
        /// A spec that cannot be read.
        unreadable: &'static str,
        /// What to do about it.
        unreadable_text: &'static str,
        /// The form for a recurring run.
        make_recurring: &'static str,
        /// Starts the run.
        start: &'static str,
        /// It is being started.
        starting: &'static str,
        /// The keys that start it.
        keys: &'static str,
        /// It was started: its name.
        started: fn(&str) -> String,
        /// It was not started.
        not_started: &'static str,
        /// Nobody knows whether it was started.
        unknown: &'static str,
        /// What to do about it.
        unknown_text: &'static str,
        /// Looks for it.
        look_again: &'static str,
        /// It is not there.
        not_there: &'static str,
        /// The panel with code.
        code: &'static str,
        /// The choice of the language.
        code_language: &'static str,
        /// What the code of a language is: its name.
        code_of: fn(&str) -> String,
        /// Copies the address of the form.
        copy_link: &'static str,
        /// The panel with what is another.
        differences: &'static str,
        /// The column with what became of a value.
        change: &'static str,
        /// The column with the value of the cloned run.
        before: &'static str,
        /// The column with the value of now.
        now: &'static str,
        /// A value that is the same.
        kept: &'static str,
        /// A value that is another one.
        changed: &'static str,
        /// A value that has no place any more.
        gone: &'static str,
        /// A value that was not there.
        new: &'static str,
        /// A draft was found.
        draft: &'static str,
        /// Forgets it.
        discard: &'static str,
        /// It has to be filled in.
        missing: &'static str,
        /// It is of another kind: what it wants.
        wrong_kind: fn(&ParameterType) -> String,
        /// It would fit with a point in the place of a comma.
        use_point: &'static str,
        /// It is no JSON: line, column.
        no_json: fn(usize, usize) -> String,
        /// It is JSON, but no object.
        no_object: &'static str,
        /// It is none of these.
        not_among: fn(&str) -> String,
        /// A number that KFP would change.
        not_exact: &'static str,
        /// The pipeline has no such input.
        unknown_input: &'static str,
        /// It is longer than so many characters.
        too_long: fn(usize) -> String,
        /// It is no cron line: why.
        no_cron: fn(&InvalidCron) -> String,
        /// It is a line of five fields.
        five_fields: &'static str,
        /// It is no interval.
        no_interval: &'static str,
        /// It is no moment.
        no_moment: &'static str,
        /// Its day is on no calendar.
        no_such_day: &'static str,
        /// The end is not after the start.
        ends_first: &'static str,
        /// Nothing would ever start.
        never_starts: &'static str,
        /// There is nothing to run: namespace.
        no_pipelines: fn(&str) -> String,
        /// What to do about it.
        no_pipelines_text: &'static str,
        /// The chosen version does not exist any more.
        version_gone: &'static str,
        /// What to do about it.
        version_gone_text: &'static str,
        /// The cloned run cannot be read.
        original_gone: &'static str,
    }
}

/// The words of the form, in the language of the moment.
#[derive(Clone, Copy)]
pub(crate) struct NewRunWords(Text, Making);

impl NewRunWords {
    /// The words; a view that calls this changes with the language.
    pub(crate) fn get(self) -> &'static NewRunText {
        of(self.0.language(), self.1)
    }

    /// A string of them that changes with the language.
    pub(crate) fn t(self, pick: fn(&'static NewRunText) -> &'static str) -> Signal<String> {
        derived(move || pick(self.get()).to_owned())
    }

    /// The words of this moment, for something that is said once.
    pub(crate) fn now(self) -> &'static NewRunText {
        untrack(|| self.get())
    }
}

/// The words of the form, for what it makes.
pub(crate) fn use_new_run_text() -> NewRunWords {
    NewRunWords(use_text(), use_context().unwrap_or_default())
}

pub(in crate::text) fn of(language: Language, making: Making) -> &'static NewRunText {
    match (language, making) {
        (Language::English, Making::Run) => &english::OF_RUN,
        (Language::English, Making::RecurringRun) => &english::OF_RECURRING_RUN,
        (Language::Korean, Making::Run) => &korean::OF_RUN,
        (Language::Korean, Making::RecurringRun) => &korean::OF_RECURRING_RUN,
    }
}
