//! The rows of a list of runs, as far as they tell of tasks.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Rows of a run that are looked at. KFP's own database cuts off above 3,200.
const MOST_ROWS: usize = 10_000;

/// A run with its rows.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) id: String,
    /// KFP's word; empty where it says none.
    pub(super) state: String,
    pub(super) finished: Option<i64>,
    /// When somebody asked for its end, as far as its history tells.
    pub(super) canceled_at: Option<i64>,
    /// `None` if there are too many.
    pub(super) rows: Option<Vec<Row>>,
}

/// A node of a run's workflow.
#[derive(Debug)]
pub(super) struct Row {
    /// Its display name: the last element of its name.
    pub(super) name: String,
    /// KFP's word; empty for a node that was omitted.
    pub(super) state: String,
    pub(super) start: Option<i64>,
    pub(super) end: Option<i64>,
    /// The ids of the nodes that came next.
    pub(super) next: Vec<String>,
}

impl Row {
    /// Whether it had not ended when KFP was told of it.
    pub(super) fn goes_on(&self) -> bool {
        matches!(self.state.as_str(), "RUNNING" | "PENDING")
    }
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    runs: Vec<WireRun>,
}

#[derive(Deserialize)]
struct WireRun {
    run_id: String,
    #[serde(default)]
    state: String,
    finished_at: Option<String>,
    #[serde(default)]
    state_history: Vec<Entry>,
    run_details: Option<Details>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    state: String,
    update_time: Option<String>,
}

#[derive(Deserialize)]
struct Details {
    #[serde(default)]
    task_details: Vec<WireRow>,
}

#[derive(Deserialize)]
struct WireRow {
    #[serde(default)]
    display_name: String,
    #[serde(default)]
    state: String,
    start_time: Option<String>,
    end_time: Option<String>,
    #[serde(default)]
    child_tasks: Vec<Child>,
}

#[derive(Deserialize)]
struct Child {
    #[serde(default)]
    pod_name: String,
}

/// Reads an answer of KFP's; `None` if it is no list of runs.
pub(super) fn runs(body: &[u8]) -> Option<Vec<Run>> {
    // serde would take an array for a struct whose fields all have defaults.
    if !body.trim_ascii_start().starts_with(b"{") {
        return None;
    }
    let answer: Answer = serde_json::from_slice(body).ok()?;
    Some(answer.runs.into_iter().map(run).collect())
}

/// Reads one run of such a list.
pub(super) fn one(run: &str) -> Option<Run> {
    serde_json::from_str(run).ok().map(self::run)
}

/// Reads a run by its members; `None` if it has no rows, or none of KFP's.
pub(super) fn of_members(members: &BTreeMap<String, &RawValue>) -> Option<Run> {
    fn read<T: DeserializeOwned>(
        members: &BTreeMap<String, &RawValue>,
        name: &str,
    ) -> serde_json::Result<Option<T>> {
        let text = members.get(name).map(|value| value.get());
        text.map(serde_json::from_str).transpose()
    }
    let details: Option<Details> = read(members, "run_details").ok()?;
    Some(run(WireRun {
        run_id: String::new(),
        state: read(members, "state").ok()?.unwrap_or_default(),
        finished_at: read(members, "finished_at").ok()?,
        state_history: read(members, "state_history").ok()?.unwrap_or_default(),
        run_details: Some(details?),
    }))
}

fn run(wire: WireRun) -> Run {
    let canceled = wire
        .state_history
        .iter()
        .find(|entry| entry.state == "CANCELING");
    let details = wire.run_details.map(|details| details.task_details);
    let rows = details.unwrap_or_default();
    Run {
        id: wire.run_id,
        finished: wire.finished_at.as_deref().and_then(millis),
        canceled_at: canceled.map(|entry| {
            let time = entry.update_time.as_deref().and_then(millis);
            time.unwrap_or_default()
        }),
        state: wire.state,
        // Rows without a name are entries of KFP's cache.
        rows: (rows.len() <= MOST_ROWS).then(|| {
            let named = rows.into_iter().filter(|row| !row.display_name.is_empty());
            named.map(row).collect()
        }),
    }
}

fn row(wire: WireRow) -> Row {
    let next = wire.child_tasks.into_iter().map(|child| child.pod_name);
    Row {
        name: wire.display_name,
        state: wire.state,
        start: wire.start_time.as_deref().and_then(millis),
        end: wire.end_time.as_deref().and_then(millis),
        next: next.collect(),
    }
}

/// KFP writes 1970 and the year 1 for "not yet".
fn millis(text: &str) -> Option<i64> {
    let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    let millis = i64::try_from(time.unix_timestamp_nanos() / 1_000_000).ok()?;
    (millis > 0).then_some(millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_kfp_writes_it() {
        let body = br#"{"runs":[{"run_id":"r-1","state":"FAILED","finished_at":"2026-11-25T10:00:09Z",
            "state_history":[{"state":"RUNNING"},{"update_time":"2026-11-25T10:00:05Z","state":"CANCELING"}],
            "run_details":{"task_details":[
                {"display_name":"a-driver","start_time":"2026-11-25T10:00:00Z","end_time":"0001-01-01T00:00:00Z",
                 "state":"RUNNING","child_tasks":[{"pod_name":"w-1"}]},
                {"task_id":"of the cache","execution_id":"7"}]}},{"run_id":"r-2"}],"total_size":2}"#;
        let runs = runs(body).expect("runs");
        assert_eq!(runs.len(), 2);
        let rows = runs[0].rows.as_deref().expect("rows");
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].start.is_some(), rows[0].end), (true, None));
        assert_eq!(rows[0].next, ["w-1"]);
        assert!(runs[0].canceled_at < runs[0].finished && runs[0].canceled_at.is_some());
        assert_eq!(runs[1].rows.as_ref().map(Vec::len), Some(0));
    }

    #[test]
    fn what_is_no_list_is_not_read() {
        for body in [
            "",
            "[]",
            "null",
            r#"{"runs":[{}]}"#,
            r#"{"runs":{}}"#,
            "<html>",
        ] {
            assert!(runs(body.as_bytes()).is_none(), "{body}");
        }
        assert!(runs(b"{}").is_some_and(|runs| runs.is_empty()));
    }
}
