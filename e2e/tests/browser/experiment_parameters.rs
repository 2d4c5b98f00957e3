//! What the runs of an experiment were started with.

use anyhow::{Context as _, Result, ensure};
use e2e::browser::{Key, Name, OWNED, OWNER, Plan, Role, Stage};
use thirtyfour::WebElement;

/// An experiment of the sample data.
const BUSY: &str = "image-classifier baseline";
const TABLE: &str = "Runs of image-classifier baseline with their parameters";

/// Puts twelve runs with parameters in the place of what KFP tells where a hundred are asked for at once; or a refusal.
fn told(refused: bool) -> String {
    format!(
        "const ask = window.fetch;
        const run = (at) => ({{run_id: `r-${{at}}`, display_name: `sweep-${{at}}`, state: at === 3 ? 'FAILED' : 'SUCCEEDED',
            created_at: `2026-11-2${{at % 6}}T10:00:00Z`, finished_at: `2026-11-2${{at % 6}}T10:${{10 + at}}:00Z`,
            runtime_config: {{parameters: {{lr: 0.001 * (at + 1), batch: [8, 16, 32][at % 3], net: at < 6 ? 'b3' : '<b>b4</b>',
                same: 1, api_key: `secret-${{at}}`, note: 'x'.repeat(300 + at)}}}}}});
        const answer = (status, body) => Promise.resolve(new Response(JSON.stringify(body),
            {{status, headers: {{'content-type': 'application/json'}}}}));
        window.fetch = (request, ...rest) => {{
            const url = new URL(String(request.url ?? request), location.href);
            if (!url.pathname.endsWith('/v2beta1/runs') || url.searchParams.get('page_size') !== '100')
                return ask(request, ...rest);
            if ({refused}) return answer(503, {{code: 14, message: 'not now'}});
            return answer(200, {{runs: Array.from({{length: 12}}, (_, at) => run(11 - at)), total_size: 340}});
        }};"
    )
}

/// Opens the experiment with what its runs were started with.
async fn open(stage: &Stage, refused: bool) -> Result<()> {
    stage.browser.on_every_document(&told(refused)).await?;
    let (console, list) = stage.owner_at_experiments("").await?;
    list.open(BUSY).await?;
    console.list(format!("Runs of {BUSY}").as_str()).await?;
    console.page().click(Role::Button, "Show parameters").await
}

/// The names of the runs in the table.
async fn shown(stage: &Stage) -> Result<Vec<String>> {
    let names = "return [...document.querySelectorAll('.trial-table tbody th')].map((head) => head.innerText)";
    stage.browser.evaluate(names).await
}

async fn slider(stage: &Stage, name: &str) -> Result<WebElement> {
    stage.browser.page().find(Role::Slider, name).await
}

/// Moves a slider with keys, as far as so many presses go.
async fn press(stage: &Stage, slider: &str, key: Key, times: usize) -> Result<()> {
    let slider = self::slider(stage, slider).await?;
    slider.focus().await?;
    stage.browser.press(&vec![key; times]).await
}

#[test]
fn what_varies_is_an_axis_and_a_column_and_a_secret_is_neither() -> Result<()> {
    Stage::run(async |stage| {
        open(stage, false).await?;
        stage.browser.address_ends_with("?metric=duration").await?;
        let page = stage.browser.page();
        page.reads(&[
            "12 of 12 runs",
            "Of the newest 12 of 340 runs",
            "KFP's list of runs tells parameters and times, and no metrics",
            "too many values or too long ones: note",
        ])
        .await?;
        let table = page.part(Role::Table, TABLE).await?;
        assert_eq!(
            table.names(Role::ColumnHeader).await?,
            ["Run", "Status", "batch", "lr", "net", "Duration", "Started"]
        );
        table.reads(&["sweep-11", "<b>b4</b>", "21m 00s"]).await?;
        let text = page.text().await?;
        ensure!(
            !text.contains("secret-") && !text.contains("api_key"),
            "{text}"
        );
        Ok(())
    })
}

