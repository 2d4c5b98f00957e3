//! Reading the runs of a namespace.
//!
//! KFP keeps no time of a run's last change. But every change of its state is one into, within or out of the set of runs
//! that have not ended, so that set is read often, and it is small. A run that has left it is asked for by its id. What was
//! born and has ended in between is found by the time of its end, and what somebody else deleted or archived when the
//! newest runs are read again.

use std::collections::BTreeSet;
use std::time::Duration;

use kfp_core::model::RuntimeState;
use serde::Deserialize;
use time::OffsetDateTime;
use tokio::time::Instant;

use super::objects::Object;
use super::pace::jittered;
use super::page::Page;
use super::read::{NAMED_AT_ONCE, Read};
use super::source::{Source, Urgency};
use super::topic::{TopicFeed, Touched};
use crate::problem::Failure;

/// How often the newest runs are read again.
const NEWEST_EVERY: Duration = Duration::from_mins(2);
/// How often runs that ended are looked for by the time of their end.
const ENDED_EVERY: Duration = Duration::from_secs(30);
/// How far before the last time: KFP takes the time of the end from the workflow, whose report may come late, and its
/// clock is another one.
const OVERLAP: Duration = Duration::from_mins(2);
/// Unfinished runs of more bytes than these are only counted, most of the time.
const LARGE: usize = 256 * 1024;
/// But read whole as often as this.
const LARGE_EVERY: Duration = Duration::from_mins(1);
/// While somebody changes one run after the other, all that have not ended are still read this often.
const WHOLE_EVERY: Duration = Duration::from_secs(5);

/// What is remembered from round to round.
#[derive(Debug)]
pub(super) struct Runs {
    unfinished: BTreeSet<String>,
    /// How many there are, also where not all of them were read.
    count: u64,
    /// Until when they are only counted.
    counted_until: Option<Instant>,
    /// Runs to be asked for by their ids.
    unresolved: BTreeSet<String>,
    /// When a look at some runs is not enough any more.
    whole_due: Instant,
    newest_due: Instant,
    ended_due: Instant,
    ended_since: OffsetDateTime,
}

impl Runs {
    pub(super) fn new() -> Self {
        let now = Instant::now();
        Self {
            unfinished: BTreeSet::new(),
            count: 0,
            counted_until: None,
            unresolved: BTreeSet::new(),
            whole_due: now,
            newest_due: now,
            ended_due: now + ENDED_EVERY,
            ended_since: OffsetDateTime::now_utc() - OVERLAP,
        }
    }

    /// Whether something runs.
    pub(super) fn is_busy(&self) -> bool {
        self.count > 0
    }

    /// Reads what is due, and gives back the bytes it took.
    ///
    /// # Errors
    /// If something cannot be read. It is due still then.
    pub(super) async fn round<S: Source>(
        &mut self,
        topic: &TopicFeed,
        source: &S,
        touched: &Touched,
    ) -> Result<usize, Failure> {
        let urgency = if topic.is_loaded() && touched.is_empty() {
            Urgency::Routine
        } else {
            Urgency::Awaited
        };
        self.unresolved.extend(touched.ids.iter().cloned());
        if touched.all {
            self.newest_due = Instant::now();
        }
        if touched.more {
            self.counted_until = None;
        }
        if touched.is_of_known() && Instant::now() < self.whole_due {
            return self.resolve(topic, source, urgency).await;
        }
        self.whole_due = Instant::now() + WHOLE_EVERY;
        let mut bytes = self.newest(topic, source, urgency).await?;
        bytes += self.unfinished(topic, source, urgency).await?;
        bytes += self.resolve(topic, source, urgency).await?;
        bytes += self.ended(topic, source).await?;
        Ok(bytes)
    }

