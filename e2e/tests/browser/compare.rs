//! Runs side by side: from a list, by mouse and by keys, and every state of the page.

use anyhow::{Context as _, Result, ensure};
use e2e::browser::{Key, Name, OWNED, OWNER, Plan, Role, Scope, Stage, VIEWED, until};
use serde_json::Value;

/// The runs of the namespace that fit, the newest first.
async fn runs(stage: &Stage, fits: impl Fn(&Value) -> bool) -> Result<Vec<Value>> {
    let of =
        format!("/apis/v2beta1/runs?namespace={OWNED}&page_size=100&sort_by=created_at%20desc");
    let answer = stage.ask_kfp(&of).await?;
    let runs = answer["runs"].as_array().context("no runs")?;
    Ok(runs.iter().filter(|run| fits(run)).cloned().collect())
}

fn id(run: &Value) -> &str {
    run["run_id"].as_str().unwrap_or_default()
}

fn name(run: &Value) -> &str {
    run["display_name"].as_str().unwrap_or_default()
}

fn pipeline(run: &Value) -> &str {
    let reference = &run["pipeline_version_reference"];
    reference["pipeline_id"].as_str().unwrap_or_default()
}

fn succeeded(run: &Value) -> bool {
    run["state"] == "SUCCEEDED" && run["storage_state"] != "ARCHIVED"
}

/// Some runs that succeeded: two of one pipeline, and one of another.
async fn three(stage: &Stage) -> Result<[Value; 3]> {
    let all = runs(stage, succeeded).await?;
    for first in &all {
        let own = all
            .iter()
            .find(|run| id(run) != id(first) && pipeline(run) == pipeline(first));
        let other = all.iter().find(|run| pipeline(run) != pipeline(first));
        if let (Some(own), Some(other)) = (own, other) {
            return Ok([first.clone(), own.clone(), other.clone()]);
        }
    }
    anyhow::bail!("no such runs")
}

fn address(ids: &[&str], rest: &str) -> String {
    let ids = ids.join(",");
    format!("/kfp-console/ns/{OWNED}/compare?runs={ids}{rest}")
}

/// The table of so many runs.
async fn table(stage: &Stage, count: usize) -> Result<Scope> {
    let name = format!("{count} runs side by side");
    stage.browser.page().part(Role::Table, name.as_str()).await
}

/// How often the page has asked for runs to compare.
async fn asked(stage: &Stage) -> Result<usize> {
    let script = "return performance.getEntriesByType('resource').filter(entry => entry.name.includes('/api/compare?')).length";
    stage.browser.evaluate(script).await
}

/// The runs of the columns, as they stand.
async fn columns(stage: &Stage) -> Result<Vec<String>> {
    let script =
        "return [...document.querySelectorAll('[data-column]')].map(head => head.dataset.column)";
    stage.browser.evaluate(script).await
}

#[test]
fn runs_are_compared_from_a_list_by_mouse_and_the_address_keeps_the_view() -> Result<()> {
    Stage::run(async |stage| {
        let path = format!("/kfp-console/ns/{OWNED}/runs");
        let console = stage.sign_in_at(&path, OWNER).await?;
        console.list(format!("Runs in {OWNED}").as_str()).await?;
        let page = stage.browser.page();
        let rows = page.find_all(Role::CheckBox, Name::has("Select ")).await?;
        rows[1].click().await?;
        let bar = page.part(Role::Toolbar, Name::Any).await?;
        let compare = bar.find(Role::Button, "Compare").await?;
        assert_eq!(
            compare.attr("title").await?.as_deref(),
            Some("Select two to ten runs to compare them")
        );
        compare.click().await?;
        for row in &rows[2..4] {
            row.click().await?;
        }
        bar.reads(&["3 selected"]).await?;
        compare.click().await?;
        console.heading("Compare 3 runs").await?;
        let compared = table(stage, 3).await?;
        let before = columns(stage).await?;
        assert_eq!(before.len(), 3, "{before:?}");
        compared
            .reads(&["Baseline", "Status", "Duration", "Parameters"])
            .await?;

        // Another base, another order, one less: nothing of it is asked for again.
        let make = compared
            .find_all(Role::Button, Name::has("Make baseline: "))
            .await?;
        make[0].click().await?;
        until("it is the base", async || {
            let address = stage.browser.address().await?;
            Ok(address.contains("base=").then_some(()))
        })
        .await?;
        page.click(Role::Switch, "Only differences").await?;
        until("all is shown", async || {
            let address = stage.browser.address().await?;
            Ok(address.contains("only=all").then_some(()))
        })
        .await?;
        let remove = table(stage, 3).await?;
        let remove = remove
            .find_all(Role::Button, Name::has("Remove from the comparison: "))
            .await?;
        remove[2].click().await?;
        console.heading("Compare 2 runs").await?;
        table(stage, 2).await?;
        assert_eq!(asked(stage).await?, 1);

        // Back takes the last step back, and a copy of the address shows the same.
        stage.browser.back().await?;
        console.heading("Compare 3 runs").await?;
        stage.browser.reload().await?;
        let again = table(stage, 3).await?;
        again.reads(&["Baseline"]).await?;
        assert_eq!(columns(stage).await?, before);
        stage.browser.back().await?;
        stage.browser.back().await?;
        stage.browser.back().await?;
        console.list(format!("Runs in {OWNED}").as_str()).await?;
        Ok(())
    })
}

