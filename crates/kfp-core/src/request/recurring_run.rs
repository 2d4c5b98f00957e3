//! Making and deleting recurring runs.

use bytes::Bytes;
use http::Request;
use serde::Serialize;
use serde_json::Value;

use super::build;
use super::rules::{self, Broken};
use super::source::{PipelineSource, SourceFields};
use crate::error::Error;
use crate::model::{
    ExperimentId, RecurringRun, RecurringRunId, RecurringRunMode, RuntimeConfig, Trigger,
};
use crate::operation::Operation;
use crate::query::RecurringRunQuery;

const CONCURRENCY: std::ops::RangeInclusive<u8> = 1..=10;

/// A recurring run to be created; enabled, one run at a time, missed firings made up for, unless said otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecurringRun {
    /// Its name, at most 255 characters; need not be unique.
    pub display_name: String,
    /// Free text, at most 255 characters.
    pub description: String,
    /// The experiment of its runs, which decides the namespace. `None` only on a single-user KFP.
    pub experiment_id: Option<ExperimentId>,
    /// What its runs are made from.
    pub source: PipelineSource,
    /// What its runs are started with.
    pub runtime_config: RuntimeConfig,
    /// The Kubernetes service account of the pods; empty leaves it to KFP.
    pub service_account: String,
    /// When it fires; without a schedule it fires once, at its creation.
    pub trigger: Trigger,
    /// How many of its runs may go on at the same time, 1 to 10.
    pub max_concurrency: u8,
    /// Whether firings that were missed stay missed.
    pub no_catchup: bool,
    /// Whether it is to fire. KFP makes one that does not say a disabled one, so it is always said.
    pub enabled: bool,
}

impl NewRecurringRun {
    /// A recurring run in an experiment.
    pub fn new(
        experiment_id: ExperimentId,
        display_name: impl Into<String>,
        source: PipelineSource,
        trigger: Trigger,
    ) -> Self {
        Self {
            display_name: display_name.into(),
            description: String::new(),
            experiment_id: Some(experiment_id),
            source,
            runtime_config: RuntimeConfig::default(),
            service_account: String::new(),
            trigger,
            max_concurrency: 1,
            no_catchup: false,
            enabled: true,
        }
    }

    /// The same recurring run once more: KFP has no update, so a change is a copy and a deletion. `None` when it says
    /// not what its runs are made from.
    pub fn like(recurring_run: &RecurringRun) -> Option<Self> {
        let source = PipelineSource::of(
            recurring_run.pipeline_version_reference.as_ref(),
            recurring_run.pipeline_spec.as_ref(),
        )?;
        let max_concurrency = u8::try_from(recurring_run.max_concurrency).unwrap_or(1);
        Some(Self {
            display_name: recurring_run.display_name.clone(),
            description: recurring_run.description.clone(),
            experiment_id: recurring_run.experiment_id.clone(),
            source,
            runtime_config: recurring_run.runtime_config.clone().unwrap_or_default(),
            service_account: recurring_run.service_account.clone(),
            trigger: recurring_run.trigger.clone().unwrap_or_default(),
            max_concurrency: max_concurrency.clamp(*CONCURRENCY.start(), *CONCURRENCY.end()),
            no_catchup: recurring_run.no_catchup,
            enabled: recurring_run.is_enabled(),
        })
    }

