//! Doing something to many runs.

use anyhow::{Context as _, Result};
use e2e::browser::pages::List;
use e2e::browser::{Key, Name, OWNED, OWNER, Role, Scope, Stage, VIEWED, VIEWER, until};

const RUNS: &str = "Runs in kubeflow-jbpark8";

async fn open<'a>(stage: &'a Stage, query: &str) -> Result<List<'a>> {
    let path = format!("/kfp-console/ns/{OWNED}/runs{query}");
    let console = stage.sign_in_at(&path, OWNER).await?;
    console.list(RUNS).await
}

/// What KFP has at a path of a run, by the id of the run.
async fn run(stage: &Stage, id: &str) -> Result<serde_json::Value> {
    stage.ask_kfp(&format!("/apis/v2beta1/runs/{id}")).await
}

/// The ids of the latest runs that fit, as KFP lists them.
async fn ids(stage: &Stage, fits: impl Fn(&serde_json::Value) -> bool) -> Result<Vec<String>> {
    let of = format!("/apis/v2beta1/runs?namespace={OWNED}&page_size=50&sort_by=created_at%20desc");
    let answer = stage.ask_kfp(&of).await?;
    let runs = answer["runs"].as_array().context("no runs")?;
    let fitting = runs.iter().filter(|run| fits(run));
    Ok(fitting
        .filter_map(|run| run["run_id"].as_str().map(str::to_owned))
        .collect())
}

/// Selects the first rows by their checkboxes.
async fn select(stage: &Stage, count: usize) -> Result<Scope> {
    let page = stage.browser.page();
    let rows = page.find_all(Role::CheckBox, Name::has("Select ")).await?;
    let of_rows = rows.iter().skip(1).take(count);
    for checkbox in of_rows {
        checkbox.click().await?;
    }
    page.part(Role::Toolbar, Name::Any).await
}

async fn dialog(stage: &Stage) -> Result<Scope> {
    stage.browser.page().part(Role::Dialog, Name::Any).await
}

#[test]
fn runs_are_archived_by_mouse_and_restored_by_keys() -> Result<()> {
    Stage::run(async |stage| {
        let list = open(stage, "?q=status%3Asucceeded").await?;
        let is_shown = |run: &serde_json::Value| {
            run["state"] == "SUCCEEDED" && run["storage_state"] != "ARCHIVED"
        };
        let chosen = ids(stage, is_shown).await?;
        let before = list.names().await?;
        let bar = select(stage, 2).await?;
        bar.reads(&["2 selected"]).await?;
        bar.click(Role::Button, "Archive").await?;
        let question = dialog(stage).await?;
        question.reads(&["Archive 2 runs?"]).await?;
        question.click(Role::Button, "Archive").await?;
        question.reads(&["2 done, 0 not done, 0 not known"]).await?;
        question.click(Role::Button, "Done").await?;
        for id in &chosen[..2] {
            assert_eq!(run(stage, id).await?["storage_state"], "ARCHIVED");
        }
        list.names_when(|names| !names.is_empty() && names[0] == before[2])
            .await?;
        stage.browser.page().gone(Role::Toolbar, Name::Any).await?;

        let archive = format!("/kfp-console/ns/{OWNED}/runs?archived=1");
        let console = stage.open(&archive).await?;
        console.list(RUNS).await?;
        stage
            .browser
            .press(&['j', 'x', 'e'].map(Key::Character))
            .await?;
        let question = dialog(stage).await?;
        question.reads(&["Restore this run?"]).await?;
        question.click(Role::Button, "Restore").await?;
        question.reads(&["1 done, 0 not done, 0 not known"]).await
    })
}

#[test]
fn what_does_not_allow_it_is_left_out_and_deleting_many_asks_for_their_number() -> Result<()> {
    Stage::run(async |stage| {
        open(stage, "?q=status%3Afailed").await?;
        let bar = select(stage, 2).await?;
        // What has ended cannot be terminated: the button says why and does nothing.
        let terminate = bar.find(Role::Button, "Terminate").await?;
        assert_eq!(
            terminate.attr("aria-disabled").await?.as_deref(),
            Some("true")
        );
        assert_eq!(
            terminate.attr("title").await?.as_deref(),
            Some("None of the selected rows allows this")
        );
        terminate.click().await?;
        bar.click(Role::Button, "Delete").await?;
        let question = dialog(stage).await?;
        question.reads(&["Delete 2 runs?"]).await?;
        let delete = question.find(Role::Button, "Delete").await?;
        delete.click().await?;
        question.reads(&["Type 2 to confirm"]).await?;
        let field = question.find(Role::TextBox, "Type 2 to confirm").await?;
        field.send_keys("2").await?;
        delete.click().await?;
        question.reads(&["2 done, 0 not done, 0 not known"]).await
    })
}

