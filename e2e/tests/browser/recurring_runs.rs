//! The recurring runs of a namespace, and one of them.

use anyhow::{Context as _, Result, ensure};
use e2e::browser::pages::List;
use e2e::browser::{Key, Name, OWNED, OWNER, Plan, Role, Stage, VIEWED, VIEWER, until};
use serde_json::{Value, json};

/// The caption of the list.
pub(crate) const OF_OWNER: &str = "Recurring runs in kubeflow-jbpark8";

/// What a test makes: name, cron line, whether it is on.
const MADE: [(&str, &str, bool); 4] = [
    ("crontab-habit", "0 2 * * *", true),
    ("weekly-report", "0 0 8 ? * MON", false),
    ("nightly-eval", "0 30 6 ? * MON-FRI", true),
    ("hourly-audit", "0 0 * * * *", true),
];

pub(crate) fn path(rest: &str) -> String {
    format!("/kfp-console/ns/{OWNED}/recurring{rest}")
}

/// Makes recurring runs, past the console.
pub(crate) async fn make(stage: &Stage) -> Result<()> {
    let first = async |what: &str, key: &str| -> Result<Value> {
        let of = format!("/apis/v2beta1/{what}?namespace={OWNED}&page_size=1");
        let answer = stage.ask_kfp(&of).await?;
        Ok(answer[key][0].clone())
    };
    let experiment = first("experiments", "experiments").await?;
    let pipeline = first("pipelines", "pipelines").await?;
    for (name, cron, is_on) in MADE {
        let body = json!({
            "display_name": name,
            "description": format!("{name} for the tests"),
            "experiment_id": experiment["experiment_id"],
            "pipeline_version_reference": {"pipeline_id": pipeline["pipeline_id"]},
            "runtime_config": {"parameters": {}},
            "max_concurrency": "1",
            "trigger": {"cron_schedule": {"cron": cron}},
            "mode": if is_on { "ENABLE" } else { "DISABLE" },
        });
        let script = format!(
            "return fetch('/pipeline/apis/v2beta1/recurringruns', {{ method: 'POST',
                headers: {{ 'Content-Type': 'application/json' }}, body: JSON.stringify({body}) }})
                .then(async (answer) => answer.ok ? '' : await answer.text())"
        );
        let refusal: String = stage.browser.evaluate(&script).await?;
        ensure!(refusal.is_empty(), "{name} was not made: {refusal}");
    }
    Ok(())
}

/// Signs in, makes recurring runs and opens their list.
pub(crate) async fn open(stage: &Stage) -> Result<List<'_>> {
    stage.owner_at_experiments("").await?;
    make(stage).await?;
    let console = stage.open(&path("")).await?;
    console.list(OF_OWNER).await
}

/// A recurring run as KFP has it, by its name; `None` when it is gone.
async fn find(stage: &Stage, name: &str) -> Result<Option<Value>> {
    let of = format!("/apis/v2beta1/recurringruns?namespace={OWNED}&page_size=50");
    let answer = stage.ask_kfp(&of).await?;
    let all = answer["recurringRuns"].as_array().cloned();
    let mut all = all.unwrap_or_default().into_iter();
    Ok(all.find(|one| one["display_name"] == name))
}

async fn is_on_until(stage: &Stage, name: &str, wanted: bool) -> Result<()> {
    let wanted = if wanted { "ENABLED" } else { "DISABLED" };
    until(&format!("{name} is {wanted}"), async || {
        let of = find(stage, name).await?.context("it is gone")?;
        Ok((of["status"] == wanted).then_some(()))
    })
    .await
}

#[test]
fn the_list_says_when_each_fires_in_words_and_in_two_zones() -> Result<()> {
    Stage::run(async |stage| {
        let list = open(stage).await?;
        // All were made within a second or two, and KFP notes no more than the second.
        let mut names = list.names().await?;
        names.sort();
        assert_eq!(
            names,
            [
                "crontab-habit",
                "hourly-audit",
                "nightly-eval",
                "weekly-report"
            ]
        );
        let page = stage.browser.page();
        page.reads(&[
            "At the start of every hour",
            "At 06:30 from Monday to Friday",
            "At 2 minutes past every hour",
            "0 30 6 ? * MON-FRI",
            "UTC",
        ])
        .await?;
        let switches = page.names(Role::Switch).await?;
        assert_eq!(switches.len(), MADE.len());
        assert_eq!(
            stage.browser.title().await?,
            format!("Recurring runs · {OWNED} · KFP Console")
        );
        Ok(())
    })
}

