//! The last runs of a pipeline by task.

use anyhow::{Context as _, Result, ensure};
use e2e::browser::{Key, OWNED, OWNER, Plan, Role, Stage, until};
use serde_json::Value;

/// The pipeline of the owner that has most runs among the newest, with these: the newest first.
async fn busiest(stage: &Stage) -> Result<(String, String, Vec<Value>)> {
    let of = format!("/apis/v2beta1/runs?namespace={OWNED}&page_size=50&sort_by=created_at%20desc");
    let runs = stage.ask_kfp(&of).await?;
    let runs = runs["runs"].as_array().context("no runs")?;
    let pipeline = |run: &Value| {
        let id = run["pipeline_version_reference"]["pipeline_id"].as_str();
        id.filter(|_| run["storage_state"] == "AVAILABLE")
            .map(str::to_owned)
    };
    let ids: Vec<String> = runs.iter().filter_map(pipeline).collect();
    let count = |id: &String| ids.iter().filter(|other| *other == id).count();
    let id = ids
        .iter()
        .max_by_key(|id| count(id))
        .context("no pipeline has runs")?;
    let of = stage
        .ask_kfp(&format!("/apis/v2beta1/pipelines/{id}"))
        .await?;
    let name = of["display_name"].as_str().context("no name")?.to_owned();
    let own = runs.iter().filter(|run| pipeline(run).as_ref() == Some(id));
    Ok((id.clone(), name, own.cloned().collect()))
}

fn address(id: &str, rest: &str) -> String {
    format!("/kfp-console/ns/{OWNED}/pipelines/{id}{rest}")
}

/// What the cells of the grid are called.
async fn cells(stage: &Stage) -> Result<Vec<String>> {
    let script =
        "return [...document.querySelectorAll('.run-grid tbody td')].map((cell) => cell.ariaLabel)";
    stage.browser.evaluate(script).await
}

/// What the headers of its rows say.
async fn tasks(stage: &Stage) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll('.run-grid tbody th .grid-name')].map((name) => name.textContent)";
    stage.browser.evaluate(script).await
}

/// Opens the grid of the pipeline.
async fn open(stage: &Stage, rest: &str) -> Result<(String, String, Vec<Value>)> {
    // KFP is asked with the person's session.
    stage
        .sign_in_at(&format!("/kfp-console/ns/{OWNED}/pipelines"), OWNER)
        .await?;
    let (id, name, runs) = busiest(stage).await?;
    let console = stage.open(&address(&id, rest)).await?;
    console.heading(name.as_str()).await?;
    let caption = format!("Runs of {name} by task");
    console.page().find(Role::Grid, caption.as_str()).await?;
    Ok((id, name, runs))
}

/// Rows of a run that tell of a task with a driver: its name and KFP's word for its state.
fn told(run: &Value) -> Vec<(String, String)> {
    let rows = run["run_details"]["task_details"].as_array();
    let rows: Vec<(String, String)> = rows
        .into_iter()
        .flatten()
        .filter_map(|row| {
            let state = row["state"].as_str().unwrap_or_default();
            Some((row["display_name"].as_str()?.to_owned(), state.to_owned()))
        })
        .collect();
    let has_driver = |name: &str| {
        rows.iter()
            .any(|(other, _)| *other == format!("{name}-driver"))
    };
    let is_task = |name: &str| name != "root" && !name.starts_with("iteration") && has_driver(name);
    rows.iter()
        .filter(|(name, _)| is_task(name))
        .cloned()
        .collect()
}

