//! The form for a new run.

use anyhow::{Context as _, Result};
use e2e::browser::{Key, Name, OWNED, OWNER, Plan, Role, Scope, Stage, VIEWED, VIEWER, until};
use kfp_sandbox::{Action, EnvoyReply, Fault, Place};
use serde_json::{Value, json};
use thirtyfour::components::SelectElement;

/// A pipeline of the sample data with the inputs `rate`, `rows` and `seed`.
pub(super) const PIPELINE: &str = "Train and compare";
/// An experiment of the sample data without runs.
const EXPERIMENT: &str = "nothing here yet";
/// The path of the calls that the page makes, as the browser's console names it.
const RUNS: &str = "/kfp-console/apis/v2beta1/runs";

fn path(rest: &str) -> String {
    format!("/kfp-console/ns/{OWNED}/runs{rest}")
}

/// What KFP lists in the namespace, by the names for people.
async fn listed(stage: &Stage, what: &str) -> Result<Vec<Value>> {
    let of =
        format!("/apis/v2beta1/{what}?namespace={OWNED}&page_size=50&sort_by=created_at%20desc");
    let answer = stage.ask_kfp(&of).await?;
    Ok(answer[what].as_array().cloned().unwrap_or_default())
}

/// The runs of this name.
async fn runs(stage: &Stage, name: &str) -> Result<Vec<Value>> {
    let all = listed(stage, "runs").await?.into_iter();
    Ok(all.filter(|run| run["display_name"] == name).collect())
}

pub(super) async fn pipeline(stage: &Stage) -> Result<String> {
    let all = listed(stage, "pipelines").await?;
    let found = all.iter().find(|one| one["display_name"] == PIPELINE);
    let id = found.and_then(|one| one["pipeline_id"].as_str());
    Ok(id.context("the sample pipeline is gone")?.to_owned())
}

/// Signs in and opens the form for the sample pipeline.
pub(super) async fn open(stage: &Stage) -> Result<Scope> {
    stage.sign_in_at(&path(""), OWNER).await?;
    let pipeline = pipeline(stage).await?;
    stage
        .open(&path(&format!("/new?pipeline={pipeline}")))
        .await?;
    let page = stage.browser.page();
    page.find(Role::TextBox, "rate").await?;
    Ok(page)
}

/// Writes into a field, in the place of what stands there.
pub(super) async fn write(page: &Scope, field: &str, text: &str) -> Result<()> {
    let field = page.find(Role::TextBox, field).await?;
    field.clear().await?;
    Ok(field.send_keys(text).await?)
}

/// Chooses a value of a field, once it is offered.
pub(super) async fn choose(page: &Scope, field: &str, value: &str) -> Result<()> {
    let field = SelectElement::new(&page.find(Role::Combobox, field).await?).await?;
    until(value, async || {
        let chosen = field.select_by_exact_text(value).await;
        Ok(chosen.is_ok().then_some(()))
    })
    .await
}

#[test]
fn a_run_is_started_by_mouse_once_its_values_fit() -> Result<()> {
    Stage::run(async |stage| {
        let console = stage.sign_in_at(&path(""), OWNER).await?;
        let page = console.page();
        page.click(Role::Link, "New run").await?;
        console.heading("New run").await?;
        let start = page.find(Role::Button, "Start run").await?;
        assert_eq!(start.attr("aria-disabled").await?.as_deref(), Some("true"));
        choose(&page, "Pipeline", PIPELINE).await?;
        write(&page, "rate", "0,0006").await?;
        write(&page, "rows", "1.5").await?;
        page.reads(&["This is not a whole number", "2 problems to fix"])
            .await?;
        stage.browser.exhibit("new-run-faults").await?;
        start.click().await?;
        let rate = page.find(Role::TextBox, "rate").await?;
        stage.browser.focus_is_on(&rate).await?;
        let main = console.main().await?;
        main.click(Role::Button, "0.0006").await?;
        write(&page, "rows", "9007199254740993").await?;
        page.reads(&["it keeps numbers exactly up to 2^53"]).await?;
        write(&page, "rows", "250").await?;
        page.reads(&["The values fit the pipeline"]).await?;
        write(&page, "Run name", "by mouse").await?;
        start.click().await?;
        page.reads(&["by mouse has started"]).await?;
        let made = runs(stage, "by mouse").await?;
        let [run] = made.as_slice() else {
            panic!("there is one: {made:?}");
        };
        assert_eq!(
            run["runtime_config"]["parameters"],
            json!({"rate": 0.0006, "rows": 250})
        );
        let experiment = run["experiment_id"].as_str().context("an experiment")?;
        let end = format!("/experiments/{experiment}");
        stage.browser.address_ends_with(&end).await
    })
}

