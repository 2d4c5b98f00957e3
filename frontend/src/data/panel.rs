//! What a part of the page knows: the last good answer with its age, what went wrong since, and when it is tried again.
//!
//! A resource that holds only the last result forgets the good one as soon as a refresh fails; people need both.

use std::{any::Any, sync::Arc};

use super::Failure;

/// An answer of any kind: the panel is compiled once, whatever it keeps.
pub(super) type Answer = Arc<dyn Any + Send + Sync>;

/// What is asked, so that an answer can be told from one to another question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Question {
    /// What the answer is of. An answer of another scope is not shown, not even as an old one.
    of: String,
    /// How it is narrowed and ordered. An answer to another narrowing is shown, and marked.
    narrowed: String,
}

impl Question {
    /// Asks for something, narrowed and ordered.
    pub(crate) fn narrowed(of: String, narrowed: String) -> Self {
        Self { of, narrowed }
    }
}

/// Asks for all of something.
impl From<String> for Question {
    fn from(of: String) -> Self {
        Self {
            of,
            narrowed: String::new(),
        }
    }
}

/// The last good answer.
#[derive(Clone, Debug)]
struct Kept {
    value: Answer,
    at_ms: f64,
    narrowed: String,
}

/// The state of one part of the page.
#[derive(Debug, Default)]
pub(super) struct Panel {
    question: Question,
    kept: Option<Kept>,
    failure: Option<Failure>,
    busy: bool,
    /// How many calls have begun.
    begun: u32,
    attempts: u32,
}

/// Seconds until the next attempt after so many failed ones.
fn wait_seconds(attempts: u32) -> u32 {
    match attempts {
        0 | 1 => 2,
        2 => 4,
        3 => 8,
        4 => 15,
        _ => 30,
    }
}

impl Panel {
    /// A question is put, whether or not it may be asked of anybody now. An answer of another scope is forgotten.
    pub(super) fn put(&mut self, question: Question) {
        if self.question.of == question.of {
            self.question = question;
        } else {
            *self = Self {
                question,
                begun: self.begun,
                ..Self::default()
            };
        }
    }

    /// A call begins.
    pub(super) fn begin(&mut self) {
        self.busy = true;
        self.begun = self.begun.wrapping_add(1);
    }

    /// The call gave an answer.
    pub(super) fn succeed(&mut self, value: Answer, at_ms: f64) {
        self.kept = Some(Kept {
            value,
            at_ms,
            narrowed: self.question.narrowed.clone(),
        });
        self.failure = None;
        self.busy = false;
        self.attempts = 0;
    }

    /// The last good answer is out of date, and what is new was told without a call.
    pub(super) fn amend(&mut self, value: Answer, at_ms: f64) {
        if let Some(kept) = &mut self.kept {
            kept.value = value;
            kept.at_ms = at_ms;
        }
    }

    /// The call failed. Gives the seconds until the next attempt; `None` when there is none by itself.
    pub(super) fn fail(&mut self, failure: Failure) -> Option<u32> {
        let is_retried = failure.is_retried();
        if !is_retried && failure.signed_out().is_none() {
            // A refusal or an absence is an answer of its own: what was seen before no longer holds.
            self.kept = None;
        }
        self.failure = Some(failure);
        self.busy = false;
        self.attempts += 1;
        is_retried.then(|| wait_seconds(self.attempts))
    }

    /// The call was given up.
    pub(super) fn stop(&mut self) {
        self.busy = false;
    }

    /// Whether the last good answer is one to another narrowing or order than the present question's.
    pub(super) fn answers_another(&self) -> bool {
        self.kept
            .as_ref()
            .is_some_and(|kept| kept.narrowed != self.question.narrowed)
    }

    /// The last good answer of this scope.
    pub(super) fn answer(&self) -> Option<&Answer> {
        self.kept.as_ref().map(|kept| &kept.value)
    }

    /// When it came, in milliseconds since 1970.
    pub(super) fn answered_at_ms(&self) -> Option<f64> {
        self.kept.as_ref().map(|kept| kept.at_ms)
    }

    /// What went wrong last, unless an answer came since.
    pub(super) fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// Whether a call is on its way.
    pub(super) fn is_busy(&self) -> bool {
        self.busy
    }

