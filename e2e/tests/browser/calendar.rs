//! What recurring runs start next, on a calendar.

use anyhow::{Context as _, Result, ensure};
use e2e::browser::{Key, Name, OWNED, OWNER, Plan, Role, Scope, Stage};
use serde_json::json;

use crate::recurring_runs::{OF_OWNER, make, open, path};

/// Puts many recurring runs in the place of KFP's: so many pages of 50, each of a run a day. What comes after the first
/// page can be refused.
fn many(pages: usize, refused: bool) -> String {
    format!(
        "const ask = window.fetch;
        const row = (at) => ({{recurring_run_id: `r-${{at}}`, display_name: `schedule ${{at}}`, status: 'ENABLED',
            trigger: {{cron_schedule: {{cron: `0 ${{at % 60}} ${{at % 24}} * * *`}}}}, created_at: '2026-01-01T00:00:00Z'}});
        const answer = (status, body) => Promise.resolve(new Response(JSON.stringify(body),
            {{status, headers: {{'content-type': 'application/json'}}}}));
        window.fetch = (request, ...rest) => {{
            const url = new URL(String(request.url ?? request), location.href);
            if (!url.pathname.endsWith('/v2beta1/recurringruns')) return ask(request, ...rest);
            const size = Number(url.searchParams.get('page_size'));
            const page = Number(url.searchParams.get('page_token') ?? 0);
            if ({refused} && page > 0) return answer(503, {{code: 14, message: 'not now'}});
            const more = page + 1 < {pages} ? {{next_page_token: String(page + 1)}} : {{}};
            return answer(200, {{recurringRuns: Array.from({{length: size}}, (_, at) => row(page * size + at)),
                total_size: {pages} * size, ...more}});
        }};"
    )
}

async fn calendar(stage: &Stage, title: impl Into<Name>) -> Result<Scope> {
    stage.browser.page().part(Role::Region, title).await
}

/// Goes to a cell of a grid.
async fn go_to(stage: &Stage, cell: &str) -> Result<()> {
    let script = format!("document.querySelector('{cell}').focus(); return null");
    stage.browser.evaluate::<Option<()>>(&script).await?;
    Ok(())
}

/// What a screen reader says of where the keys are.
async fn focused(stage: &Stage) -> Result<String> {
    let focused = stage.browser.focused().await?;
    stage.browser.name_of(&focused).await
}

#[test]
fn the_next_seven_days_tell_what_starts_and_when_it_is_busiest() -> Result<()> {
    Stage::run(async |stage| {
        let list = open(stage).await?;
        let next = calendar(stage, "Next 7 days").await?;
        next.reads(&[
            "starts.",
            "crontab-habit",
            "hourly-audit",
            "24×",
            "KFP reckons in UTC, unless its operator set another zone.",
        ])
        .await?;
        ensure!(
            !next.text().await?.contains("weekly-report"),
            "what is off starts nothing"
        );
        // A filter narrows the list, and the calendar is of all that are on.
        list.filter().await?.send_keys("nightly").await?;
        list.names_when(|names| names == ["nightly-eval"]).await?;
        next.reads(&["hourly-audit"]).await?;
        next.find_all(Role::Link, Name::has("hourly-audit"))
            .await?
            .first()
            .context("no start")?
            .click()
            .await?;
        stage.console().heading("hourly-audit").await.map(drop)
    })
}

#[test]
fn keys_walk_through_the_hours_and_say_what_begins() -> Result<()> {
    Stage::run(async |stage| {
        open(stage).await?;
        let next = calendar(stage, "Next 7 days").await?;
        next.find(Role::Grid, "Load by hour").await?;
        go_to(stage, ".hour-load [data-r=\"0\"][data-c=\"0\"]").await?;
        stage
            .browser
            .press(&[Key::ArrowDown, Key::ArrowRight, Key::ArrowRight])
            .await?;
        let hour = focused(stage).await?;
        ensure!(
            hour.ends_with("02:00 to 03:00: 2 starts"),
            "the keys are at {hour}"
        );
        next.reads(&[&format!("{hour}: 02:00 hourly-audit, 02:02 crontab-habit")])
            .await?;
        // After the last hour of a day comes the first one of the next.
        go_to(stage, ".hour-load [data-r=\"1\"][data-c=\"23\"]").await?;
        stage.browser.press(&[Key::ArrowRight]).await?;
        let hour = focused(stage).await?;
        ensure!(hour.contains("00:00 to 01:00"), "the keys are at {hour}");
        Ok(())
    })
}

#[test]
fn a_month_shows_dots_and_a_day_of_it_opens_its_week() -> Result<()> {
    Stage::run(async |stage| {
        open(stage).await?;
        let page = stage.browser.page();
        let spans = page.part(Role::Group, "Week or month").await?;
        spans.click(Role::Button, "Month").await?;
        stage
            .browser
            .address_ends_with("/recurring?span=month")
            .await?;
        page.find(Role::Grid, "Month").await?;
        page.click(Role::Button, "Later").await?;
        let days = "return document.querySelectorAll('.month-days .month-over').length";
        let over: usize = stage.browser.evaluate(days).await?;
        ensure!(over < 7, "{over} days of a month to come are over");
        go_to(stage, ".month-days [data-r=\"1\"][data-c=\"2\"]").await?;
        stage.browser.press(&[Key::ArrowRight]).await?;
        let day = focused(stage).await?;
        let (day, starts) = day.split_once(": ").context("no number of starts")?;
        ensure!(starts.ends_with("starts"), "{starts}");
        stage.browser.press(&[Key::Enter]).await?;
        let from = format!("7 days from {day}");
        calendar(stage, from.as_str()).await?;
        let address = stage.browser.address().await?;
        let (_, query) = address.split_once('?').context("no query")?;
        ensure!(query.starts_with("date=2") && query.len() == 15, "{query}");
        stage.browser.reload().await?;
        calendar(stage, from.as_str()).await?;
        page.click(Role::Button, "Today").await?;
        calendar(stage, "Next 7 days").await?;
        stage.browser.address_ends_with("/recurring").await?;
        let earlier = page.find(Role::Button, "Earlier").await?;
        assert_eq!(
            earlier.attr("aria-disabled").await?.as_deref(),
            Some("true")
        );
        // Two steps back: the day, and the month that it was chosen in.
        stage.browser.back().await?;
        calendar(stage, from.as_str()).await?;
        stage.browser.back().await?;
        page.find(Role::Grid, "Month").await.map(drop)
    })
}

