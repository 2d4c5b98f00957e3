//! What a list of runs was told, and which of it may be newer than what it reads.

use super::merge::{Told, Which};

/// What was told of the runs of a namespace.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    all: Told,
    /// What was told since the call began that gives the next answer: the answer itself is newer than the rest.
    since: Told,
    has_heard_all: bool,
}

impl Ledger {
    /// Takes in all there is. What comes first may be older than the list: both were read at about the same time.
    pub(super) fn hear_all(&mut self, runs: Told) -> Which {
        let which = if self.has_heard_all {
            Which::Latest
        } else {
            Which::Further
        };
        self.has_heard_all = true;
        self.since.clone_from(&runs);
        self.all = runs;
        which
    }

    /// Takes in what changed.
    pub(super) fn hear(&mut self, runs: &Told) -> Which {
        self.since.extend(runs.clone());
        self.all.extend(runs.clone());
        Which::Latest
    }

    /// The list is asked for.
    pub(super) fn ask(&mut self) {
        self.since.clear();
    }

    /// Everything.
    pub(super) fn all(&self) -> &Told {
        &self.all
    }

    /// What was told since the list was asked for.
    pub(super) fn since(&self) -> &Told {
        &self.since
    }
}

#[cfg(test)]
mod tests {
    use kfp_core::model::Page;

    use super::{super::merge::amended, *};
    use crate::data::RunRow;

    fn run(state: &str, storage: &str) -> RunRow {
        let end = if state == "FAILED" {
            r#","finished_at":"2026-11-25T12:00:00Z""#
        } else {
            ""
        };
        let text = format!(
            r#"{{"run_id":"1","display_name":"Train","state":"{state}","storage_state":"{storage}"{end}}}"#
        );
        serde_json::from_str(&text).expect("a run")
    }

    fn told(run: &RunRow) -> Told {
        [(run.run_id.clone(), Some(run.clone()))].into()
    }

    fn page(run: &RunRow) -> Page<RunRow> {
        Page {
            items: vec![run.clone()],
            undecodable: Vec::new(),
            total_size: 1,
            next_page_token: None,
        }
    }

    #[test]
    fn what_comes_first_does_not_set_back_a_list_that_was_just_read() {
        let (archived, before) = (run("FAILED", "ARCHIVED"), told(&run("FAILED", "AVAILABLE")));
        let mut ledger = Ledger::default();
        let which = ledger.hear_all(before.clone());
        assert_eq!(amended(&page(&archived), &before, which), None);
        let which = ledger.hear(&before);
        assert!(
            amended(&page(&archived), &before, which).is_some(),
            "a change is newer"
        );
        assert_eq!(ledger.hear_all(before), Which::Latest);
    }

    #[test]
    fn what_was_told_before_the_list_was_asked_for_does_not_set_it_back() {
        let mut ledger = Ledger::default();
        ledger.hear_all(told(&run("RUNNING", "AVAILABLE")));
        ledger.hear(&told(&run("FAILED", "AVAILABLE")));
        ledger.ask();
        let retried = page(&run("RUNNING", "AVAILABLE"));
        assert_eq!(amended(&retried, ledger.since(), Which::Further), None);
        assert_eq!(ledger.all().len(), 1);
        ledger.hear(&told(&run("FAILED", "AVAILABLE")));
        assert!(amended(&retried, ledger.since(), Which::Further).is_some());
    }
}
