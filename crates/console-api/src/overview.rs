//! What the index of runs tells of a namespace.
//!
//! The server keeps a few words of every run that it has read. That is a cache: it is filled while somebody looks, and
//! each answer says how far it has come ([`Extent`]). All times are milliseconds since 1970.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::beside::Tasks;

/// Most runs of a [`Group::last`].
pub const LAST: usize = 20;
/// Most groups of a kind in an [`Overview`], and most ids that [`History`] may be asked for.
pub const MOST_GROUPS: usize = 50;

/// Numbers of runs by state, in KFP's words such as `SUCCEEDED`.
pub type StateCounts = BTreeMap<String, u64>;

/// How much of a namespace has been read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extent {
    /// Whether everything was read: what is counted is all there is.
    pub complete: bool,
    /// Runs that were read.
    pub read: u64,
    /// Runs that there are, as KFP last said; `None` before it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Everything that was made since then was read; `None` where [`complete`](Self::complete), or nothing was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_to_ms: Option<i64>,
    /// When KFP was last asked about the newest runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_at_ms: Option<i64>,
    /// What others archived, restored or deleted since then may not be seen, but for the newest runs: the last reading of all
    /// began then. What is told of a run's state is as new as [`read_at_ms`](Self::read_at_ms).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of_ms: Option<i64>,
}

/// The answer of `GET {prefix}/api/overview?namespace=…&days=…&offset=…`: up to 90 days, 14 if nothing is said, as they begin in
/// a zone that is ahead of UTC by so many minutes, a multiple of 15.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// What all figures are of.
    pub extent: Extent,
    /// When this was counted; windows of time end here.
    pub at_ms: i64,
    /// Runs that are not archived.
    pub active: StateCounts,
    /// Runs that are.
    pub archived: StateCounts,
    /// Runs that ended in the last 24 hours, archived or not.
    pub last_day: Period,
    /// In the 24 hours before.
    pub day_before: Period,
    /// In the last 7 days.
    pub last_week: Period,
    /// In the 7 days before.
    pub week_before: Period,
    /// The last days, today last. A day begins at midnight of the zone that was asked for.
    pub days: Vec<Day>,
    /// The newest runs that have not ended and are not archived, newest first, at most [`LAST`].
    pub unfinished: Vec<RunLine>,
    /// Runs that failed in the last 7 days and are not archived, by pipeline and error, those that failed last first.
    pub failures: Vec<FailureGroup>,
    /// Pipelines by their runs, those that ran last first, at most [`MOST_GROUPS`].
    pub pipelines: Vec<Group>,
    /// Experiments in the same way.
    pub experiments: Vec<Group>,
    /// Recurring runs in the same way.
    pub recurring_runs: Vec<Group>,
}

/// Runs that ended within some time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Period {
    /// How they ended.
    pub ended: StateCounts,
    /// The share of those that succeeded among those that succeeded or failed, 0 to 1; `None` if there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub success_rate: Option<f64>,
    /// The median of the time from creation to the end of those that succeeded; `None` if there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_ms: Option<i64>,
}

/// Runs that ended on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// Its midnight.
    pub starts_at_ms: i64,
    /// How they ended.
    pub ended: StateCounts,
}

/// One run, as far as the index knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunLine {
    /// Its id.
    pub run_id: String,
    /// Its display name.
    pub name: String,
    /// Its state in KFP's word.
    pub state: String,
    /// Whether somebody asked for its end: KFP ends such a run as failed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub was_terminated: bool,
    /// Whether it is archived.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub archived: bool,
    /// When it was made.
    pub created_at_ms: i64,
    /// When it ended, if it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at_ms: Option<i64>,
    /// Its experiment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub experiment: Option<Named>,
    /// Its pipeline, if it was not started from a spec alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipeline: Option<Named>,
    /// The version of its pipeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
    /// The display name of that version, where it is known and the user may read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_name: Option<String>,
    /// What started it, if nobody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurring_run: Option<Named>,
    /// How far its tasks are, as far as KFP tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tasks: Option<Tasks>,
}

/// An object with its name, where that is known and the user may read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its display name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Runs that failed in the same way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureGroup {
    /// Their pipeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipeline: Option<Named>,
    /// The first line of the error, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The task that failed first, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// How many there are.
    pub runs: u64,
    /// The last of them.
    pub last: RunLine,
    /// How many runs of the pipeline succeeded in a row before the first of them: 19 makes it news.
    pub successes_before: u64,
}

/// The runs of one pipeline, experiment or recurring run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// Its display name, where it is known and the user may read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its runs that were read and are not archived, by state.
    pub states: StateCounts,
    /// As in [`Period::success_rate`], over all of these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub success_rate: Option<f64>,
    /// As in [`Period::median_ms`], over all of these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_ms: Option<i64>,
    /// The last of these, at most [`LAST`], the newest last.
    pub last: Vec<Bar>,
}

