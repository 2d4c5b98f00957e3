//! Recurring runs as the field has them: very many, and such whose pipeline moves on under them.

use anyhow::{Context as _, Result, ensure};
use e2e::browser::{OWNED, Role, Stage};
use serde_json::{Value, json};

fn path(rest: &str) -> String {
    format!("/kfp-console/ns/{OWNED}/recurring{rest}")
}

/// How many there are.
const MANY: usize = 2_000;
/// How many are made by one script, which the browser gives half a minute.
const AT_ONCE: usize = 100;

/// A recurring run of a pipeline, whose version is not pinned. It is off: 2,000 that fire would be another test.
fn recurring_run(name: &str, experiment: &Value, pipeline: &Value, parameters: &Value) -> Value {
    json!({
        "display_name": name,
        "experiment_id": experiment,
        "pipeline_version_reference": {"pipeline_id": pipeline},
        "runtime_config": {"parameters": parameters},
        "max_concurrency": "1",
        "trigger": {"cron_schedule": {"cron": "0 0 2 * * *"}},
        "mode": "DISABLE",
    })
}

/// Makes recurring runs, past the console.
async fn make(stage: &Stage, bodies: &[Value]) -> Result<()> {
    let script = format!(
        "const make = (body) => fetch('/pipeline/apis/v2beta1/recurringruns', {{ method: 'POST',
            headers: {{ 'Content-Type': 'application/json' }}, body: JSON.stringify(body) }});
        return (async () => {{
            const bodies = {};
            const one = async () => {{
                for (let body = bodies.pop(); body; body = bodies.pop()) {{
                    const answer = await make(body);
                    if (!answer.ok) throw new Error(await answer.text());
                }}
            }};
            await Promise.all([one(), one(), one(), one()]);
            return '';
        }})().catch(String)",
        json!(bodies)
    );
    let refusal: String = stage.browser.evaluate(&script).await?;
    ensure!(refusal.is_empty(), "not all were made: {refusal}");
    Ok(())
}

/// The first of what KFP lists in the namespace.
async fn first(stage: &Stage, what: &str) -> Result<Value> {
    let of = format!("/apis/v2beta1/{what}?namespace={OWNED}&page_size=1");
    let answer = stage.ask_kfp(&of).await?;
    Ok(answer[what][0].clone())
}

#[test]
fn two_thousand_are_read_by_pages_and_found_by_name() -> Result<()> {
    Stage::run(async |stage| {
        stage.owner_at_experiments("").await?;
        let experiment = &first(stage, "experiments").await?["experiment_id"];
        let pipeline = &first(stage, "pipelines").await?["pipeline_id"];
        let nothing = json!({});
        let all = (0..MANY)
            .map(|at| recurring_run(&format!("schedule-{at:04}"), experiment, pipeline, &nothing));
        let all: Vec<Value> = all.collect();
        for some in all.chunks(AT_ONCE) {
            make(stage, some).await?;
        }
        let console = stage.open(&path("")).await?;
        let list = console
            .list(format!("Recurring runs in {OWNED}").as_str())
            .await?;
        let shown = list.names_when(|names| names.len() == 50).await?;
        let page = stage.browser.page();
        page.reads(&["1 to 50 of 2,000"]).await?;
        // The calendar reads on by pages; nobody asks for each row.
        for one in ["recurringruns/", "pipelines", "experiments"] {
            let path = format!("/apis/v2beta1/{one}");
            assert_eq!(stage.browser.requests_to(&path).await?, 0, "{path}");
        }
        list.pages().await?.click(Role::Button, "Next").await?;
        list.names_when(|names| names.len() == 50 && names != shown)
            .await?;
        page.reads(&["51 to 100 of 2,000"]).await?;
        list.filter().await?.send_keys("schedule-1234").await?;
        list.names_when(|names| names == ["schedule-1234"]).await?;
        Ok(())
    })
}

/// A package of one task with these inputs.
fn package(inputs: &Value) -> String {
    json!({
        "components": {"comp-train": {"executorLabel": "exec-train"}},
        "deploymentSpec": {"executors": {"exec-train": {"container": {"image": "python:3.12", "command": ["true"]}}}},
        "pipelineInfo": {"name": "follows-newest"},
        "root": {
            "dag": {"tasks": {"train": {"componentRef": {"name": "comp-train"}, "taskInfo": {"name": "train"}}}},
            "inputDefinitions": {"parameters": inputs},
        },
        "schemaVersion": "2.1.0",
        "sdkVersion": "kfp-2.17.0",
    })
    .to_string()
}

/// Uploads a package, past the console, and gives what KFP made of it.
async fn upload(stage: &Stage, to: &str, inputs: &Value) -> Result<Value> {
    let script = format!(
        "const form = new FormData();
        form.append('uploadfile', new Blob([{}]), 'pipeline.yaml');
        return fetch('/pipeline/apis/v2beta1/pipelines/{to}', {{ method: 'POST', body: form }})
            .then(async (answer) => answer.ok ? await answer.json() : {{ refusal: await answer.text() }})",
        json!(package(inputs))
    );
    let made: Value = stage.browser.evaluate(&script).await?;
    ensure!(made.get("refusal").is_none(), "{to}: {made}");
    Ok(made)
}

#[test]
fn a_newer_version_whose_inputs_do_not_fit_is_told_before_the_next_start() -> Result<()> {
    Stage::run(async |stage| {
        stage.owner_at_experiments("").await?;
        let experiment = &first(stage, "experiments").await?["experiment_id"];
        let lr = json!({"parameterType": "NUMBER_DOUBLE", "defaultValue": 0.1});
        let whole = json!({"parameterType": "NUMBER_INTEGER"});
        let to = format!("upload?name=follows-newest&namespace={OWNED}");
        let made = upload(stage, &to, &json!({"lr": lr, "epochs": whole})).await?;
        let pipeline = made["pipeline_id"].as_str().context("no pipeline")?;
        let values = json!({"lr": 0.1, "epochs": 5});
        let name = "follows the newest version";
        let of = recurring_run(name, experiment, &json!(pipeline), &values);
        make(stage, &[of]).await?;

        let console = stage.open(&path("")).await?;
        let list = console
            .list(format!("Recurring runs in {OWNED}").as_str())
            .await?;
        list.open(name).await?;
        console.heading(name).await?;
        let page = stage.browser.page();
        page.reads(&["Each start takes the newest version"]).await?;
        let text = page.text().await?;
        assert!(!text.contains("The next start will fail"), "{text}");

        let to = format!("upload_version?name=v14&pipelineid={pipeline}");
        let made = upload(stage, &to, &json!({"lr": lr, "batch": whole})).await?;
        let version = made["pipeline_version_id"].as_str().context("no version")?;
        stage.browser.reload().await?;
        page.reads(&[
            "Each start takes the newest version, now v14",
            "The next start will fail",
            "batch has no value and needs one",
            "epochs is not an input any more",
        ])
        .await?;
        stage.browser.exhibit("recurring-run-misfit").await?;
        page.click(Role::Link, "Clone it with v14 pinned").await?;
        console.heading("New recurring run").await?;
        let address = stage.browser.address().await?;
        assert!(address.contains(&format!("version={version}")), "{address}");
        // What the newer version has no place for is in sight.
        page.reads(&["epochs", "batch"]).await
    })
}
