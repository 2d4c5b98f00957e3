//! Reading what is older than the feed reads, for the index of runs.
//!
//! One namespace after the other, a page at a time, the newest first, and only while somebody looks. It goes out in the
//! background lane of the line to KFP, after everything that a list on a screen needs.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use console_api::live::TopicKind;
use kfp_core::model::PipelineId;
use time::OffsetDateTime;
use tokio::time::Instant;

use super::pace::jittered;
use super::read::{Crowd, NAMED_AT_ONCE, Read};
use super::source::{Source, Urgency};
use crate::index::{Gap, Index, Key, Naming, Rounds, Unnamed};
use crate::problem::{Failure, ProblemCode};

/// For so long older runs are read after somebody looked.
const LOOKED_FOR: Duration = Duration::from_mins(10);
/// How often names are read, and whether runs were deleted is looked into.
const ANEW_EVERY: Duration = Duration::from_mins(10);
/// How often runs are looked through for versions without a name.
const VERSIONS_EVERY: Duration = Duration::from_secs(20);
/// For so long it is not asked again whether something is to be read, where nothing was: many may look.
const IDLE_FOR: Duration = Duration::from_secs(2);
/// As many namespaces are read at once, each in turn.
const MOST: usize = 256;
/// A reading may take this share of the time.
const DUTY: u32 = 10;
/// So many failures in a row are enough until somebody looks again.
const PATIENCE: u32 = 5;
/// The first span of time that is asked for, and the longest that has a beginning.
const FIRST: i64 = 24 * 60 * 60;
const LONGEST: i64 = 10 * 366 * FIRST;
/// What names runs beside themselves.
const NAMES: [Read; 4] = [
    Read::Newest(TopicKind::Pipelines),
    Read::SharedPipelines,
    Read::Newest(TopicKind::Experiments),
    Read::Newest(TopicKind::RecurringRuns),
];

/// The reading of older runs. Cheap to clone; all clones are one.
#[derive(Clone, Debug)]
pub(super) struct Back {
    pace: Duration,
    /// How often all is read once more.
    rounds: Rounds,
    looked: Arc<Mutex<HashMap<Key, Looked>>>,
    /// When the next reading may begin; whoever holds it reads.
    turn: Arc<tokio::sync::Mutex<Option<Instant>>>,
}

#[derive(Debug)]
struct Looked {
    until: Instant,
    is_reading: bool,
    /// Until when there is nothing to be read.
    idle_until: Option<Instant>,
    /// When names are due.
    names_due: [Option<Instant>; NAMES.len()],
    /// And those of versions.
    versions_due: Option<Instant>,
    /// Pipelines that did not tell theirs, and until when they are passed over.
    unreadable: HashMap<String, Instant>,
    /// When all was read again because runs were deleted, or missed.
    began_again: Option<Instant>,
}

/// What is to be read next.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    Runs(Vec<String>),
    Names(usize),
    Versions(Unnamed),
    Gap(Gap),
    Second(Crowd),
}

impl Back {
    /// Reads at this pace, not at all if zero; and all once more not sooner than `round` says, never if zero.
    pub(super) fn new(pace: Duration, round: Duration) -> Self {
        Self {
            pace,
            rounds: Rounds { every: round, pace },
            looked: Arc::default(),
            turn: Arc::default(),
        }
    }

    /// Somebody looks at a namespace.
    pub(super) fn look<S: Source>(&self, key: &Key, index: &Index, source: S) {
        if self.pace.is_zero() {
            return;
        }
        let now = Instant::now();
        let mut looked = self.looked();
        looked.retain(|_, looked| looked.is_reading || now < looked.until + ANEW_EVERY);
        if looked.len() >= MOST && !looked.contains_key(key) {
            return;
        }
        let entry = looked.entry(key.clone()).or_insert(Looked {
            until: now,
            is_reading: false,
            idle_until: None,
            names_due: [None; NAMES.len()],
            versions_due: None,
            unreadable: HashMap::new(),
            began_again: None,
        });
        entry.until = now + LOOKED_FOR;
        let is_idle = entry.idle_until.is_some_and(|until| now < until);
        if !is_idle && !std::mem::replace(&mut entry.is_reading, true) {
            let (back, key, index) = (self.clone(), key.clone(), index.clone());
            tokio::spawn(async move { back.read_on(&key, &index, &source).await });
        }
    }

