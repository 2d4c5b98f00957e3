//! Runs side by side.

mod english;
mod korean;

pub(super) use english::ENGLISH;
pub(super) use korean::KOREAN;

use super::words::words;

words! {
    /// Runs side by side.
    pub(crate) struct CompareText {
        /// The page.
        page: &'static str,
        /// How many runs are compared.
        title: fn(usize) -> String,
        /// What the table holds: how many runs.
        caption: fn(usize) -> String,
        /// Leaves out what is equal.
        only: &'static str,
        /// Adds a run.
        add: &'static str,
        /// Why none can be added.
        full: &'static str,
        /// Copies the address of the page.
        copy_link: &'static str,
        /// Leads to the list of runs.
        to_runs: &'static str,
        /// The column of what is compared.
        row: &'static str,
        /// What the others are compared with.
        baseline: &'static str,
        /// Makes a run that.
        make_base: &'static str,
        /// The same, with its name.
        make_base_of: fn(&str) -> String,
        /// It is that now: its name.
        is_base: fn(&str) -> String,
        /// Moves a column: the name of the run.
        move_left: fn(&str) -> String,
        /// Moves a column: the name of the run.
        move_right: fn(&str) -> String,
        /// It stands there now: its name, its place, of how many.
        moved: fn(&str, usize, usize) -> String,
        /// Why it cannot be moved.
        at_edge: &'static str,
        /// Takes a run out: its name.
        remove: fn(&str) -> String,
        /// It is out: its name.
        removed: fn(&str) -> String,
        /// In the column of a run that is not there.
        absent: &'static str,
        /// In the column of a run that is on its way.
        waits: &'static str,
        /// Some of the runs are not there: how many, in which namespace.
        absent_note: fn(usize, &str) -> String,
        /// None of the runs is there.
        none_here: &'static str,
        /// The first rows.
        summary: &'static str,
        /// The rows of the parameters.
        parameters: &'static str,
        /// The rows of the tasks.
        tasks: &'static str,
        /// What their durations are compared with: the letter of the baseline.
        against: fn(&str) -> String,
        /// The row: how the run stands.
        status: &'static str,
        /// The row: how long it took.
        duration: &'static str,
        /// The row: when it was started.
        started: &'static str,
        /// The row: its pipeline.
        pipeline: &'static str,
        /// The row: the version of its pipeline.
        version: &'static str,
        /// The row: its experiment.
        experiment: &'static str,
        /// The row: the account of its pods.
        account: &'static str,
        /// The row: where its outputs are.
        root: &'static str,
        /// How many of how many differ.
        differ: fn(usize, usize) -> String,
        /// None of the parameters differs.
        none_differ: &'static str,
        /// None of the runs has any.
        no_parameters: &'static str,
        /// KFP tells of none.
        no_tasks: &'static str,
        /// A parameter was not given.
        not_set: &'static str,
        /// A parameter may be among those that were not read.
        not_told: &'static str,
        /// Why a value is hidden.
        hidden: &'static str,
        /// A value that is too long to be shown: its size.
        too_long: fn(&str) -> String,
        /// How many parameters were not read.
        more_parameters: fn(usize) -> String,
        /// How many tasks were not read.
        more_tasks: fn(usize) -> String,
        /// Shows more rows: how many.
        show_more: fn(usize) -> String,
        /// Read out in a cell that is marked.
        differs: &'static str,
        /// It took longer than the baseline: how much.
        longer: fn(&str) -> String,
        /// It took less than the baseline: how much.
        shorter: fn(&str) -> String,
        /// How often a task was run, in a loop.
        times: fn(usize) -> String,
        /// There are fewer than two runs.
        few_title: &'static str,
        /// What to do then.
        few_text: &'static str,
        /// There are more than ten.
        many_title: fn(usize) -> String,
        /// What to do then.
        many_text: &'static str,
        /// Compares the first ten.
        first_ten: &'static str,
        /// The panel of the specs.
        spec: &'static str,
        /// All have the same.
        same_spec: &'static str,
        /// The run does not say which spec it had: its name.
        spec_latest: fn(&str) -> String,
        /// The version was deleted: the name of the run.
        spec_gone: fn(&str) -> String,
        /// The user may not read the pipeline: the name of the run.
        spec_forbidden: fn(&str) -> String,
        /// It could not be read: the name of the run.
        spec_unread: fn(&str) -> String,
        /// Which specs are compared.
        from_to: fn(&str, &str) -> String,
        /// How many lines were added and removed.
        lines: fn(usize, usize) -> String,
        /// Where specs differ.
        places: &'static str,
        /// More places than are listed: how many.
        and_more: fn(usize) -> String,
        /// They differ in nothing that is shown.
        only_hidden: &'static str,
        /// A spec is too long to be compared: its size.
        too_long_spec: fn(&str) -> String,
        /// A spec is no JSON.
        broken_spec: &'static str,
        /// They are being compared.
        working: &'static str,
        /// The choice of how they stand.
        layout: &'static str,
        /// One below the other.
        unified: &'static str,
        /// Side by side.
        split: &'static str,
        /// Lines that are left out: how many.
        unchanged: fn(usize) -> String,
        /// Lines that are not shown: how many.
        more_lines: fn(usize) -> String,
        /// Read out before a line.
        line_removed: &'static str,
        /// Read out before a line.
        line_added: &'static str,
        /// What the text is of: the letters of the runs.
        diff_of: fn(&str) -> String,
        /// The question for a run.
        choose: &'static str,
        /// Narrows the runs to choose from.
        choose_filter: &'static str,
        /// A run stands there already.
        chosen: &'static str,
        /// There is none to choose from.
        none_to_choose: &'static str,
        /// Which runs can be chosen.
        newest: &'static str,
        /// A run was added: its name.
        added: fn(&str) -> String,
    }
}
