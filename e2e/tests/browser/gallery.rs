//! Every page and state: audited, pictured, and narrow enough for a telephone.

use anyhow::Result;
use e2e::browser::{EXPERIMENTS_OF_OWNER, NEWCOMER, Name, Noise, OWNED, OWNER, Plan, Role, Stage};
use kfp_console::config::UpstreamIdentity;
use kfp_sandbox::LoginEra;

/// An experiment of the sample data with more runs than a page holds.
const BUSY: &str = "image-classifier baseline";
/// One without runs.
const EMPTY: &str = "nothing here yet";
const EXPERIMENTS: &str = "/kfp-console/apis/v2beta1/experiments";

#[test]
fn the_pages_of_the_login_services() -> Result<()> {
    Stage::run(async |stage| {
        stage.expect(403, "/kfp-console/").await;
        stage.open("/kfp-console/").await?;
        let button = stage
            .browser
            .page()
            .find(Role::Button, "Sign in with Dex")
            .await?;
        stage.browser.exhibit("sign-in").await?;
        button.click().await?;
        stage.browser.page().find(Role::Button, "Login").await?;
        stage.browser.exhibit("sign-in-dex").await
    })
}

#[test]
fn the_experiments_and_the_account_menu() -> Result<()> {
    Stage::run(async |stage| {
        let (console, list) = stage.owner_at_experiments("").await?;
        stage.browser.exhibit("experiments").await?;
        let account = format!("Account: {OWNER}");
        console.page().click(Role::Button, account.as_str()).await?;
        console.page().find(Role::Link, "Sign out").await?;
        stage.browser.exhibit("account-menu").await?;
        stage.browser.reload().await?;
        list.filter().await?.send_keys("no-such-thing").await?;
        console.heading("Nothing matches these filters").await?;
        stage.browser.exhibit("state-no-match").await
    })
}

#[test]
fn an_experiment() -> Result<()> {
    Stage::run(async |stage| {
        let (console, list) = stage.owner_at_experiments("").await?;
        list.open(BUSY).await?;
        console.list(format!("Runs of {BUSY}").as_str()).await?;
        stage.browser.exhibit("experiment").await?;
        let facets = console.page().part(Role::Group, "Filter by status").await?;
        facets.click(Role::Button, Name::has("Failed")).await?;
        console.page().gone(Role::Cell, "Succeeded").await?;
        stage.browser.exhibit("experiment-filtered").await?;
        let crumbs = console.page().part(Role::Navigation, "Breadcrumb").await?;
        crumbs.click(Role::Link, "Experiments").await?;
        console
            .list(EXPERIMENTS_OF_OWNER)
            .await?
            .open(EMPTY)
            .await?;
        console.heading("No runs yet in this experiment").await?;
        stage.browser.exhibit("state-no-runs-yet").await
    })
}

#[test]
fn the_connection_and_the_settings() -> Result<()> {
    Stage::run(async |stage| {
        let console = stage.sign_in_at(&in_namespace("connection"), OWNER).await?;
        console.page().reads(&["hops checked"]).await?;
        stage.browser.exhibit("connection").await?;
        stage.whole.kfp_line.cut();
        console.check_until(Name::has("fails")).await?;
        stage.browser.exhibit("connection-failing").await?;
        let console = stage.open("/kfp-console/settings").await?;
        console.heading("Settings").await?;
        stage.browser.exhibit("settings").await
    })
}

#[test]
fn pages_in_korean() -> Result<()> {
    Stage::run_with(Plan::default(), "ko-KR", async |stage| {
        let console = stage
            .sign_in_at(&in_namespace("experiments"), OWNER)
            .await?;
        let list = console
            .list(format!("{OWNED} 네임스페이스의 실험").as_str())
            .await?;
        stage.browser.exhibit("experiments-ko").await?;
        list.open(BUSY).await?;
        console.list(format!("{BUSY} 실험의 실행").as_str()).await?;
        stage.browser.exhibit("experiment-ko").await?;
        let console = stage.open(&in_namespace("runs")).await?;
        let caption = format!("{OWNED} 네임스페이스의 실행");
        console.list(caption.as_str()).await?;
        stage.browser.exhibit("runs-ko").await?;
        let console = stage.open(&in_namespace("connection")).await?;
        console.page().reads(&["구간 점검"]).await?;
        stage.browser.exhibit("connection-ko").await?;
        stage.whole.kfp_line.cut();
        console.check_until("실패한 구간: ml-pipeline").await?;
        stage.browser.exhibit("connection-failing-ko").await
    })
}