    /// How far the names of what runs of a namespace belong to were read.
    pub(super) fn naming(&self, key: &Key) -> Naming {
        if self.pace.is_zero() {
            return Naming::Never;
        }
        let looked = self.looked();
        let is_read = |looked: &Looked| looked.names_due.iter().all(Option::is_some);
        if looked.get(key).is_some_and(is_read) {
            Naming::Read
        } else {
            Naming::Begun
        }
    }

    /// Pipelines of a namespace were made or named anew: the next reading is of their names.
    pub(super) fn name_pipelines(&self, namespace: &str) {
        let mut looked = self.looked();
        let entries = looked
            .iter_mut()
            .filter(|(key, _)| key.namespace == namespace);
        for (_, entry) in entries {
            let [pipelines, ..] = &mut entry.names_due;
            *pipelines = None;
            entry.versions_due = None;
        }
    }

    async fn read_on<S: Source>(&self, key: &Key, index: &Index, source: &S) {
        let reading = Reading { back: self, key };
        let mut width = FIRST;
        let mut failures = 0;
        // A second that is not at its end is gone on with, whatever else is due.
        let mut crowd: Option<Crowd> = None;
        while failures < PATIENCE && self.is_looked_at(key) {
            let mut turn = self.turn.lock().await;
            if let Some(at) = *turn {
                tokio::time::sleep_until(at).await;
            }
            // Chosen when its turn has come: by then others may have read it.
            let step = match &crowd {
                Some(crowd) => Some(Step::Second(crowd.clone())),
                None => self.step(key, index).await,
            };
            let Some(step) = step else {
                self.idle(key);
                break;
            };
            let began = Instant::now();
            let read = ask(&step, width);
            let answer = source.read(read.clone(), Urgency::Routine).await;
            let took = began.elapsed();
            // Names are few calls, and lists on screens wait for them.
            let apart = match step {
                Step::Names(_) => Duration::ZERO,
                _ => self.pace,
            };
            *turn = Some(Instant::now() + jittered(apart.max(took * DUTY)));
            drop(turn);
            match &step {
                // Also where they were not told: who may list runs may not list all that they belong to, and the rest goes on.
                Step::Names(at) => self.named(key, *at),
                Step::Versions(of) if answer.is_err() => self.pass_over(key, &of.pipeline),
                _ => {}
            }
            let page = match answer {
                Ok(page) => page,
                // That is said of the pipeline, and of no other.
                Err(failure) if is_of_one(&step, &failure) => continue,
                Err(_) => {
                    failures += 1;
                    let pause = self.pace.saturating_mul(2_u32.saturating_pow(failures));
                    tokio::time::sleep(jittered(pause)).await;
                    continue;
                }
            };
            failures = 0;
            crowd = match read {
                Read::MadeWithin { before, .. } => {
                    width = next_width(width, page.objects.len(), page.goes_on);
                    Crowd::of(before, &page)
                }
                Read::Second(crowd) => crowd.after(&page),
                _ => None,
            };
        }
        drop(reading);
    }

    async fn step(&self, key: &Key, index: &Index) -> Option<Step> {
        let stale = index.stale(key, NAMED_AT_ONCE);
        if !stale.is_empty() {
            return Some(Step::Runs(stale));
        }
        let now = Instant::now();
        let (names, looks_for_versions, passed_over, may_begin_again) = {
            let mut looked = self.looked();
            let entry = looked.get_mut(key)?;
            entry.unreadable.retain(|_, until| now < *until);
            let is_due = |due: &Option<Instant>| due.is_none_or(|due| due <= now);
            let may_begin_again = entry.began_again.is_none_or(|at| at + ANEW_EVERY <= now);
            (
                entry.names_due.iter().position(is_due),
                is_due(&entry.versions_due),
                entry.unreadable.keys().cloned().collect(),
                may_begin_again,
            )
        };
        if let Some(at) = names {
            return Some(Step::Names(at));
        }
        if looks_for_versions {
            if let Some(unnamed) = index.unnamed(key, passed_over).await {
                return Some(Step::Versions(unnamed));
            }
            self.look_for_versions(key);
        }
        let due = index.due(key, may_begin_again, self.rounds).await;
        if due.begins_again
            && let Some(entry) = self.looked().get_mut(key)
        {
            entry.began_again = Some(now);
        }
        due.gap.map(Step::Gap)
    }

