//! Attempts below a retry node.

use time::{Duration, OffsetDateTime};

use super::pass::Pass;
use crate::engine::node::{Node, NodeType, Phase};
use crate::engine::template::{RetryPolicyKind, RetryStrategy};

/// What comes next under a retry node.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// Nothing: it has ended.
    Ended,
    /// Nothing yet: a wait is not over.
    Wait,
    /// The attempt of that name goes on.
    GoOn(String),
    /// An attempt of that name begins.
    Begin(String),
}

impl Pass<'_> {
    pub(super) fn decide_retry(&mut self, name: &str, strategy: &RetryStrategy) -> Decision {
        let Some(node) = self.state.nodes.named(name) else {
            return Decision::Wait;
        };
        if node.is_fulfilled() {
            return Decision::Ended;
        }
        let attempts: Vec<Node> = node
            .children
            .iter()
            .filter_map(|id| self.state.nodes.get(id))
            .filter(|node| node.retried)
            .cloned()
            .collect();
        let Some(last) = attempts.last() else {
            return Decision::Begin(format!("{name}(0)"));
        };
        if !last.is_fulfilled() {
            return Decision::GoOn(last.name.clone());
        }
        if !last.phase.is_failure() {
            self.mark(name, Phase::Succeeded, None);
            return Decision::Ended;
        }
        if self.is_past_deadline() {
            let message = format!("retry exceeded workflow deadline {}", self.deadline());
            self.mark(name, last.phase, Some(message));
            return Decision::Ended;
        }
        if let Some(decision) = self.back_off(name, strategy, &attempts) {
            return decision;
        }
        let tried_again = match strategy.policy {
            RetryPolicyKind::OnFailure => last.phase == Phase::Failed,
            RetryPolicyKind::OnError => last.phase == Phase::Error,
        };
        if !tried_again {
            self.mark(name, last.phase, Some(last.message.clone()));
            return Decision::Ended;
        }
        let limit: usize = strategy.limit.parse().unwrap_or(0);
        if attempts.len() > limit {
            self.mark(name, last.phase, Some("No more retries left".to_owned()));
            return Decision::Ended;
        }
        Decision::Begin(format!("{name}({})", attempts.len()))
    }

    /// The wait between attempts, if there is one.
    fn back_off(
        &mut self,
        name: &str,
        strategy: &RetryStrategy,
        attempts: &[Node],
    ) -> Option<Decision> {
        let seconds =
            |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<i64>().ok());
        let base = seconds(&strategy.backoff_duration)?;
        let (first, last) = (attempts.first()?, attempts.last()?);
        let latest = seconds(&strategy.backoff_max_duration)
            .filter(|seconds| *seconds > 0)
            .map(|seconds| first.started_at + Duration::seconds(seconds));
        if latest.is_some_and(|latest| self.now > latest) {
            self.mark(
                name,
                last.phase,
                Some("Max duration limit exceeded".to_owned()),
            );
            return Some(Decision::Ended);
        }
        let exponent = u32::try_from(attempts.len() - 1).unwrap_or(u32::MAX);
        let factor = seconds(&strategy.backoff_factor)
            .filter(|factor| *factor > 0)
            .unwrap_or(1);
        let wait = base.saturating_mul(factor.saturating_pow(exponent));
        let over = last.finished_at.unwrap_or(last.started_at) + Duration::seconds(wait);
        if latest.is_some_and(|latest| over > latest) {
            self.mark(
                name,
                last.phase,
                Some("Backoff would exceed max duration limit".to_owned()),
            );
            return Some(Decision::Ended);
        }
        let limit: usize = strategy.limit.parse().unwrap_or(0);
        if self.now < over && attempts.len() <= limit {
            self.mark(
                name,
                Phase::Running,
                Some(format!("Backoff for {}", humanize(wait))),
            );
            self.wake(over);
            return Some(Decision::Wait);
        }
        self.mark(name, Phase::Running, Some(String::new()));
        None
    }

    pub(super) fn take_outputs_of_last_attempt(&mut self, name: &str) {
        let Some(node) = self
            .state
            .nodes
            .named(name)
            .filter(|node| node.node_type == NodeType::Retry)
        else {
            return;
        };
        let last = node
            .children
            .iter()
            .rev()
            .filter_map(|id| self.state.nodes.get(id))
            .find(|node| node.retried);
        let outputs = last.and_then(|last| last.outputs.clone());
        if let Some(node) = self.state.nodes.named_mut(name) {
            node.outputs = outputs;
        }
    }

    /// The end of the workflow's time as Go prints times.
    fn deadline(&self) -> String {
        let at: OffsetDateTime = self.state.started_at.unwrap_or(self.now);
        format!(
            "{} {:02}:{:02}:{:02} +0000 UTC",
            at.date(),
            at.hour(),
            at.minute(),
            at.second()
        )
    }
}

/// A duration in the words of the controller's messages.
fn humanize(seconds: i64) -> String {
    let (minutes, rest) = (seconds / 60, seconds % 60);
    match (minutes, rest) {
        (0, 1) => "1 second".to_owned(),
        (0, rest) => format!("{rest} seconds"),
        (1, 0) => "1 minute".to_owned(),
        (minutes, 0) => format!("{minutes} minutes"),
        (1, rest) => format!("1 minute {rest} seconds"),
        (minutes, rest) => format!("{minutes} minutes {rest} seconds"),
    }
}
