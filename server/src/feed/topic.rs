//! One topic: what is known of it, numbered, and who watches.

use std::collections::{BTreeSet, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::extract::ws::Utf8Bytes;
use console_api::Problem;
use console_api::live::{Diff, FromServer, Position, RunCounts, Snapshot, Topic, TopicState};
use serde_json::value::RawValue;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;

use super::objects::{Change, Object, Objects};
use crate::random;

/// As many changes are kept for those who were cut off: at a change every two seconds, eight minutes.
const PAST: usize = 256;

/// A topic that is read.
#[derive(Debug)]
pub(super) struct TopicFeed {
    topic: Topic,
    epoch: String,
    kept: Mutex<Kept>,
    /// Grows with whatever there is to say.
    news: watch::Sender<u64>,
    viewers: AtomicUsize,
    /// Wakes the reader.
    woken: Notify,
}

#[derive(Debug, Default)]
struct Kept {
    objects: Objects,
    is_loaded: bool,
    is_complete: bool,
    sequence: u64,
    past: VecDeque<(u64, Utf8Bytes)>,
    /// The snapshot of this very moment, once somebody wanted it.
    snapshot: Option<Utf8Bytes>,
    state: TopicState,
    state_number: u64,
    touched: Touched,
    /// Whether nothing there can change soon.
    is_idle: bool,
    leased_until: Option<Instant>,
}

/// What was changed through this console and is to be read anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Touched {
    /// These objects.
    pub(super) ids: BTreeSet<String>,
    /// There is a new one.
    pub(super) more: bool,
    /// Nobody knows which.
    pub(super) all: bool,
}

impl Touched {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether to look at some objects is enough.
    pub(super) fn is_of_known(&self) -> bool {
        !self.ids.is_empty() && !self.more && !self.all
    }
}

impl TopicFeed {
    pub(super) fn new(topic: Topic) -> Arc<Self> {
        Arc::new(Self {
            topic,
            epoch: random::hex::<8>(),
            kept: Mutex::default(),
            news: watch::Sender::new(0),
            viewers: AtomicUsize::new(0),
            woken: Notify::new(),
        })
    }

    /// Begins to watch, after a position or from the beginning.
    pub(super) fn watch(self: &Arc<Self>, after: Option<Position>) -> Watch {
        self.viewers.fetch_add(1, Ordering::AcqRel);
        self.woken.notify_one();
        Watch {
            feed: Arc::clone(self),
            seen: after,
            state_seen: None,
            news: self.news.subscribe(),
        }
    }

    /// Keeps the reader at work for a while: whoever polls is there between two questions too.
    pub(super) fn lease(&self, long: Duration) {
        let until = Instant::now() + long;
        let mut kept = self.kept();
        kept.leased_until = kept.leased_until.max(Some(until));
    }

    /// Whether anybody looks.
    pub(super) fn is_watched(&self) -> bool {
        let leased_until = self.kept().leased_until;
        self.viewers.load(Ordering::Acquire) > 0
            || leased_until.is_some_and(|until| Instant::now() < until)
    }

    pub(super) fn is_loaded(&self) -> bool {
        self.kept().is_loaded
    }

    /// Ends when there is something for the reader to look at.
    pub(super) async fn woken(&self) {
        self.woken.notified().await;
    }

    /// Something was changed.
    pub(super) fn touch(&self, touch: impl FnOnce(&mut Touched)) {
        touch(&mut self.kept().touched);
        self.woken.notify_one();
    }

    pub(super) fn is_touched(&self) -> bool {
        !self.kept().touched.is_empty()
    }

    pub(super) fn take_touched(&self) -> Touched {
        std::mem::take(&mut self.kept().touched)
    }

    /// Takes in objects that were read.
    pub(super) fn take(&self, read: Vec<Object>) {
        let mut kept = self.kept();
        let change = kept.objects.take(read);
        self.publish(&mut kept, change);
    }

    /// Takes in the newest of all objects.
    pub(super) fn take_newest(&self, read: Vec<Object>, goes_on: bool) {
        let mut kept = self.kept();
        let change = kept.objects.take_newest(read, goes_on);
        let was_complete = std::mem::replace(&mut kept.is_complete, !goes_on);
        if kept.is_loaded {
            if was_complete == goes_on {
                kept.snapshot = None;
            }
            self.publish(&mut kept, change);
        } else {
            kept.is_loaded = true;
            self.announce();
        }
    }

    /// Forgets objects that are not there any more.
    pub(super) fn remove(&self, ids: &[String]) {
        let mut kept = self.kept();
        let change = kept.objects.remove(ids);
        self.publish(&mut kept, change);
    }

    /// Whether something there may change soon.
    pub(super) fn busy(&self, is_busy: bool) {
        self.kept().is_idle = !is_busy;
    }

    /// KFP was read.
    pub(super) fn fresh(&self) {
        let mut kept = self.kept();
        kept.state.read_at_ms = Some(now_ms());
        if kept.state.problem.take().is_some() || kept.state_number == 0 {
            kept.state_number += 1;
            self.announce();
        }
    }