    async fn newest<S: Source>(
        &mut self,
        topic: &TopicFeed,
        source: &S,
        urgency: Urgency,
    ) -> Result<usize, Failure> {
        if topic.is_loaded() && Instant::now() < self.newest_due {
            return Ok(0);
        }
        let page = source.read(Read::NewestRuns, urgency).await?;
        self.newest_due = Instant::now() + jittered(NEWEST_EVERY);
        topic.take_newest(page.objects, page.goes_on);
        Ok(page.bytes)
    }

    async fn unfinished<S: Source>(
        &mut self,
        topic: &TopicFeed,
        source: &S,
        urgency: Urgency,
    ) -> Result<usize, Failure> {
        let mut bytes = 0;
        if self
            .counted_until
            .is_some_and(|until| Instant::now() < until)
        {
            let page = source.read(Read::UnfinishedCount, urgency).await?;
            if page.total == self.count {
                return Ok(page.bytes);
            }
            bytes += page.bytes;
        }
        let page = source.read(Read::UnfinishedRuns, urgency).await?;
        bytes += page.bytes;
        self.counted_until = (page.bytes > LARGE).then(|| Instant::now() + LARGE_EVERY);
        self.take_unfinished(topic, page);
        Ok(bytes)
    }

    fn take_unfinished(&mut self, topic: &TopicFeed, page: Page) {
        let there: BTreeSet<String> = page.objects.iter().map(|run| run.id.clone()).collect();
        self.count = page
            .total
            .max(u64::try_from(there.len()).unwrap_or(u64::MAX));
        if page.goes_on {
            // One that is not on this page may stand on the next: it is still taken for unfinished, until the search by
            // the time of the end brings it.
            self.unfinished.extend(there);
        } else {
            let left = self.unfinished.difference(&there).cloned();
            self.unresolved.extend(left);
            self.unfinished = there;
        }
        topic.take(page.objects);
    }

    async fn resolve<S: Source>(
        &mut self,
        topic: &TopicFeed,
        source: &S,
        urgency: Urgency,
    ) -> Result<usize, Failure> {
        let mut bytes = 0;
        while !self.unresolved.is_empty() {
            let ids: Vec<String> = self
                .unresolved
                .iter()
                .take(NAMED_AT_ONCE)
                .cloned()
                .collect();
            let page = source.read(Read::Runs(ids.clone()), urgency).await?;
            bytes += page.bytes;
            let found: BTreeSet<&str> = page.objects.iter().map(|run| run.id.as_str()).collect();
            let gone = ids.iter().filter(|id| !found.contains(id.as_str()));
            let gone: Vec<String> = gone.cloned().collect();
            for id in &ids {
                self.unresolved.remove(id);
            }
            for run in page.objects.iter().filter(|run| has_ended(run)) {
                self.unfinished.remove(&run.id);
            }
            for id in &gone {
                self.unfinished.remove(id);
            }
            topic.take(page.objects);
            topic.remove(&gone);
        }
        Ok(bytes)
    }

    async fn ended<S: Source>(&mut self, topic: &TopicFeed, source: &S) -> Result<usize, Failure> {
        if Instant::now() < self.ended_due {
            return Ok(0);
        }
        let now = OffsetDateTime::now_utc();
        let read = Read::EndedRuns(self.ended_since);
        let page = source.read(read, Urgency::Routine).await?;
        self.ended_since = now - OVERLAP;
        self.ended_due = Instant::now() + ENDED_EVERY;
        for run in &page.objects {
            self.unfinished.remove(&run.id);
        }
        if page.goes_on {
            // More have ended than a page holds, and the next search finds the same ones.
            self.unresolved.extend(self.unfinished.iter().cloned());
        }
        topic.take(page.objects);
        Ok(page.bytes)
    }
}

fn has_ended(run: &Object) -> bool {
    #[derive(Deserialize)]
    struct Ended {
        state: Option<String>,
    }
    let read: Option<Ended> = serde_json::from_str(run.text.get()).ok();
    read.and_then(|run| run.state)
        .is_some_and(|state| RuntimeState::from(&*state).is_terminal())
}