    /// Sets the description.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// Sets the value of a root input.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        let parameters = &mut self.runtime_config.parameters;
        parameters.insert(name.into(), value.into());
        self
    }

    /// Makes it one that does not fire until it is enabled.
    #[must_use]
    pub fn disabled(mut self) -> Self {
        self.enabled = false;
        self
    }

    /// Leaves missed firings missed.
    #[must_use]
    pub fn without_catchup(mut self) -> Self {
        self.no_catchup = true;
        self
    }

    /// Sets how many of its runs may go on at the same time, 1 to 10.
    #[must_use]
    pub fn max_concurrency(mut self, runs: u8) -> Self {
        self.max_concurrency = runs;
        self
    }

    pub(super) fn check(&self) -> Result<(), Broken> {
        self.source.check()?;
        rules::display_name(&self.display_name)?;
        rules::description(&self.description)?;
        rules::pipeline_root(&self.runtime_config.pipeline_root)?;
        rules::service_account(&self.service_account)?;
        rules::parameters(&self.runtime_config.parameters)?;
        if !CONCURRENCY.contains(&self.max_concurrency) {
            return Err(("the concurrency", "is not between 1 and 10"));
        }
        rules::trigger(&self.trigger)
    }

    pub(super) fn body(&self) -> impl Serialize + '_ {
        #[derive(Serialize)]
        struct Body<'a> {
            display_name: &'a str,
            #[serde(skip_serializing_if = "str::is_empty")]
            description: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            experiment_id: Option<&'a ExperimentId>,
            #[serde(flatten)]
            source: SourceFields<'a>,
            trigger: &'a Trigger,
            max_concurrency: String,
            #[serde(skip_serializing_if = "std::ops::Not::not")]
            no_catchup: bool,
            mode: RecurringRunMode,
        }
        Body {
            display_name: &self.display_name,
            description: &self.description,
            experiment_id: self.experiment_id.as_ref(),
            source: SourceFields::new(&self.source, &self.runtime_config, &self.service_account),
            trigger: &self.trigger,
            max_concurrency: self.max_concurrency.to_string(),
            no_catchup: self.no_catchup,
            mode: if self.enabled {
                RecurringRunMode::Enable
            } else {
                RecurringRunMode::Disable
            },
        }
    }
}

/// What becomes of the runs of a recurring run that is deleted. Since KFP 2.16; older servers ignore it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PropagationPolicy {
    /// Kubernetes deletes their workflows, and the recurring run only after them: runs that go on die.
    Foreground,
    /// Kubernetes deletes their workflows afterwards: runs that go on die.
    Background,
    /// They go on.
    Orphan,
}

impl PropagationPolicy {
    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Foreground => "FOREGROUND",
            Self::Background => "BACKGROUND",
            Self::Orphan => "ORPHAN",
        }
    }
}

/// `GET /apis/v2beta1/recurringruns`
///
/// # Errors
/// [`Error::InvalidRequest`] when the query breaks a rule.
pub fn list_recurring_runs(query: &RecurringRunQuery) -> Result<Request<Bytes>, Error> {
    build::list(Operation::ListRecurringRuns, &[], query.to_query_string())
}

/// `POST /apis/v2beta1/recurringruns`
///
/// # Errors
/// [`Error::InvalidRequest`] when it breaks a rule.
pub fn create_recurring_run(recurring_run: &NewRecurringRun) -> Result<Request<Bytes>, Error> {
    build::with_json(
        Operation::CreateRecurringRun,
        &[],
        recurring_run.check(),
        &recurring_run.body(),
    )
}

/// `GET /apis/v2beta1/recurringruns/{recurring_run_id}`
pub fn get_recurring_run(id: &RecurringRunId) -> Request<Bytes> {
    build::plain(Operation::GetRecurringRun, &[id.as_str()])
}

/// `POST /apis/v2beta1/recurringruns/{recurring_run_id}:enable`
pub fn enable_recurring_run(id: &RecurringRunId) -> Request<Bytes> {
    build::plain(Operation::EnableRecurringRun, &[id.as_str()])
}

/// `POST /apis/v2beta1/recurringruns/{recurring_run_id}:disable`
pub fn disable_recurring_run(id: &RecurringRunId) -> Request<Bytes> {
    build::plain(Operation::DisableRecurringRun, &[id.as_str()])
}

/// `DELETE /apis/v2beta1/recurringruns/{recurring_run_id}`
///
/// # Errors
/// None today: the query is short.
pub fn delete_recurring_run(
    id: &RecurringRunId,
    policy: Option<PropagationPolicy>,
) -> Result<Request<Bytes>, Error> {
    let query = policy.map_or_else(String::new, |policy| {
        format!("propagation_policy={}", policy.as_str())
    });
    build::with_query(Operation::DeleteRecurringRun, &[id.as_str()], &query)
}