#[test]
fn a_failed_run_is_retried_and_a_running_one_terminated() -> Result<()> {
    Stage::run(async |stage| {
        open(stage, "?q=status%3Afailed").await?;
        let bar = select(stage, 1).await?;
        bar.click(Role::Button, "Retry").await?;
        let question = dialog(stage).await?;
        question.click(Role::Button, "Retry").await?;
        question.reads(&["1 done, 0 not done, 0 not known"]).await?;

        let running = format!("/kfp-console/ns/{OWNED}/runs?q=status%3Arunning");
        let console = stage.open(&running).await?;
        console.list(RUNS).await?;
        let bar = select(stage, 1).await?;
        bar.click(Role::Button, "Terminate").await?;
        let question = dialog(stage).await?;
        question.reads(&["Terminate this run?"]).await?;
        question.click(Role::Button, "Terminate").await?;
        question.reads(&["1 done, 0 not done, 0 not known"]).await
    })
}

#[test]
fn silence_leaves_it_open_and_it_is_tried_again_when_somebody_answers() -> Result<()> {
    Stage::run(async |stage| {
        open(stage, "?q=status%3Asucceeded").await?;
        let chosen = ids(stage, |run| {
            run["state"] == "SUCCEEDED" && run["storage_state"] != "ARCHIVED"
        })
        .await?;
        let id = chosen.first().context("no run")?;
        let path = format!("/kfp-console/apis/v2beta1/runs/{id}");
        stage.expect(502, &format!("{path}:archive")).await;
        stage.expect(502, &path).await;
        let bar = select(stage, 1).await?;
        bar.click(Role::Button, "Archive").await?;
        let question = dialog(stage).await?;
        question.find(Role::Button, "Archive").await?;
        stage.whole.kfp_line.cut();
        question.click(Role::Button, "Archive").await?;
        question
            .reads(&["0 done, 0 not done, 1 not known", "nobody answered"])
            .await?;
        stage.whole.kfp_line.mend();
        until("it is done", async || {
            for again in question.now(Role::Button, "Try 1 again").await? {
                again.click().await?;
            }
            let text = question.text().await?;
            Ok(text
                .contains("1 done, 0 not done, 0 not known")
                .then_some(()))
        })
        .await?;
        assert_eq!(run(stage, id).await?["storage_state"], "ARCHIVED");
        Ok(())
    })
}

#[test]
fn a_viewer_is_told_why_nothing_can_be_done() -> Result<()> {
    Stage::run(async |stage| {
        let path = format!("/kfp-console/ns/{VIEWED}/runs");
        let console = stage.sign_in_at(&path, VIEWER).await?;
        console.list(format!("Runs in {VIEWED}").as_str()).await?;
        let bar = select(stage, 1).await?;
        let why = format!("You are a viewer in {VIEWED}. Its owner can make you a contributor.");
        for name in ["Archive", "Delete"] {
            let button = bar.find(Role::Button, name).await?;
            assert_eq!(button.attr("title").await?.as_deref(), Some(why.as_str()));
            button.click().await?;
        }
        stage.browser.page().gone(Role::Dialog, Name::Any).await
    })
}

#[test]
fn a_selection_from_every_side() -> Result<()> {
    Stage::run(async |stage| {
        open(stage, "").await?;
        let bar = select(stage, 3).await?;
        bar.reads(&["3 selected"]).await?;
        stage.browser.exhibit("runs-selected").await?;
        bar.click(Role::Button, Name::has("Archive")).await?;
        let question = dialog(stage).await?;
        stage.browser.exhibit("bulk-question").await?;
        question.click(Role::Button, "Archive").await?;
        question.reads(&["3 done"]).await?;
        stage.browser.exhibit("bulk-report").await
    })
}
