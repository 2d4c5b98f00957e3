//! Something that is done to many: which of them wait, which are being done, and how they ended. Pure.

use super::Item;
use crate::{
    data::{ActionOutcome, Target, Verb},
    text::WhyNot,
};

/// How many are done at a time.
pub(super) const POOL: usize = 4;

/// What is done to each of some rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Job {
    pub(super) verb: Verb,
    pub(super) steps: Vec<Step>,
    /// Rows that were selected too, and why it cannot be done to them.
    pub(super) left_out: Vec<(Item, WhyNot)>,
}

/// What is done to one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) item: Item,
    pub(super) stands: Standing,
}

/// How it stands with one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It waits for its turn.
    Waits,
    /// It is being done.
    GoesOn,
    /// It ended.
    Ended(ActionOutcome),
    /// It was stopped before its turn.
    NotBegun,
}

impl Standing {
    fn is_open(&self) -> bool {
        matches!(self, Self::Waits | Self::GoesOn)
    }

    fn is_done(&self) -> bool {
        *self == Self::Ended(ActionOutcome::Done)
    }
}

impl Job {
    /// Does something to those of the rows that allow it.
    pub(super) fn new(verb: Verb, items: Vec<Item>) -> Self {
        let (mut steps, mut left_out) = (Vec::new(), Vec::new());
        for item in items {
            match item.why_not(verb) {
                Some(why_not) => left_out.push((item, why_not)),
                None => steps.push(Step {
                    item,
                    stands: Standing::Waits,
                }),
            }
        }
        Self {
            verb,
            steps,
            left_out,
        }
    }

    /// The next one whose turn it is.
    pub(super) fn take(&mut self) -> Option<(usize, Target)> {
        let at = self.place_of(&Standing::Waits)?;
        let step = self.steps.get_mut(at)?;
        step.stands = Standing::GoesOn;
        Some((at, step.item.target.clone()))
    }

    /// One of them ended.
    pub(super) fn end(&mut self, at: usize, outcome: ActionOutcome) {
        if let Some(step) = self.steps.get_mut(at) {
            step.stands = Standing::Ended(outcome);
        }
    }

    /// Begins no more of them.
    pub(super) fn stop(&mut self) {
        for step in &mut self.steps {
            if step.stands == Standing::Waits {
                step.stands = Standing::NotBegun;
            }
        }
    }

    /// Those that are not done wait for a turn again.
    pub(super) fn again(&mut self) {
        for step in &mut self.steps {
            if !step.stands.is_done() {
                step.stands = Standing::Waits;
            }
        }
    }

    /// Whether none of them waits or is being done.
    pub(super) fn has_ended(&self) -> bool {
        !self.steps.iter().any(|step| step.stands.is_open())
    }

    /// How many have ended.
    pub(super) fn ended(&self) -> usize {
        let steps = self.steps.iter();
        steps.filter(|step| !step.stands.is_open()).count()
    }

    /// Whether it is done to a thing.
    pub(super) fn is_done(&self, target: &Target) -> bool {
        let mut steps = self.steps.iter();
        steps.any(|step| step.item.target == *target && step.stands.is_done())
    }

    /// How many are done, not done and not known.
    pub(super) fn count(&self) -> (u64, u64, u64) {
        let mut counts = (0, 0, 0);
        for step in &self.steps {
            match &step.stands {
                Standing::Ended(ActionOutcome::Done) => counts.0 += 1,
                Standing::Ended(ActionOutcome::Unknown(_)) => counts.2 += 1,
                _ => counts.1 += 1,
            }
        }
        counts
    }

    fn place_of(&self, standing: &Standing) -> Option<usize> {
        let mut steps = self.steps.iter();
        steps.position(|step| step.stands == *standing)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::item::tests::run, *};
    use crate::data::{Failure, FailureKind};

    fn failure() -> Failure {
        Failure {
            kind: FailureKind::Rejected,
            code: String::new(),
            said: String::new(),
        }
    }

    fn job() -> Job {
        let items = vec![
            run("r-1", "FAILED", "AVAILABLE"),
            run("r-2", "RUNNING", "AVAILABLE"),
            run("r-3", "FAILED", "AVAILABLE"),
            run("r-4", "FAILED", "AVAILABLE"),
        ];
        Job::new(Verb::Retry, items)
    }

    #[test]
    fn rows_that_do_not_allow_it_are_left_out_and_named() {
        let job = job();
        assert_eq!(job.steps.len(), 3);
        let [(item, why)] = job.left_out.as_slice() else {
            panic!("one is left out");
        };
        assert_eq!((item.name.as_str(), *why), ("r-2", WhyNot::NotFailed));
    }

    #[test]
    fn each_has_its_turn_once_and_what_failed_has_another() {
        let mut job = job();
        let turns = [job.take(), job.take()].map(|turn| turn.expect("a turn").0);
        assert_eq!(turns, [0, 1]);
        job.end(0, ActionOutcome::Done);
        job.end(1, ActionOutcome::Failed(failure()));
        job.stop();
        assert!(job.has_ended() && job.take().is_none());
        assert_eq!((job.count(), job.ended()), ((1, 2, 0), 3));
        job.again();
        assert_eq!(job.ended(), 1);
        assert_eq!(job.take().expect("a turn").0, 1);
        job.end(1, ActionOutcome::Unknown(failure()));
        assert_eq!(job.take().expect("a turn").0, 2);
        assert!(!job.has_ended());
        job.end(2, ActionOutcome::Done);
        assert_eq!(job.count(), (2, 0, 1));
        assert!(job.has_ended() && job.is_done(&job.steps[2].item.target));
        assert!(!job.is_done(&job.steps[1].item.target));
    }
}
