//! The experiment of a run.

use kfp_core::model::ExperimentId;
use kfp_core::request::NewExperiment;

use crate::connection::Connected;
use crate::failure::Failure;
use crate::names::Among;
use crate::output::Terminal;

/// What KFP's Python client reads too.
const VARIABLE: &str = "KF_PIPELINES_DEFAULT_EXPERIMENT_NAME";
/// Where runs go that name none.
const DEFAULT: &str = "Default";

/// The experiment that was named; else the default one, which is made if there is none.
pub(in crate::commands) async fn experiment(
    named: Option<&str>,
    connected: &Connected,
    terminal: &mut Terminal,
) -> Result<ExperimentId, Failure> {
    if let Some(text) = named {
        return connected.experiment_id(text, Among::Active).await;
    }
    let variable = std::env::var(VARIABLE).ok();
    let name = variable
        .as_deref()
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let name = name.unwrap_or(DEFAULT);
    let namespace = connected.namespace()?;
    let experiments = connected.client.experiments();
    if let Some(found) = experiments.find(Some(&namespace), name).await? {
        return Ok(found.experiment_id);
    }
    let new = NewExperiment::new(namespace, name);
    let made = super::made(&new, true, connected, terminal).await?;
    terminal.say(&terminal.language.experiment_made(name));
    Ok(made.experiment_id)
}
