//! Something on the way does not answer, or refuses.

use anyhow::{Context as _, Result};
use e2e::browser::{EXPERIMENTS_OF_OWNER, OWNED, OWNER, Plan, Role, Stage};
use kfp_console::config::UpstreamIdentity;

const EXPERIMENTS: &str = "/kfp-console/apis/v2beta1/experiments";

#[test]
fn a_silent_ml_pipeline_is_named_and_the_page_goes_on_by_itself() -> Result<()> {
    Stage::run(async |stage| {
        stage.expect(502, EXPERIMENTS).await;
        stage.whole.kfp_line.cut();
        let path = format!("/kfp-console/ns/{OWNED}/experiments");
        let console = stage.sign_in_at(&path, OWNER).await?;
        console.heading("ml-pipeline does not answer").await?;
        let main = console.main().await?;
        main.reads(&["Trying again in"]).await?;
        main.find(Role::Link, "See which hop fails").await?;

        stage.whole.kfp_line.mend();
        console.list(EXPERIMENTS_OF_OWNER).await?;
        Ok(())
    })
}

#[test]
fn rows_stay_with_their_age_while_the_console_does_not_answer() -> Result<()> {
    Stage::run(async |stage| {
        stage.expect(503, EXPERIMENTS).await;
        let (console, list) = stage.owner_at_experiments("").await?;
        stage.whole.console_line.cut();
        list.sorter("Experiment").await?.click().await?;
        let main = console.main().await?;
        main.reads(&[
            "Showing data from",
            "It is not what the filter and order above ask for.",
            "Trying again in",
        ])
        .await?;
        assert!(!list.names().await?.is_empty());

        stage.whole.console_line.mend();
        // The page may have tried by itself before anybody can press.
        for button in console.page().now(Role::Button, "Try now").await? {
            let _ = button.click().await;
        }
        console.page().gone(Role::Button, "Try now").await?;
        list.sorted_when("Experiment", "descending").await
    })
}

#[test]
fn without_a_network_rows_stay_and_are_marked_and_what_was_typed_is_asked_later() -> Result<()> {
    Stage::run(async |stage| {
        let (console, list) = stage.owner_at_experiments("").await?;
        let wanted = list.names().await?.pop().context("no experiment")?;
        stage.browser.network(false).await?;
        let main = console.main().await?;
        main.reads(&["The browser has no network.", "Showing data from"])
            .await?;
        list.filter().await?.send_keys(wanted.as_str()).await?;
        main.reads(&["It is not what the filter and order above ask for."])
            .await?;

        stage.browser.network(true).await?;
        list.names_when(|names| *names == [wanted.clone()]).await?;
        assert!(!main.text().await?.contains("Showing data from"));
        Ok(())
    })
}

#[test]
fn a_console_that_does_not_answer_is_told_from_a_silent_ml_pipeline() -> Result<()> {
    Stage::run(async |stage| {
        stage.expect(503, EXPERIMENTS).await;
        // Both pages are loaded already: only calls fail.
        let path = format!("/kfp-console/ns/{OWNED}/experiments");
        let console = stage.sign_in_at(&path, OWNER).await?;
        console.list(EXPERIMENTS_OF_OWNER).await?;
        let sections = console.sections().await?;
        sections.click(Role::Link, "Connection").await?;
        console.page().reads(&["hops checked"]).await?;
        stage.whole.console_line.cut();
        sections.click(Role::Link, "Experiments").await?;
        console.heading("The console does not answer").await?;
        Ok(())
    })
}

#[test]
fn a_refusal_of_the_mesh_is_told_from_one_of_kfp() -> Result<()> {
    // An identity header from an account that the policy of ml-pipeline does not name.
    let plan = Plan {
        identity: UpstreamIdentity::UserHeader,
        ..Plan::default()
    };
    Stage::run_with(plan, "en-US", async |stage| {
        stage.expect(403, EXPERIMENTS).await;
        let path = format!("/kfp-console/ns/{OWNED}/experiments");
        let console = stage.sign_in_at(&path, OWNER).await?;
        console.heading("The mesh refuses this request").await?;
        let main = console.main().await?;
        main.click(Role::Link, "See which hop fails").await?;
        console.heading("Connection").await?;
        console
            .page()
            .reads(&["mesh.rbac_denied", "403 RBAC: access denied"])
            .await
    })
}