#[test]
fn a_run_is_started_by_keys_in_korean() -> Result<()> {
    Stage::run_with(Plan::default(), "ko-KR", async |stage| {
        let console = stage.sign_in_at(&path(""), OWNER).await?;
        console.page().find(Role::Link, "새 실행").await?;
        stage.browser.press(&[Key::Character('n')]).await?;
        console.heading("새 실행").await?;
        let page = console.page();
        let pipeline = page.find(Role::Combobox, "파이프라인").await?;
        until("pipelines to choose from", async || {
            let text = pipeline.text().await?;
            Ok(text.contains(PIPELINE).then_some(()))
        })
        .await?;
        pipeline.send_keys("Train").await?;
        let name = page.find(Role::TextBox, "실행 이름").await?;
        page.find(Role::TextBox, "rate").await?;
        stage.browser.exhibit("new-run-ko").await?;
        name.clear().await?;
        name.send_keys("키로 시작").await?;
        page.reads(&["값이 파이프라인에 맞아요"]).await?;
        name.send_keys(thirtyfour::Key::Control + thirtyfour::Key::Enter)
            .await?;
        page.reads(&["키로 시작 실행을 시작했어요"]).await?;
        assert_eq!(runs(stage, "키로 시작").await?.len(), 1);
        Ok(())
    })
}

#[test]
fn a_run_is_done_once_more_with_what_is_another_in_sight() -> Result<()> {
    Stage::run(async |stage| {
        let page = open(stage).await?;
        choose(&page, "Experiment", EXPERIMENT).await?;
        write(&page, "Run name", "first").await?;
        write(&page, "seed", "11").await?;
        page.reads(&["The values fit the pipeline"]).await?;
        page.click(Role::Button, "Start run").await?;
        page.reads(&["first has started"]).await?;
        let console = stage.open(&path("?q=first")).await?;
        let list = console.list(format!("Runs in {OWNED}").as_str()).await?;
        list.table().await?.click(Role::Link, "Clone first").await?;
        page.reads(&["Cloned from first"]).await?;
        let differences = page
            .part(Role::Table, "Compared with the cloned run")
            .await?;
        differences.reads(&["seed", "kept", "11"]).await?;
        write(&page, "seed", "12").await?;
        write(&page, "rows", "5").await?;
        differences.reads(&["changed", "12", "rows", "new"]).await?;
        stage.browser.exhibit("new-run-differences").await?;
        choose(&page, "Version", "v2 larger batch").await?;
        stage
            .browser
            .page()
            .reads(&["v2 larger batch can be read"])
            .await?;
        differences.reads(&["seed", "12"]).await?;
        write(&page, "Run name", "second").await?;
        page.click(Role::Button, "Start run").await?;
        page.reads(&["second has started"]).await?;
        let (first, second) = (runs(stage, "first").await?, runs(stage, "second").await?);
        let version =
            |run: &Value| run["pipeline_version_reference"]["pipeline_version_id"].clone();
        assert_ne!(version(&first[0]), version(&second[0]));
        let all = listed(stage, "experiments").await?;
        let is_meant = |one: &&Value| one["display_name"] == EXPERIMENT;
        let meant = all
            .iter()
            .find(is_meant)
            .context("the experiment is gone")?;
        for run in [&first[0], &second[0]] {
            assert_eq!(run["experiment_id"], meant["experiment_id"]);
        }
        assert_eq!(
            second[0]["runtime_config"]["parameters"],
            json!({"rows": 5, "seed": 12})
        );
        Ok(())
    })
}

