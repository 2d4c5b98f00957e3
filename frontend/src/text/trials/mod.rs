//! The parameters of the runs of an experiment.

mod english;
mod korean;

pub(super) use english::ENGLISH;
pub(super) use korean::KOREAN;

use super::words::words;

words! {
    /// The parameters of the runs of an experiment.
    pub(crate) struct TrialText {
        /// The panel with the axes.
        title: &'static str,
        /// Opens it.
        show: &'static str,
        /// Closes it.
        hide: &'static str,
        /// Why there are no metrics.
        no_metrics: &'static str,
        /// How many runs are inside: inside, all.
        inside: fn(usize, usize) -> String,
        /// Takes every narrowing away.
        clear: &'static str,
        /// Takes one away: its axis.
        drop_brush: fn(&str) -> String,
        /// What an axis is narrowed to: axis, from, to.
        narrowed: fn(&str, &str, &str) -> String,
        /// Adds an axis.
        add: &'static str,
        /// The lower end of what an axis is narrowed to: axis.
        from: fn(&str) -> String,
        /// The upper end: axis.
        to: fn(&str) -> String,
        /// Moves an axis: axis.
        to_left: fn(&str) -> String,
        /// Moves an axis: axis.
        to_right: fn(&str) -> String,
        /// A logarithmic scale: axis.
        log: fn(&str) -> String,
        /// Takes an axis away: axis.
        remove: fn(&str) -> String,
        /// The axes can be scrolled.
        scrolls: &'static str,
        /// The lines: runs, axes.
        lines: fn(usize, usize) -> String,
        /// How long the runs took, one after another.
        series: &'static str,
        /// The same in a sentence: runs, shortest, longest.
        series_told: fn(usize, &str, &str) -> String,
        /// No run has ended.
        none_ended: &'static str,
        /// The best of those before.
        best: &'static str,
        /// Nothing varies.
        none_vary: &'static str,
        /// What varies and is no axis: names.
        not_drawn: fn(&str) -> String,
        /// Of which runs it is: read, all.
        of_newest: fn(&str, &str) -> String,
        /// The table: the name of the experiment.
        caption: fn(&str) -> String,
        /// No run is inside.
        none_inside: &'static str,
        /// Puts the runs side by side: how many.
        compare: fn(usize) -> String,
        /// How long a run took.
        duration: &'static str,
    }
}
