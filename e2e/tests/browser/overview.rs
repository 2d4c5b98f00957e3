//! How a namespace stands.

use anyhow::{Context as _, Result};
use e2e::browser::{Key, OWNED, OWNER, Plan, Role, Stage, until};
use serde_json::{Value, json};

fn home() -> String {
    format!("/kfp-console/ns/{OWNED}/")
}

/// Puts an answer in the place of the index's, with the clock of the browser in it.
fn told(overview: &Value) -> String {
    format!(
        "const told = {overview};
        const ask = window.fetch;
        window.fetch = (request, ...rest) => String(request.url ?? request).includes('/api/overview')
            ? Promise.resolve(new Response(JSON.stringify(told), {{headers: {{'content-type': 'application/json'}}}}))
            : ask(request, ...rest);"
    )
}

/// What the index tells of a busy namespace of which 600 of 1,284 runs have been read.
fn busy() -> Value {
    const DAY: i64 = 86_400_000;
    const AT: i64 = 1_795_000_000_000;
    let line = |id: &str, name: &str, state: &str| {
        json!({"run_id": id, "name": name, "state": state, "created_at_ms": AT - 862_000,
            "experiment": {"id": "e-1", "name": "nightly"}, "pipeline": {"id": "p-1", "name": "defect-detector-train"}})
    };
    let mut failed = line("r-9", "nightly-eval-20261123", "FAILED");
    failed["finished_at_ms"] = json!(AT - 3_600_000);
    let bars = |last: &str| {
        let bar = |at: i64| {
            let state = match at {
                4 => "FAILED",
                12 => "CANCELED",
                19 => last,
                _ => "SUCCEEDED",
            };
            let mut bar = json!({"run_id": format!("b-{at}"), "state": state, "created_at_ms": AT - (20 - at) * DAY});
            if state != "RUNNING" {
                bar["duration_ms"] = json!(1_500_000 + at * 20_000);
            }
            bar
        };
        (0..20).map(bar).collect::<Vec<_>>()
    };
    let group = |id: &str, name: &str, last: &str| json!({"id": id, "name": name, "states": {"SUCCEEDED": 17}, "success_rate": 0.944, "median_ms": 1_920_000, "last": bars(last)});
    let days = (0..14).map(|day| {
        json!({"starts_at_ms": AT - (13 - day) * DAY, "ended": {"SUCCEEDED": 8 + day, "FAILED": day % 4, "CANCELED": day % 2}})
    });
    json!({
        "extent": {"complete": false, "read": 600, "total": 1284, "back_to_ms": AT - 20 * DAY},
        "at_ms": AT, "active": {"RUNNING": 4, "PENDING": 1, "SUCCEEDED": 500}, "archived": {},
        "last_day": {"ended": {"FAILED": 2, "SUCCEEDED": 18}}, "day_before": {"ended": {}},
        "last_week": {"ended": {"FAILED": 6}, "success_rate": 0.945, "median_ms": 1_100_000},
        "week_before": {"ended": {"FAILED": 8}, "success_rate": 0.927, "median_ms": 1_000_000},
        "days": days.collect::<Vec<_>>(),
        "unfinished": [line("r-1", "defect-detector-train-1187", "RUNNING"), line("r-2", "label-audit-recheck-3", "PENDING")],
        "failures": [{"pipeline": {"id": "p-2", "name": "model-eval-nightly"}, "error": "judge-score: ImagePullBackOff",
            "runs": 1, "last": failed, "successes_before": 19}],
        "pipelines": [group("p-1", "defect-detector-train", "RUNNING"), group("p-2", "model-eval-nightly", "FAILED")],
        "experiments": [], "recurring_runs": [],
    })
}

#[test]
fn figures_lists_and_strips_say_what_the_index_tells_and_what_it_has_not_read() -> Result<()> {
    Stage::run(async |stage| {
        stage.browser.on_every_document(&told(&busy())).await?;
        let console = stage.sign_in_at(&home(), OWNER).await?;
        console.heading("Overview").await?;
        let main = console.main().await?;
        main.reads(&[
            "Counted from 600 of 1,284 runs.",
            "1 waiting",
            "2 more than the day before",
            "94.5%",
            "1.8 points up on the week before",
            "18m 20s",
            "defect-detector-train-1187",
            "judge-score: ImagePullBackOff",
            "First failure after 19 successes",
        ])
        .await?;
        let strip = "return document.querySelector('main td svg').getAttribute('aria-label')";
        assert_eq!(
            stage.browser.evaluate::<String>(strip).await?,
            "Last 20 runs: Succeeded 17, Failed 1, Canceled 1, Running 1"
        );
        let failed = main.find(Role::Link, "nightly-eval-20261123").await?;
        let address = failed.attr("href").await?.context("no address")?;
        assert!(
            address.ends_with("/experiments/e-1?q=status%3Afailed"),
            "{address}"
        );
        stage.browser.exhibit("overview").await
    })
}

