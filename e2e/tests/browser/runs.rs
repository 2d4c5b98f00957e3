//! The runs of a namespace.

use anyhow::{Context as _, Result};
use e2e::browser::pages::List;
use e2e::browser::{Key, Name, OWNED, OWNER, Role, Stage, Viewport, until};

/// The caption of the list.
const RUNS_OF_OWNER: &str = "Runs in kubeflow-jbpark8";

/// A run as KFP lists it.
struct Run {
    id: String,
    name: String,
    experiment: String,
    is_archived: bool,
    state: String,
}

/// All of the owner's runs, newest first.
async fn listed(stage: &Stage) -> Result<Vec<Run>> {
    let text =
        |run: &serde_json::Value, key: &str| run[key].as_str().unwrap_or_default().to_owned();
    let read = |run: &serde_json::Value| Run {
        id: text(run, "run_id"),
        name: text(run, "display_name"),
        experiment: text(run, "experiment_id"),
        is_archived: run["storage_state"] == "ARCHIVED",
        state: text(run, "state"),
    };
    let (mut runs, mut token) = (Vec::new(), String::new());
    loop {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("namespace", OWNED)
            .append_pair("page_size", "200")
            .append_pair("sort_by", "created_at desc")
            .append_pair("page_token", &token)
            .finish();
        let answer = stage
            .ask_kfp(&format!("/apis/v2beta1/runs?{query}"))
            .await?;
        let page = answer["runs"].as_array().context("no runs")?;
        runs.extend(page.iter().map(read));
        token = text(&answer, "next_page_token");
        if token.is_empty() {
            return Ok(runs);
        }
    }
}

fn names<'a>(runs: impl Iterator<Item = &'a Run>) -> Vec<String> {
    runs.map(|run| run.name.clone()).collect()
}

async fn open(stage: &Stage) -> Result<List<'_>> {
    let path = format!("/kfp-console/ns/{OWNED}/runs");
    let console = stage.sign_in_at(&path, OWNER).await?;
    console.list(RUNS_OF_OWNER).await
}

#[test]
fn the_runs_are_those_that_kfp_lists_and_lead_to_their_experiments() -> Result<()> {
    Stage::run(async |stage| {
        let list = open(stage).await?;
        let runs = listed(stage).await?;
        let shown = list.names().await?;
        let active = names(runs.iter().filter(|run| !run.is_archived));
        assert_eq!(shown, active[..shown.len()]);
        assert_eq!(
            stage.browser.title().await?,
            format!("Runs · {OWNED} · KFP Console")
        );

        let newest = runs.iter().find(|run| !run.is_archived).context("no run")?;
        let path = format!("/apis/v2beta1/experiments/{}", newest.experiment);
        let experiment = stage.ask_kfp(&path).await?;
        let name = experiment["display_name"].as_str().context("no name")?;
        // Names are read while somebody looks, and come with the next answer.
        let page = stage.browser.page();
        until("the name of the experiment", async || {
            page.click(Role::Button, "Refresh").await?;
            let links = list.table().await?.now(Role::Link, name).await?;
            Ok((!links.is_empty()).then_some(()))
        })
        .await?;
        let links = list.table().await?.find_all(Role::Link, name).await?;
        links.first().context("no link")?.click().await?;
        stage.console().heading(name).await?;
        let path = format!("/kfp-console/ns/{OWNED}/experiments/{}", newest.experiment);
        stage.browser.address_ends_with(&path).await?;
        stage.browser.back().await?;
        stage.console().list(RUNS_OF_OWNER).await.map(drop)
    })
}

#[test]
fn filter_order_and_page_are_in_the_address_and_outlive_a_reload() -> Result<()> {
    Stage::run(async |stage| {
        let list = open(stage).await?;
        let runs = listed(stage).await?;
        let first = list.names().await?;
        list.pages().await?.click(Role::Button, "Next").await?;
        let second = list
            .names_when(|names| !names.is_empty() && *names != first)
            .await?;
        stage.browser.reload().await?;
        let list = stage.console().list(RUNS_OF_OWNER).await?;
        assert_eq!(list.names().await?, second);

        let page = stage.browser.page();
        let facets = page.part(Role::Group, "Filter by status").await?;
        facets.click(Role::Button, Name::has("Failed")).await?;
        stage
            .browser
            .address_ends_with("/runs?q=status%3Afailed")
            .await?;
        let failed = runs
            .iter()
            .filter(|run| !run.is_archived && run.state == "FAILED");
        let mut failed = names(failed);
        list.names_when(|names| !names.is_empty() && failed.starts_with(names))
            .await?;
        list.sorter("Started").await?.click().await?;
        list.sorted_when("Started", "ascending").await?;
        failed.reverse();
        list.names_when(|names| !names.is_empty() && failed.starts_with(names))
            .await?;
        stage
            .browser
            .address_ends_with("/runs?q=status%3Afailed&sort=created_at")
            .await?;
        stage.browser.reload().await?;
        let list = stage.console().list(RUNS_OF_OWNER).await?;
        list.sorted_when("Started", "ascending").await
    })
}

