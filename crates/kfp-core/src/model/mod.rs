//! What KFP's answers say, as types.
//!
//! Wire shapes only: field names are KFP's, and there is no behaviour beyond predicates. Decoding is liberal, as KFP
//! adds fields and states: unknown fields are skipped, missing ones take their zero value (KFP leaves out everything
//! that is unset, zero, false or empty), unknown states are kept as text, and a time that KFP writes for "not yet"
//! (1970 or year 1) is `None`.

mod document;
mod experiment;
mod healthz;
mod id;
mod int64;
mod open_enum;
mod page;
mod pipeline;
mod recurring_run;
mod run;
mod state;
mod status;
pub mod timestamp;

pub use document::Document;
pub use experiment::Experiment;
pub use healthz::{AnsweredBy, Healthz, PipelineStore};
pub(crate) use id::is_dots;
pub use id::{
    ExperimentId, InvalidId, Namespace, NodeId, PipelineId, PipelineVersionId, RecurringRunId,
    RunId,
};
pub(crate) use open_enum::{open_enum, word as wire_word};
pub use page::{Page, PageToken, Undecodable};
pub use pipeline::{PackageUrl, Pipeline, PipelineVersion, Tags};
pub use recurring_run::{
    CronSchedule, PeriodicSchedule, RecurringRun, RecurringRunMode, RecurringRunStatus, Trigger,
};
pub use run::{
    ChildTask, PipelineTaskDetail, PipelineVersionReference, Run, RunDetails, RuntimeConfig,
    RuntimeStateEntry,
};
pub use state::{RuntimeState, StorageState};
pub use status::{Status, StatusDetail};

/// Reads an id that may be absent, null or empty.
pub(crate) fn id_or_none<'de, D, I>(deserializer: D) -> Result<Option<I>, D::Error>
where
    D: serde::Deserializer<'de>,
    I: TryFrom<String, Error = InvalidId>,
{
    use serde::Deserialize;

    let text = Option::<String>::deserialize(deserializer)?.unwrap_or_default();
    if text.is_empty() {
        Ok(None)
    } else {
        I::try_from(text)
            .map(Some)
            .map_err(serde::de::Error::custom)
    }
}
