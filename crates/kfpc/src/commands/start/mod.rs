//! What runs are started from and with: shared by runs and recurring runs.

mod experiment;
mod made;
mod parameters;
mod pipeline;
mod single_user;
mod weight;

pub(super) use experiment::experiment;
pub(super) use made::Made;
pub(super) use pipeline::{Chosen, chosen};
pub(super) use single_user::made;

use kfp_core::model::RuntimeConfig;

use crate::cli::Start;
use crate::failure::Failure;

/// The values, each of the kind that the pipeline says, and where outputs go. All that does not fit is told at once.
pub(super) fn configured(flags: &Start, chosen: &Chosen) -> Result<RuntimeConfig, Failure> {
    let spec = chosen.spec.as_ref();
    // KFP does not read that of the spec.
    let compiled = || spec.map(|spec| spec.default_pipeline_root.clone());
    Ok(RuntimeConfig {
        parameters: parameters::read(flags, spec)?,
        pipeline_root: flags
            .pipeline_root
            .clone()
            .or_else(compiled)
            .unwrap_or_default(),
    })
}
