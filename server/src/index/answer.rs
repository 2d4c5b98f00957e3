//! What is told of a namespace.

use std::collections::HashMap;
use std::sync::Arc;

use console_api::beside::Tasks;
use console_api::overview::{
    Day, Extent, FailureGroup, Group, GroupKind, History, MOST_GROUPS, Named, Overview, RunLine,
};
use rusqlite::{Connection, Result};

use super::look::{self, Known};
use super::row::Row;
use super::store::Scope;
use super::tally::{Calendar, Failures, Tally};
use super::versions::{SIZES, VERSIONS};
use super::{Index, Key, now};

/// Failures that are told.
const MOST_FAILURES: usize = 20;

/// What the user may read beside the runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Who {
    pub(crate) reads_pipelines: bool,
    pub(crate) reads_experiments: bool,
    pub(crate) reads_recurring_runs: bool,
}

impl Who {
    pub(super) fn reads(self, kind: GroupKind) -> bool {
        match kind {
            GroupKind::Pipelines => self.reads_pipelines,
            GroupKind::Experiments => self.reads_experiments,
            GroupKind::RecurringRuns => self.reads_recurring_runs,
        }
    }
}

/// A namespace that was counted.
#[derive(Debug)]
pub(super) struct Counted {
    tally: Tally,
    extent: Extent,
    names: Names,
}

/// The names of what runs belong to.
#[derive(Debug, Default)]
pub(super) struct Names {
    of_kinds: [HashMap<String, String>; 3],
    /// Of versions of the namespace's pipelines.
    versions: HashMap<String, String>,
    /// Pipelines that everybody may read.
    shared: HashMap<String, String>,
    shared_versions: HashMap<String, String>,
    /// How many tasks versions have, of pipelines of the namespace and of shared ones.
    sizes: HashMap<String, String>,
    shared_sizes: HashMap<String, String>,
}

impl Names {
    pub(super) fn read(db: &Connection, scope: Scope) -> Result<Self> {
        let mut all = Self::default();
        for (names, kind) in all.of_kinds.iter_mut().zip(GroupKind::ALL) {
            names.extend(look::names(db, scope, kind)?);
        }
        all.versions.extend(look::names_of(db, scope, VERSIONS)?);
        all.sizes.extend(look::names_of(db, scope, SIZES)?);
        if let Some(scope) = look::shared(db, scope)? {
            let names = look::names(db, scope, GroupKind::Pipelines)?;
            all.shared.extend(names);
            let names = look::names_of(db, scope, VERSIONS)?;
            all.shared_versions.extend(names);
            all.shared_sizes.extend(look::names_of(db, scope, SIZES)?);
        }
        Ok(all)
    }

    pub(super) fn find(&self, who: Who, kind: GroupKind, id: &str) -> Option<String> {
        let [pipelines, experiments, recurring_runs] = &self.of_kinds;
        let (names, shared) = match kind {
            GroupKind::Pipelines => (pipelines, self.shared.get(id)),
            GroupKind::Experiments => (experiments, None),
            GroupKind::RecurringRuns => (recurring_runs, None),
        };
        let name = names.get(id).filter(|_| who.reads(kind));
        name.or(shared).cloned()
    }

    /// Whoever may read a pipeline may read its versions.
    pub(super) fn version(&self, who: Who, id: &str) -> Option<String> {
        let own = self.versions.get(id).filter(|_| who.reads_pipelines);
        own.or(self.shared_versions.get(id)).cloned()
    }

    /// How many tasks a version has: that is for the same people as its name.
    pub(super) fn size(&self, who: Who, id: &str) -> Option<u32> {
        let own = self.sizes.get(id).filter(|_| who.reads_pipelines);
        own.or(self.shared_sizes.get(id))?.parse().ok()
    }

    fn tasks(&self, who: Who, row: &Row) -> Option<Tasks> {
        let tasks = row.tasks.clone()?;
        let all = row.version.as_ref().and_then(|id| self.size(who, id));
        Some(match all {
            Some(all) => tasks.of_all(all),
            None => tasks,
        })
    }

    fn named(&self, who: Who, kind: GroupKind, id: Option<&String>) -> Option<Named> {
        id.map(|id| Named {
            id: id.clone(),
            name: self.find(who, kind, id),
        })
    }

    pub(super) fn line(&self, who: Who, row: &Row) -> RunLine {
        RunLine {
            run_id: row.run_id.clone(),
            name: row.name.clone(),
            state: row.state.clone(),
            was_terminated: row.was_terminated,
            archived: row.is_archived,
            created_at_ms: row.created,
            finished_at_ms: row.finished.filter(|_| row.has_ended()),
            experiment: self.named(who, GroupKind::Experiments, row.experiment.as_ref()),
            pipeline: self.named(who, GroupKind::Pipelines, row.pipeline.as_ref()),
            version_id: row.version.clone(),
            version_name: row.version.as_ref().and_then(|id| self.version(who, id)),
            recurring_run: self.named(who, GroupKind::RecurringRuns, row.recurring.as_ref()),
            tasks: self.tasks(who, row),
        }
    }
}