#[test]
fn the_grid_says_of_each_task_and_run_what_kfp_does() -> Result<()> {
    Stage::run(async |stage| {
        let (id, _, runs) = open(stage, "").await?;
        stage.browser.address_ends_with(&address(&id, "")).await?;
        let cells = cells(stage).await?;
        let shown = tasks(stage).await?;
        let ended = runs
            .iter()
            .take(25)
            .filter(|run| run["state"] == "SUCCEEDED");
        let mut compared = 0;
        for run in ended {
            let name = run["display_name"].as_str().context("a name")?;
            let told = told(run);
            for (task, state) in &told {
                ensure!(shown.contains(task), "{task} is not in {shown:?}");
                // A task that stands in a loop or twice has one cell for all, or more than one row.
                if told.iter().filter(|(other, _)| other == task).count() > 1 {
                    continue;
                }
                let words: &[&str] = match state.as_str() {
                    "SUCCEEDED" => &["Succeeded", "Cached"],
                    "SKIPPED" => &["Skipped"],
                    _ => continue,
                };
                let is_told = words
                    .iter()
                    .any(|word| cells.contains(&format!("{task}, {name}: {word}")));
                ensure!(is_told, "{task} of {name} is {state} for KFP: {cells:?}");
                compared += 1;
            }
        }
        ensure!(compared > 3, "hardly anything to compare");
        let page = stage.console().page();
        page.reads(&["Where time goes", "What fails", "Cache"])
            .await
    })
}

#[test]
fn keys_move_in_the_grid_select_a_run_and_find_it() -> Result<()> {
    Stage::run(async |stage| {
        open(stage, "").await?;
        let focused = async || {
            let script =
                "return document.activeElement.ariaLabel ?? document.activeElement.textContent";
            stage.browser.evaluate::<String>(script).await
        };
        stage
            .browser
            .evaluate::<Value>(
                "document.querySelector('.run-grid [tabindex=\"0\"]').focus(); return 1",
            )
            .await?;
        let stops: usize = stage
            .browser
            .evaluate("return document.querySelectorAll('.run-grid [tabindex=\"0\"]').length")
            .await?;
        assert_eq!(stops, 1);
        stage
            .browser
            .press(&[Key::ArrowDown, Key::ArrowRight])
            .await?;
        let cells = cells(stage).await?;
        until("the first cell", async || {
            Ok((Some(&focused().await?) == cells.first()).then_some(()))
        })
        .await?;
        if cells.iter().any(|cell| cell.ends_with(": Failed")) {
            stage.browser.press(&[Key::Character('b')]).await?;
            until("a failed cell", async || {
                Ok(focused().await?.ends_with(": Failed").then_some(()))
            })
            .await?;
        }
        let at = focused().await?;
        stage.browser.press(&[Key::Character('x')]).await?;
        let page = stage.console().page();
        page.reads(&["1 run selected"]).await?;
        // The table stays, and whoever is in it.
        until("the same cell", async || {
            Ok((focused().await? == at).then_some(()))
        })
        .await?;
        stage.browser.press(&[Key::Character('x')]).await?;
        until("nothing selected", async || {
            Ok((!page.text().await?.contains("run selected")).then_some(()))
        })
        .await?;
        stage.browser.press(&[Key::Enter]).await?;
        until("the list of the run", async || {
            let address = stage.browser.address().await?;
            Ok(address.contains("/experiments/").then_some(()))
        })
        .await
    })
}

#[test]
fn runs_are_selected_by_mouse_and_keys_and_compared() -> Result<()> {
    Stage::run(async |stage| {
        open(stage, "").await?;
        let page = stage.console().page();
        // Only marks change: the table is the one from before.
        let select = "const table = document.querySelector('.run-grid');
            table.dataset.kept = 'yes';
            const heads = table.querySelectorAll('thead th');
            heads[heads.length - 1].click();
            return heads.length";
        let runs: usize = stage.browser.evaluate(select).await?;
        ensure!(runs > 2, "{runs} runs");
        page.reads(&["1 run selected"]).await?;
        let compare = page.find(Role::Button, "Compare").await?;
        assert_eq!(
            compare.attr("title").await?.as_deref(),
            Some("Select two to ten runs to compare them")
        );
        stage
            .browser
            .press(&[Key::ArrowLeft, Key::ArrowDown, Key::Character('x')])
            .await?;
        page.reads(&["2 runs selected"]).await?;
        let marked = "const table = document.querySelector('.run-grid');
            return [table.dataset.kept, table.querySelectorAll('thead .is-picked[aria-selected=true]').length]";
        let (kept, marked): (String, usize) = stage.browser.evaluate(marked).await?;
        assert_eq!((kept.as_str(), marked), ("yes", 2));
        stage.browser.exhibit("pipeline-grid-selected").await?;
        stage.browser.press(&[Key::Character('c')]).await?;
        stage.console().heading("Compare 2 runs").await?;
        Ok(())
    })
}

