//! What is kept of a run.

use std::collections::BTreeMap;

use console_api::beside::{Beside, Tasks};
use kfp_core::model::RuntimeState;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Longer texts are cut: names are at most 255 characters, errors may be a page.
const LONGEST_TEXT: usize = 255;
/// Parameters that would take more are not kept, nor found by a search.
const LONGEST_PARAMETERS: usize = 2 * 1024;

const CANCELING: &str = "CANCELING";
const FAILED: &str = "FAILED";

/// A run as a row of the index. Replicas of two versions tell each other of it: what one does not know is left out.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(default)]
pub(crate) struct Row {
    pub(crate) run_id: String,
    pub(crate) name: String,
    /// KFP's word.
    pub(crate) state: String,
    /// Whether somebody asked for its end.
    pub(crate) was_terminated: bool,
    pub(crate) is_archived: bool,
    /// In milliseconds since 1970, as every time here.
    pub(crate) created: i64,
    pub(crate) finished: Option<i64>,
    pub(crate) experiment: Option<String>,
    pub(crate) pipeline: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) recurring: Option<String>,
    /// The first line of the error.
    pub(crate) error: Option<String>,
    /// How far its tasks are.
    pub(crate) tasks: Option<Tasks>,
    /// A JSON object.
    pub(crate) parameters: Option<String>,
}

/// Words of states in which a run has not ended, in SQL. An index is made with the same text, by which SQLite knows where it
/// can be used.
pub(super) fn unfinished_words() -> String {
    words(|state| !state.is_terminal())
}

/// And those in which one has.
pub(super) fn ended_words() -> String {
    words(RuntimeState::is_terminal)
}

fn words(is_wanted: impl Fn(&RuntimeState) -> bool) -> String {
    let states = std::iter::once(&RuntimeState::Unspecified).chain(RuntimeState::KNOWN);
    let words: Vec<String> = states
        .filter(|state| is_wanted(state))
        .map(|state| format!("'{}'", state.as_str()))
        .collect();
    words.join(",")
}

impl Row {
    /// Reads an object of the feed; `None` if it is no run that can be kept.
    pub(crate) fn read(object: &RawValue) -> Option<Self> {
        let wire: Wire = serde_json::from_str(object.get()).ok()?;
        let created = wire.created_at.as_deref().and_then(millis)?;
        let reference = wire.pipeline_version_reference.unwrap_or_default();
        let state = wire.state.filter(|state| !state.is_empty());
        let mut states = wire.state_history.iter().flatten();
        let was_terminated = state.as_deref() == Some(CANCELING)
            || states.any(|entry| entry.state.as_deref() == Some(CANCELING));
        Some(Self {
            run_id: wire.run_id.filter(|id| !id.is_empty())?,
            name: cut(wire.display_name.unwrap_or_default()),
            state: cut(state.unwrap_or_else(|| RuntimeState::Unspecified.as_str().to_owned())),
            was_terminated,
            is_archived: wire.storage_state.as_deref() == Some("ARCHIVED"),
            created,
            finished: wire.finished_at.as_deref().and_then(millis),
            experiment: kept(wire.experiment_id),
            pipeline: kept(reference.pipeline_id),
            version: kept(reference.pipeline_version_id),
            recurring: kept(wire.recurring_run_id),
            error: wire
                .error
                .and_then(|error| error.message)
                .and_then(|text| {
                    text.lines()
                        .map(str::trim)
                        .find(|line| !line.is_empty())
                        .map(str::to_owned)
                })
                .map(cut),
            tasks: wire.console.and_then(|beside| beside.tasks),
            parameters: wire
                .runtime_config
                .and_then(|config| config.parameters)
                .filter(|parameters| !parameters.is_empty())
                .and_then(|parameters| serde_json::to_string(&parameters).ok())
                .filter(|text| text.len() <= LONGEST_PARAMETERS),
        })
    }

    /// Whether nothing will come of it any more.
    pub(crate) fn has_ended(&self) -> bool {
        RuntimeState::parse(&self.state).is_terminal()
    }

    /// The word for its state by which it is counted: KFP ends a run as failed whose end somebody asked for.
    pub(crate) fn counted_as(&self) -> &str {
        match self.state.as_str() {
            FAILED if self.was_terminated => RuntimeState::Canceled.as_str(),
            state => state,
        }
    }

    /// The task that failed first.
    pub(super) fn failed_task(&self) -> Option<&str> {
        self.tasks.as_ref()?.failed.as_deref()
    }

    /// From its creation to its end, if it has ended.
    pub(crate) fn duration(&self) -> Option<i64> {
        let finished = self.finished.filter(|_| self.has_ended())?;
        Some(finished.saturating_sub(self.created).max(0))
    }
}

#[derive(Deserialize)]
struct Wire {
    run_id: Option<String>,
    display_name: Option<String>,
    state: Option<String>,
    storage_state: Option<String>,
    created_at: Option<String>,
    finished_at: Option<String>,
    experiment_id: Option<String>,
    recurring_run_id: Option<String>,
    pipeline_version_reference: Option<Reference>,
    runtime_config: Option<Config>,
    error: Option<Error>,
    state_history: Option<Vec<Entry>>,
    console: Option<Beside>,
}

