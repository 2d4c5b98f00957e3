//! The filter language of run lists: `status:failed,running defect` shows runs whose name holds `defect` and whose
//! state is one of two.
//!
//! Terms are separated by spaces and all have to hold; values inside a term are joined by commas and one has to hold.
//! Everything else is the part of the name that is looked for, with colons too: names hold times, images and addresses.
//! A `status:` with a state that is not known is kept and shown with a question mark, never dropped.

use kfp_core::model::RuntimeState;

/// A state one can filter by: what KFP's own list can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum RunStateFilter {
    /// Runs now.
    Running,
    /// Waits.
    Pending,
    /// Ended badly. Holds the canceled ones, since KFP ends those as failed.
    Failed,
    /// Ended well.
    Succeeded,
    /// Stop was asked for.
    Canceling,
}

/// The one key of the language, with its colon.
const STATUS: &str = "status:";

impl RunStateFilter {
    /// All of them, in the order of the facets.
    pub(crate) const ALL: [Self; 5] = [
        Self::Running,
        Self::Pending,
        Self::Failed,
        Self::Succeeded,
        Self::Canceling,
    ];

    /// The word in the address.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Pending => "pending",
            Self::Failed => "failed",
            Self::Succeeded => "succeeded",
            Self::Canceling => "canceling",
        }
    }

    /// The state as KFP names it.
    pub(crate) fn state(self) -> RuntimeState {
        match self {
            Self::Running => RuntimeState::Running,
            Self::Pending => RuntimeState::Pending,
            Self::Failed => RuntimeState::Failed,
            Self::Succeeded => RuntimeState::Succeeded,
            Self::Canceling => RuntimeState::Canceling,
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|state| state.word().eq_ignore_ascii_case(word))
    }
}

/// What a list of runs is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct RunFilter {
    /// Part of the name; empty shows all.
    pub(crate) name: String,
    /// States of which one has to hold, sorted; empty shows all.
    pub(crate) states: Vec<RunStateFilter>,
    /// `status:` terms with a state that is not known, as they were written.
    pub(crate) unknown: Vec<String>,
}

impl RunFilter {
    /// Reads the text of `q`.
    pub(crate) fn parse(text: &str) -> Self {
        let mut filter = Self::default();
        let mut words = Vec::new();
        for term in text.split_whitespace() {
            match term.strip_prefix(STATUS).map(parse_states) {
                Some(Some(states)) => filter.states.extend(states),
                Some(None) => filter.unknown.push(term.to_owned()),
                None => words.push(term),
            }
        }
        filter.name = words.join(" ");
        filter.states = in_order(&filter.states);
        filter
    }

    /// Writes the text of `q`, canonically.
    pub(crate) fn write(&self) -> String {
        let words: Vec<&str> = self.states.iter().map(|state| state.word()).collect();
        let status = (!words.is_empty()).then(|| format!("{STATUS}{}", words.join(",")));
        let name = (!self.name.is_empty()).then(|| self.name.clone());
        status
            .into_iter()
            .chain(self.unknown.iter().cloned())
            .chain(name)
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Whether a typed text ends with a term that is not typed to its end: `status:fai` would be a term that is not
    /// known, and a moment later it is one.
    pub(crate) fn is_unfinished(text: &str) -> bool {
        let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
        last.starts_with(STATUS)
    }

    /// Whether everything is shown.
    pub(crate) fn is_empty(&self) -> bool {
        self.name.is_empty() && self.states.is_empty()
    }

    /// The same filter with other words typed: keys typed among them take effect at once.
    pub(crate) fn with_text(&self, text: &str) -> Self {
        let rest = Self {
            name: String::new(),
            ..self.clone()
        };
        Self::parse(&format!("{} {text}", rest.write()))
    }

    /// The same filter with a state added or taken away.
    pub(crate) fn toggled(&self, state: RunStateFilter) -> Self {
        let mut filter = self.clone();
        match filter.states.iter().position(|known| *known == state) {
            Some(at) => {
                filter.states.remove(at);
            }
            None => filter.states.push(state),
        }
        filter.states = in_order(&filter.states);
        filter
    }
}

/// Each state once, in the order of the facets.
fn in_order(states: &[RunStateFilter]) -> Vec<RunStateFilter> {
    let all = RunStateFilter::ALL.into_iter();
    all.filter(|state| states.contains(state)).collect()
}

fn parse_states(values: &str) -> Option<Vec<RunStateFilter>> {
    values.split(',').map(RunStateFilter::from_word).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn terms_and_words_are_told_apart() {
        let filter = RunFilter::parse("  defect   status:Failed,running 10:30 train ");
        assert_eq!(filter.name, "defect 10:30 train");
        assert!(filter.unknown.is_empty());
        assert_eq!(
            filter.states,
            [RunStateFilter::Running, RunStateFilter::Failed]
        );
        assert_eq!(filter.write(), "status:running,failed defect 10:30 train");
    }

    #[test]
    fn a_word_with_a_colon_is_a_word() {
        for name in [
            "stage:prod",
            "gcr.io/x:latest",
            "started:7d",
            "Status:failed",
            "a:",
        ] {
            let filter = RunFilter::parse(name);
            assert_eq!(filter.name, name);
            assert!(
                filter.unknown.is_empty() && filter.states.is_empty(),
                "{name}"
            );
            assert!(!RunFilter::is_unfinished(name), "{name}");
        }
    }

    #[test]
    fn a_state_that_is_not_known_keeps_its_term() {
        let filter = RunFilter::parse("status:failed,asleep");
        assert!(filter.states.is_empty());
        assert_eq!(filter.unknown, ["status:failed,asleep"]);
    }

    #[test]
    fn a_key_that_is_typed_takes_effect() {
        let filter = RunFilter::parse("status:failed old").with_text("status:running new");
        assert_eq!(filter.write(), "status:running,failed new");
    }

    #[test]
    fn a_term_waits_for_a_space_or_enter() {
        assert!(RunFilter::is_unfinished("train status:fai"));
        assert!(!RunFilter::is_unfinished("status:failed "));
        assert!(!RunFilter::is_unfinished("train 10:30"));
        assert!(!RunFilter::is_unfinished(""));
    }

    #[test]
    fn toggling_twice_changes_nothing() {
        let filter = RunFilter::parse("status:failed x");
        let twice = filter
            .toggled(RunStateFilter::Pending)
            .toggled(RunStateFilter::Pending);
        assert_eq!(twice, filter);
    }

    proptest! {
        #[test]
        fn writing_is_stable(text in "(status:[a-z,]{0,20}|[a-z]{1,5}:[a-z0-9]{0,5}|\\PC{0,10}| ){0,6}") {
            let filter = RunFilter::parse(&text);
            prop_assert_eq!(RunFilter::parse(&filter.write()), filter);
        }
    }
}
