//! In the dashboard's frame.

use anyhow::Result;
use e2e::browser::pages::{Console, List};
use e2e::browser::{EXPERIMENTS_OF_OWNER, Name, OWNED, OWNER, Role, Stage};

/// Signs in at the dashboard's address of the console, enters the frame, and goes from the overview to the experiments.
async fn experiments_in_frame(stage: &Stage) -> Result<(Console<'_>, List<'_>)> {
    stage.sign_in_at("/_/kfp-console/", OWNER).await?;
    stage.browser.enter_frame().await?;
    let console = stage.console();
    console.heading("Overview").await?;
    let sections = console.sections().await?;
    sections.click(Role::Link, "Experiments").await?;
    let list = console.list(EXPERIMENTS_OF_OWNER).await?;
    Ok((console, list))
}

#[test]
fn in_the_frame_there_is_no_second_picker_and_the_namespace_is_the_dashboards() -> Result<()> {
    Stage::run(async |stage| {
        let (console, _) = experiments_in_frame(stage).await?;
        assert!(
            console
                .page()
                .now(Role::Button, Name::has("Namespace:"))
                .await?
                .is_empty()
        );
        assert!(
            console
                .page()
                .now(Role::Button, Name::has("Account"))
                .await?
                .is_empty()
        );
        stage.browser.leave_frame().await?;
        stage
            .browser
            .address_ends_with(&format!("/_/kfp-console/ns/{OWNED}/experiments?ns={OWNED}"))
            .await
    })
}

#[test]
fn the_outer_address_follows_what_is_opened_in_the_frame() -> Result<()> {
    Stage::run(async |stage| {
        let (console, list) = experiments_in_frame(stage).await?;
        let name = list.names().await?.remove(0);
        list.open(&name).await?;
        console.heading(name.as_str()).await?;
        let inner: String = stage.browser.evaluate("return location.pathname").await?;
        stage.browser.leave_frame().await?;
        stage
            .browser
            .address_ends_with(&format!("/_{inner}?ns={OWNED}"))
            .await?;

        stage.browser.reload().await?;
        stage.browser.enter_frame().await?;
        console.heading(name.as_str()).await?;
        Ok(())
    })
}

#[test]
fn the_console_does_not_take_the_focus_when_the_dashboard_loads_it() -> Result<()> {
    Stage::run(async |stage| {
        stage.sign_in_at("/_/kfp-console/", OWNER).await?;
        stage.browser.enter_frame().await?;
        stage.console().heading("Overview").await?;
        stage.browser.leave_frame().await?;
        let focused: String = stage
            .browser
            .evaluate("return document.activeElement.tagName")
            .await?;
        assert_eq!(focused, "BODY");
        Ok(())
    })
}

#[test]
fn the_namespace_follows_the_dashboards_picker_and_says_where_the_open_experiment_is() -> Result<()>
{
    Stage::run(async |stage| {
        stage
            .expect(403, "/kfp-console/apis/v2beta1/experiments")
            .await;
        let (console, list) = experiments_in_frame(stage).await?;
        list.open("Default").await?;
        console.heading("Default").await?;

        // None of the sample people is in two namespaces, so the picker is given a second one.
        stage.browser.leave_frame().await?;
        stage.dashboard().offer("team-vision").await?;
        stage.dashboard().choose("team-vision").await?;
        stage.browser.enter_frame().await?;
        console
            .heading("You cannot list experiments in team-vision")
            .await?;
        console.page().reads(&["Switched to team-vision."]).await?;
        stage.browser.leave_frame().await?;
        let address = "/_/kfp-console/ns/team-vision/experiments?ns=team-vision";
        stage.browser.address_ends_with(address).await
    })
}