#[test]
fn what_the_grid_shows_is_in_the_address() -> Result<()> {
    Stage::run(async |stage| {
        let (_, _, runs) = open(stage, "/grid").await?;
        let page = stage.console().page();
        page.click(Role::Button, "50 runs").await?;
        stage.browser.address_ends_with("/grid?last=50").await?;
        let version = runs
            .iter()
            .find_map(|run| run["pipeline_version_reference"]["pipeline_version_id"].as_str())
            .context("a version")?;
        let choice = page.find(Role::Combobox, "Version").await?;
        stage
            .browser
            .evaluate_on::<Value>(
                &choice,
                &format!("arguments[0].value = '{version}'; arguments[0].dispatchEvent(new Event('change', {{bubbles: true}})); return 1"),
            )
            .await?;
        stage
            .browser
            .address_ends_with(&format!("/grid?last=50&version={version}"))
            .await?;
        stage.browser.reload().await?;
        let page = stage.console().page();
        let choice = page.find(Role::Combobox, "Version").await?;
        until("the version", async || {
            let value: String = stage
                .browser
                .evaluate_on(&choice, "return arguments[0].value")
                .await?;
            Ok((value == version).then_some(()))
        })
        .await?;
        // A group is one row when it is folded, and that is in the address too.
        let folds = "return [...document.querySelectorAll('.run-grid th[aria-expanded]')].length";
        until("the grid", async || {
            Ok((!tasks(stage).await?.is_empty()).then_some(()))
        })
        .await?;
        if stage.browser.evaluate::<usize>(folds).await? > 0 {
            let before = tasks(stage).await?.len();
            stage
                .browser
                .evaluate::<Value>(
                    "document.querySelector('.run-grid th[aria-expanded]').click(); return 1",
                )
                .await?;
            until("fewer rows", async || {
                Ok((tasks(stage).await?.len() < before).then_some(()))
            })
            .await?;
            ensure!(stage.browser.address().await?.contains("fold="));
        }
        stage.browser.back().await?;
        Ok(())
    })
}

#[test]
fn the_grid_from_every_side() -> Result<()> {
    Stage::run(async |stage| {
        open(stage, "").await?;
        stage.browser.exhibit("pipeline-grid").await
    })
}

#[test]
fn the_grid_in_korean() -> Result<()> {
    Stage::run_with(Plan::default(), "ko-KR", async |stage| {
        stage
            .sign_in_at(&format!("/kfp-console/ns/{OWNED}/pipelines"), OWNER)
            .await?;
        let (id, name, _) = busiest(stage).await?;
        let console = stage.open(&address(&id, "/grid")).await?;
        let caption = format!("{name} 파이프라인의 작업별 실행");
        console.page().find(Role::Grid, caption.as_str()).await?;
        console
            .page()
            .reads(&["시간이 드는 곳", "실패하는 작업", "캐시"])
            .await?;
        stage.browser.exhibit("pipeline-grid-ko").await
    })
}

#[test]
fn a_version_without_a_run_says_so() -> Result<()> {
    Stage::run(async |stage| {
        stage
            .sign_in_at(&format!("/kfp-console/ns/{OWNED}/pipelines"), OWNER)
            .await?;
        let of = format!("/apis/v2beta1/pipelines?namespace={OWNED}&page_size=50");
        let pipelines = stage.ask_kfp(&of).await?;
        let pipelines = pipelines["pipelines"].as_array().context("pipelines")?;
        let version = "00000000-0000-4000-8000-000000000000";
        let pipeline = pipelines.first().context("a pipeline")?;
        let id = pipeline["pipeline_id"].as_str().context("an id")?;
        let console = stage
            .open(&address(id, &format!("/grid?version={version}")))
            .await?;
        console.heading("No run of this version").await?;
        stage.browser.exhibit("pipeline-grid-empty").await
    })
}
