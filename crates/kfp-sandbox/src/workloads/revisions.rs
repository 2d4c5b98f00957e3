//! What changed when, and who is told.

use std::collections::{BTreeSet, VecDeque};

use super::Workloads;
use super::commit::Touched;

/// How many changes are remembered. Whoever looks less often reads everything anew.
const REMEMBERED: usize = 4_096;

/// The changes of runs, numbered.
#[derive(Debug)]
pub(super) struct Revisions {
    current: u64,
    /// The newest changes, the oldest of them in front.
    changes: VecDeque<(u64, String)>,
    /// The revision of the newest change that is no longer remembered.
    forgotten: u64,
}

impl Revisions {
    /// Nothing that happened until `start` is remembered.
    pub(super) fn starting_at(start: u64) -> Self {
        Self {
            current: start,
            changes: VecDeque::new(),
            forgotten: start,
        }
    }

    /// Notes changes under one new number, which is returned.
    fn note<'a>(&mut self, run_ids: impl Iterator<Item = &'a String>) -> u64 {
        self.current += 1;
        for run_id in run_ids {
            self.changes.push_back((self.current, run_id.clone()));
        }
        while self.changes.len() > REMEMBERED
            && let Some((revision, _)) = self.changes.pop_front()
        {
            self.forgotten = revision;
        }
        self.current
    }

    fn since(&self, revision: u64) -> Option<Vec<String>> {
        if revision < self.forgotten {
            return None;
        }
        let newer = self
            .changes
            .iter()
            .rev()
            .take_while(|(changed_at, _)| *changed_at > revision);
        let run_ids: BTreeSet<&String> = newer.map(|(_, run_id)| run_id).collect();
        Some(run_ids.into_iter().cloned().collect())
    }
}

impl Workloads {
    /// Notes what changed and tells whoever waits for it.
    pub(super) fn announce(&self, touched: &Touched) {
        let run_ids = || {
            let changed = touched.changes.iter().map(|change| &change.run_id);
            changed.chain(&touched.others)
        };
        if run_ids().next().is_none() {
            return;
        }
        self.forget_ended(run_ids());
        let current = self.revisions().note(run_ids());
        self.inner.changes.send_replace(current);
    }

    /// The number of the newest change.
    pub(crate) fn revision(&self) -> u64 {
        self.revisions().current
    }

    /// The runs that changed after a revision, and the revision up to which that is all; `None` if that is so long ago
    /// that it is not known any more.
    pub(crate) fn changed_since(&self, revision: u64) -> Option<(u64, Vec<String>)> {
        let revisions = self.revisions();
        let changed = revisions.since(revision)?;
        Some((revisions.current, changed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_newest_changes_are_remembered() {
        let mut revisions = Revisions::starting_at(100);
        for number in 0..REMEMBERED {
            revisions.note([format!("run-{}", number % 10)].iter());
        }
        let all = revisions.since(100).unwrap();
        assert_eq!(all.len(), 10, "each run once");
        revisions.note(["late".to_owned()].iter());
        assert_eq!(revisions.changes.len(), REMEMBERED);
        assert_eq!(revisions.since(100), None);
        assert_eq!(revisions.since(101).unwrap().len(), 11);
        let current = revisions.current;
        assert_eq!(revisions.since(current - 1).unwrap(), ["late"]);
        assert_eq!(revisions.since(current).unwrap(), Vec::<String>::new());
    }
}
