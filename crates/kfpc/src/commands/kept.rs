//! Whether a server keeps what it was given: looked at where one is known that does not.

use bytes::Bytes;
use kfp_core::model::{Document, PipelineId, Run};
use kfp_core::query::{PipelineVersionQuery, Sort};
use kfp_core::spec::{CompiledPipeline, KubernetesSettings};
use serde::Deserialize;
use serde_json::Value;

use crate::connection::Connected;
use crate::logs::Source;
use crate::output::Terminal;

/// What is read of a run, whose workflow comes along.
const MOST: usize = 64 * 1024 * 1024;
/// How many steps are named.
const NAMED: usize = 3;

/// Says which settings for Kubernetes are gone from what a server stored.
pub(super) fn tell_lost_settings(
    given: &[KubernetesSettings],
    stored: Option<&Document>,
    terminal: &mut Terminal,
) {
    let stored = stored.and_then(|document| CompiledPipeline::read(document).ok());
    // Without a spec nothing can be said.
    if given.is_empty() || stored.is_none_or(|stored| stored.platform.is_some()) {
        return;
    }
    let settings: Vec<String> = given
        .iter()
        .map(|of| format!("{} ({})", of.tasks.join(", "), of.settings.join(", ")))
        .collect();
    terminal.tell(|language| language.kubernetes_is_lost(&settings.join("; ")));
}

/// The same of a pipeline that was just made.
pub(super) async fn tell_lost_settings_of(
    pipeline: &PipelineId,
    given: &[KubernetesSettings],
    connected: &Connected,
    terminal: &mut Terminal,
) {
    if given.is_empty() {
        return;
    }
    let newest = PipelineVersionQuery::of(pipeline.clone()).sort(Sort::newest_first());
    let versions = connected.client.pipeline_versions();
    let listed = versions.list(&newest.page_size(1)).await;
    let version = listed
        .ok()
        .and_then(|page| page.items.into_iter().next())
        .and_then(|version| version.pipeline_spec);
    tell_lost_settings(given, version.as_ref(), terminal);
}

/// Says that a run's steps are not those of the version that it names. What cannot be looked up is not told.
pub(super) async fn tell_other_steps(run: &Run, connected: &Connected, terminal: &mut Terminal) {
    let Some(steps) = steps_that_do_not_run(run, connected).await else {
        return;
    };
    if !steps.is_empty() {
        let mut told: Vec<String> = steps.iter().take(NAMED).cloned().collect();
        if steps.len() > NAMED {
            told.push(terminal.language.and_more(steps.len() - NAMED));
        }
        let (id, steps) = (run.run_id.as_str(), told.join(", "));
        terminal.tell(|language| language.steps_of_another_version(id, &steps));
    }
}

/// Each with its image. Whoever made the pipeline named them; a line end in a name would begin a line of ours.
async fn steps_that_do_not_run(run: &Run, connected: &Connected) -> Option<Vec<String>> {
    let named = run.pipeline_version_reference.as_ref()?;
    let id = named.pipeline_version_id.as_ref()?;
    let answer = Source::ask_run(&connected.client, run).await.ok()?;
    if !answer.status().is_success() {
        return None;
    }
    let running = containers(&answer.into_body().collect(MOST).await.ok()?)?;
    let versions = connected.client.pipeline_versions();
    let version = versions.get(&named.pipeline_id, id).await.ok()?;
    let version = CompiledPipeline::read(version.pipeline_spec.as_ref()?).ok()?;
    let steps = version.spec.container_steps();
    let absent = steps
        .iter()
        .filter(|step| !running.iter().any(|container| step.runs_as(container)));
    let told = absent.map(|step| format!("{} ({})", step.tasks.join(", "), step.image()));
    Some(told.map(|step| step.escape_debug().to_string()).collect())
}

/// What the tasks of a run run in, in the workflow that version 1 of the API tells as it was made. `None` where that cannot
/// be told: KFP 1 writes none of it so.
fn containers(answer: &Bytes) -> Option<Vec<Value>> {
    #[derive(Deserialize)]
    struct Detail {
        pipeline_runtime: Runtime,
    }
    #[derive(Deserialize)]
    struct Runtime {
        pipeline_manifest: String,
    }
    const OF_A_CONTAINER: &str = "implementations-";
    let detail: Detail = serde_json::from_slice(answer).ok()?;
    let workflow: Value = serde_json::from_str(&detail.pipeline_runtime.pipeline_manifest).ok()?;
    let parameters = workflow.pointer("/spec/arguments/parameters")?.as_array()?;
    let texts = parameters.iter().filter_map(|parameter| {
        let name = parameter.get("name")?.as_str()?;
        name.starts_with(OF_A_CONTAINER)
            .then(|| parameter.get("value")?.as_str())?
    });
    let containers: Result<Vec<Value>, _> = texts.map(serde_json::from_str).collect();
    containers.ok().filter(|containers| !containers.is_empty())
}
