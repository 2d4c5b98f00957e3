//! The form for a recurring run: that for a new run, with when it starts.

use anyhow::{Context as _, Result};
use e2e::browser::{Name, OWNED, OWNER, Plan, Role, Scope, Stage, VIEWED, VIEWER, until};
use kfp_sandbox::{Action, EnvoyReply, Fault, Place};
use serde_json::{Value, json};

use super::new_run::{PIPELINE, choose, pipeline, write};

/// The field for the cron line.
const LINE: &str = "Cron line, seconds first";
/// The button that makes it.
const CREATE: &str = "Create recurring run";
/// The path of the calls that the page makes, as the browser's console names it.
const RECURRING_RUNS: &str = "/kfp-console/apis/v2beta1/recurringruns";

fn path(rest: &str) -> String {
    format!("/kfp-console/ns/{OWNED}/recurring{rest}")
}

/// The recurring runs of this name, as KFP has them.
async fn named(stage: &Stage, name: &str) -> Result<Vec<Value>> {
    let of = format!("/apis/v2beta1/recurringruns?namespace={OWNED}&page_size=50");
    let answer = stage.ask_kfp(&of).await?;
    let all = answer["recurringRuns"].as_array().cloned();
    let all = all.unwrap_or_default().into_iter();
    Ok(all.filter(|one| one["display_name"] == name).collect())
}

/// The one of this name.
async fn made(stage: &Stage, name: &str) -> Result<Value> {
    let all = named(stage, name).await?;
    let [one] = all.as_slice() else {
        panic!("there is one: {all:?}");
    };
    Ok(one.clone())
}

/// Opens the form for the sample pipeline; `more` stands behind it in the query.
async fn form(stage: &Stage, more: &str) -> Result<Scope> {
    let pipeline = pipeline(stage).await?;
    let to = path(&format!("/new?pipeline={pipeline}{more}"));
    stage.open(&to).await?;
    let page = stage.browser.page();
    page.find(Role::TextBox, "rate").await?;
    Ok(page)
}

/// Signs in and opens the form for the sample pipeline.
async fn open(stage: &Stage, more: &str) -> Result<Scope> {
    stage.sign_in_at(&path(""), OWNER).await?;
    form(stage, more).await
}

#[test]
fn a_recurring_run_is_made_by_mouse_once_its_line_leaves_no_doubt() -> Result<()> {
    Stage::run(async |stage| {
        let console = stage.sign_in_at(&path(""), OWNER).await?;
        let page = console.page();
        page.click(Role::Link, "New recurring run").await?;
        console.heading("New recurring run").await?;
        choose(&page, "Pipeline", PIPELINE).await?;
        page.reads(&["Each start takes the newest version"]).await?;
        write(&page, LINE, "10 10 * * *").await?;
        page.reads(&["This line has five fields. Which do you mean?"])
            .await?;
        let both = page
            .part(Role::Group, "This line has five fields. Which do you mean?")
            .await?;
        both.reads(&[
            "At 10:10 every day",
            "At 10 minutes and 10 seconds past every hour",
        ])
        .await?;
        let tables = both.find_all(Role::Table, "Next five starts").await?;
        assert_eq!(tables.len(), 2);
        stage
            .browser
            .exhibit("new-recurring-run-five-fields")
            .await?;
        let create = page.find(Role::Button, CREATE).await?;
        create.click().await?;
        let line = page.find(Role::TextBox, LINE).await?;
        stage.browser.focus_is_on(&line).await?;
        both.click(Role::Button, "Use 0 10 10 * * *").await?;
        page.reads(&["It starts at the times shown"]).await?;
        write(&page, "Name", "by mouse").await?;
        write(&page, "rows", "250").await?;
        choose(&page, "Runs at a time", "3").await?;
        choose(&page, "Missed starts", "stay missed").await?;
        page.click(Role::Switch, "On from the start").await?;
        page.reads(&["It is made switched off", "create_recurring_run("])
            .await?;
        stage.browser.exhibit("new-recurring-run").await?;
        create.click().await?;
        page.reads(&["by mouse was created"]).await?;
        let made = made(stage, "by mouse").await?;
        assert_eq!(
            made["trigger"],
            json!({"cron_schedule": {"cron": "0 10 10 * * *"}})
        );
        assert_eq!(made["max_concurrency"], "3");
        assert_eq!(made["no_catchup"], true);
        assert_eq!(made["status"], "DISABLED");
        assert_eq!(made["runtime_config"]["parameters"], json!({"rows": 250}));
        let reference = &made["pipeline_version_reference"];
        assert!(reference["pipeline_version_id"].is_null(), "{reference}");
        let id = made["recurring_run_id"].as_str().context("an id")?;
        stage
            .browser
            .address_ends_with(&format!("/recurring/{id}"))
            .await
    })
}

