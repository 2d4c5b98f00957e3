//! Language, theme, density and time zone.

use anyhow::Result;
use e2e::browser::{
    ColorScheme, EXPERIMENTS_OF_OWNER, NEWCOMER, Name, OWNED, OWNER, Plan, Role, Stage,
};

use crate::new_run::choose;

#[test]
fn the_language_is_switched_and_kept_over_a_reload() -> Result<()> {
    Stage::run(async |stage| {
        let console = stage.sign_in_at("/kfp-console/settings", OWNER).await?;
        console.heading("Settings").await?;
        console.page().click(Role::Button, "한국어").await?;
        console.heading("설정").await?;
        assert_eq!(
            stage
                .browser
                .evaluate::<String>("return document.documentElement.lang")
                .await?,
            "ko"
        );

        stage
            .open(&format!("/kfp-console/ns/{OWNED}/experiments"))
            .await?;
        console.heading("실험").await?;
        stage.browser.reload().await?;
        console
            .list(format!("{OWNED} 네임스페이스의 실험").as_str())
            .await?;
        Ok(())
    })
}

#[test]
fn a_korean_browser_is_spoken_to_in_korean() -> Result<()> {
    Stage::run_with(Plan::default(), "ko-KR", async |stage| {
        let console = stage.sign_in_at("/kfp-console/", OWNER).await?;
        console.heading("개요").await.map(drop)
    })
}

#[test]
fn code_in_a_korean_page_stands_in_a_face_for_code() -> Result<()> {
    Stage::run_with(Plan::default(), "ko-KR", async |stage| {
        let console = stage.sign_in_at("/kfp-console/", NEWCOMER).await?;
        console.heading("아직 네임스페이스가 없어요").await?;
        let face = "return getComputedStyle(document.querySelector('main pre')).fontFamily";
        let face = stage.browser.evaluate::<String>(face).await?;
        assert!(face.ends_with("monospace"), "{face}");
        Ok(())
    })
}

#[test]
fn the_theme_is_switched_and_kept_over_a_reload() -> Result<()> {
    Stage::run(async |stage| {
        let (console, _) = stage.owner_at_experiments("").await?;
        let light = stage.browser.background().await?;
        console
            .page()
            .click(Role::Button, "Switch to the dark theme")
            .await?;
        console
            .page()
            .find(Role::Button, "Switch to the light theme")
            .await?;
        let dark = stage.browser.background().await?;
        assert_ne!(light, dark);

        stage.browser.reload().await?;
        console
            .page()
            .find(Role::Button, "Switch to the light theme")
            .await?;
        assert_eq!(stage.browser.background().await?, dark);
        Ok(())
    })
}

/// The height of a row of the list of runs.
async fn height_of_row(stage: &Stage) -> Result<String> {
    let console = stage.open(&format!("/kfp-console/ns/{OWNED}/runs")).await?;
    console
        .list(format!("Runs in {OWNED}").as_str())
        .await?
        .names_when(|names| !names.is_empty())
        .await?;
    let cell = "return getComputedStyle(document.querySelector('main tbody td')).height";
    stage.browser.evaluate(cell).await
}

#[test]
fn the_height_of_rows_is_chosen_and_kept_over_a_reload() -> Result<()> {
    Stage::run(async |stage| {
        stage.owner_at_experiments("").await?;
        assert_eq!(height_of_row(stage).await?, "36px");
        for (choice, height) in [("Compact", "30px"), ("Comfortable", "42px")] {
            let console = stage.open("/kfp-console/settings").await?;
            let density = console.page().part(Role::Group, "Density").await?;
            density.click(Role::Button, choice).await?;
            assert_eq!(height_of_row(stage).await?, height);
        }
        Ok(())
    })
}

/// The moment that stands first in the list of experiments, in full.
async fn first_moment(stage: &Stage) -> Result<String> {
    stage.console().list(EXPERIMENTS_OF_OWNER).await?;
    let tooltip = "return document.querySelector('main tbody time').title";
    stage.browser.evaluate(tooltip).await
}

#[test]
fn moments_are_told_in_the_zone_that_is_chosen() -> Result<()> {
    Stage::run(async |stage| {
        let (console, _) = stage.owner_at_experiments("").await?;
        let list = format!("/kfp-console/ns/{OWNED}/experiments");
        for (zone, end) in [("Asia/Seoul", "GMT+9"), ("UTC", "UTC")] {
            stage.open("/kfp-console/settings").await?;
            let page = console.page();
            choose(&page, "Time zone", zone).await?;
            page.reads(&["Now it is", end]).await?;
            stage.open(&list).await?;
            let moment = first_moment(stage).await?;
            assert!(moment.ends_with(end), "{moment}");
        }
        // A browser that was updated may have forgotten a zone.
        let forgotten = "localStorage.setItem('kfp-console.zone', 'Mars/Olympus'); return null";
        stage.browser.evaluate::<Option<()>>(forgotten).await?;
        stage.browser.reload().await?;
        assert!(!first_moment(stage).await?.is_empty());
        Ok(())
    })
}

#[test]
fn alone_the_theme_follows_the_system_and_in_the_frame_it_is_light() -> Result<()> {
    Stage::run(async |stage| {
        stage.browser.prefer(ColorScheme::Dark).await?;
        let console = stage.sign_in_at("/kfp-console/", OWNER).await?;
        console
            .page()
            .find(Role::Button, "Switch to the light theme")
            .await?;
        stage
            .open(&format!("/_/kfp-console/ns/{OWNED}/experiments?ns={OWNED}"))
            .await?;
        stage.browser.enter_frame().await?;
        console
            .page()
            .find(Role::Button, Name::has("Switch to the dark theme"))
            .await?;
        Ok(())
    })
}

#[test]
fn pages_without_a_namespace_keep_the_tabs_over_a_reload() -> Result<()> {
    Stage::run(async |stage| {
        stage.owner_at_experiments("").await?;
        for path in ["/kfp-console/settings", "/kfp-console/no/such/page"] {
            let console = stage.open(path).await?;
            stage.browser.reload().await?;
            let bar = console.page().part(Role::Banner, Name::Any).await?;
            bar.reads(&[OWNED]).await?;
            let sections = console.sections().await?;
            sections.click(Role::Link, "Experiments").await?;
            console.list(EXPERIMENTS_OF_OWNER).await?;
        }
        Ok(())
    })
}