#[test]
fn what_was_typed_outlives_a_reload_until_it_is_discarded() -> Result<()> {
    Stage::run(async |stage| {
        let page = open(stage).await?;
        write(&page, "seed", "42").await?;
        write(&page, "Run name", "kept").await?;
        stage.browser.reload().await?;
        page.reads(&["What you typed here before is back"]).await?;
        let seed = page.find(Role::TextBox, "seed").await?;
        until("the value that was typed", async || {
            Ok((seed.prop("value").await?.as_deref() == Some("42")).then_some(()))
        })
        .await?;
        page.click(Role::Button, "Discard draft").await?;
        until("the value of the pipeline", async || {
            Ok((seed.prop("value").await?.as_deref() == Some("7")).then_some(()))
        })
        .await?;
        stage.browser.reload().await?;
        page.find(Role::TextBox, "seed").await?;
        let text = page.text().await?;
        assert!(!text.contains("What you typed here before"), "{text}");
        Ok(())
    })
}

#[test]
fn all_values_can_be_written_as_json_and_are_the_same_as_code() -> Result<()> {
    Stage::run(async |stage| {
        let page = open(stage).await?;
        page.click(Role::Button, "JSON").await?;
        write(
            &page,
            "Parameters as JSON",
            "{\"rate\": 0.5,\n \"other\": }",
        )
        .await?;
        page.reads(&["This is no JSON from line 2"]).await?;
        write(&page, "Parameters as JSON", "{\"rate\": 0.5, \"other\": 1}").await?;
        page.reads(&["The pipeline has no such input", "other"])
            .await?;
        write(&page, "Parameters as JSON", "{\"rate\": 0.5}").await?;
        page.reads(&["client.run_pipeline(", "params={\"rate\": 0.5},"])
            .await?;
        page.click(Role::Button, "kfpc").await?;
        page.reads(&["kfpc --namespace", "--param rate=0.5"])
            .await?;
        page.click(Role::Button, "curl").await?;
        page.reads(&["\"rate\": 0.5"]).await?;
        page.click(Role::Button, "Form").await?;
        let rate = page.find(Role::TextBox, "rate").await?;
        assert_eq!(rate.prop("value").await?.as_deref(), Some("0.5"));
        Ok(())
    })
}

#[test]
fn a_start_that_nobody_answered_is_looked_up_and_not_made_twice() -> Result<()> {
    Stage::run(async |stage| {
        let page = open(stage).await?;
        let faults = stage.whole.sandbox.faults();
        let creation = |action| {
            Fault::at(Place::Kfp, action)
                .method("POST")
                .path("/apis/v2beta1/runs")
                .times(1)
        };
        faults.add(creation(Action::TakenButTimedOut));
        stage.expect(504, RUNS).await;
        write(&page, "Run name", "taken").await?;
        page.reads(&["The values fit the pipeline"]).await?;
        page.click(Role::Button, "Start run").await?;
        page.reads(&["taken has started"]).await?;
        assert_eq!(runs(stage, "taken").await?.len(), 1);

        let pipeline = pipeline(stage).await?;
        stage
            .open(&path(&format!("/new?pipeline={pipeline}")))
            .await?;
        faults.add(creation(Action::Envoy {
            reply: EnvoyReply::RequestTimeout,
        }));
        stage.expect(504, RUNS).await;
        write(&page, "Run name", "lost").await?;
        page.reads(&["The values fit the pipeline"]).await?;
        page.click(Role::Button, "Start run").await?;
        page.reads(&["It is not known whether the run was started"])
            .await?;
        let start = page.find(Role::Button, "Start run").await?;
        assert_eq!(start.attr("aria-disabled").await?.as_deref(), Some("true"));
        stage.browser.exhibit("new-run-unknown").await?;
        page.click(Role::Button, "Look again").await?;
        page.reads(&["It is not there. It can be started again."])
            .await?;
        assert_eq!(runs(stage, "lost").await?.len(), 0);
        page.click(Role::Button, "Start run").await?;
        page.reads(&["lost has started"]).await?;
        assert_eq!(runs(stage, "lost").await?.len(), 1);
        Ok(())
    })
}