#[test]
fn an_axis_is_narrowed_by_keys_and_the_address_says_so() -> Result<()> {
    Stage::run(async |stage| {
        open(stage, false).await?;
        stage.browser.page().part(Role::Table, TABLE).await?;
        press(stage, "net, from", Key::ArrowUp, 1).await?;
        let page = stage.browser.page();
        page.reads(&["6 of 12 runs", "net from b3"]).await?;
        press(stage, "batch, to", Key::ArrowDown, 75).await?;
        page.reads(&["2 of 12 runs", "batch up to 14"]).await?;
        assert_eq!(shown(stage).await?, ["sweep-3", "sweep-0"]);
        let to = slider(stage, "batch, to").await?;
        assert_eq!(to.attr("aria-valuetext").await?.as_deref(), Some("14"));
        page.find(Role::Link, "Compare these 2").await?;
        // The same address, the same runs.
        stage.browser.reload().await?;
        page.reads(&["2 of 12 runs"]).await?;
        assert_eq!(shown(stage).await?.len(), 2);
        page.click(Role::Button, Name::has("Remove filter batch"))
            .await?;
        page.reads(&["6 of 12 runs"]).await?;
        page.click(Role::Button, "Clear brush").await?;
        page.reads(&["12 of 12 runs"]).await?;
        stage.browser.address_ends_with("?metric=duration").await
    })
}

#[test]
fn axes_change_places_and_scales() -> Result<()> {
    Stage::run(async |stage| {
        open(stage, false).await?;
        let page = stage.browser.page();
        page.click(Role::Button, "Move lr left").await?;
        page.click(Role::Button, "log scale for lr").await?;
        page.click(Role::Button, "Remove the axis net").await?;
        stage
            .browser
            .address_ends_with("?axes=lr%7Elog%2Cbatch%2Cduration&metric=duration")
            .await?;
        let log = page.find(Role::Button, "log scale for lr").await?;
        assert_eq!(log.attr("aria-pressed").await?.as_deref(), Some("true"));
        let table = page.part(Role::Table, TABLE).await?;
        assert_eq!(
            table.names(Role::ColumnHeader).await?,
            ["Run", "Status", "lr", "batch", "Duration", "Started"]
        );
        let add = page.find(Role::Combobox, "Add an axis").await?;
        add.send_keys("net").await?;
        page.find(Role::Button, "Remove the axis net").await?;
        stage.browser.back().await?;
        page.gone(Role::Button, "Remove the axis net").await?;
        page.click(Role::Button, "Hide parameters").await?;
        stage
            .console()
            .list(format!("Runs of {BUSY}").as_str())
            .await?;
        let address = stage.browser.address().await?;
        ensure!(!address.contains('?'), "{address}");
        Ok(())
    })
}

#[test]
fn a_step_in_the_list_leaves_the_axes_alone() -> Result<()> {
    Stage::run(async |stage| {
        open(stage, false).await?;
        press(stage, "net, from", Key::ArrowUp, 1).await?;
        let page = stage.browser.page();
        page.reads(&["6 of 12 runs"]).await?;
        let best = page.find(Role::Button, "Best so far").await?;
        best.click().await?;
        let address = stage.browser.address().await?;
        let (_, query) = address.split_once('?').context("no query")?;
        ensure!(query.starts_with("best=0&brush=net"), "{query}");
        page.reads(&["6 of 12 runs"]).await
    })
}

#[test]
fn parameters_that_cannot_be_read_are_asked_for_again() -> Result<()> {
    Stage::run(async |stage| {
        open(stage, true).await?;
        let page = stage.browser.page();
        page.find(Role::Button, Name::has("Try now")).await?;
        stage.browser.exhibit("experiment-parameters-failed").await
    })
}

#[test]
fn the_parameters_from_every_side() -> Result<()> {
    Stage::run(async |stage| {
        open(stage, false).await?;
        stage.browser.page().part(Role::Table, TABLE).await?;
        press(stage, "net, from", Key::ArrowUp, 1).await?;
        stage.browser.page().reads(&["6 of 12 runs"]).await?;
        stage.browser.exhibit("experiment-parameters").await
    })
}

#[test]
fn the_parameters_in_korean() -> Result<()> {
    Stage::run_with(Plan::default(), "ko-KR", async |stage| {
        stage.browser.on_every_document(&told(false)).await?;
        let at = format!("/kfp-console/ns/{OWNED}/experiments");
        let console = stage.sign_in_at(&at, OWNER).await?;
        let list = console
            .list(format!("{OWNED} 네임스페이스의 실험").as_str())
            .await?;
        list.open(BUSY).await?;
        console.page().click(Role::Button, "파라미터 보기").await?;
        console
            .page()
            .reads(&["실행 12개 중 12개", "실행별 소요 시간"])
            .await?;
        stage.browser.exhibit("experiment-parameters-ko").await
    })
}
