//! Views and columns of the list of runs.

use anyhow::{Result, ensure};
use e2e::browser::{Name, OWNED, OWNER, Plan, Role, Stage};

/// Opens the list of runs with what views and columns are chosen in.
async fn open(stage: &Stage, query: &str) -> Result<()> {
    let at = format!("/kfp-console/ns/{OWNED}/runs{query}");
    let console = stage.sign_in_at(&at, OWNER).await?;
    console.list(format!("Runs in {OWNED}").as_str()).await?;
    console
        .page()
        .click(Role::Button, "Views and columns")
        .await?;
    console
        .page()
        .find(Role::Region, "Views and columns")
        .await
        .map(drop)
}

/// The heads of the columns that are displayed.
async fn heads(stage: &Stage) -> Result<Vec<String>> {
    let page = stage.browser.page();
    let table = page
        .part(Role::Table, format!("Runs in {OWNED}").as_str())
        .await?;
    table.names(Role::ColumnHeader).await
}

#[test]
fn columns_are_left_out_and_stay_so() -> Result<()> {
    Stage::run(async |stage| {
        open(stage, "").await?;
        let page = stage.browser.page();
        let without = |heads: &[String]| !heads.iter().any(|head| head.contains("Duration"));
        ensure!(!without(&heads(stage).await?), "it is missing");
        page.click(Role::CheckBox, "Duration").await?;
        ensure!(without(&heads(stage).await?), "it is still there");
        let address = stage.browser.address().await?;
        ensure!(
            address.contains("cols=tasks%2Cversion%2Cexperiment%2Cstarted"),
            "{address}"
        );
        // Kept in this browser, where the address says nothing.
        let console = stage.open(&format!("/kfp-console/ns/{OWNED}/runs")).await?;
        console.list(format!("Runs in {OWNED}").as_str()).await?;
        ensure!(without(&heads(stage).await?), "it is back");
        // An address says more than the browser.
        let all = format!("/kfp-console/ns/{OWNED}/runs?cols=duration");
        let console = stage.open(&all).await?;
        console.list(format!("Runs in {OWNED}").as_str()).await?;
        ensure!(!without(&heads(stage).await?), "it is missing");
        Ok(())
    })
}

#[test]
fn a_view_is_kept_changed_and_removed() -> Result<()> {
    Stage::run(async |stage| {
        open(stage, "?q=status%3Afailed").await?;
        let page = stage.browser.page();
        let field = page.find(Role::TextBox, "Name of a view").await?;
        field.send_keys("my failures").await?;
        page.click(Role::Button, "Save this view").await?;
        stage
            .browser
            .address_ends_with("/runs?q=status%3Afailed&view=my+failures")
            .await?;
        let views = page.part(Role::Region, "Views and columns").await?;
        views.click(Role::Link, "All").await?;
        stage.browser.address_ends_with("/runs").await?;
        stage.browser.reload().await?;
        page.click(Role::Button, "Views and columns").await?;
        let views = page.part(Role::Region, "Views and columns").await?;
        views.click(Role::Link, "my failures").await?;
        let facets = page.part(Role::Group, "Filter by status").await?;
        facets.click(Role::Button, Name::has("Running")).await?;
        views.reads(&["my failures: modified"]).await?;
        views.click(Role::Button, "Revert").await?;
        stage
            .browser
            .address_ends_with("/runs?q=status%3Afailed&view=my+failures")
            .await?;
        views
            .click(Role::Button, "Remove the view my failures")
            .await?;
        views.gone(Role::Link, "my failures").await
    })
}

#[test]
fn views_and_columns_from_every_side() -> Result<()> {
    Stage::run(async |stage| {
        open(stage, "").await?;
        stage.browser.exhibit("views-and-columns").await
    })
}

#[test]
fn views_and_columns_in_korean() -> Result<()> {
    Stage::run_with(Plan::default(), "ko-KR", async |stage| {
        let at = format!("/kfp-console/ns/{OWNED}/runs");
        let console = stage.sign_in_at(&at, OWNER).await?;
        let caption = format!("{OWNED} 네임스페이스의 실행");
        console.list(caption.as_str()).await?;
        console.page().click(Role::Button, "보기와 열").await?;
        console.page().reads(&["소요 시간", "이 보기 저장"]).await?;
        stage.browser.exhibit("views-and-columns-ko").await
    })
}
