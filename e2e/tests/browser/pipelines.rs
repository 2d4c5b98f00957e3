//! The pipelines of a namespace and those that all share, and one of them.

use anyhow::{Context as _, Result};
use e2e::browser::pages::{Console, List};
use e2e::browser::{Key, Name, OWNED, OWNER, Plan, Role, Stage, until};
use serde_json::Value;

/// The caption of the list.
const OF_OWNER: &str = "Pipelines in kubeflow-jbpark8";

fn path(rest: &str) -> String {
    format!("/kfp-console/ns/{OWNED}/pipelines{rest}")
}

async fn open<'a>(stage: &'a Stage, query: &str, caption: &str) -> Result<List<'a>> {
    let console = stage.sign_in_at(&path(query), OWNER).await?;
    console.list(caption).await
}

/// What KFP lists at a path, by the names for people.
async fn listed(stage: &Stage, path: &str, key: &str) -> Result<Vec<Value>> {
    let answer = stage.ask_kfp(path).await?;
    Ok(answer[key].as_array().cloned().unwrap_or_default())
}

fn names(things: &[Value]) -> Vec<String> {
    let names = things.iter().map(|thing| &thing["display_name"]);
    names
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect()
}

/// The owner's pipelines, newest first.
async fn own(stage: &Stage) -> Result<Vec<Value>> {
    let of =
        format!("/apis/v2beta1/pipelines?namespace={OWNED}&page_size=50&sort_by=created_at%20desc");
    listed(stage, &of, "pipelines").await
}

/// Opens a view of the pipeline that is shown.
async fn view(console: &Console<'_>, name: &str) -> Result<()> {
    let views = console
        .page()
        .part(Role::Navigation, "Views of the pipeline")
        .await?;
    views.click(Role::Link, name).await
}

#[test]
fn the_pipelines_are_those_that_kfp_lists_here_or_for_all() -> Result<()> {
    Stage::run(async |stage| {
        let list = open(stage, "", OF_OWNER).await?;
        assert_eq!(list.names().await?, names(&own(stage).await?));
        assert_eq!(
            stage.browser.title().await?,
            format!("Pipelines · {OWNED} · KFP Console")
        );
        let page = stage.browser.page();
        page.click(Role::Button, "Shared").await?;
        stage
            .browser
            .address_ends_with("/pipelines?scope=shared")
            .await?;
        let of = "/apis/v2beta1/pipelines?page_size=50&sort_by=created_at%20desc";
        let shared = listed(stage, of, "pipelines").await?;
        let list = stage.console().list("Shared pipelines").await?;
        assert_eq!(list.names().await?, names(&shared));
        Ok(())
    })
}

#[test]
fn filter_and_order_are_in_the_address_and_outlive_a_reload() -> Result<()> {
    Stage::run(async |stage| {
        let list = open(stage, "", OF_OWNER).await?;
        let of =
            format!("/apis/v2beta1/pipelines?namespace={OWNED}&page_size=50&sort_by=name%20asc");
        let sorted = names(&listed(stage, &of, "pipelines").await?);
        list.sorter("Pipeline").await?.click().await?;
        list.sorted_when("Pipeline", "descending").await?;
        list.sorter("Pipeline").await?.click().await?;
        list.names_when(|names| names == sorted).await?;
        stage
            .browser
            .address_ends_with("/pipelines?sort=name")
            .await?;
        let wanted = sorted.first().context("no pipeline")?;
        list.filter().await?.send_keys(wanted.as_str()).await?;
        let narrowed = list
            .names_when(|names| !names.is_empty() && names.iter().all(|name| name.contains(wanted)))
            .await?;
        stage.browser.reload().await?;
        let list = stage.console().list(OF_OWNER).await?;
        assert_eq!(list.names().await?, narrowed);
        list.empty_filter().await?;
        list.filter().await?.send_keys("no-such-thing").await?;
        stage
            .console()
            .heading("Nothing matches these filters")
            .await
            .map(drop)
    })
}

