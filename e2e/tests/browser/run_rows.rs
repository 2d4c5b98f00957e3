//! What a row of the runs says: names, how far the tasks are and what failed; and how many runs there are.

use anyhow::{Context as _, Result, ensure};
use e2e::browser::pages::List;
use e2e::browser::{Name, OWNED, OWNER, Plan, Role, Stage, Viewport, until};
use serde_json::Value;

/// The caption of the list.
const RUNS_OF_OWNER: &str = "Runs in kubeflow-jbpark8";

/// What is read in the background, which waits for everything else, is here as soon as it is looked for.
fn on_a_quick_index(test: impl AsyncFnOnce(&Stage) -> Result<()>) -> Result<()> {
    let plan = Plan {
        quick_index: true,
        ..Plan::default()
    };
    Stage::run_with(plan, "en-US", test)
}

async fn open(stage: &Stage) -> Result<List<'_>> {
    let path = format!("/kfp-console/ns/{OWNED}/runs");
    let console = stage.sign_in_at(&path, OWNER).await?;
    console.list(RUNS_OF_OWNER).await
}

/// All of the owner's runs, the newest first.
async fn listed(stage: &Stage) -> Result<Vec<Value>> {
    let path =
        format!("/apis/v2beta1/runs?namespace={OWNED}&page_size=200&sort_by=created_at%20desc");
    let mut answer = stage.ask_kfp(&path).await?;
    let mut runs = Vec::new();
    loop {
        runs.extend(answer["runs"].as_array().context("no runs")?.clone());
        let Some(token) = answer["next_page_token"]
            .as_str()
            .filter(|token| !token.is_empty())
        else {
            return Ok(runs);
        };
        let token = form_urlencoded::byte_serialize(token.as_bytes()).collect::<String>();
        answer = stage.ask_kfp(&format!("{path}&page_token={token}")).await?;
    }
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// The texts of a cell of every row, in their order.
async fn cells(stage: &Stage, class: &str) -> Result<Vec<String>> {
    let script = format!(
        "return [...document.querySelectorAll('main tr[data-row] .{class}')].map((cell) => cell.innerText.replace(/\\s+/g, ' ').trim())"
    );
    stage.browser.evaluate(&script).await
}

#[test]
fn a_row_has_the_names_of_what_its_run_belongs_to_and_they_come_with_the_list() -> Result<()> {
    on_a_quick_index(async |stage| {
        let list = open(stage).await?;
        let runs = listed(stage).await?;
        let run = runs
            .iter()
            .find(|run| {
                run["storage_state"] != "ARCHIVED"
                    && run["pipeline_version_reference"]["pipeline_version_id"].is_string()
            })
            .context("no run of a pipeline")?;
        let of = &run["pipeline_version_reference"];
        let (pipeline, version) = (text(of, "pipeline_id"), text(of, "pipeline_version_id"));
        let pipeline_path = format!("/apis/v2beta1/pipelines/{pipeline}");
        let version_path = format!("{pipeline_path}/versions/{version}");
        let pipeline = stage.ask_kfp(&pipeline_path).await?;
        let version = stage.ask_kfp(&version_path).await?;
        let experiment = format!("/apis/v2beta1/experiments/{}", text(run, "experiment_id"));
        let experiment = stage.ask_kfp(&experiment).await?;
        let names = format!(
            "{} {}",
            text(&pipeline, "display_name"),
            text(&version, "display_name")
        );
        let at = list.names().await?;
        let at = at.iter().position(|name| name == text(run, "display_name"));
        let at = at.context("the run is not shown")?;
        // They are read while somebody looks, and come with the next answer. The page does not ask again by itself: rows
        // would move under the pointer.
        let page = stage.browser.page();
        until("the names of the row", async || {
            page.click(Role::Button, "Refresh").await?;
            let pipelines = cells(stage, "cell-version").await?;
            let experiments = cells(stage, "cell-experiment").await?;
            let are_there = pipelines.get(at) == Some(&names)
                && experiments.get(at).map(String::as_str) == experiment["display_name"].as_str();
            Ok(are_there.then_some(()))
        })
        .await?;
        // What the test itself asks goes past the console.
        for other in [
            "/kfp-console/apis/v2beta1/experiments",
            "/kfp-console/apis/v2beta1/pipelines",
            "/api/names",
        ] {
            assert_eq!(stage.browser.requests_to(other).await?, 0, "{other}");
        }
        Ok(())
    })
}

#[test]
fn a_row_says_how_far_the_tasks_are_and_which_one_failed() -> Result<()> {
    Stage::run(async |stage| {
        let list = open(stage).await?;
        let names = list.names().await?;
        let statuses = cells(stage, "cell-status").await?;
        let tasks = cells(stage, "cell-tasks").await?;
        let heads = cells(stage, "cell-name").await?;
        ensure!(statuses.len() == names.len() && tasks.len() == names.len());
        let ended = statuses
            .iter()
            .zip(&tasks)
            .filter(|(status, _)| *status == "Succeeded");
        let mut seen = 0;
        for (_, tasks) in ended {
            let (done, of) = tasks
                .split_once('/')
                .with_context(|| format!("no numbers: {tasks:?}"))?;
            assert_eq!(done, of, "a run that succeeded is done");
            seen += 1;
        }
        assert!(seen > 0, "{statuses:?}");
        let bars = list
            .table()
            .await?
            .find_all(Role::Cell, Name::has("tasks finished: Succeeded"))
            .await?;
        assert!(!bars.is_empty());
        let at = statuses
            .iter()
            .position(|status| status == "Failed")
            .context("no failed run")?;
        assert!(
            heads[at].starts_with(&names[at]) && heads[at].ends_with(" failed"),
            "{:?}",
            heads[at]
        );
        Ok(())
    })
}

#[test]
fn facets_and_the_archive_say_how_many_runs_there_are() -> Result<()> {
    on_a_quick_index(async |stage| {
        let list = open(stage).await?;
        let runs = listed(stage).await?;
        let count = |is_archived: bool, state: &str| {
            let of = runs.iter().filter(|run| {
                (run["storage_state"] == "ARCHIVED") == is_archived
                    && (state.is_empty() || run["state"] == state)
            });
            of.count()
        };
        let page = stage.browser.page();
        let facets = page.part(Role::Group, "Filter by status").await?;
        // What is older than the feed reads is read in the background first.
        let failed = format!("Failed or canceled {}", count(false, "FAILED"));
        facets.find(Role::Button, failed.as_str()).await?;
        let succeeded = format!("Succeeded {}", count(false, "SUCCEEDED"));
        facets.find(Role::Button, succeeded.as_str()).await?;
        facets
            .find(Role::Button, format!("All {}", count(false, "")).as_str())
            .await?;
        let archived = format!("Archived {}", count(true, ""));
        page.find(Role::Button, archived.as_str()).await?;
        // How many have a name is not known.
        list.filter().await?.send_keys("a").await?;
        facets.find(Role::Button, "Failed or canceled").await?;
        list.empty_filter().await?;
        page.click(Role::Button, archived.as_str()).await?;
        let failed = format!("Failed or canceled {}", count(true, "FAILED"));
        facets.find(Role::Button, failed.as_str()).await.map(drop)
    })
}

#[test]
fn a_narrow_row_keeps_its_place_beside_the_task_that_failed() -> Result<()> {
    Stage::run(async |stage| {
        open(stage).await?;
        for width in [1440, 1000, 390, 320] {
            let height = 800;
            stage.browser.resize(Viewport { width, height }).await?;
            assert_eq!(stage.browser.sideways_overflow().await?, 0, "{width}");
        }
        stage.browser.exhibit("run-rows").await
    })
}

#[test]
fn runs_are_sorted_by_how_long_they_took_and_by_name_and_the_address_keeps_the_order() -> Result<()>
{
    on_a_quick_index(async |stage| {
        let list = open(stage).await?;
        let runs = listed(stage).await?;
        let active = || runs.iter().filter(|run| run["storage_state"] != "ARCHIVED");
        let mut by_name: Vec<&str> = active().map(|run| text(run, "display_name")).collect();
        by_name.sort_unstable();
        // What is older than the feed reads is read in the background first.
        let page = stage.browser.page();
        let all = format!("Active {}", by_name.len());
        page.find(Role::Button, all.as_str()).await?;
        list.sorter("Run").await?.click().await?;
        list.sorted_when("Run", "ascending").await?;
        list.names_when(|names| {
            !names.is_empty()
                && by_name.starts_with(&names.iter().map(String::as_str).collect::<Vec<_>>())
        })
        .await?;
        stage.browser.address_ends_with("/runs?sort=name").await?;

        let times: Vec<Value> = active()
            .map(|run| {
                serde_json::json!([run["display_name"], run["created_at"], run["finished_at"]])
            })
            .collect();
        let script = format!(
            "const took = {}.map(([name, made, ended]) => [name, Date.parse(ended) - Date.parse(made)]);
            const longest = Math.max(...took.map(([, took]) => took).filter((took) => took > 0));
            return took.filter(([, took]) => took === longest).map(([name]) => name)",
            Value::from(times)
        );
        let longest: Vec<String> = stage.browser.evaluate(&script).await?;
        list.sorter("Duration").await?.click().await?;
        list.sorted_when("Duration", "descending").await?;
        list.names_when(|names| names.first().is_some_and(|name| longest.contains(name)))
            .await?;
        stage.browser.reload().await?;
        let list = stage.console().list(RUNS_OF_OWNER).await?;
        list.sorted_when("Duration", "descending").await
    })
}
