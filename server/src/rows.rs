//! Objects of KFP's lists without what makes them large, and runs with what the console adds.
//!
//! KFP has no way to leave fields out: a row of a run of many tasks is half a megabyte, of which no list shows anything but how
//! far the tasks are. That is counted here, once for each time that KFP is read, and never asked for by itself.

use std::collections::BTreeMap;

use bytes::Bytes;
use console_api::beside::{Beside, MEMBER, Tasks};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::grid::{self, Members};

/// What makes rows large and is shown in no list: the tasks of a run are half a megabyte for a large pipeline, an inline
/// spec as much. And what only the console says.
const LEFT_OUT: [&str; 4] = ["run_details", "pipeline_spec", "parameters", MEMBER];
/// Members of more bytes are left out too, whatever they are: parameters may have two megabytes.
const LONGEST_MEMBER: usize = 4 * 1024;
/// What the feed keeps for a search, and a list does not show.
const NOT_LISTED: &str = "runtime_config";

/// Takes away what makes an object large, and gives back what the console adds to it.
pub(crate) fn lighten(members: &mut Members<'_>) -> Option<Beside> {
    let spec = members.get("pipeline_spec");
    let all = spec.and_then(|spec| grid::size(spec.get()));
    let tasks = match (grid::count(members), all) {
        (Some(tasks), Some(all)) => Some(tasks.of_all(all)),
        // A version of a pipeline has tasks of which none has begun.
        (None, Some(of)) if !members.contains_key("run_id") => Some(Tasks {
            of,
            ..Tasks::default()
        }),
        (tasks, _) => tasks,
    };
    members.retain(|name, value| {
        !LEFT_OUT.contains(&name.as_str()) && value.get().len() <= LONGEST_MEMBER
    });
    tasks.map(|tasks| Beside {
        tasks: Some(tasks),
        ..Beside::default()
    })
}

/// An object with what the console adds to it, as JSON.
pub(crate) fn written(members: &Members<'_>, beside: Option<&Beside>) -> Option<Box<RawValue>> {
    let Some(beside) = beside else {
        return serde_json::value::to_raw_value(members).ok();
    };
    let beside = serde_json::value::to_raw_value(beside).ok()?;
    let mut all: BTreeMap<&str, &RawValue> = members
        .iter()
        .map(|(name, value)| (name.as_str(), *value))
        .collect();
    all.insert(MEMBER, &beside);
    serde_json::value::to_raw_value(&all).ok()
}

/// A list of runs, read to be shown.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    runs: Vec<Row>,
    total: Option<Box<RawValue>>,
    next: Option<Box<RawValue>>,
}

#[derive(Clone, Debug)]
struct Row {
    members: BTreeMap<String, Box<RawValue>>,
    beside: Beside,
    of: Of,
}

/// What a run belongs to, by ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Of {
    pub(crate) experiment: Option<String>,
    pub(crate) pipeline: Option<String>,
    pub(crate) version: Option<String>,
}

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow, default)]
    runs: Vec<Members<'a>>,
    #[serde(borrow)]
    total_size: Option<&'a RawValue>,
    #[serde(borrow)]
    next_page_token: Option<&'a RawValue>,
}

#[derive(Serialize)]
struct Written<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    runs: Vec<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_size: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_page_token: Option<&'a RawValue>,
}

