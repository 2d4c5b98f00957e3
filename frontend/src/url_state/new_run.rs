//! The form for a new run, or for a recurring run: `pipeline`, `version`, `experiment`, `clone`, `params`, and `cron` of the
//! latter.

use kfp_core::model::{ExperimentId, PipelineId, PipelineVersionId, RecurringRunId, RunId};
use serde_json::{Map, Value};

use super::{Parsed, Query};
use crate::secret::is_secret;

/// Parameters that are longer do not stand in the address: proxies cut it.
const MOST_BYTES: usize = 2_048;

/// What a form makes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Making {
    /// A run.
    #[default]
    Run,
    /// What makes runs by itself.
    RecurringRun,
}

/// What is done once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cloned {
    /// A run.
    Run(RunId),
    /// A recurring run.
    RecurringRun(RecurringRunId),
}

impl Cloned {
    /// Its id.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Run(id) => id.as_str(),
            Self::RecurringRun(id) => id.as_str(),
        }
    }
}

/// What the form begins with. The address of a form leads to the same form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NewRunState {
    /// The pipeline.
    pub(crate) pipeline: Option<PipelineId>,
    /// Its version; `None` means the newest.
    pub(crate) version: Option<PipelineVersionId>,
    /// The experiment; `None` means the default one.
    pub(crate) experiment: Option<ExperimentId>,
    /// What is done once more.
    pub(crate) clone: Option<Cloned>,
    /// Values for inputs.
    pub(crate) params: Map<String, Value>,
    /// The cron line of a recurring run, as it was written; empty means none.
    pub(crate) cron: String,
}

impl NewRunState {
    /// Reads the query string of a form.
    pub(crate) fn parse(making: Making, query: &str) -> Parsed<Self> {
        fn id<T, E>(
            query: &Query,
            key: &'static str,
            read: fn(&str) -> Result<T, E>,
            dropped: &mut Vec<&'static str>,
        ) -> Option<T> {
            let read = read(query.get(key)?);
            if read.is_err() {
                dropped.push(key);
            }
            read.ok()
        }
        let query = Query::parse(query);
        let mut dropped = Vec::new();
        let pipeline = id(
            &query,
            "pipeline",
            |text| PipelineId::new(text),
            &mut dropped,
        );
        let version = id(
            &query,
            "version",
            |text| PipelineVersionId::new(text),
            &mut dropped,
        );
        let state = Self {
            // A version is one of a pipeline.
            version: version.filter(|_| pipeline.is_some()),
            pipeline,
            experiment: id(
                &query,
                "experiment",
                |text| ExperimentId::new(text),
                &mut dropped,
            ),
            clone: match making {
                Making::Run => {
                    id(&query, "clone", |text| RunId::new(text), &mut dropped).map(Cloned::Run)
                }
                Making::RecurringRun => id(
                    &query,
                    "clone",
                    |text| RecurringRunId::new(text),
                    &mut dropped,
                )
                .map(Cloned::RecurringRun),
            },
            cron: match making {
                Making::Run => String::new(),
                Making::RecurringRun => query.get("cron").unwrap_or_default().to_owned(),
            },
            params: id(
                &query,
                "params",
                |text| serde_json::from_str(text),
                &mut dropped,
            )
            .unwrap_or_default(),
        };
        Parsed { state, dropped }
    }

    /// Writes the query string, canonically. Parameters are left out where they are many or where one looks secret: an
    /// address stands in the history and in logs.
    pub(crate) fn query(&self) -> Query {
        let mut query = Query::default();
        let ids = [
            ("pipeline", self.pipeline.as_ref().map(PipelineId::as_str)),
            (
                "version",
                self.version.as_ref().map(PipelineVersionId::as_str),
            ),
            (
                "experiment",
                self.experiment.as_ref().map(ExperimentId::as_str),
            ),
            ("clone", self.clone.as_ref().map(Cloned::as_str)),
            ("cron", Some(self.cron.as_str())),
        ];
        for (key, id) in ids {
            if let Some(id) = id.filter(|id| !id.is_empty()) {
                query.set(key, id);
            }
        }
        if let Some(params) = self.written_params() {
            query.set("params", params);
        }
        query
    }

    fn written_params(&self) -> Option<String> {
        if self.params.is_empty()
            || self
                .params
                .iter()
                .any(|(name, value)| is_secret(name, value))
        {
            return None;
        }
        let text = serde_json::to_string(&self.params).ok()?;
        (text.len() <= MOST_BYTES).then_some(text)
    }

    /// The same form for another pipeline.
    pub(crate) fn of_pipeline(self, pipeline: PipelineId) -> Self {
        Self {
            pipeline: Some(pipeline),
            version: None,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn with(params: Value) -> NewRunState {
        NewRunState {
            params: serde_json::from_value(params).expect("an object"),
            ..NewRunState::default()
        }
    }

    #[test]
    fn what_cannot_be_read_is_named_and_the_rest_holds() {
        let parsed = NewRunState::parse(
            Making::Run,
            "?pipeline=p-1&version=v-1&params=%5B1%5D&clone=a%2Fb",
        );
        assert_eq!(parsed.dropped, ["clone", "params"]);
        assert_eq!(parsed.state.query().write(), "pipeline=p-1&version=v-1");
        assert_eq!(
            NewRunState::parse(Making::Run, "version=v-1").state,
            NewRunState::default()
        );
    }

    #[test]
    fn secrets_and_long_values_do_not_stand_in_the_address() {
        assert_eq!(
            with(json!({"n": 9_007_199_254_740_993_i64}))
                .query()
                .write(),
            "params=%7B%22n%22%3A9007199254740993%7D"
        );
        for left_out in [
            json!({"n": 1, "api_key": "x"}),
            json!({"config": [{"password": "x"}]}),
            json!({"text": "가".repeat(700)}),
        ] {
            assert_eq!(with(left_out).query().write(), "");
        }
    }

    #[test]
    fn another_pipeline_has_other_versions() {
        let state = NewRunState::parse(Making::Run, "pipeline=p-1&version=v-1&clone=r-1").state;
        let id = PipelineId::new("p-2").expect("an id");
        assert_eq!(
            state.of_pipeline(id).query().write(),
            "clone=r-1&pipeline=p-2"
        );
    }

    #[test]
    fn a_recurring_run_has_its_cron_line_and_a_run_none() {
        let query = "clone=j-1&cron=0+0+2+*+*+*";
        let state = NewRunState::parse(Making::RecurringRun, query).state;
        assert_eq!(state.cron, "0 0 2 * * *");
        assert_eq!(state.clone.as_ref().map(Cloned::as_str), Some("j-1"));
        assert!(matches!(state.clone, Some(Cloned::RecurringRun(_))));
        assert_eq!(state.query().write(), query);
        let state = NewRunState::parse(Making::Run, query).state;
        assert!(state.cron.is_empty() && matches!(state.clone, Some(Cloned::Run(_))));
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(pipeline in "[a-z0-9-]{0,8}", version in "[a-z0-9-]{0,8}", name in "[a-z]{1,4}", value in any::<i64>(), text in "\\PC{0,40}", cron in "\\PC{0,20}") {
            let pipeline = PipelineId::new(pipeline).ok();
            let state = NewRunState {
                version: PipelineVersionId::new(version).ok().filter(|_| pipeline.is_some()),
                pipeline,
                cron,
                ..with(json!({name: value, "text": text}))
            };
            let parsed = NewRunState::parse(Making::RecurringRun, &state.query().write());
            prop_assert!(parsed.dropped.is_empty());
            prop_assert!(parsed.state == state || state.written_params().is_none());
        }
    }
}