#[test]
fn a_pipeline_shows_its_versions_and_those_of_the_runs_that_are_its_own() -> Result<()> {
    Stage::run(async |stage| {
        let list = open(stage, "", OF_OWNER).await?;
        let pipelines = own(stage).await?;
        let pipeline = pipelines.first().context("no pipeline")?;
        let text = |key: &str| pipeline[key].as_str().unwrap_or_default().to_owned();
        let (id, name) = (text("pipeline_id"), text("display_name"));
        list.open(&name).await?;
        let console = stage.console();
        console.heading(name.as_str()).await?;
        view(&console, "Versions").await?;
        let of =
            format!("/apis/v2beta1/pipelines/{id}/versions?page_size=10&sort_by=created_at%20desc");
        let versions = listed(stage, &of, "pipeline_versions").await?;
        let list = console.list(format!("Versions of {name}").as_str()).await?;
        assert_eq!(list.names().await?, names(&versions));
        stage
            .browser
            .address_ends_with(&path(&format!("/{id}/versions")))
            .await?;

        view(&console, "Runs").await?;
        stage
            .browser
            .address_ends_with(&path(&format!("/{id}/runs")))
            .await?;
        let of =
            format!("/apis/v2beta1/runs?namespace={OWNED}&page_size=50&sort_by=created_at%20desc");
        let runs = listed(stage, &of, "runs").await?;
        let is_own = |run: &&Value| {
            run["pipeline_version_reference"]["pipeline_id"] == id.as_str()
                && run["storage_state"] == "AVAILABLE"
        };
        let own: Vec<Value> = runs.iter().filter(is_own).cloned().collect();
        let table = console
            .page()
            .part(Role::Table, format!("Runs of {name}").as_str())
            .await?;
        table
            .reads(&names(&own).iter().map(String::as_str).collect::<Vec<_>>())
            .await?;
        console
            .page()
            .reads(&["Found among", "runs of the namespace."])
            .await?;

        view(&console, "Recurring runs").await?;
        stage
            .browser
            .address_ends_with(&path(&format!("/{id}/recurring")))
            .await?;
        let of = format!(
            "/apis/v2beta1/recurringruns?namespace={OWNED}&page_size=50&sort_by=created_at%20desc"
        );
        let recurring = listed(stage, &of, "recurringRuns").await?;
        let own: Vec<Value> = recurring
            .into_iter()
            .filter(|one| one["pipeline_version_reference"]["pipeline_id"] == id.as_str())
            .collect();
        if own.is_empty() {
            let none = "No recurring run makes runs of this pipeline";
            return console.heading(none).await.map(drop);
        }
        let list = console
            .list(format!("Recurring runs of {name}").as_str())
            .await?;
        assert_eq!(list.names().await?, names(&own));
        Ok(())
    })
}

#[test]
fn a_pipeline_is_deleted_with_its_versions_after_a_question() -> Result<()> {
    Stage::run(async |stage| {
        let list = open(stage, "", OF_OWNER).await?;
        let name = list.names().await?.pop().context("no pipeline")?;
        list.open(&name).await?;
        let console = stage.console();
        console.heading(name.as_str()).await?;
        console.page().click(Role::Button, "Delete").await?;
        let question = console.page().part(Role::Dialog, Name::Any).await?;
        question
            .reads(&[
                "Delete this pipeline?",
                &name,
                "All versions are deleted with it (cascade)",
            ])
            .await?;
        question.click(Role::Button, "Delete").await?;
        until("it is gone", async || {
            let names = names(&own(stage).await?);
            Ok((!names.contains(&name)).then_some(()))
        })
        .await?;
        stage.browser.address_ends_with("/pipelines").await
    })
}

#[test]
fn one_that_does_not_exist_is_said_so_and_keys_lead_to_the_list() -> Result<()> {
    Stage::run(async |stage| {
        open(stage, "", OF_OWNER).await?;
        let unknown = "00000000-0000-4000-8000-000000000000";
        let refused = format!("/kfp-console/apis/v2beta1/pipelines/{unknown}");
        stage.expect(404, &refused).await;
        let console = stage.open(&path(&format!("/{unknown}"))).await?;
        console.heading("This pipeline does not exist").await?;
        stage.browser.press(&['g', 'p'].map(Key::Character)).await?;
        console.list(OF_OWNER).await.map(drop)
    })
}

#[test]
fn pipelines_from_every_side() -> Result<()> {
    Stage::run(async |stage| {
        let list = open(stage, "", OF_OWNER).await?;
        stage.browser.exhibit("pipelines").await?;
        let name = list.names().await?.remove(0);
        list.open(&name).await?;
        let console = stage.console();
        view(&console, "Versions").await?;
        console.list(format!("Versions of {name}").as_str()).await?;
        stage.browser.exhibit("pipeline-versions").await?;
        view(&console, "Runs").await?;
        console
            .page()
            .part(Role::Table, format!("Runs of {name}").as_str())
            .await?;
        console.page().reads(&["Found among"]).await?;
        stage.browser.exhibit("pipeline-runs").await?;
        view(&console, "Recurring runs").await?;
        console.page().reads(&["KFP has no index for"]).await?;
        stage.browser.exhibit("pipeline-recurring").await
    })
}

#[test]
fn pipelines_in_korean() -> Result<()> {
    Stage::run_with(Plan::default(), "ko-KR", async |stage| {
        let console = stage.sign_in_at(&path(""), OWNER).await?;
        let list = console
            .list(format!("{OWNED} 네임스페이스의 파이프라인").as_str())
            .await?;
        stage.browser.exhibit("pipelines-ko").await?;
        let name = list.names().await?.remove(0);
        list.open(&name).await?;
        let views = console
            .page()
            .part(Role::Navigation, "파이프라인 보기")
            .await?;
        views.click(Role::Link, "버전").await?;
        console
            .list(format!("{name} 파이프라인의 버전").as_str())
            .await?;
        stage.browser.exhibit("pipeline-versions-ko").await
    })
}