    /// All runs were counted, or it is not known any more how many there are.
    pub(super) fn counted(&self, counts: Option<RunCounts>) {
        let mut kept = self.kept();
        if kept.state.counts != counts {
            kept.state.counts = counts;
            kept.state_number += 1;
            self.announce();
        }
    }

    /// KFP could not be read.
    pub(super) fn stale(&self, problem: Problem) {
        let mut kept = self.kept();
        let known = kept.state.problem.as_ref();
        if known.is_none_or(|known| known.code != problem.code) {
            kept.state.problem = Some(problem);
            kept.state_number += 1;
            self.announce();
        }
    }

    fn publish(&self, kept: &mut Kept, change: Change) {
        if change.is_empty() || !kept.is_loaded {
            return;
        }
        kept.sequence += 1;
        kept.snapshot = None;
        let changed: Vec<&RawValue> = change.changed.iter().map(|object| &*object.text).collect();
        let text = written(&FromServer::Diff(Diff {
            topic: self.topic.clone(),
            position: self.position(kept),
            changed,
            removed: change.removed,
        }));
        if kept.past.len() == PAST {
            kept.past.pop_front();
        }
        kept.past.push_back((kept.sequence, text));
        self.announce();
    }

    fn announce(&self) {
        self.news.send_modify(|news| *news = news.wrapping_add(1));
    }

    fn position(&self, kept: &Kept) -> Position {
        Position {
            epoch: self.epoch.clone(),
            sequence: kept.sequence,
        }
    }

    fn snapshot(&self, kept: &mut Kept) -> Utf8Bytes {
        if let Some(text) = &kept.snapshot {
            return text.clone();
        }
        let objects = kept.objects.newest_first();
        let text = written(&FromServer::Snapshot(Snapshot {
            topic: self.topic.clone(),
            position: self.position(kept),
            objects: objects.into_iter().map(|object| &*object.text).collect(),
            complete: kept.is_complete,
        }));
        kept.snapshot = Some(text.clone());
        text
    }

    /// The changes after a position; `None` where they are not kept, or are of another counting.
    fn since(&self, kept: &Kept, position: &Position) -> Option<Vec<Utf8Bytes>> {
        if position.epoch != self.epoch || position.sequence > kept.sequence {
            return None;
        }
        let missed = usize::try_from(kept.sequence - position.sequence).ok()?;
        let from = kept.past.len().checked_sub(missed)?;
        let missed = kept.past.range(from..).map(|(_, text)| text.clone());
        Some(missed.collect())
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody who watches a topic. Keeps it being read until it is dropped.
#[derive(Debug)]
pub(crate) struct Watch {
    feed: Arc<TopicFeed>,
    /// How far its owner has read.
    seen: Option<Position>,
    state_seen: Option<u64>,
    news: watch::Receiver<u64>,
}

impl Watch {
    /// What is watched.
    pub(crate) fn topic(&self) -> &Topic {
        &self.feed.topic
    }

    /// Whether something may change soon; so it is until the topic was read.
    pub(crate) fn is_busy(&self) -> bool {
        !self.feed.kept().is_idle
    }

    /// Ends when there may be something to say.
    pub(crate) async fn news(&mut self) {
        if self.news.changed().await.is_err() {
            // The sender stands in what this watch holds; it cannot have gone.
            std::future::pending::<()>().await;
        }
    }

    /// Ends when the topic was read, or could not be.
    pub(crate) async fn loaded(&mut self) {
        loop {
            {
                self.news.mark_unchanged();
                let kept = self.feed.kept();
                if kept.is_loaded || kept.state.problem.is_some() {
                    return;
                }
            }
            self.news().await;
        }
    }

    /// The messages that bring its owner up to date, and none if there is no news.
    pub(crate) fn take(&mut self) -> Vec<Utf8Bytes> {
        self.news.mark_unchanged();
        let mut kept = self.feed.kept();
        let mut said = Vec::new();
        if kept.is_loaded {
            let missed = self.seen.as_ref().map(|seen| self.feed.since(&kept, seen));
            match missed {
                Some(Some(missed)) => said.extend(missed),
                Some(None) => {
                    let topic = self.feed.topic.clone();
                    said.push(written(&FromServer::Gap { topic }));
                    said.push(self.feed.snapshot(&mut kept));
                }
                None => said.push(self.feed.snapshot(&mut kept)),
            }
            self.seen = Some(self.feed.position(&kept));
        }
        if self.state_seen != Some(kept.state_number) && kept.state_number > 0 {
            self.state_seen = Some(kept.state_number);
            said.push(written(&FromServer::State {
                topic: self.feed.topic.clone(),
                state: kept.state.clone(),
            }));
        }
        said
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.feed.viewers.fetch_sub(1, Ordering::AcqRel);
        self.feed.woken.notify_one();
    }
}

fn written(message: &FromServer<&RawValue>) -> Utf8Bytes {
    let text = serde_json::to_string(message);
    text.expect("texts, numbers and what was JSON already can be written")
        .into()
}

fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    })
}

#[cfg(test)]
mod tests;