/// One run in a strip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// The run.
    pub run_id: String,
    /// Its state in KFP's word.
    pub state: String,
    /// When it was made.
    pub created_at_ms: i64,
    /// From there to its end, if it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<i64>,
}

/// The kinds of [`Group`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// By pipeline.
    Pipelines,
    /// By experiment.
    Experiments,
    /// By recurring run.
    RecurringRuns,
}

impl GroupKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Pipelines, Self::Experiments, Self::RecurringRuns];

    /// The kind as it is written in queries.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pipelines => "pipelines",
            Self::Experiments => "experiments",
            Self::RecurringRuns => "recurring_runs",
        }
    }

    /// The kind of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// The answer of `GET {prefix}/api/history?namespace=…&kind=…&ids=…`, with at most [`MOST_GROUPS`] ids between commas.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// What all figures are of.
    pub extent: Extent,
    /// A group for each id that has runs, in the order of the ids.
    pub groups: Vec<Group>,
}

/// The answer of `GET {prefix}/api/names?namespace=…&pipelines=…&versions=…`, with at most [`MOST_GROUPS`] ids of each kind
/// between commas: what runs name by ids alone.
///
/// Names are read in the background, a few at a time, once runs that use them were read. What is not known yet, what is not
/// there any more, and what the user may not read is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// Display names of pipelines by their ids.
    #[serde(default)]
    pub pipelines: BTreeMap<String, String>,
    /// Display names of versions of pipelines by their ids.
    #[serde(default)]
    pub versions: BTreeMap<String, String>,
}

/// The answer of `GET {prefix}/api/search?namespace=…`: runs, the newest first.
///
/// Further parameters, each once and all of them to be met: `pipeline`, `version`, `experiment`, `recurring_run` (ids; several
/// between commas), `state` (KFP's words), `archived` (`true`, `false`), `name` (part of the run's name), `names` (part of the
/// name of the run, its pipeline, experiment or recurring run), `parameter` (`name=value`, or a name alone), `longer_ms`,
/// `shorter_ms` (of runs that have ended), `since_ms`, `before_ms` (of creation), `limit` (up to 200), `after` (what
/// [`next`](Self::next) was), and for another order `by` (`name`, `state`, `duration`) with `order` (`asc`, `desc`): of the
/// runs that were looked at, at most 2,000.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// What was searched.
    pub extent: Extent,
    /// How many runs were found among those that were looked at.
    pub matches: u64,
    /// How many runs were looked at, the newest first: all that were read and made within the time that was asked for, but
    /// where [`looked_back_to_ms`](Self::looked_back_to_ms) says otherwise.
    #[serde(default)]
    pub looked_at: u64,
    /// Only runs that were made since then were looked at, since a search may not take longer: a shorter time to search, or
    /// `after`, reaches the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub looked_back_to_ms: Option<i64>,
    /// The first of these.
    pub runs: Vec<RunLine>,
    /// What to name as `after` to read on; `None` at the end. Runs may be few, or none, and it goes on all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_not_known_is_left_out_and_read_again() {
        let line = RunLine {
            run_id: "r-1".to_owned(),
            name: "train".to_owned(),
            state: "RUNNING".to_owned(),
            was_terminated: false,
            archived: false,
            created_at_ms: 1,
            finished_at_ms: None,
            experiment: Some(Named {
                id: "e-1".to_owned(),
                name: None,
            }),
            pipeline: None,
            version_id: None,
            version_name: None,
            recurring_run: None,
            tasks: None,
        };
        let written = serde_json::to_value(&line).expect("JSON");
        assert_eq!(
            written,
            json!({"run_id": "r-1", "name": "train", "state": "RUNNING", "created_at_ms": 1, "experiment": {"id": "e-1"}})
        );
        let read: RunLine = serde_json::from_value(written).expect("a line");
        assert_eq!(read, line);
    }

    #[test]
    fn a_newer_server_may_say_more() {
        let read: Extent =
            serde_json::from_str(r#"{"complete":false,"read":600,"total":1284,"mood":"fine"}"#)
                .expect("an extent");
        assert_eq!((read.read, read.total), (600, Some(1284)));
    }

    #[test]
    fn every_kind_has_one_word_in_answers_and_queries() {
        for kind in GroupKind::ALL {
            assert_eq!(serde_json::to_value(kind).expect("a word"), kind.word());
            assert_eq!(GroupKind::of_word(kind.word()), Some(kind));
        }
        assert_eq!(GroupKind::of_word("secrets"), None);
    }
}