#[test]
fn two_thousand_are_read_to_the_end_and_listed_as_far_as_anybody_reads() -> Result<()> {
    Stage::run(async |stage| {
        stage.browser.on_every_document(&many(40, false)).await?;
        stage.sign_in_at(&path(""), OWNER).await?;
        stage.console().list(OF_OWNER).await?;
        let next = calendar(stage, "Next 7 days").await?;
        // A day has 2,000 starts, of which a hundred are listed.
        let more = next.find_all(Role::Button, "93 more").await?;
        let last = more.last().context("no day with more")?;
        last.click().await?;
        next.reads(&["1900 more are not listed"]).await?;
        next.click(Role::Button, "Fewer").await?;
        let nodes: usize = stage
            .browser
            .evaluate("return document.querySelectorAll('.calendar *').length")
            .await?;
        ensure!(nodes < 2_000, "{nodes} elements");
        Ok(())
    })
}

#[test]
fn what_is_left_out_is_said() -> Result<()> {
    Stage::run(async |stage| {
        stage.browser.on_every_document(&many(41, false)).await?;
        stage.sign_in_at(&path(""), OWNER).await?;
        let next = calendar(stage, "Next 7 days").await?;
        next.reads(&["Of 2,000 of 2,050 recurring runs, the newest ones"])
            .await
    })
}

#[test]
fn recurring_runs_that_cannot_be_read_are_asked_for_again() -> Result<()> {
    Stage::run(async |stage| {
        stage.browser.on_every_document(&many(2, true)).await?;
        stage.sign_in_at(&path(""), OWNER).await?;
        stage.console().list(OF_OWNER).await?;
        let next = calendar(stage, "Next 7 days").await?;
        next.find(Role::Button, Name::has("Try now")).await?;
        stage.browser.exhibit("calendar-failed").await
    })
}

/// Makes one that starts every minute, past the console.
async fn make_heartbeat(stage: &Stage) -> Result<()> {
    let of = format!("/apis/v2beta1/recurringruns?namespace={OWNED}&page_size=1");
    let mut one = stage.ask_kfp(&of).await?["recurringRuns"][0].clone();
    let pipeline = one["pipeline_version_reference"]["pipeline_id"].clone();
    let body = json!({
        "display_name": "heartbeat",
        "experiment_id": one["experiment_id"].take(),
        "pipeline_version_reference": {"pipeline_id": pipeline},
        "runtime_config": {"parameters": {}},
        "max_concurrency": "1",
        "trigger": {"cron_schedule": {"cron": "0 * * * * *"}},
        "mode": "ENABLE",
    });
    let script = format!(
        "return fetch('/pipeline/apis/v2beta1/recurringruns', {{ method: 'POST',
            headers: {{ 'Content-Type': 'application/json' }}, body: JSON.stringify({body}) }})
            .then(async (answer) => answer.ok ? '' : await answer.text())"
    );
    let refusal: String = stage.browser.evaluate(&script).await?;
    ensure!(refusal.is_empty(), "it was not made: {refusal}");
    Ok(())
}

#[test]
fn what_starts_all_the_time_is_named_and_not_drawn() -> Result<()> {
    Stage::run(async |stage| {
        open(stage).await?;
        make_heartbeat(stage).await?;
        stage.open(&path("")).await?;
        let next = calendar(stage, "Next 7 days").await?;
        next.reads(&["Not drawn, since they start all the time: heartbeat"])
            .await?;
        next.gone(Role::Link, Name::has("heartbeat")).await?;
        stage.browser.exhibit("calendar-often").await
    })
}

#[test]
fn the_calendar_from_every_side() -> Result<()> {
    Stage::run(async |stage| {
        open(stage).await?;
        calendar(stage, "Next 7 days")
            .await?
            .reads(&["hourly-audit"])
            .await?;
        stage.browser.exhibit("calendar-week").await?;
        stage.open(&path("?span=month")).await?;
        stage.browser.page().find(Role::Grid, "Month").await?;
        stage.browser.exhibit("calendar-month").await
    })
}

#[test]
fn the_calendar_in_korean() -> Result<()> {
    Stage::run_with(Plan::default(), "ko-KR", async |stage| {
        let experiments = format!("/kfp-console/ns/{OWNED}/experiments");
        stage.sign_in_at(&experiments, OWNER).await?;
        let caption = format!("{OWNED} 네임스페이스의 실험");
        stage.console().list(caption.as_str()).await?;
        make(stage).await?;
        stage.open(&path("")).await?;
        let next = calendar(stage, "앞으로 7일").await?;
        next.reads(&["시간대별 시작", "24번", "KFP는 UTC로 계산해요"])
            .await?;
        stage.browser.exhibit("calendar-week-ko").await?;
        let page = stage.browser.page();
        page.click(Role::Button, "월").await?;
        page.find(Role::Grid, "월").await?;
        stage.browser.exhibit("calendar-month-ko").await
    })
}