/// Lets a start be made and takes its answer away, and those to all that is asked after it while `silent` holds.
const SILENCE: &str = "const ask = window.fetch;
    window.silent = false;
    window.fetch = async (request, ...rest) => {
        const isOfRuns = String(request.url ?? request).includes('/apis/v2beta1/runs');
        if (isOfRuns && (request.method ?? rest[0]?.method) === 'POST') {
            await ask(request, ...rest);
            window.silent = true;
        }
        if (isOfRuns && window.silent) throw new TypeError('nobody answered');
        return ask(request, ...rest);
    };
    return null";

#[test]
fn what_may_have_been_started_is_looked_for_as_it_was_and_not_as_the_form_is_now() -> Result<()> {
    Stage::run(async |stage| {
        let page = open(stage).await?;
        stage.browser.evaluate::<Option<()>>(SILENCE).await?;
        write(&page, "Run name", "as it was").await?;
        page.reads(&["The values fit the pipeline"]).await?;
        page.click(Role::Button, "Start run").await?;
        page.reads(&["It is not known whether the run was started"])
            .await?;
        let talk = "window.silent = false; return null";
        stage.browser.evaluate::<Option<()>>(talk).await?;
        write(&page, "Run name", "as it is now").await?;
        page.click(Role::Button, "Look again").await?;
        page.reads(&["as it was has started"]).await?;
        assert_eq!(runs(stage, "as it was").await?.len(), 1);
        Ok(())
    })
}

#[test]
fn somebody_who_may_only_look_is_told_so() -> Result<()> {
    Stage::run(async |stage| {
        let to = format!("/kfp-console/ns/{VIEWED}/runs/new");
        let console = stage.sign_in_at(&to, VIEWER).await?;
        let page = console.page();
        choose(&page, "Pipeline", "Detector training").await?;
        page.reads(&["You may look here, but not create runs"])
            .await?;
        let start = page.find(Role::Button, Name::has("Start run")).await?;
        assert_eq!(start.attr("aria-disabled").await?.as_deref(), Some("true"));
        let why = start.attr("title").await?.unwrap_or_default();
        assert!(why.contains(VIEWED), "{why}");
        start.click().await?;
        let text = page.text().await?;
        assert!(!text.contains("has started"), "{text}");
        Ok(())
    })
}

#[test]
fn a_version_that_is_gone_leaves_the_choice_of_another() -> Result<()> {
    Stage::run(async |stage| {
        stage.sign_in_at(&path(""), OWNER).await?;
        let pipeline = pipeline(stage).await?;
        let gone = "00000000-0000-4000-8000-000000000000";
        stage
            .expect(
                404,
                &format!("/kfp-console/apis/v2beta1/pipelines/{pipeline}/versions/{gone}"),
            )
            .await;
        let to = format!("/new?pipeline={pipeline}&version={gone}");
        stage.open(&path(&to)).await?;
        let page = stage.browser.page();
        page.reads(&["This version does not exist any more"])
            .await?;
        choose(&page, "Version", "v2 larger batch").await?;
        page.find(Role::TextBox, "rate").await?;
        Ok(())
    })
}