#[test]
fn a_recurring_run_is_made_by_keys_in_korean() -> Result<()> {
    Stage::run_with(Plan::default(), "ko-KR", async |stage| {
        let page = open(stage, "").await?;
        let line = page.find(Role::TextBox, "Cron 줄, 초가 먼저").await?;
        line.send_keys("0 61 2 * * *").await?;
        page.reads(&["분 필드의 `61` 값이 0–59 범위 밖이에요"])
            .await?;
        line.clear().await?;
        line.send_keys("0 30 6 ? * MON-FRI").await?;
        page.reads(&["매주 월요일–금요일 06:30", "표시된 시각에 시작해요"])
            .await?;
        let name = page.find(Role::TextBox, "이름").await?;
        name.clear().await?;
        name.send_keys("키로 만듦").await?;
        stage.browser.exhibit("new-recurring-run-ko").await?;
        name.send_keys(thirtyfour::Key::Control + thirtyfour::Key::Enter)
            .await?;
        page.reads(&["키로 만듦 반복 실행을 만들었어요"]).await?;
        assert_eq!(made(stage, "키로 만듦").await?["status"], "ENABLED");
        Ok(())
    })
}

#[test]
fn a_recurring_run_is_done_once_more_with_what_is_another_in_sight() -> Result<()> {
    Stage::run(async |stage| {
        let page = open(stage, "&cron=0+0+2+*+*+*").await?;
        choose(&page, "Version", "v2 larger batch").await?;
        page.reads(&["v2 larger batch can be read"]).await?;
        write(&page, "Name", "nightly").await?;
        write(&page, "seed", "11").await?;
        page.click(Role::Button, CREATE).await?;
        page.reads(&["nightly was created"]).await?;
        page.click(Role::Link, "Clone").await?;
        page.reads(&["Cloned from nightly"]).await?;
        let differences = page
            .part(Role::Table, "Compared with the cloned recurring run")
            .await?;
        differences
            .reads(&["At 02:00 every day · 0 0 2 * * *", "v2 larger batch", "11"])
            .await?;
        let name = page.find(Role::TextBox, "Name").await?;
        assert_eq!(name.prop("value").await?.as_deref(), Some("nightly (copy)"));
        page.click(Role::Button, "Interval").await?;
        write(&page, "Every", "90").await?;
        choose(&page, "Unit", "minutes").await?;
        write(&page, "seed", "12").await?;
        differences
            .reads(&["Every 1 hour and 30 minutes", "changed", "12"])
            .await?;
        stage
            .browser
            .exhibit("new-recurring-run-differences")
            .await?;
        page.click(Role::Button, "kfpc").await?;
        page.reads(&["recurring-runs create", "--every 90m"])
            .await?;
        page.click(Role::Button, CREATE).await?;
        page.reads(&["nightly (copy) was created"]).await?;
        let first = made(stage, "nightly").await?;
        let second = made(stage, "nightly (copy)").await?;
        assert_eq!(
            second["trigger"],
            json!({"periodic_schedule": {"interval_second": "5400"}})
        );
        assert_eq!(second["runtime_config"]["parameters"], json!({"seed": 12}));
        for same in ["experiment_id", "pipeline_version_reference"] {
            assert_eq!(first[same], second[same], "{same}");
        }
        Ok(())
    })
}

#[test]
fn every_bad_input_is_said_in_words() -> Result<()> {
    Stage::run(async |stage| {
        let page = open(stage, "").await?;
        for (line, said) in [
            ("nonsense", "it has 1 fields and not the six that KFP wants"),
            ("0 0 2 * * * *", "it has 7 fields"),
            ("TZ=Asia/Seoul 0 0 2 * * *", "it names a zone"),
            ("0 0 24 * * *", "`24` is not within 0 to 23"),
            ("0 0 0 30 2 *", "Nothing would ever start"),
            ("*/10 * * * * *", "Starts are less than a minute apart"),
        ] {
            write(&page, LINE, line).await?;
            page.reads(&[said]).await?;
        }
        let (from, until) = ("Not before optional", "Not after optional");
        write(&page, from, "2126-02-31").await?;
        page.reads(&["There is no such day"]).await?;
        write(&page, from, "2126-11-06T00:00:00Z").await?;
        page.reads(&["UTC"]).await?;
        write(&page, until, "soon").await?;
        page.reads(&["This is no time such as"]).await?;
        write(&page, until, "2126-11-05").await?;
        page.reads(&["The end is not after the start"]).await?;
        write(&page, until, "2126-11-06T00:40:00Z").await?;
        page.reads(&["It starts 240 runs before its end."]).await?;
        write(&page, LINE, "0 30 0 * * *").await?;
        page.reads(&["It starts only one run before its end."])
            .await?;
        page.click(Role::Button, "Interval").await?;
        write(&page, "Every", "1.5").await?;
        page.reads(&["This is not a whole number from 1 on"])
            .await?;
        stage.browser.exhibit("new-recurring-run-faults").await?;
        let create = page.find(Role::Button, CREATE).await?;
        create.click().await?;
        let every = page.find(Role::TextBox, "Every").await?;
        stage.browser.focus_is_on(&every).await?;
        assert!(!page.text().await?.contains("was created"));
        Ok(())
    })
}