#[test]
fn pages_in_the_frame() -> Result<()> {
    Stage::run(async |stage| {
        stage.sign_in_at("/_/kfp-console/", OWNER).await?;
        stage.browser.enter_frame().await?;
        let console = stage.console();
        console.heading("Overview").await?;
        let sections = console.sections().await?;
        sections.click(Role::Link, "Experiments").await?;
        let list = console.list(EXPERIMENTS_OF_OWNER).await?;
        stage.browser.audit("framed-experiments-light").await?;
        stage.browser.picture("framed-experiments-light").await?;
        list.open(BUSY).await?;
        console.list(format!("Runs of {BUSY}").as_str()).await?;
        console
            .page()
            .click(Role::Button, "Switch to the dark theme")
            .await?;
        console
            .page()
            .find(Role::Button, "Switch to the light theme")
            .await?;
        stage.browser.audit("framed-experiment-dark").await?;
        stage.browser.picture("framed-experiment-dark").await?;
        let sections = console.sections().await?;
        sections.click(Role::Link, "Runs").await?;
        console.list(format!("Runs in {OWNED}").as_str()).await?;
        stage.browser.audit("framed-runs-dark").await?;
        stage.browser.picture("framed-runs-dark").await?;
        sections.click(Role::Link, "Connection").await?;
        console.heading("Everything works").await?;
        stage.browser.audit("framed-connection-dark").await?;
        stage.browser.picture("framed-connection-dark").await
    })
}

#[test]
fn states_of_what_does_not_exist_or_is_not_allowed() -> Result<()> {
    Stage::run(async |stage| {
        let unknown = "00000000-0000-4000-8000-000000000000";
        for noise in [
            Noise::status(403, EXPERIMENTS),
            Noise::status(404, format!("{EXPERIMENTS}/{unknown}")),
            Noise::status(404, "/kfp-console/apis/v2beta1/runs"),
        ] {
            stage.browser.expect_noise(noise).await;
        }
        let console = stage
            .sign_in_at("/kfp-console/ns/team-nlp/experiments", OWNER)
            .await?;
        console
            .heading("You cannot list experiments in team-nlp")
            .await?;
        stage.browser.exhibit("state-forbidden").await?;
        console.offered_namespaces().await?;
        stage.browser.exhibit("namespace-switcher").await?;
        stage
            .open("/kfp-console/no/such/page")
            .await?
            .heading("There is no such page")
            .await?;
        stage.browser.exhibit("state-no-such-page").await?;
        let console = stage
            .open(&in_namespace(&format!("experiments/{unknown}")))
            .await?;
        console.heading("This experiment does not exist").await?;
        stage.browser.exhibit("state-not-found").await
    })
}

#[test]
fn the_state_of_somebody_without_a_namespace() -> Result<()> {
    Stage::run(async |stage| {
        let console = stage.sign_in_at("/kfp-console/", NEWCOMER).await?;
        console.heading("You have no namespace yet").await?;
        stage.browser.exhibit("state-no-namespace").await
    })
}

#[test]
fn the_states_of_a_lost_session() -> Result<()> {
    let plan = Plan {
        era: LoginEra::Authservice,
        ..Plan::default()
    };
    Stage::run_with(plan, "en-US", async |stage| {
        let (console, list) = stage.owner_at_experiments("").await?;
        stage.whole.sandbox.end_session(OWNER);
        list.sorter("Experiment").await?.click().await?;
        console.heading("Your session has ended").await?;
        stage.browser.exhibit("state-session-ended").await
    })
}

#[test]
fn the_states_of_an_outage() -> Result<()> {
    Stage::run(async |stage| {
        stage.expect(502, EXPERIMENTS).await;
        stage.expect(503, EXPERIMENTS).await;
        let (console, list) = stage.owner_at_experiments("").await?;
        stage.whole.kfp_line.cut();
        list.sorter("Experiment").await?.click().await?;
        console.main().await?.reads(&["Showing data from"]).await?;
        stage.browser.exhibit("state-kept-data").await?;
        stage.browser.reload().await?;
        console.heading("ml-pipeline does not answer").await?;
        stage.browser.exhibit("state-ml-pipeline-down").await?;
        let console = stage.open(&in_namespace("connection")).await?;
        console.heading(Name::has("fails")).await?;
        stage.whole.console_line.cut();
        console
            .sections()
            .await?
            .click(Role::Link, "Experiments")
            .await?;
        console.heading("The console does not answer").await?;
        stage.browser.exhibit("state-console-down").await
    })
}

#[test]
fn the_state_of_a_refusal_by_the_mesh() -> Result<()> {
    let plan = Plan {
        identity: UpstreamIdentity::UserHeader,
        ..Plan::default()
    };
    Stage::run_with(plan, "en-US", async |stage| {
        stage.expect(403, EXPERIMENTS).await;
        let console = stage
            .sign_in_at(&in_namespace("experiments"), OWNER)
            .await?;
        console.heading("The mesh refuses this request").await?;
        stage.browser.exhibit("state-refused-by-the-mesh").await
    })
}

fn in_namespace(page: &str) -> String {
    format!("/kfp-console/ns/{OWNED}/{page}")
}