/// By how many pixels the pictures of a row's actions differ in height.
const UNEVEN: &str = "
    const pictures = [...document.querySelectorAll('tr[data-row]:first-child .cell-act .icon')];
    const middles = pictures.map((picture) => picture.getBoundingClientRect()).map((at) => at.top + at.height / 2);
    return [pictures.length, Math.max(...middles) - Math.min(...middles)]";

#[test]
fn the_actions_of_a_row_stand_at_one_height() -> Result<()> {
    Stage::run(async |stage| {
        open(stage).await?;
        let (pictures, apart): (usize, f64) = stage.browser.evaluate(UNEVEN).await?;
        assert_eq!(pictures, 2);
        assert!(apart < 0.6, "{apart} px");
        Ok(())
    })
}

#[test]
fn an_archived_run_is_in_the_archive_and_nowhere_else() -> Result<()> {
    Stage::run(async |stage| {
        let list = open(stage).await?;
        let runs = listed(stage).await?;
        let run = runs.iter().find(|run| !run.is_archived).context("no run")?;
        let archive = format!(
            "return fetch('/pipeline/apis/v2beta1/runs/{}:archive', {{ method: 'POST' }}).then((answer) => answer.status)",
            run.id
        );
        assert_eq!(stage.browser.evaluate::<u16>(&archive).await?, 200);

        let page = stage.browser.page();
        page.click(Role::Button, "Archived").await?;
        stage.browser.address_ends_with("/runs?archived=1").await?;
        list.names_when(|names| names.contains(&run.name)).await?;
        page.click(Role::Button, "Active").await?;
        // The server shares equal reads for two seconds, and was not told of a write past it.
        until("the run is not among the active ones", async || {
            page.click(Role::Button, "Refresh").await?;
            let names = list.names().await?;
            Ok((!names.is_empty() && !names.contains(&run.name)).then_some(()))
        })
        .await
    })
}

#[test]
fn the_tab_and_the_keys_lead_to_the_runs() -> Result<()> {
    Stage::run(async |stage| {
        let (console, _) = stage.owner_at_experiments("").await?;
        let sections = console.sections().await?;
        sections.click(Role::Link, "Runs").await?;
        console.list(RUNS_OF_OWNER).await?;
        stage.browser.back().await?;
        console.heading("Experiments").await?;
        let go = [Key::Character('g'), Key::Character('r')];
        stage.browser.press(&go).await?;
        let heading = console.heading("Runs").await?;
        stage.browser.focus_is_on(&heading).await
    })
}

#[test]
fn j_and_k_go_through_the_rows_though_a_column_with_links_has_disappeared() -> Result<()> {
    Stage::run(async |stage| {
        let list = open(stage).await?;
        stage
            .browser
            .resize(Viewport {
                width: 1000,
                height: 800,
            })
            .await?;
        assert!(list.names().await?.len() > 1);
        let next = [Key::Character('j'), Key::Character('j')];
        stage.browser.press(&next).await?;
        // Names are no help: two runs may have the same.
        let at = "return document.activeElement.closest('tr')?.sectionRowIndex ?? -1";
        assert_eq!(stage.browser.evaluate::<i32>(at).await?, 1);
        Ok(())
    })
}

#[test]
fn runs_of_a_foreign_namespace_are_refused_once() -> Result<()> {
    Stage::run(async |stage| {
        stage.expect(403, "/kfp-console/apis/v2beta1/runs").await;
        let path = "/kfp-console/ns/team-nlp/runs";
        let console = stage.sign_in_at(path, OWNER).await?;
        console.heading("You cannot list runs in team-nlp").await?;
        let go = format!("Go to {OWNED}");
        console.page().click(Role::Button, go.as_str()).await?;
        console.list(RUNS_OF_OWNER).await.map(drop)
    })
}

#[test]
fn the_page_of_runs_from_every_side() -> Result<()> {
    Stage::run(async |stage| {
        stage.expect(502, "/kfp-console/apis/v2beta1/runs").await;
        let list = open(stage).await?;
        stage.browser.exhibit("runs").await?;

        let page = stage.browser.page();
        let facets = page.part(Role::Group, "Filter by status").await?;
        facets.click(Role::Button, Name::has("Failed")).await?;
        page.gone(Role::Cell, "Succeeded").await?;
        stage.browser.exhibit("runs-filtered").await?;
        list.filter().await?.send_keys("no-such-run").await?;
        stage
            .console()
            .heading("Nothing matches these filters")
            .await?;
        stage.browser.exhibit("runs-no-match").await?;

        stage.whole.kfp_line.cut();
        let console = stage.open(&format!("/kfp-console/ns/{OWNED}/runs")).await?;
        console.heading("ml-pipeline does not answer").await?;
        stage.browser.exhibit("runs-ml-pipeline-down").await
    })
}