    /// How many calls have begun: another number, another call.
    pub(super) fn begun(&self) -> u32 {
        self.begun
    }

    /// How many calls have failed in a row.
    pub(super) fn attempts(&self) -> u32 {
        self.attempts
    }
}

#[cfg(test)]
mod tests {
    use kfp_core::error::SignedOut;

    use super::*;
    use crate::{data::FailureKind, text::FailedHop};

    fn failure(kind: FailureKind) -> Failure {
        Failure {
            kind,
            code: "x".to_owned(),
            said: String::new(),
        }
    }

    fn ask(panel: &mut Panel, scope: &str, narrowed: &str) {
        panel.put(Question::narrowed(scope.to_owned(), narrowed.to_owned()));
        panel.begin();
    }

    fn loaded() -> Panel {
        let mut panel = Panel::default();
        ask(&mut panel, "a", "");
        panel.succeed(Arc::new(1_u8), 10.0);
        panel
    }

    #[test]
    fn an_old_answer_outlives_an_outage_and_the_end_of_the_session() {
        for kind in [
            FailureKind::Down(FailedHop::Console),
            FailureKind::SignedOut(SignedOut::EmptyObject),
        ] {
            let mut panel = loaded();
            ask(&mut panel, "a", "");
            panel.fail(failure(kind));
            assert_eq!(
                panel
                    .answer()
                    .and_then(|answer| answer.downcast_ref().copied()),
                Some(1_u8)
            );
            assert!(panel.failure().is_some());
        }
    }

    #[test]
    fn an_old_answer_does_not_outlive_a_refusal_or_another_scope() {
        let mut panel = loaded();
        ask(&mut panel, "a", "");
        assert_eq!(panel.fail(failure(FailureKind::Forbidden(None))), None);
        assert!(panel.answer().is_none());
        let mut panel = loaded();
        ask(&mut panel, "b", "");
        assert!(panel.answer().is_none());
        assert!(panel.is_busy());
    }

    #[test]
    fn an_answer_to_another_question_is_told_from_one_to_the_present_one() {
        let mut panel = loaded();
        assert!(!panel.answers_another());
        // Put, but not asked: the session is over.
        panel.put(Question::narrowed("a".to_owned(), "q=x".to_owned()));
        assert!(panel.answers_another() && panel.answer().is_some() && !panel.is_busy());
        panel.begin();
        panel.fail(failure(FailureKind::Down(FailedHop::Console)));
        assert!(panel.answers_another());
        panel.begin();
        panel.succeed(Arc::new(2_u8), 20.0);
        assert!(!panel.answers_another());
    }

    #[test]
    fn what_is_told_without_a_call_takes_the_place_of_the_answer_and_of_nothing_else() {
        let mut panel = loaded();
        panel.put(Question::narrowed("a".to_owned(), "q=x".to_owned()));
        panel.begin();
        panel.amend(Arc::new(7_u8), 30.0);
        let value = panel
            .answer()
            .and_then(|answer| answer.downcast_ref::<u8>());
        assert_eq!((value, panel.answered_at_ms()), (Some(&7), Some(30.0)));
        assert!(panel.answers_another() && panel.is_busy());
        let mut empty = Panel::default();
        empty.amend(Arc::new(7_u8), 30.0);
        assert!(empty.answer().is_none());
    }

    #[test]
    fn another_scope_is_forgotten_even_when_nobody_may_be_asked() {
        let mut panel = loaded();
        panel.put(Question::from("b".to_owned()));
        assert!(panel.answer().is_none() && !panel.is_busy());
    }

    #[test]
    fn attempts_come_at_growing_distances_and_begin_anew_after_an_answer() {
        let mut panel = loaded();
        let fail = |panel: &mut Panel| {
            ask(panel, "a", "");
            panel.fail(failure(FailureKind::Down(FailedHop::MlPipeline)))
        };
        let waits: Vec<_> = (0..6).map(|_| fail(&mut panel)).collect();
        assert_eq!(waits, [2, 4, 8, 15, 30, 30].map(Some));
        ask(&mut panel, "a", "");
        panel.succeed(Arc::new(2_u8), 20.0);
        assert_eq!(fail(&mut panel), Some(2));
    }
}
