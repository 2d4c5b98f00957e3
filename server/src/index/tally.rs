//! Counting the runs of a namespace, in one walk from the newest to the oldest.

use std::collections::{BTreeMap, HashMap};

use console_api::overview::{Bar, GroupKind, LAST, Period, StateCounts};

use super::row::Row;

const DAY: i64 = 24 * 60 * 60 * 1000;
const WEEK: i64 = 7 * DAY;
/// Groups of failures that are told apart.
const MOST_FAILURES: usize = 64;

/// How a user counts days.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Calendar {
    /// How many of them.
    pub(crate) days: u32,
    /// Minutes that the zone is ahead of UTC, a multiple of fifteen.
    pub(crate) offset_minutes: i32,
}

/// Every zone is ahead of UTC by a multiple of this.
const QUARTER: i64 = 15 * 60 * 1000;

/// Most days that can be asked for.
pub(crate) const MOST_DAYS: u32 = 90;

/// Everything that is counted.
#[derive(Debug)]
pub(super) struct Tally {
    pub(super) at: i64,
    pub(super) active: StateCounts,
    pub(super) archived: StateCounts,
    last_day: Ended,
    day_before: Ended,
    last_week: Ended,
    week_before: Ended,
    /// How runs ended in each quarter of an hour: days of every zone are made of these.
    quarters: BTreeMap<i64, StateCounts>,
    pub(super) unfinished: Vec<Row>,
    pub(super) failures: Vec<Failures>,
    groups: [Groups; 3],
}

/// Runs that failed in the same way.
#[derive(Debug)]
pub(super) struct Failures {
    pub(super) pipeline: Option<String>,
    pub(super) error: Option<String>,
    pub(super) runs: u64,
    pub(super) last: Row,
    pub(super) successes_before: u64,
    /// Whether only successes came since the last of them that was seen.
    is_counting: bool,
}

impl Failures {
    /// Whether a run that failed did so in the same way: at the same task, with the same error.
    fn is_like(&self, row: &Row) -> bool {
        self.error == row.error && self.last.failed_task() == row.failed_task()
    }
}

/// Runs that ended.
#[derive(Debug, Default)]
pub(super) struct Ended {
    states: StateCounts,
    /// Of those that succeeded, until all were seen.
    durations: Vec<i64>,
    median: Option<i64>,
}

impl Ended {
    fn take(&mut self, row: &Row) {
        count(&mut self.states, row.counted_as());
        if row.state == "SUCCEEDED" {
            self.durations.extend(row.duration());
        }
    }

    fn success_rate(&self) -> Option<f64> {
        let of = |state: &str| self.states.get(state).copied().unwrap_or_default();
        let (succeeded, failed) = (of("SUCCEEDED"), of("FAILED"));
        #[expect(
            clippy::cast_precision_loss,
            reason = "a share, of far fewer runs than 2^52"
        )]
        let rate = |all: u64| succeeded as f64 / all as f64;
        Some(succeeded + failed).filter(|all| *all > 0).map(rate)
    }

    /// All were seen.
    fn close(&mut self) {
        let mut durations = std::mem::take(&mut self.durations);
        let middle = durations.len().checked_sub(1).map(|last| last / 2);
        self.median = middle.map(|middle| *durations.select_nth_unstable(middle).1);
    }

    pub(super) fn period(&self) -> Period {
        Period {
            ended: self.states.clone(),
            success_rate: self.success_rate(),
            median_ms: self.median,
        }
    }
}

/// The runs of each pipeline, experiment or recurring run.
#[derive(Debug, Default)]
pub(super) struct Groups {
    by_id: HashMap<String, Runs>,
    /// Those that ran last first.
    order: Vec<String>,
}

#[derive(Debug, Default)]
pub(super) struct Runs {
    all: Ended,
    newest_first: Vec<Bar>,
}

impl Runs {
    pub(super) fn states(&self) -> StateCounts {
        self.all.states.clone()
    }

    pub(super) fn success_rate(&self) -> Option<f64> {
        self.all.success_rate()
    }

    pub(super) fn median(&self) -> Option<i64> {
        self.all.median
    }

    pub(super) fn last(&self) -> Vec<Bar> {
        self.newest_first.iter().rev().cloned().collect()
    }
}

impl Groups {
    fn take(&mut self, id: Option<&String>, row: &Row) {
        let Some(id) = id else { return };
        if !self.by_id.contains_key(id) {
            self.order.push(id.clone());
        }
        let runs = self.by_id.entry(id.clone()).or_default();
        runs.all.take(row);
        if runs.newest_first.len() < LAST {
            runs.newest_first.push(Bar {
                run_id: row.run_id.clone(),
                state: row.counted_as().to_owned(),
                created_at_ms: row.created,
                duration_ms: row.duration(),
            });
        }
    }

    pub(super) fn get(&self, id: &str) -> Option<&Runs> {
        self.by_id.get(id)
    }

    /// Those that ran last first.
    pub(super) fn ids(&self) -> &[String] {
        &self.order
    }
}