#[test]
fn what_was_typed_outlives_a_reload_until_it_is_discarded() -> Result<()> {
    Stage::run(async |stage| {
        let page = open(stage, "&cron=0+0+2+*+*+*").await?;
        let holds = async |wanted: &'static str| -> Result<()> {
            until("the line", async || {
                let line = page.find(Role::TextBox, LINE).await?;
                let value = line.prop("value").await?;
                Ok((value.as_deref() == Some(wanted)).then_some(()))
            })
            .await
        };
        holds("0 0 2 * * *").await?;
        write(&page, LINE, "0 15 3 * * *").await?;
        write(&page, "Name", "kept").await?;
        stage.browser.reload().await?;
        page.reads(&["What you typed here before is back"]).await?;
        holds("0 15 3 * * *").await?;
        page.click(Role::Button, "Discard draft").await?;
        holds("0 0 2 * * *").await
    })
}

#[test]
fn a_creation_that_nobody_answered_is_looked_up_and_not_made_twice() -> Result<()> {
    Stage::run(async |stage| {
        let page = open(stage, "&cron=0+0+2+*+*+*").await?;
        let faults = stage.whole.sandbox.faults();
        let creation = |action| {
            Fault::at(Place::Kfp, action)
                .method("POST")
                .path("/apis/v2beta1/recurringruns")
                .times(1)
        };
        faults.add(creation(Action::TakenButTimedOut));
        stage.expect(504, RECURRING_RUNS).await;
        write(&page, "Name", "taken").await?;
        page.reads(&["It starts at the times shown"]).await?;
        page.click(Role::Button, CREATE).await?;
        page.reads(&["taken was created"]).await?;
        let id = made(stage, "taken").await?["recurring_run_id"].clone();
        let id = id.as_str().context("an id")?;
        stage
            .browser
            .address_ends_with(&format!("/recurring/{id}"))
            .await?;

        let page = form(stage, "&cron=0+0+2+*+*+*").await?;
        faults.add(creation(Action::Envoy {
            reply: EnvoyReply::RequestTimeout,
        }));
        stage.expect(504, RECURRING_RUNS).await;
        write(&page, "Name", "lost").await?;
        page.reads(&["It starts at the times shown"]).await?;
        page.click(Role::Button, CREATE).await?;
        page.reads(&["It is not known whether the recurring run was created"])
            .await?;
        page.click(Role::Button, "Look again").await?;
        page.reads(&["It is not there. It can be created again."])
            .await?;
        assert_eq!(named(stage, "lost").await?.len(), 0);
        page.click(Role::Button, CREATE).await?;
        page.reads(&["lost was created"]).await?;
        made(stage, "lost").await.map(drop)
    })
}

#[test]
fn somebody_who_may_only_look_is_told_so() -> Result<()> {
    Stage::run(async |stage| {
        let to = format!("/kfp-console/ns/{VIEWED}/recurring/new");
        let console = stage.sign_in_at(&to, VIEWER).await?;
        let page = console.page();
        choose(&page, "Pipeline", "Detector training").await?;
        page.reads(&["You may look here, but not create recurring runs"])
            .await?;
        let create = page.find(Role::Button, Name::has(CREATE)).await?;
        assert_eq!(create.attr("aria-disabled").await?.as_deref(), Some("true"));
        create.click().await?;
        assert!(!page.text().await?.contains("was created"));
        Ok(())
    })
}

#[test]
fn a_form_for_a_run_becomes_one_for_a_recurring_run() -> Result<()> {
    Stage::run(async |stage| {
        stage.sign_in_at(&path(""), OWNER).await?;
        let pipeline = pipeline(stage).await?;
        let to = format!("/kfp-console/ns/{OWNED}/runs/new?pipeline={pipeline}");
        let console = stage.open(&to).await?;
        let page = console.page();
        write(&page, "seed", "42").await?;
        page.click(Role::Link, "Make recurring").await?;
        console.heading("New recurring run").await?;
        let seed = page.find(Role::TextBox, "seed").await?;
        assert_eq!(seed.prop("value").await?.as_deref(), Some("42"));
        page.find(Role::TextBox, LINE).await.map(drop)
    })
}
