//! A session that ends while a page is open.

use std::time::Duration;

use anyhow::Result;
use e2e::browser::pages::Console;
use e2e::browser::{EXPERIMENTS_OF_OWNER, OWNED, OWNER, Plan, Role, Stage};
use kfp_sandbox::{Action, EnvoyReply, Fault, LoginEra, Place};

use crate::new_run;

/// Opens a filtered list, ends the session behind its back, and makes the page ask for something.
async fn lose_the_session<'a>(stage: &'a Stage, path: &str) -> Result<Console<'a>> {
    let console = stage.sign_in_at(path, OWNER).await?;
    let list = console.list(EXPERIMENTS_OF_OWNER).await?;
    stage.whole.sandbox.end_session(OWNER);
    list.sorter("Created").await?.click().await?;
    console.heading("Your session has ended").await?;
    Ok(console)
}

fn filtered() -> String {
    format!("/kfp-console/ns/{OWNED}/experiments?sort=name")
}

#[test]
fn a_lost_session_is_said_and_signing_in_comes_back_to_the_same_address() -> Result<()> {
    Stage::run(async |stage| {
        stage
            .expect(401, "/kfp-console/apis/v2beta1/experiments")
            .await;
        let console = lose_the_session(stage, &filtered()).await?;
        let address = stage.browser.address().await?;
        console.page().click(Role::Button, "Sign in again").await?;
        stage
            .login()
            .at_dex(OWNER, stage.whole.password_of(OWNER)?)
            .await?;
        console.list(EXPERIMENTS_OF_OWNER).await?;
        assert_eq!(stage.browser.address().await?, address);
        Ok(())
    })
}

#[test]
fn a_lost_session_of_the_older_login_services_is_said_and_comes_back() -> Result<()> {
    let plan = Plan {
        era: LoginEra::Authservice,
        ..Plan::default()
    };
    Stage::run_with(plan, "en-US", async |stage| {
        let console = lose_the_session(stage, &filtered()).await?;
        let address = stage.browser.address().await?;
        console.page().click(Role::Button, "Sign in again").await?;
        stage
            .login()
            .at_dex(OWNER, stage.whole.password_of(OWNER)?)
            .await?;
        console.list(EXPERIMENTS_OF_OWNER).await?;
        assert_eq!(stage.browser.address().await?, address);
        Ok(())
    })
}

#[test]
fn after_a_lost_session_nothing_is_asked_any_more() -> Result<()> {
    Stage::run(async |stage| {
        stage
            .expect(401, "/kfp-console/apis/v2beta1/experiments")
            .await;
        lose_the_session(stage, &filtered()).await?;
        let before = stage.browser.requests_to("/kfp-console/").await?;
        // Neither what wakes a page that has been asleep nor any timer may wake its calls.
        stage.browser.wake_up().await?;
        stage.browser.live_through(Duration::from_mins(30)).await?;
        assert_eq!(stage.browser.requests_to("/kfp-console/").await?, before);
        Ok(())
    })
}

#[test]
fn rows_that_do_not_answer_what_is_typed_after_the_end_are_marked() -> Result<()> {
    Stage::run(async |stage| {
        stage
            .expect(401, "/kfp-console/apis/v2beta1/experiments")
            .await;
        let console = lose_the_session(stage, &filtered()).await?;
        let list = console.list(EXPERIMENTS_OF_OWNER).await?;
        let rows = list.names().await?;
        list.filter().await?.send_keys("no-such-thing").await?;
        stage.browser.address_ends_with("?q=no-such-thing").await?;
        let main = console.main().await?;
        main.reads(&[
            "Showing data from",
            "It is not what the filter and order above ask for.",
            "Rows of another filter or order",
        ])
        .await?;
        assert_eq!(list.names().await?, rows);
        let counts = format!("1 to {0} of {0}", rows.len());
        assert!(!main.text().await?.contains(&counts));
        Ok(())
    })
}

#[test]
fn a_start_after_the_end_says_so() -> Result<()> {
    Stage::run(async |stage| {
        let page = new_run::open(stage).await?;
        page.reads(&["The values fit the pipeline"]).await?;
        stage
            .expect(401, "/kfp-console/apis/v2beta1/experiments")
            .await;
        stage.whole.sandbox.end_session(OWNER);
        page.click(Role::Button, "Start run").await?;
        let console = stage.console();
        console.heading("Your session has ended").await.map(drop)
    })
}

#[test]
fn a_start_that_is_looked_for_after_the_end_says_so() -> Result<()> {
    const RUNS: &str = "/kfp-console/apis/v2beta1/runs";
    Stage::run(async |stage| {
        let page = new_run::open(stage).await?;
        let lost = Fault::at(
            Place::Kfp,
            Action::Envoy {
                reply: EnvoyReply::RequestTimeout,
            },
        );
        let lost = lost.method("POST").path("/apis/v2beta1/runs").times(1);
        stage.whole.sandbox.faults().add(lost);
        stage.expect(504, RUNS).await;
        page.reads(&["The values fit the pipeline"]).await?;
        page.click(Role::Button, "Start run").await?;
        page.reads(&["It is not known whether the run was started"])
            .await?;
        stage.expect(401, RUNS).await;
        stage.whole.sandbox.end_session(OWNER);
        page.click(Role::Button, "Look again").await?;
        let console = stage.console();
        console.heading("Your session has ended").await.map(drop)
    })
}

#[test]
fn a_lost_session_in_the_frame_is_signed_in_at_the_top() -> Result<()> {
    Stage::run(async |stage| {
        stage
            .expect(401, "/kfp-console/apis/v2beta1/experiments")
            .await;
        stage
            .sign_in_at(
                &format!("/_/kfp-console/ns/{OWNED}/experiments?ns={OWNED}"),
                OWNER,
            )
            .await?;
        stage.browser.enter_frame().await?;
        let console = stage.console();
        let list = console.list(EXPERIMENTS_OF_OWNER).await?;
        stage.whole.sandbox.end_session(OWNER);
        list.sorter("Experiment").await?.click().await?;
        console.heading("Your session has ended").await?;
        console.page().click(Role::Button, "Sign in again").await?;
        stage.browser.leave_frame().await?;
        stage
            .login()
            .at_dex(OWNER, stage.whole.password_of(OWNER)?)
            .await?;
        stage.browser.enter_frame().await?;
        let list = console.list(EXPERIMENTS_OF_OWNER).await?;
        list.sorted_when("Experiment", "descending").await?;
        Ok(())
    })
}