impl Tally {
    pub(super) fn new(at: i64) -> Self {
        Self {
            at,
            active: StateCounts::new(),
            archived: StateCounts::new(),
            last_day: Ended::default(),
            day_before: Ended::default(),
            last_week: Ended::default(),
            week_before: Ended::default(),
            quarters: BTreeMap::new(),
            unfinished: Vec::new(),
            failures: Vec::new(),
            groups: Default::default(),
        }
    }

    /// Takes in the next older run.
    pub(super) fn take(&mut self, row: Row) {
        let states = if row.is_archived {
            &mut self.archived
        } else {
            &mut self.active
        };
        count(states, row.counted_as());
        if let Some(finished) = row.finished.filter(|_| row.has_ended()) {
            self.take_end(&row, finished);
        }
        if row.is_archived {
            return;
        }
        let [pipelines, experiments, recurring_runs] = &mut self.groups;
        pipelines.take(row.pipeline.as_ref(), &row);
        experiments.take(row.experiment.as_ref(), &row);
        recurring_runs.take(row.recurring.as_ref(), &row);
        if row.has_ended() {
            self.take_failure(row);
        } else if self.unfinished.len() < LAST {
            self.unfinished.push(row);
        }
    }

    fn take_end(&mut self, row: &Row, finished: i64) {
        let age = self.at - finished;
        if age < i64::from(MOST_DAYS + 1) * DAY {
            let states = self.quarters.entry(finished.div_euclid(QUARTER));
            count(states.or_default(), row.counted_as());
        }
        let (days, weeks) = match age {
            // A clock that is ahead of this one.
            ..DAY => (Some(&mut self.last_day), Some(&mut self.last_week)),
            DAY..WEEK if age < 2 * DAY => (Some(&mut self.day_before), Some(&mut self.last_week)),
            DAY..WEEK => (None, Some(&mut self.last_week)),
            WEEK.. if age < 2 * WEEK => (None, Some(&mut self.week_before)),
            _ => (None, None),
        };
        for period in [days, weeks].into_iter().flatten() {
            period.take(row);
        }
    }

    /// All runs were taken in: what is only needed until then is let go, for what was counted is kept and told many times.
    pub(super) fn close(&mut self) {
        let groups = self
            .groups
            .iter_mut()
            .flat_map(|groups| groups.by_id.values_mut());
        let periods = [
            &mut self.last_day,
            &mut self.day_before,
            &mut self.last_week,
            &mut self.week_before,
        ];
        for ended in groups.map(|runs| &mut runs.all).chain(periods) {
            ended.close();
        }
    }

    /// A run that ended belongs to failures of its kind, or tells how it was before them.
    fn take_failure(&mut self, row: Row) {
        let is_recent = row
            .finished
            .is_some_and(|finished| self.at - finished < WEEK);
        let is_failure = row.counted_as() == "FAILED";
        let mut is_new = is_failure && is_recent;
        for group in &mut self.failures {
            if group.pipeline != row.pipeline {
                continue;
            }
            if is_failure && is_recent && group.is_like(&row) {
                is_new = false;
                group.runs += 1;
                group.successes_before = 0;
                group.is_counting = true;
                if row.finished > group.last.finished {
                    group.last = row.clone();
                }
            } else if row.state != "SUCCEEDED" {
                group.is_counting = false;
            } else if group.is_counting && group.pipeline.is_some() {
                group.successes_before += 1;
            }
        }
        if is_new && self.failures.len() < MOST_FAILURES {
            self.failures.push(Failures {
                pipeline: row.pipeline.clone(),
                error: row.error.clone(),
                runs: 1,
                last: row,
                successes_before: 0,
                is_counting: true,
            });
        }
    }

    /// The periods: the last day, the one before, the last week, the one before.
    pub(super) fn periods(&self) -> [Period; 4] {
        [
            &self.last_day,
            &self.day_before,
            &self.last_week,
            &self.week_before,
        ]
        .map(Ended::period)
    }

    /// Midnights with how runs ended on that day.
    pub(super) fn days(&self, calendar: Calendar) -> Vec<(i64, StateCounts)> {
        let offset = i64::from(calendar.offset_minutes) * 60_000;
        let today = (self.at + offset).div_euclid(DAY);
        let first = today - i64::from(calendar.days.clamp(1, MOST_DAYS)) + 1;
        let day = |day: i64| {
            let midnight = day * DAY - offset;
            let quarters = midnight.div_euclid(QUARTER)..(midnight + DAY).div_euclid(QUARTER);
            let mut ended = StateCounts::new();
            for (_, states) in self.quarters.range(quarters) {
                for (state, runs) in states {
                    *ended.entry(state.clone()).or_default() += runs;
                }
            }
            (midnight, ended)
        };
        (first..=today).map(day).collect()
    }

    pub(super) fn groups(&self, kind: GroupKind) -> &Groups {
        let [pipelines, experiments, recurring_runs] = &self.groups;
        match kind {
            GroupKind::Pipelines => pipelines,
            GroupKind::Experiments => experiments,
            GroupKind::RecurringRuns => recurring_runs,
        }
    }
}

fn count(states: &mut StateCounts, state: &str) {
    match states.get_mut(state) {
        Some(count) => *count += 1,
        None => {
            states.insert(state.to_owned(), 1);
        }
    }
}
