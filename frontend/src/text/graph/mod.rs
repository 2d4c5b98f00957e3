//! Graphs of tasks, and the page of a pipeline version.

mod english;
mod korean;

pub(super) use english::ENGLISH;
pub(super) use korean::KOREAN;

use super::words::words;

words! {
    /// Graphs of tasks, and the page of a pipeline version.
    pub(crate) struct GraphText {
        /// What the page shows.
        version: &'static str,
        /// The choice between the drawing and the text.
        views: &'static str,
        /// The drawing.
        graph: &'static str,
        /// The text.
        spec: &'static str,
        /// What the drawing is of: the pipeline, and how many tasks.
        drawing_of: fn(&str, usize) -> String,
        /// What the text is of: the pipeline.
        spec_of: fn(&str) -> String,
        /// The buttons.
        zoom: &'static str,
        /// Nearer.
        zoom_in: &'static str,
        /// Farther.
        zoom_out: &'static str,
        /// All of it.
        fit: &'static str,
        /// The choice of the way that edges go.
        direction: &'static str,
        /// From top to bottom.
        down: &'static str,
        /// From left to right.
        right: &'static str,
        /// Closes all groups.
        close_groups: &'static str,
        /// Opens all groups.
        open_groups: &'static str,
        /// How it is walked through by keys.
        keys: &'static str,

        /// A task.
        task: &'static str,
        /// A task that brings a file into the pipeline.
        importer: &'static str,
        /// A pipeline within the pipeline.
        nested: &'static str,
        /// A loop.
        loop_word: &'static str,
        /// A condition.
        condition: &'static str,
        /// Conditions of which one holds.
        branches: &'static str,
        /// An exit handler.
        exit_handler: &'static str,
        /// It is named and is not there.
        missing: &'static str,
        /// Its component is named and is not there.
        no_component: &'static str,
        /// It runs however the tasks before it ended.
        always_runs: &'static str,
        /// How many tasks a group has.
        tasks: fn(usize) -> String,
        /// How many items a loop has.
        items: fn(usize) -> String,
        /// Whose items a loop goes over.
        items_of: fn(&str) -> String,
        /// How many run at a time.
        at_a_time: fn(u64) -> String,
        /// What it waits for: the names of tasks.
        waits_for: fn(&str) -> String,

        /// Closes the panel.
        close: &'static str,
        /// The row: what it is.
        kind: &'static str,
        /// The row: its key.
        key: &'static str,
        /// The row: its image.
        image: &'static str,
        /// The row: it runs only where this holds.
        runs_if: &'static str,
        /// The row: whether an earlier result may be taken.
        cache: &'static str,
        /// It may.
        cache_on: &'static str,
        /// It may not.
        cache_off: &'static str,
        /// The row: what comes before it.
        after: &'static str,
        /// The row: what comes after it.
        before: &'static str,
        /// Nothing does.
        nothing: &'static str,
        /// What goes along an edge: output and input.
        carried: fn(&str, &str) -> String,
        /// Only the order counts.
        order_only: &'static str,

        /// How much is wrong.
        findings: fn(usize) -> String,
        /// A task waits for one that is not there.
        missing_task: fn(&str, &str) -> String,
        /// A task uses a component that is not there.
        missing_component: fn(&str, &str) -> String,
        /// A task names no component.
        unnamed_component: fn(&str) -> String,
        /// What was probably meant.
        meant: fn(&str) -> String,
        /// Tasks wait for each other.
        circle: fn(&str) -> String,
        /// A task uses a component inside of itself.
        in_itself: fn(&str, &str) -> String,
        /// A group is nested too deep.
        too_deep: fn(&str) -> String,
        /// There are too many tasks.
        too_many: fn(usize) -> String,
        /// Something else is wrong.
        other_finding: &'static str,

        /// The pipeline has no tasks.
        empty_title: &'static str,
        /// What to do about it.
        empty_text: &'static str,
        /// The version has no spec that can be drawn.
        unreadable_title: &'static str,
        /// The version came without a spec.
        no_spec: &'static str,
        /// It is an Argo workflow.
        is_argo: &'static str,
        /// It is another object of Kubernetes.
        is_object: &'static str,
        /// A part is missing.
        no_field: fn(&str) -> String,
        /// It cannot be read at a place.
        bad_shape: fn(&str) -> String,
        /// Opens the text.
        see_spec: &'static str,
        /// The version does not exist.
        no_version: &'static str,
    }
}