impl Rows {
    /// Reads an answer of KFP's; `None` if it is no list of runs.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        // serde would take an array for a struct whose fields all have defaults.
        if !body.trim_ascii_start().starts_with(b"{") {
            return None;
        }
        let answer: Answer<'_> = serde_json::from_slice(body).ok()?;
        Some(Self {
            runs: answer.runs.into_iter().map(Row::of).collect(),
            total: answer.total_size.map(RawValue::to_owned),
            next: answer.next_page_token.map(RawValue::to_owned),
        })
    }

    /// What the runs belong to.
    pub(crate) fn of(&self) -> Vec<Of> {
        self.runs.iter().map(|row| row.of.clone()).collect()
    }

    /// The list in KFP's shape, with what is added to each run: its names and how many tasks its version has, in the order of
    /// [`Self::of`].
    pub(crate) fn written(&self, names: Vec<Beside>) -> Option<Bytes> {
        let row = |(row, names): (&Row, Beside)| {
            let all = names.tasks.map(|tasks| tasks.of);
            let own = row.beside.tasks.clone();
            let beside = Beside {
                tasks: own.map(|tasks| match all {
                    Some(all) => tasks.of_all(all),
                    None => tasks,
                }),
                ..names
            };
            let members = row.members.iter();
            let members: Members<'_> = members
                .map(|(name, value)| (name.clone(), &**value))
                .collect();
            let says_nothing = beside == Beside::default();
            written(&members, (!says_nothing).then_some(&beside))
        };
        let list = Written {
            runs: self
                .runs
                .iter()
                .zip(names)
                .map(row)
                .collect::<Option<_>>()?,
            total_size: self.total.as_deref(),
            next_page_token: self.next.as_deref(),
        };
        serde_json::to_vec(&list).ok().map(Bytes::from)
    }
}

impl Row {
    fn of(mut members: Members<'_>) -> Self {
        let beside = lighten(&mut members).unwrap_or_default();
        members.remove(NOT_LISTED);
        let of = Of::read(&members);
        let members = members.into_iter();
        Self {
            members: members
                .map(|(name, value)| (name, value.to_owned()))
                .collect(),
            beside,
            of,
        }
    }
}

impl Of {
    fn read(members: &Members<'_>) -> Self {
        #[derive(Default, Deserialize)]
        struct Reference {
            pipeline_id: Option<String>,
            pipeline_version_id: Option<String>,
        }
        let text = |name: &str| members.get(name).map(|value| value.get());
        let experiment = text("experiment_id").and_then(|text| serde_json::from_str(text).ok());
        let reference: Reference = text("pipeline_version_reference")
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        let there = |id: Option<String>| id.filter(|id| !id.is_empty());
        Self {
            experiment: there(experiment),
            pipeline: there(reference.pipeline_id),
            version: there(reference.pipeline_version_id),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn a_list_is_written_as_it_was_read_without_what_is_large() {
        let long = "x".repeat(LONGEST_MEMBER);
        let list = json!({"runs": [
            {"run_id": "r-1", "experiment_id": "e-1", "state": "RUNNING", "console": {"pipeline": "forged"},
             "pipeline_version_reference": {"pipeline_id": "p-1", "pipeline_version_id": "v-1"},
             "run_details": {"task_details": []}, "runtime_config": {"parameters": {}}, "pipeline_spec": {}, "large": long},
            {"run_id": "r-2", "experiment_id": ""}], "total_size": 7, "next_page_token": "t\u{2028}"});
        let rows = Rows::read(list.to_string().as_bytes()).expect("a list");
        let text = |id: &str| Some(id.to_owned());
        let first = Of {
            experiment: text("e-1"),
            pipeline: text("p-1"),
            version: text("v-1"),
        };
        assert_eq!(rows.of(), [first, Of::default()]);
        let names = Beside {
            pipeline: text("train"),
            ..Beside::default()
        };
        let body = rows.written(vec![names, Beside::default()]).expect("JSON");
        let told: Value = serde_json::from_slice(&body).expect("JSON");
        assert_eq!(
            told,
            json!({"runs": [
                {"run_id": "r-1", "experiment_id": "e-1", "state": "RUNNING", "console": {"pipeline": "train"},
                 "pipeline_version_reference": {"pipeline_id": "p-1", "pipeline_version_id": "v-1"}},
                {"run_id": "r-2", "experiment_id": ""}], "total_size": 7, "next_page_token": "t\u{2028}"})
        );
        let empty = Rows::read(b"{}").expect("a list");
        assert_eq!(empty.written(Vec::new()).expect("JSON"), "{}");
    }

    #[test]
    fn what_is_no_list_is_not_read() {
        for body in [
            "",
            "[]",
            "null",
            r#"{"runs":{}}"#,
            r#"{"runs":[1]}"#,
            "<html>",
        ] {
            assert!(Rows::read(body.as_bytes()).is_none(), "{body}");
        }
    }
}