    fn idle(&self, key: &Key) {
        if let Some(entry) = self.looked().get_mut(key) {
            entry.idle_until = Some(Instant::now() + IDLE_FOR);
        }
    }

    fn named(&self, key: &Key, at: usize) {
        if let Some(entry) = self.looked().get_mut(key)
            && let Some(due) = entry.names_due.get_mut(at)
        {
            *due = Some(Instant::now() + ANEW_EVERY);
        }
    }

    fn look_for_versions(&self, key: &Key) {
        if let Some(entry) = self.looked().get_mut(key) {
            entry.versions_due = Some(Instant::now() + VERSIONS_EVERY);
        }
    }

    /// A pipeline does not tell its versions: the others come first.
    fn pass_over(&self, key: &Key, pipeline: &PipelineId) {
        if let Some(entry) = self.looked().get_mut(key) {
            let until = Instant::now() + ANEW_EVERY;
            entry.unreadable.insert(pipeline.to_string(), until);
        }
    }

    fn is_looked_at(&self, key: &Key) -> bool {
        let looked = self.looked();
        looked
            .get(key)
            .is_some_and(|looked| Instant::now() < looked.until)
    }

    fn looked(&self) -> MutexGuard<'_, HashMap<Key, Looked>> {
        self.looked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody reads, until this is dropped.
struct Reading<'a> {
    back: &'a Back,
    key: &'a Key,
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        if let Some(entry) = self.back.looked().get_mut(self.key) {
            entry.is_reading = false;
        }
    }
}

/// Whether KFP refused one thing, as it does what was deleted, and may well tell the next.
fn is_of_one(step: &Step, failure: &Failure) -> bool {
    let is_said = matches!(
        failure.code,
        ProblemCode::KfpAnswer | ProblemCode::KfpAnswerTooLarge
    );
    is_said && matches!(step, Step::Versions(_))
}

fn ask(step: &Step, width: i64) -> Read {
    match step {
        Step::Runs(ids) => Read::Runs(ids.clone()),
        Step::Names(at) => NAMES.get(*at).cloned().unwrap_or(Read::SharedPipelines),
        Step::Versions(unnamed) => Read::Versions {
            pipeline: unnamed.pipeline.clone(),
            is_shared: unnamed.is_shared,
            ids: unnamed.versions.clone(),
        },
        Step::Gap(gap) => within(gap, width),
        Step::Second(crowd) => Read::Second(crowd.clone()),
    }
}

/// The newest part of a gap, no longer than this; KFP's times are whole seconds.
fn within(gap: &Gap, width: i64) -> Read {
    // Not a second more: those that were read already could fill the page, again and again.
    let before = gap.before.saturating_add(999).div_euclid(1000);
    let since = if gap.is_rest || width >= LONGEST {
        gap.since.map(|since| since.div_euclid(1000))
    } else {
        let since = gap.since.map_or(i64::MIN, |since| since.div_euclid(1000));
        Some(since.max(before.saturating_sub(width)))
    };
    let time = |seconds: i64| {
        OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    };
    Read::MadeWithin {
        since: since.map(time),
        before: time(before),
    }
}

/// A page that is full is of a busy time, one that is empty of a quiet one.
fn next_width(width: i64, rows: usize, goes_on: bool) -> i64 {
    match rows {
        _ if goes_on => (width / 2).max(1),
        0 => (width * 4).min(LONGEST),
        1..=20 => (width * 2).min(LONGEST),
        _ => width,
    }
}

#[cfg(test)]
mod tests;