#[test]
fn filter_order_and_choice_are_in_the_address_and_outlive_a_reload() -> Result<()> {
    Stage::run(async |stage| {
        let list = open(stage).await?;
        let page = stage.browser.page();
        let choice = page.part(Role::Group, "On, off or both").await?;
        choice.click(Role::Button, "Off").await?;
        list.names_when(|names| names == ["weekly-report"]).await?;
        page.reads(&["1 of the 4 on this page"]).await?;
        stage
            .browser
            .address_ends_with("/recurring?state=off")
            .await?;
        choice.click(Role::Button, "On").await?;
        list.names_when(|names| names.len() == 3).await?;
        list.sorter("Created").await?.click().await?;
        list.sorted_when("Created", "ascending").await?;
        list.filter().await?.send_keys("-").await?;
        stage
            .browser
            .address_ends_with("/recurring?q=-&sort=created_at&state=on")
            .await?;
        let narrowed = list.names_when(|names| names.len() == 3).await?;
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
fn one_is_switched_off_and_the_change_is_taken_back() -> Result<()> {
    Stage::run(async |stage| {
        open(stage).await?;
        let page = stage.browser.page();
        page.click(Role::Switch, "nightly-eval fires").await?;
        is_on_until(stage, "nightly-eval", false).await?;
        page.reads(&["nightly-eval is off"]).await?;
        page.click(Role::Button, "Undo").await?;
        is_on_until(stage, "nightly-eval", true).await
    })
}

#[test]
fn a_recurring_run_tells_its_next_starts_and_is_deleted_after_a_question() -> Result<()> {
    Stage::run(async |stage| {
        let list = open(stage).await?;
        list.open("nightly-eval").await?;
        let console = stage.console();
        console.heading("nightly-eval").await?;
        console.heading("At 06:30 from Monday to Friday").await?;
        let starts = console.page().part(Role::Table, "Next five starts").await?;
        // One row for the head.
        assert_eq!(starts.names(Role::Row).await?.len(), 6);
        console.page().reads(&["06:30:00 UTC", "latest"]).await?;
        let id = find(stage, "nightly-eval").await?.context("it is gone")?;
        let id = id["recurring_run_id"].as_str().context("no id")?.to_owned();
        stage
            .browser
            .address_ends_with(&path(&format!("/{id}")))
            .await?;

        console.page().click(Role::Button, "Delete").await?;
        let dialog = console.page().part(Role::Dialog, Name::Any).await?;
        dialog
            .reads(&["Delete this recurring run?", "nightly-eval"])
            .await?;
        let cancel = dialog.find(Role::Button, "Cancel").await?;
        stage.browser.focus_is_on(&cancel).await?;
        dialog.click(Role::Button, "Delete").await?;
        let list = console.list(OF_OWNER).await?;
        list.names_when(|names| !names.contains(&"nightly-eval".to_owned()))
            .await?;
        assert_eq!(find(stage, "nightly-eval").await?, None);
        Ok(())
    })
}

#[test]
fn a_line_of_crontab_is_explained_and_one_that_does_not_exist_is_said_so() -> Result<()> {
    Stage::run(async |stage| {
        let list = open(stage).await?;
        list.open("crontab-habit").await?;
        stage
            .browser
            .page()
            .reads(&["Five fields: KFP reads the first one as seconds"])
            .await?;
        let unknown = "00000000-0000-4000-8000-000000000000";
        let refused = format!("/kfp-console/apis/v2beta1/recurringruns/{unknown}");
        stage.expect(404, &refused).await;
        let console = stage.open(&path(&format!("/{unknown}"))).await?;
        console.heading("This recurring run does not exist").await?;
        console
            .page()
            .click(Role::Link, "All recurring runs")
            .await?;
        console.list(OF_OWNER).await?;
        let console = stage
            .open(&format!("/kfp-console/ns/{OWNED}/recurring-runs"))
            .await?;
        console.list(OF_OWNER).await.map(drop)
    })
}

#[test]
fn several_are_selected_by_keys_and_switched_off() -> Result<()> {
    Stage::run(async |stage| {
        open(stage).await?;
        let page = stage.browser.page();
        let keys = ['j', 'x', 'j', 'j', 'j', 'X'].map(Key::Character);
        stage.browser.press(&keys).await?;
        let bar = page.part(Role::Toolbar, Name::Any).await?;
        bar.reads(&["4 selected", "Switch on 1 of 4", "Switch off 3 of 4"])
            .await?;
        bar.click(Role::Button, "Switch off 3 of 4").await?;
        let dialog = page.part(Role::Dialog, Name::Any).await?;
        dialog
            .reads(&["Switch off 3 recurring runs?", "1 left out:", "off already"])
            .await?;
        dialog.click(Role::Button, "Switch off").await?;
        dialog.reads(&["3 done, 0 not done, 0 not known"]).await?;
        dialog.click(Role::Button, "Done").await?;
        is_on_until(stage, "hourly-audit", false).await?;
        is_on_until(stage, "nightly-eval", false).await?;
        // What was left out is still selected.
        bar.reads(&["1 selected"]).await?;
        stage.browser.press(&[Key::Escape]).await?;
        page.gone(Role::Toolbar, Name::Any).await
    })
}

#[test]
fn a_namespace_without_any_says_how_to_make_one() -> Result<()> {
    Stage::run(async |stage| {
        let at = format!("/kfp-console/ns/{VIEWED}/recurring");
        let console = stage.sign_in_at(&at, VIEWER).await?;
        console
            .heading(format!("No recurring runs yet in {VIEWED}").as_str())
            .await?;
        stage.browser.exhibit("recurring-runs-empty").await
    })
}

#[test]
fn recurring_runs_from_every_side() -> Result<()> {
    Stage::run(async |stage| {
        let list = open(stage).await?;
        stage.browser.exhibit("recurring-runs").await?;
        let page = stage.browser.page();
        page.click(Role::CheckBox, "Select all rows of this page")
            .await?;
        let bar = page.part(Role::Toolbar, Name::Any).await?;
        bar.reads(&["4 selected"]).await?;
        stage.browser.exhibit("recurring-runs-selected").await?;
        bar.click(Role::Button, "Delete").await?;
        page.part(Role::Dialog, Name::Any).await?;
        stage.browser.exhibit("recurring-runs-question").await?;
        stage.browser.press(&[Key::Escape]).await?;
        page.gone(Role::Dialog, Name::Any).await?;
        list.open("crontab-habit").await?;
        stage.console().heading("crontab-habit").await?;
        page.part(Role::Table, "Next five starts").await?;
        page.part(Role::Table, "Runs of crontab-habit").await?;
        stage.browser.exhibit("recurring-run").await
    })
}

#[test]
fn recurring_runs_in_korean() -> Result<()> {
    Stage::run_with(Plan::default(), "ko-KR", async |stage| {
        let experiments = format!("/kfp-console/ns/{OWNED}/experiments");
        stage.sign_in_at(&experiments, OWNER).await?;
        let caption = format!("{OWNED} 네임스페이스의 실험");
        stage.console().list(caption.as_str()).await?;
        make(stage).await?;
        let console = stage.open(&path("")).await?;
        let list = console
            .list(format!("{OWNED} 네임스페이스의 반복 실행").as_str())
            .await?;
        console
            .page()
            .reads(&["매주 월요일–금요일 06:30", "매시 정각", "매시 2분"])
            .await?;
        stage.browser.exhibit("recurring-runs-ko").await?;
        list.open("nightly-eval").await?;
        console.heading("매주 월요일–금요일 06:30").await?;
        stage.browser.exhibit("recurring-run-ko").await
    })
}
