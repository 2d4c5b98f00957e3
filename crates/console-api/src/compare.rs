//! Some runs of a namespace, side by side.

use kfp_core::model::{Document, RuntimeState};
use serde::{Deserialize, Serialize};

use crate::{grid::TaskState, overview::Named};

/// Fewest runs that can be compared.
pub const LEAST_RUNS: usize = 2;
/// Most runs that can be compared, and most ids that [`Comparison`] may be asked for.
pub const MOST_RUNS: usize = 10;
/// Longest value of a parameter that is told in full, in bytes of JSON.
pub const LONGEST_VALUE: usize = 8 * 1024;
/// Longest spec that is told, in bytes of JSON.
pub const LONGEST_SPEC: usize = 512 * 1024;

/// The answer of `GET {prefix}/api/compare?namespace=…&runs=…`, with up to [`MOST_RUNS`] ids between commas.
///
/// A run that is gone, one of another namespace and one whose id was never one are told in the same way: it is
/// [`None`](Compared::run).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The runs, in the order of the ids; an id that came twice stands once.
    pub runs: Vec<Compared>,
    /// Their specs, each once.
    #[serde(default)]
    pub specs: Vec<ComparedSpec>,
}

/// One id and what is behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// The id that was asked for.
    pub run_id: String,
    /// The run; `None` where the namespace has none of this id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<ComparedRun>,
}

/// What is compared of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ComparedRun {
    /// Its display name.
    pub name: String,
    /// Where it stands.
    pub state: RuntimeState,
    /// Whether somebody asked for its end.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub was_terminated: bool,
    /// Whether it is archived.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub archived: bool,
    /// When it was made, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at_ms: Option<i64>,
    /// When it was to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheduled_at_ms: Option<i64>,
    /// When it ended, if it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finished_at_ms: Option<i64>,
    /// Its experiment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub experiment: Option<Named>,
    /// Its pipeline; `None` for a run that was started from a spec alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pipeline: Option<Named>,
    /// The version of its pipeline; `None` where it names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<Named>,
    /// The recurring run that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recurring_run_id: Option<String>,
    /// The service account of its pods.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub service_account: String,
    /// Where its outputs are stored; empty where the namespace decides.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub pipeline_root: String,
    /// What it was started with, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<ComparedParameter>,
    /// How many more parameters it has: so many are not told.
    #[serde(skip_serializing_if = "is_none")]
    pub more_parameters: usize,
    /// Its tasks in the order in which they began, as far as KFP's own answer has them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<ComparedTask>,
    /// How many more tasks it has.
    #[serde(skip_serializing_if = "is_none")]
    pub more_tasks: usize,
    /// Which of [`Comparison::specs`] it was made from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spec: Option<usize>,
    /// Why that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_spec: Option<NoSpec>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_none(count: &usize) -> bool {
    *count == 0
}

/// A parameter of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedParameter {
    /// Its name.
    pub name: String,
    /// Its value without spaces between tokens; `None` where it is too long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Document>,
    /// How long the value is, in bytes.
    pub bytes: usize,
    /// Equal values have equal ones; `None` where the value is short, and told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

impl ComparedParameter {
    /// Whether two have the same value, told in full or not.
    pub fn equals(&self, other: &Self) -> bool {
        match (&self.digest, &other.digest) {
            (Some(one), Some(other)) => one == other,
            (None, None) => self.value == other.value,
            _ => false,
        }
    }
}

/// A task of a run, as in the rows of a [`Grid`](crate::grid::Grid): all turns of a loop are one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ComparedTask {
    /// The groups that it is in and its own key, with slashes between them.
    pub name: String,
    /// How often it is in the run: once but for turns of a loop.
    pub nodes: usize,
    /// Where it stands; of the turns of a loop, the most severe.
    pub state: TaskState,
    /// From its beginning to its end; of the turns of a loop, the longest. `None` while it has not ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<i64>,
}

/// A spec that runs were made from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ComparedSpec {
    /// The spec as KFP keeps it; `None` where it is longer than [`LONGEST_SPEC`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<Document>,
    /// How long it is, in bytes.
    pub bytes: usize,
}

/// Why the spec of a run is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoSpec {
    /// The run took the latest version of its moment, and does not say which that was.
    Latest,
    /// The version has been deleted, or was stored without one.
    Gone,
    /// The user may not read the pipeline.
    Forbidden,
    /// KFP did not tell it this time, or for a reason that this page does not know.
    #[serde(other)]
    Unread,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_reads_back_and_one_of_a_newer_server_too() {
        let document = Document::parse(r#"{"root":{}}"#).expect("JSON");
        let comparison = Comparison {
            runs: vec![
                Compared {
                    run_id: "r-1".to_owned(),
                    run: Some(ComparedRun {
                        name: "train".to_owned(),
                        state: RuntimeState::Succeeded,
                        parameters: vec![ComparedParameter {
                            name: "rate".to_owned(),
                            value: Document::parse("0.1").ok(),
                            bytes: 3,
                            digest: None,
                        }],
                        spec: Some(0),
                        ..ComparedRun::default()
                    }),
                },
                Compared {
                    run_id: "r-2".to_owned(),
                    run: None,
                },
            ],
            specs: vec![ComparedSpec {
                document: Some(document),
                bytes: 11,
            }],
        };
        let text = serde_json::to_string(&comparison).expect("JSON");
        assert_eq!(
            serde_json::from_str::<Comparison>(&text).ok(),
            Some(comparison)
        );
        let newer =
            r#"{"runs":[{"run_id":"r","run":{"state":"LATER","no_spec":"later","more":1}}]}"#;
        let newer: Comparison = serde_json::from_str(newer).expect("an answer");
        let run = newer.runs[0].run.as_ref().expect("a run");
        assert_eq!(run.no_spec, Some(NoSpec::Unread));
        assert_eq!(run.state.as_str(), "LATER");
    }

    #[test]
    fn values_that_are_not_told_are_compared_too() {
        let parameter = |value: Option<&str>, digest: Option<&str>| ComparedParameter {
            name: "a".to_owned(),
            value: value.and_then(|value| Document::parse(value).ok()),
            bytes: 1,
            digest: digest.map(str::to_owned),
        };
        assert!(parameter(Some("1"), None).equals(&parameter(Some("1"), None)));
        assert!(!parameter(Some("1"), None).equals(&parameter(Some("2"), None)));
        assert!(parameter(Some("1"), Some("x")).equals(&parameter(None, Some("x"))));
        assert!(!parameter(None, Some("x")).equals(&parameter(None, Some("y"))));
        assert!(!parameter(None, None).equals(&parameter(None, Some("y"))));
    }
}
