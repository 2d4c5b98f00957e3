//! The reader of one topic.

use std::sync::Arc;
use std::time::Duration;

use console_api::live::TopicKind;
use tokio::time::Instant;

use super::lists;
use super::pace::Pace;
use super::runs::Runs;
use super::source::Source;
use super::topic::{TopicFeed, Touched};
use crate::problem::Failure;

/// How long a topic is kept after the last viewer has gone: somebody who reloads the page is back before.
pub(super) const LINGER: Duration = Duration::from_mins(1);
/// After a change through this console the next reading comes so soon: what KFP does about it shows a second later.
const SETTLES: Duration = Duration::from_millis(1200);
/// Changes that come in a row are read together, this often.
const TOGETHER: Duration = Duration::from_secs(1);
/// How seldom small lists are read in comparison to runs: they change when somebody changes them.
const SMALL_LISTS: u32 = 2;
/// Counting may take this share of the time: 2 %.
const COUNTING_DUTY: u32 = 50;
/// What a reading costs KFP beside its rows, and what each kilobyte of rows does.
const COST: Duration = Duration::from_millis(3);
const COST_OF_KILOBYTE: Duration = Duration::from_micros(300);

/// How a topic is read.
enum Plan {
    Runs(Box<Runs>),
    List(TopicKind),
}

impl Plan {
    fn of(kind: TopicKind) -> Self {
        match kind {
            TopicKind::Runs => Self::Runs(Box::new(Runs::new())),
            kind => Self::List(kind),
        }
    }

    fn is_busy(&self) -> bool {
        match self {
            Self::Runs(runs) => runs.is_busy(),
            Self::List(_) => false,
        }
    }

    fn pace(&self, pace: Pace) -> Pace {
        match self {
            Self::Runs(_) => pace,
            Self::List(_) => Pace {
                slow: pace.slow * SMALL_LISTS,
                ..pace
            },
        }
    }

    async fn round<S: Source>(
        &mut self,
        topic: &TopicFeed,
        source: &S,
        touched: &Touched,
    ) -> Result<usize, Failure> {
        match self {
            Self::Runs(runs) => runs.round(topic, source, touched).await,
            Self::List(kind) => lists::round(*kind, topic, source, touched).await,
        }
    }
}

/// Reads a topic until `is_over` says, after the last viewer has gone, that nobody will come.
pub(super) async fn read_on<S: Source>(
    topic: Arc<TopicFeed>,
    kind: TopicKind,
    source: S,
    pace: Pace,
    is_over: impl Fn() -> bool + Send,
    problem: impl Fn(&Failure) -> console_api::Problem + Send,
) {
    let mut plan = Plan::of(kind);
    let mut counting = Counting::of(kind);
    let mut failures = 0;
    let mut due = Instant::now();
    let mut together = due;
    loop {
        if !rest(&topic, &is_over).await {
            return;
        }
        if !wait(&topic, due, together).await {
            continue;
        }
        let began = Instant::now();
        let touched = topic.take_touched();
        let result = Box::pin(plan.round(&topic, &source, &touched)).await;
        let cost = match result {
            Ok(bytes) => {
                failures = 0;
                topic.busy(plan.is_busy());
                counting.count(&topic, &source).await;
                topic.fresh();
                cost(bytes)
            }
            Err(failure) => {
                failures += 1;
                topic.stale(problem(&failure));
                Duration::ZERO
            }
        };
        let ended = Instant::now();
        let pause = plan.pace(pace).pause(plan.is_busy(), cost, failures);
        // Where KFP or the line before it is slow, the pause grows with it.
        let pause = pause.max(ended - began);
        due = match (touched.is_empty(), failures) {
            (false, 0) => ended + SETTLES.min(pause),
            _ => ended + pause,
        };
        together = ended + TOGETHER;
    }
}

/// When all runs are counted again. It takes a walk through the index, which may hold a million of them.
struct Counting {
    due: Option<Instant>,
}

impl Counting {
    fn of(kind: TopicKind) -> Self {
        Self {
            due: (kind == TopicKind::Runs).then(Instant::now),
        }
    }

    async fn count<S: Source>(&mut self, topic: &TopicFeed, source: &S) {
        let began = Instant::now();
        if self.due.is_some_and(|due| due <= began) {
            topic.counted(source.counts().await);
            self.due = Some(began + began.elapsed().saturating_mul(COUNTING_DUTY));
        }
    }
}

/// The time that KFP works for a reading, from what came of it.
fn cost(bytes: usize) -> Duration {
    let kilobytes = u32::try_from(bytes / 1024).unwrap_or(u32::MAX);
    COST + COST_OF_KILOBYTE.saturating_mul(kilobytes)
}

/// Waits until the next reading is due, or something was changed and is to be read. `false` if everybody has left.
async fn wait(topic: &TopicFeed, due: Instant, together: Instant) -> bool {
    while topic.is_watched() {
        let until = if topic.is_touched() {
            due.min(together)
        } else {
            due
        };
        tokio::select! {
            () = tokio::time::sleep_until(until) => return true,
            () = topic.woken() => {}
        }
    }
    false
}

/// Reads nothing while nobody looks. Gives back whether anybody does.
async fn rest(topic: &TopicFeed, is_over: &(impl Fn() -> bool + Send)) -> bool {
    let until = Instant::now() + LINGER;
    while !topic.is_watched() {
        tokio::select! {
            () = tokio::time::sleep_until(until) => if is_over() {
                return false;
            },
            () = topic.woken() => {}
        }
    }
    true
}

#[cfg(test)]
mod tests;