#[test]
fn runs_are_compared_and_moved_by_keys() -> Result<()> {
    Stage::run(async |stage| {
        let path = format!("/kfp-console/ns/{OWNED}/runs");
        let console = stage.sign_in_at(&path, OWNER).await?;
        console.list(format!("Runs in {OWNED}").as_str()).await?;
        let keys = ['j', 'x', 'j', 'x', 'c'].map(Key::Character);
        stage.browser.press(&keys).await?;
        console.heading("Compare 2 runs").await?;
        let compared = table(stage, 2).await?;
        let before = columns(stage).await?;
        let move_right = compared
            .find_all(Role::Button, Name::has("Move right: "))
            .await?;
        stage
            .browser
            .evaluate_on::<()>(&move_right[0], "arguments[0].focus()")
            .await?;
        let named = stage.browser.name_of(&move_right[0]).await?;
        stage.browser.press(&[Key::Enter]).await?;
        until("the columns have changed places", async || {
            let now = columns(stage).await?;
            Ok((now != before).then_some(()))
        })
        .await?;
        // The focus stays with the column, and what was done is said.
        let focused = stage.browser.focused().await?;
        assert_eq!(stage.browser.name_of(&focused).await?, named);
        let page = stage.browser.page();
        page.reads(&["is column 2 of 2"]).await?;
        // The base is the same run as before.
        ensure!(stage.browser.address().await?.contains("base="));
        stage.browser.press(&[Key::Tab, Key::Enter]).await?;
        console.heading("Choose two to ten runs to compare").await?;
        Ok(())
    })
}

#[test]
fn a_run_is_added_by_its_name() -> Result<()> {
    Stage::run(async |stage| {
        stage.owner_at_experiments("").await?;
        let [first, second, third] = three(stage).await?;
        let console = stage.open(&address(&[id(&first), id(&second)], "")).await?;
        table(stage, 2).await?;
        let page = stage.browser.page();
        page.click(Role::Button, "Add run").await?;
        let dialog = page.part(Role::Dialog, "Add a run").await?;
        let field = dialog.find(Role::SearchBox, "Filter by name").await?;
        field.send_keys(name(&third)).await?;
        dialog.find(Role::Button, Name::has(name(&third))).await?;
        stage.browser.exhibit("compare-add").await?;
        dialog
            .find_all(Role::Button, Name::has(name(&third)))
            .await?[0]
            .click()
            .await?;
        console.heading("Compare 3 runs").await?;
        table(stage, 3).await?;
        assert_eq!(columns(stage).await?, [id(&first), id(&second), id(&third)]);
        Ok(())
    })
}

#[test]
fn specs_are_compared_line_by_line() -> Result<()> {
    Stage::run(async |stage| {
        stage.owner_at_experiments("").await?;
        // Of two specs one is compared at once; of more, those that somebody opens.
        let [first, _, third] = three(stage).await?;
        stage
            .open(&address(&[id(&first), id(&third)], "&only=all"))
            .await?;
        table(stage, 2).await?;
        let page = stage.browser.page();
        let text = page
            .part(Role::Region, Name::has("Changes of the spec, "))
            .await?;
        text.reads(&["added", "removed"]).await?;
        stage.browser.exhibit("compare").await?;
        if let Some(fold) = text
            .now(Role::Button, Name::has("unchanged lines"))
            .await?
            .first()
        {
            fold.click().await?;
        }
        let layout = page.part(Role::Group, "Layout").await?;
        layout.click(Role::Button, "Side by side").await?;
        until("they stand side by side", async || {
            let address = stage.browser.address().await?;
            Ok(address.contains("layout=split").then_some(()))
        })
        .await?;
        text.reads(&["added", "removed"]).await?;
        stage.browser.exhibit("compare-split").await
    })
}

