//! The form for a new run: `pipeline`, `version`, `experiment`, `clone`, `params`.

use kfp_core::model::{ExperimentId, PipelineId, PipelineVersionId, RunId};
use serde_json::{Map, Value};

use super::{Parsed, Query};
use crate::secret::looks_secret;

/// Parameters that are longer do not stand in the address: proxies cut it.
const MOST_BYTES: usize = 2_048;

/// What the form begins with. The address of a form leads to the same form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NewRunState {
    /// The pipeline.
    pub(crate) pipeline: Option<PipelineId>,
    /// Its version; `None` means the newest.
    pub(crate) version: Option<PipelineVersionId>,
    /// The experiment; `None` means the default one.
    pub(crate) experiment: Option<ExperimentId>,
    /// The run that is done once more.
    pub(crate) clone: Option<RunId>,
    /// Values for inputs.
    pub(crate) params: Map<String, Value>,
}

impl NewRunState {
    /// Reads a query string.
    pub(crate) fn parse(query: &str) -> Parsed<Self> {
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
            clone: id(&query, "clone", |text| RunId::new(text), &mut dropped),
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
            ("clone", self.clone.as_ref().map(RunId::as_str)),
        ];
        for (key, id) in ids {
            if let Some(id) = id {
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

/// Whether a name in it, at whatever depth, looks secret.
fn is_secret(name: &str, value: &Value) -> bool {
    looks_secret(name)
        || match value {
            Value::Object(fields) => fields.iter().any(|(name, value)| is_secret(name, value)),
            Value::Array(items) => items.iter().any(|item| is_secret("", item)),
            _ => false,
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
        let parsed = NewRunState::parse("?pipeline=p-1&version=v-1&params=%5B1%5D&clone=a%2Fb");
        assert_eq!(parsed.dropped, ["clone", "params"]);
        assert_eq!(parsed.state.query().write(), "pipeline=p-1&version=v-1");
        assert_eq!(
            NewRunState::parse("version=v-1").state,
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
        let state = NewRunState::parse("pipeline=p-1&version=v-1&clone=r-1").state;
        let id = PipelineId::new("p-2").expect("an id");
        assert_eq!(
            state.of_pipeline(id).query().write(),
            "clone=r-1&pipeline=p-2"
        );
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(pipeline in "[a-z0-9-]{0,8}", version in "[a-z0-9-]{0,8}", name in "[a-z]{1,4}", value in any::<i64>(), text in "\\PC{0,40}") {
            let pipeline = PipelineId::new(pipeline).ok();
            let state = NewRunState {
                version: PipelineVersionId::new(version).ok().filter(|_| pipeline.is_some()),
                pipeline,
                ..with(json!({name: value, "text": text}))
            };
            let parsed = NewRunState::parse(&state.query().write());
            prop_assert!(parsed.dropped.is_empty());
            prop_assert!(parsed.state == state || state.written_params().is_none());
        }
    }
}
