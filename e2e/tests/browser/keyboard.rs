//! Without a mouse.

use anyhow::{Context as _, Result};
use e2e::browser::{EXPERIMENTS_OF_OWNER, Key, Role, Stage};

#[test]
fn the_first_tab_stop_skips_to_the_content() -> Result<()> {
    Stage::run(async |stage| {
        let (console, _) = stage.owner_at_experiments("").await?;
        stage.browser.press(&[Key::Tab]).await?;
        let skip = console.page().find(Role::Link, "Skip to content").await?;
        stage.browser.focus_is_on(&skip).await?;
        stage.browser.press(&[Key::Enter]).await?;
        let inside: bool = stage
            .browser
            .evaluate("return document.querySelector('main').contains(document.activeElement)")
            .await?;
        assert!(inside, "the focus is outside of the content");
        Ok(())
    })
}

#[test]
fn a_page_that_opens_gives_the_focus_to_its_heading() -> Result<()> {
    Stage::run(async |stage| {
        let (console, list) = stage.owner_at_experiments("").await?;
        let name = list
            .names()
            .await?
            .into_iter()
            .next()
            .context("no experiment")?;
        list.table()
            .await?
            .find(Role::Link, name.as_str())
            .await?
            .focus()
            .await?;
        stage.browser.press(&[Key::Enter]).await?;
        let heading = console.heading(name.as_str()).await?;
        stage.browser.focus_is_on(&heading).await?;

        stage.browser.back().await?;
        let heading = console.heading("Experiments").await?;
        stage.browser.focus_is_on(&heading).await
    })
}

#[test]
fn a_slash_goes_to_the_filter() -> Result<()> {
    Stage::run(async |stage| {
        let (_, list) = stage.owner_at_experiments("").await?;
        stage.browser.press(&[Key::Character('/')]).await?;
        let filter = list.filter().await?;
        stage.browser.focus_is_on(&filter).await?;
        assert_eq!(filter.prop("value").await?.as_deref(), Some(""));
        Ok(())
    })
}

#[test]
fn a_column_is_sorted_by_key() -> Result<()> {
    Stage::run(async |stage| {
        let (_, list) = stage.owner_at_experiments("").await?;
        list.sorter("Experiment").await?.focus().await?;
        stage.browser.press(&[Key::Enter]).await?;
        list.sorted_when("Experiment", "descending").await?;
        let sorter = list.sorter("Experiment").await?;
        stage.browser.focus_is_on(&sorter).await?;
        stage.browser.press(&[Key::Space]).await?;
        list.sorted_when("Experiment", "ascending").await
    })
}

#[test]
fn g_and_a_letter_lead_to_a_page_of_the_namespace_from_the_settings_too() -> Result<()> {
    Stage::run(async |stage| {
        stage.owner_at_experiments("").await?;
        let console = stage.open("/kfp-console/settings").await?;
        console.heading("Settings").await?;
        let go = [Key::Character('g'), Key::Character('e')];
        stage.browser.press(&go).await?;
        console.list(EXPERIMENTS_OF_OWNER).await.map(drop)
    })
}
