//! Changes that show by themselves.

use anyhow::{Context as _, Result};
use e2e::browser::pages::SignIn;
use e2e::browser::{Browser, OWNED, OWNER, Role, Stage, until};
use kfp_sandbox::LoginEra;
use serde_json::{Value, json};

/// The caption of the list.
const RUNS_OF_OWNER: &str = "Runs in kubeflow-jbpark8";

fn runs_page() -> String {
    format!("/kfp-console/ns/{OWNED}/runs")
}

/// A browser of somebody else: nothing of the first one's is in it.
async fn somebody_else(stage: &Stage) -> Result<Browser> {
    let browser = Browser::start("en-US").await?;
    browser.open(&stage.at_gateway(&runs_page())).await?;
    SignIn::at(&browser, LoginEra::default())
        .as_person(OWNER, stage.whole.password_of(OWNER)?)
        .await?;
    Ok(browser)
}

/// Sends a write through the console, as its page would.
async fn write(browser: &Browser, path: &str, body: &Value) -> Result<()> {
    let script = format!(
        "fetch('/kfp-console/apis/v2beta1/{path}', {{method: 'POST', headers: {{'content-type': 'application/json'}}, body: {}}});
        return null",
        json!(body.to_string())
    );
    browser.evaluate::<Option<()>>(&script).await.map(drop)
}

/// The newest runs of the owner that are shown, as KFP lists them.
async fn newest(stage: &Stage) -> Result<Vec<Value>> {
    let path =
        format!("/apis/v2beta1/runs?namespace={OWNED}&page_size=50&sort_by=created_at%20desc");
    let answer = stage.ask_kfp(&path).await?;
    let runs = answer["runs"].as_array().context("no runs")?;
    let shown = runs.iter().filter(|run| run["storage_state"] != "ARCHIVED");
    Ok(shown.cloned().collect())
}

/// What the first row reads.
async fn first_row(stage: &Stage) -> Result<String> {
    let script = "return document.querySelector('main tbody tr').innerText";
    stage.browser.evaluate(script).await
}

/// One person makes a run, ends it and puts it away; the other one looks on.
async fn is_seen(stage: &Stage, other: &Browser) -> Result<()> {
    let console = stage.console();
    let list = console.list(RUNS_OF_OWNER).await?;
    let main = console.main().await?;
    let before = list.names().await?;
    let runs = newest(stage).await?;
    let model = runs
        .iter()
        .find(|run| run.get("pipeline_version_reference").is_some())
        .context("no run of a pipeline")?;

    let run = json!({"display_name": "made by somebody else", "experiment_id": model["experiment_id"],
        "pipeline_version_reference": model["pipeline_version_reference"], "runtime_config": model["runtime_config"]});
    write(other, "runs", &run).await?;
    main.reads(&["1 new run."]).await?;
    assert_eq!(list.names().await?, before, "no row moves");
    main.click(Role::Button, "Show").await?;
    list.names_when(|names| {
        names
            .first()
            .is_some_and(|name| name == "made by somebody else")
    })
    .await?;

    let made = newest(stage).await?;
    let id = made[0]["run_id"].as_str().context("no id")?;
    write(other, &format!("runs/{id}:terminate"), &json!({})).await?;
    until("the end of the run", async || {
        let row = first_row(stage).await?;
        Ok((row.contains("Canceling") || row.contains("Canceled")).then_some(()))
    })
    .await?;
    write(other, &format!("runs/{id}:archive"), &json!({})).await?;
    main.reads(&["1 run has left this list."]).await?;
    main.click(Role::Button, "Show").await?;
    list.names_when(|names| *names == before).await.map(drop)
}

#[test]
fn what_one_person_does_the_other_sees() -> Result<()> {
    Stage::run(async |stage| {
        let console = stage.sign_in_at(&runs_page(), OWNER).await?;
        console.list(RUNS_OF_OWNER).await?;
        console.main().await?.reads(&["Live"]).await?;
        let other = somebody_else(stage).await?;
        let seen = is_seen(stage, &other).await;
        other.quit().await?;
        seen?;
        assert_eq!(stage.browser.requests_to("/api/feed").await?, 0);
        Ok(())
    })
}

/// What a browser does with a websocket that a proxy on the way refuses.
const REFUSE_WEBSOCKETS: &str = "
    window.WebSocket = class {
        constructor() { setTimeout(() => this.onclose?.(new Event('close'))); }
        send() {}
        close() {}
    };
";

#[test]
fn where_websockets_are_refused_it_is_said_and_seen_all_the_same() -> Result<()> {
    Stage::run(async |stage| {
        stage.browser.on_every_document(REFUSE_WEBSOCKETS).await?;
        let console = stage.sign_in_at(&runs_page(), OWNER).await?;
        console.list(RUNS_OF_OWNER).await?;
        let main = console.main().await?;
        main.reads(&["a proxy refuses the live connection"]).await?;
        let other = somebody_else(stage).await?;
        let seen = is_seen(stage, &other).await;
        other.quit().await?;
        seen?;
        assert!(stage.browser.requests_to("/api/feed").await? > 0);
        Ok(())
    })
}

#[test]
fn after_the_end_of_the_session_nothing_is_heard_or_asked() -> Result<()> {
    Stage::run(async |stage| {
        stage.expect(401, "/kfp-console/apis/v2beta1/runs").await;
        let console = stage.sign_in_at(&runs_page(), OWNER).await?;
        let list = console.list(RUNS_OF_OWNER).await?;
        let main = console.main().await?;
        main.reads(&["Live"]).await?;
        stage.whole.sandbox.end_session(OWNER);
        list.sorter("Started").await?.click().await?;
        console.heading("Your session has ended").await?;
        let before = stage.browser.requests_to("/kfp-console/").await?;
        stage
            .browser
            .live_through(std::time::Duration::from_mins(5))
            .await?;
        assert_eq!(stage.browser.requests_to("/kfp-console/").await?, before);
        let text = main.text().await?;
        assert!(
            !text.contains("Live") && !text.contains("Reconnecting"),
            "{text}"
        );
        Ok(())
    })
}
