//! The runs of an experiment with what they were started with.

use std::collections::BTreeMap;

use kfp_core::{
    model::{Document, ExperimentId, Page, RunId, StorageState},
    operation::Operation,
    query::RunScope,
    request::list_runs,
    response::read_list,
};
use serde::Deserialize;

use super::{Api, Failure, RunRow, api::told, queries};

/// Parameters of a run that are looked at.
const MOST_PARAMETERS: usize = 64;
/// Values that would take more are of no axis and of no column.
const LONGEST_VALUE: usize = 255;

/// A run with what it was started with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trial {
    /// The run.
    pub(crate) run: RunRow,
    /// Its parameters by name, as JSON; `None` for one that is too long.
    pub(crate) parameters: BTreeMap<String, Option<String>>,
}

/// The newest runs of an experiment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Trials {
    /// The runs that are not archived, the newest first.
    pub(crate) items: Vec<Trial>,
    /// How many were read, archived ones too.
    pub(crate) read: usize,
    /// How many there are.
    pub(crate) total: u64,
}

/// What is read of a run beside its row.
#[derive(Deserialize)]
struct Started {
    run_id: RunId,
    #[serde(default)]
    runtime_config: Option<Config>,
}

#[derive(Deserialize)]
struct Config {
    #[serde(default)]
    parameters: BTreeMap<String, Document>,
}

impl Trials {
    fn of(rows: Page<RunRow>, started: Page<Started>) -> Self {
        let mut parameters: BTreeMap<RunId, BTreeMap<String, Option<String>>> = started
            .items
            .into_iter()
            .map(|run| {
                let config = run.runtime_config.map(|config| config.parameters);
                let parameters = config.unwrap_or_default().into_iter().take(MOST_PARAMETERS);
                let short = |value: Document| {
                    let text = value.as_str();
                    (text.len() <= LONGEST_VALUE).then(|| text.to_owned())
                };
                let parameters = parameters.map(|(name, value)| (name, short(value)));
                (run.run_id, parameters.collect())
            })
            .collect();
        let read = rows.items.len();
        let active = rows.items.into_iter();
        let active = active.filter(|run| run.storage_state != StorageState::Archived);
        let items = active.map(|run| Trial {
            parameters: parameters.remove(&run.run_id).unwrap_or_default(),
            run,
        });
        Self {
            items: items.collect(),
            read,
            total: rows.total_size,
        }
    }
}

impl Api {
    /// The newest runs of an experiment with what they were started with: one call, whose answer is read twice.
    pub(crate) async fn trials(self, id: ExperimentId) -> Result<Trials, Failure> {
        let query = queries::trials(RunScope::Experiment(id));
        let (parts, body) = self.ask_kfp(list_runs(&query)).await?;
        let rows = told(read_list(Operation::ListRuns, &parts, &body));
        let rows = rows.inspect_err(|failure| self.guard().heed(failure))?;
        let started = told(read_list(Operation::ListRuns, &parts, &body))?;
        Ok(Trials::of(rows, started))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_stand_beside_their_run_unless_they_are_long() {
        let long = "x".repeat(300);
        let body = format!(
            r#"{{"runs":[{{"run_id":"r-1","runtime_config":{{"parameters":{{"lr":0.1,"text":"{long}"}}}}}},
                {{"run_id":"r-2","storage_state":"ARCHIVED"}},{{"run_id":"r-3"}}],"total_size":7}}"#
        );
        let answer = http::Response::builder()
            .header("content-type", "application/json")
            .body(());
        let (parts, ()) = answer.expect("an answer").into_parts();
        let rows = read_list(Operation::ListRuns, &parts, body.as_bytes()).expect("rows");
        let started = read_list(Operation::ListRuns, &parts, body.as_bytes()).expect("values");
        let trials = Trials::of(rows, started);
        assert_eq!((trials.items.len(), trials.read, trials.total), (2, 3, 7));
        let first = &trials.items[0].parameters;
        assert_eq!(first.get("lr"), Some(&Some("0.1".to_owned())));
        assert_eq!(first.get("text"), Some(&None));
        assert!(trials.items[1].parameters.is_empty());
    }
}