#[derive(Deserialize)]
struct Entry {
    state: Option<String>,
}

#[derive(Default, Deserialize)]
struct Reference {
    pipeline_id: Option<String>,
    pipeline_version_id: Option<String>,
}

#[derive(Deserialize)]
struct Config {
    parameters: Option<BTreeMap<String, Box<RawValue>>>,
}

#[derive(Deserialize)]
struct Error {
    message: Option<String>,
}

/// KFP writes 1970 and the year 1 for "not yet".
fn millis(text: &str) -> Option<i64> {
    let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    let millis = i64::try_from(time.unix_timestamp_nanos() / 1_000_000).ok()?;
    (millis > 0).then_some(millis)
}

fn kept(id: Option<String>) -> Option<String> {
    id.filter(|id| !id.is_empty()).map(cut)
}

fn cut(mut text: String) -> String {
    if let Some((at, _)) = text.char_indices().nth(LONGEST_TEXT) {
        text.truncate(at);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Row> {
        let raw = RawValue::from_string(text.to_owned()).expect("JSON");
        Row::read(&raw)
    }

    #[test]
    fn a_run_is_kept_as_kfp_writes_it() {
        let row = read(
            r#"{"run_id":"r-1","display_name":"train","state":"FAILED","storage_state":"ARCHIVED","experiment_id":"e-1",
            "created_at":"2026-11-25T10:00:00Z","finished_at":"2026-11-25T10:01:30Z","recurring_run_id":"",
            "pipeline_version_reference":{"pipeline_id":"p-1","pipeline_version_id":"v-1"},
            "runtime_config":{"parameters":{"lr":0.1,"who":"a"}},"error":{"code":13,"message":"\n out of memory \nmore"},
            "console":{"tasks":{"counts":[1,0,0,1,0,0],"of":3,"failed":"fit"}}}"#,
        )
        .expect("a row");
        assert_eq!(row.duration(), Some(90_000));
        assert!(row.is_archived && row.has_ended());
        assert_eq!(row.pipeline.as_deref(), Some("p-1"));
        assert_eq!(row.recurring, None);
        let tasks = row.tasks.expect("tasks");
        assert_eq!((tasks.ended(), tasks.failed.as_deref()), (2, Some("fit")));
        assert_eq!(row.error.as_deref(), Some("out of memory"));
        assert_eq!(row.parameters.as_deref(), Some(r#"{"lr":0.1,"who":"a"}"#));
    }

    #[test]
    fn a_run_whose_end_was_asked_for_is_counted_as_canceled() {
        let of = |state: &str, history: &str| {
            let row = read(&format!(
                r#"{{"run_id":"r","created_at":"2026-11-25T10:00:00Z","state":"{state}","state_history":{history}}}"#
            ));
            row.expect("a row")
        };
        let asked =
            r#"[{"state":"RUNNING"},{"update_time":"x"},{"state":"CANCELING"},{"state":"FAILED"}]"#;
        assert_eq!(of("FAILED", asked).counted_as(), "CANCELED");
        assert_eq!(of("FAILED", asked).state, "FAILED");
        assert_eq!(
            of("FAILED", r#"[{"state":"RUNNING"}]"#).counted_as(),
            "FAILED"
        );
        assert_eq!(of("FAILED", "null").counted_as(), "FAILED");
        assert_eq!(of("SUCCEEDED", asked).counted_as(), "SUCCEEDED");
        assert!(of("CANCELING", "[]").was_terminated);
    }

    #[test]
    fn states_are_those_of_the_client() {
        assert_eq!(ended_words(), "'SUCCEEDED','SKIPPED','FAILED','CANCELED'");
        let unfinished = "'RUNTIME_STATE_UNSPECIFIED','PENDING','RUNNING','CANCELING','PAUSED'";
        assert_eq!(unfinished_words(), unfinished);
        let of = |state: &str| Row {
            state: state.to_owned(),
            ..Row::default()
        };
        assert!(of("SKIPPED").has_ended() && !of("CANCELING").has_ended());
        assert!(!of("OF_A_LATER_VERSION").has_ended());
    }

    #[test]
    fn times_of_1970_and_of_the_year_1_are_none() {
        let row = read(
            r#"{"run_id":"r","created_at":"2026-11-25T10:00:00Z","finished_at":"1970-01-01T00:00:00Z"}"#,
        );
        let row = row.expect("a row");
        assert_eq!((row.finished, row.duration()), (None, None));
        assert!(!row.has_ended());
        assert!(read(r#"{"run_id":"r","created_at":"0001-01-01T00:00:00Z"}"#).is_none());
    }

    #[test]
    fn what_is_no_run_is_not_kept_and_long_texts_are_cut() {
        for text in ["{}", "[]", "1", r#"{"run_id":""}"#, r#"{"run_id":"r"}"#] {
            assert_eq!(read(text), None, "{text}");
        }
        let long = "학".repeat(4_000);
        let text = format!(
            r#"{{"run_id":"r","created_at":"2026-11-25T10:00:00Z","display_name":"{long}","runtime_config":{{"parameters":{{"p":"{long}"}}}}}}"#
        );
        let row = read(&text).expect("a row");
        assert_eq!(row.name.chars().count(), LONGEST_TEXT);
        assert_eq!(row.parameters, None);
    }
}