#[test]
fn the_days_of_the_chart_are_in_the_address() -> Result<()> {
    Stage::run(async |stage| {
        stage.browser.on_every_document(&told(&busy())).await?;
        let console = stage.sign_in_at(&home(), OWNER).await?;
        let choice = console
            .page()
            .part(Role::Group, "Days in the chart")
            .await?;
        choice.click(Role::Button, "30 days").await?;
        stage.browser.address_ends_with("/?range=30d").await?;
        choice.click(Role::Button, "14 days").await?;
        stage
            .browser
            .address_ends_with(&format!("/ns/{OWNED}/"))
            .await
    })
}

#[test]
fn a_namespace_without_runs_says_how_to_make_the_first() -> Result<()> {
    Stage::run(async |stage| {
        let mut nothing = busy();
        nothing["extent"] = json!({"complete": true, "read": 0, "total": 0});
        stage.browser.on_every_document(&told(&nothing)).await?;
        let console = stage.sign_in_at(&home(), OWNER).await?;
        console
            .heading(format!("No runs yet in {OWNED}").as_str())
            .await?;
        console
            .main()
            .await?
            .reads(&["create_run_from_pipeline_func"])
            .await?;
        stage.browser.exhibit("overview-empty").await
    })
}

#[test]
fn who_may_not_list_runs_is_told_so() -> Result<()> {
    Stage::run(async |stage| {
        stage.expect(403, "/kfp-console/api/overview").await;
        let console = stage.sign_in_at("/kfp-console/ns/team-nlp/", OWNER).await?;
        console.heading("You cannot list runs in team-nlp").await?;
        stage.browser.exhibit("overview-forbidden").await
    })
}

#[test]
fn a_new_run_shows_by_itself_and_keys_lead_to_it() -> Result<()> {
    Stage::run(async |stage| {
        let (console, _) = stage.owner_at_experiments("").await?;
        let go = [Key::Character('g'), Key::Character('o')];
        stage.browser.press(&go).await?;
        console.heading("Overview").await?;
        let main = console.main().await?;
        main.reads(&["Pipelines in use", "Live"]).await?;
        assert!(stage.browser.requests_to("/api/overview").await? > 0);
        let list =
            format!("/apis/v2beta1/runs?namespace={OWNED}&page_size=50&sort_by=created_at%20desc");
        let runs = stage.ask_kfp(&list).await?;
        let runs = runs["runs"].as_array().context("no runs")?;
        let model = runs
            .iter()
            .find(|run| run.get("pipeline_version_reference").is_some())
            .context("no run of a pipeline")?;
        let run = json!({"display_name": "made while one looks on", "experiment_id": model["experiment_id"],
            "pipeline_version_reference": model["pipeline_version_reference"], "runtime_config": model["runtime_config"]});
        let script = format!(
            "fetch('/kfp-console/apis/v2beta1/runs', {{method: 'POST', headers: {{'content-type': 'application/json'}}, body: {}}});
            return null",
            json!(run.to_string())
        );
        stage.browser.evaluate::<Option<()>>(&script).await?;
        until("the new run is listed", async || {
            // Nothing moves under a pointer, wherever the sign-in has left it.
            let leave = "document.querySelector('.overview').dispatchEvent(new PointerEvent('pointerleave')); return null";
            stage.browser.evaluate::<Option<()>>(leave).await?;
            let text = main.text().await?;
            Ok(text.contains("made while one looks on").then_some(()))
        })
        .await
    })
}

#[test]
fn the_overview_speaks_korean() -> Result<()> {
    Stage::run_with(Plan::default(), "ko-KR", async |stage| {
        stage.browser.on_every_document(&told(&busy())).await?;
        let console = stage.sign_in_at(&home(), OWNER).await?;
        console.heading("개요").await?;
        let main = console.main().await?;
        main.reads(&[
            "실행 1,284개 중 600개까지 세었어요.",
            "19번 성공한 뒤 첫 실패",
        ])
        .await?;
        stage.browser.exhibit("overview-ko").await
    })
}