/// How far reading has come.
pub(super) fn extent(known: &Known) -> Extent {
    let complete = known.cover.is_whole() && known.total.is_some_and(|total| known.read >= total);
    let back_to = known.cover.back_to().filter(|time| *time > 0);
    Extent {
        complete,
        read: known.read,
        total: known.total,
        back_to_ms: back_to.filter(|_| !complete),
        read_at_ms: known.read_at,
        as_of_ms: known
            .as_of
            .or(known.round_began)
            .filter(|_| known.read_at.is_some()),
    }
}

impl Index {
    /// What there is to say at first sight.
    pub(crate) async fn overview(&self, key: &Key, who: Who, calendar: Calendar) -> Overview {
        self.counted(key).await.overview(who, calendar)
    }

    /// The runs of some pipelines, experiments or recurring runs.
    pub(crate) async fn history(
        &self,
        key: &Key,
        who: Who,
        kind: GroupKind,
        ids: &[String],
    ) -> History {
        let counted = self.counted(key).await;
        History {
            extent: counted.extent.clone(),
            groups: ids
                .iter()
                .filter_map(|id| counted.group(who, kind, id))
                .collect(),
        }
    }

    /// Counted once for all who ask, in whichever way: it takes a walk through all runs.
    async fn counted(&self, key: &Key) -> Arc<Counted> {
        let count = self.look(key, |db, scope| {
            Ok(Some(Arc::new(Counted::of(db, scope, now())?)))
        });
        let count = async {
            let nothing = || {
                Arc::new(Counted {
                    tally: Tally::new(now()),
                    extent: Extent::default(),
                    names: Names::default(),
                })
            };
            count.await.unwrap_or_else(nothing)
        };
        self.0.counted.get_with(key.clone(), count).await
    }
}

impl Counted {
    pub(super) fn of(db: &Connection, scope: Scope, at: i64) -> Result<Self> {
        let mut tally = Tally::new(at);
        look::each(db, scope, |row| tally.take(row))?;
        tally.close();
        Ok(Self {
            tally,
            extent: extent(&look::known(db, scope)?),
            names: Names::read(db, scope)?,
        })
    }

    pub(super) fn overview(&self, who: Who, calendar: Calendar) -> Overview {
        let tally = &self.tally;
        let [last_day, day_before, last_week, week_before] = tally.periods();
        let first = |kind| {
            let ids = tally.groups(kind).ids().iter().take(MOST_GROUPS);
            ids.filter_map(|id| self.group(who, kind, id)).collect()
        };
        let mut failures: Vec<&Failures> = tally.failures.iter().collect();
        failures.sort_by_key(|group| std::cmp::Reverse(group.last.finished));
        Overview {
            extent: self.extent.clone(),
            at_ms: tally.at,
            active: tally.active.clone(),
            archived: tally.archived.clone(),
            last_day,
            day_before,
            last_week,
            week_before,
            days: tally
                .days(calendar)
                .into_iter()
                .map(|(starts_at_ms, ended)| Day {
                    starts_at_ms,
                    ended,
                })
                .collect(),
            unfinished: tally
                .unfinished
                .iter()
                .map(|row| self.names.line(who, row))
                .collect(),
            failures: failures
                .into_iter()
                .take(MOST_FAILURES)
                .map(|group| self.failure(who, group))
                .collect(),
            pipelines: first(GroupKind::Pipelines),
            experiments: first(GroupKind::Experiments),
            recurring_runs: first(GroupKind::RecurringRuns),
        }
    }

    fn failure(&self, who: Who, group: &Failures) -> FailureGroup {
        FailureGroup {
            pipeline: self
                .names
                .named(who, GroupKind::Pipelines, group.pipeline.as_ref()),
            error: group.error.clone(),
            task: group.last.failed_task().map(str::to_owned),
            runs: group.runs,
            last: self.names.line(who, &group.last),
            successes_before: group.successes_before,
        }
    }

    pub(super) fn group(&self, who: Who, kind: GroupKind, id: &str) -> Option<Group> {
        let runs = self.tally.groups(kind).get(id)?;
        Some(Group {
            id: id.to_owned(),
            name: self.names.find(who, kind, id),
            states: runs.states(),
            success_rate: runs.success_rate(),
            median_ms: runs.median(),
            last: runs.last(),
        })
    }
}