#[test]
fn runs_that_are_not_there_are_told_and_the_others_are_shown() -> Result<()> {
    Stage::run(async |stage| {
        stage.owner_at_experiments("").await?;
        let [first, second, _] = three(stage).await?;
        let gone = [
            "00000000-0000-4000-8000-000000000000",
            "00000000-0000-4000-8000-000000000001",
        ];
        let ids = [gone[0], id(&first), gone[1], id(&second)];
        stage.open(&address(&ids, "")).await?;
        let compared = table(stage, 4).await?;
        compared
            .reads(&["Not here", "Baseline", name(&first), name(&second)])
            .await?;
        let note = format!("2 of these runs are not in {OWNED}");
        stage.browser.page().reads(&[&note]).await?;
        stage.browser.exhibit("compare-absent").await?;
        stage.open(&address(&gone, "")).await?;
        let compared = table(stage, 2).await?;
        compared.reads(&["None of these runs is here"]).await
    })
}

#[test]
fn a_namespace_that_one_may_not_read_is_refused() -> Result<()> {
    Stage::run(async |stage| {
        stage.owner_at_experiments("").await?;
        let [first, second, _] = three(stage).await?;
        stage.expect(403, "/kfp-console/api/compare").await;
        let ids = format!("{},{}", id(&first), id(&second));
        let path = format!("/kfp-console/ns/{VIEWED}/compare?runs={ids}");
        stage.open(&path).await?;
        let page = stage.browser.page();
        page.reads(&["list", "runs", VIEWED]).await?;
        page.gone(Role::Table, Name::Any).await?;
        stage.browser.exhibit("compare-forbidden").await
    })
}

#[test]
fn too_few_and_too_many_are_told() -> Result<()> {
    Stage::run(async |stage| {
        stage.owner_at_experiments("").await?;
        let all = runs(stage, |_| true).await?;
        let all: Vec<&str> = all.iter().map(id).take(12).collect();
        ensure!(all.len() == 12, "too few runs for the test");
        let console = stage
            .open(&address(&all[..1], "&base=other&only=x"))
            .await?;
        console.heading("Choose two to ten runs to compare").await?;
        stage.browser.page().reads(&["base", "only"]).await?;
        stage.browser.exhibit("compare-few").await?;
        let console = stage.open(&address(&all, "")).await?;
        console
            .heading("12 runs are more than can be compared")
            .await?;
        stage.browser.exhibit("compare-many").await?;
        // Neither asked for anything.
        assert_eq!(asked(stage).await?, 0);
        let page = stage.browser.page();
        page.click(Role::Button, "Compare the first ten").await?;
        console.heading("Compare 10 runs").await?;
        table(stage, 10).await?;
        let add = page.find(Role::Button, "Add run").await?;
        assert_eq!(add.attr("aria-disabled").await?.as_deref(), Some("true"));
        stage.browser.exhibit("compare-ten").await
    })
}

#[test]
fn a_kfp_that_does_not_answer_is_told_and_asked_again() -> Result<()> {
    Stage::run(async |stage| {
        stage.owner_at_experiments("").await?;
        let [first, second, _] = three(stage).await?;
        stage.expect(502, "/kfp-console/api/compare").await;
        stage.whole.kfp_line.cut();
        stage.open(&address(&[id(&first), id(&second)], "")).await?;
        let page = stage.browser.page();
        page.find(Role::Button, "Try now").await?;
        stage.browser.exhibit("compare-down").await?;
        stage.whole.kfp_line.mend();
        until("they are compared", async || {
            for again in page.now(Role::Button, "Try now").await? {
                again.click().await.ok();
            }
            let tables = page.now(Role::Table, "2 runs side by side").await?;
            Ok((!tables.is_empty()).then_some(()))
        })
        .await
    })
}

#[test]
fn compared_in_korean_and_by_an_address_of_the_classic_ui() -> Result<()> {
    Stage::run_with(Plan::default(), "ko-KR", async |stage| {
        let path = format!("/kfp-console/ns/{OWNED}/experiments");
        let console = stage.sign_in_at(&path, OWNER).await?;
        console.heading("실험").await?;
        let [first, second, third] = three(stage).await?;
        let classic = format!(
            "/kfp-console/ns/{OWNED}/#/compare?runlist={},{},{}",
            id(&first),
            id(&second),
            id(&third)
        );
        let console = stage.open(&classic).await?;
        console.heading("실행 3개 비교").await?;
        let compared = stage
            .browser
            .page()
            .part(Role::Table, "실행 3개를 나란히 비교한 표")
            .await?;
        compared.reads(&["기준", "상태", "소요 시간"]).await?;
        stage.browser.exhibit("compare-ko").await
    })
}
