//! Pages that are not in the first load.

use anyhow::Result;
use e2e::browser::{EXPERIMENTS_OF_OWNER, OWNED, OWNER, Role, Stage, until};

/// The list that a part brings.
const PIPELINES: &str = "Pipelines in kubeflow-jbpark8";
/// What stands in the addresses of the parts.
const PARTS: &str = "/parts/";

/// How many files of parts were asked for once more.
const FETCHED_TWICE: &str = "
    const parts = performance.getEntriesByType('resource').filter((entry) => entry.name.includes('/parts/'));
    return parts.length - new Set(parts.map((entry) => entry.name)).size;";

#[test]
fn the_runs_come_without_any_part() -> Result<()> {
    Stage::run(async |stage| {
        let path = format!("/kfp-console/ns/{OWNED}/runs");
        stage.sign_in_at(&path, OWNER).await?;
        stage.browser.first_row_after().await?;
        assert_eq!(stage.browser.requests_to(PARTS).await?, 0);
        Ok(())
    })
}

#[test]
fn a_part_is_fetched_once_by_a_link_that_has_the_focus_or_by_the_address() -> Result<()> {
    Stage::run(async |stage| {
        let (console, _) = stage.owner_at_experiments("").await?;
        let sections = console.sections().await?;
        sections
            .find(Role::Link, "Pipelines")
            .await?
            .focus()
            .await?;
        until("the part of the link", async || {
            Ok((stage.browser.requests_to(PARTS).await? > 0).then_some(()))
        })
        .await?;
        sections.click(Role::Link, "Pipelines").await?;
        let heading = console.heading("Pipelines").await?;
        console.list(PIPELINES).await?;
        stage.browser.focus_is_on(&heading).await?;
        // A part is several files, of which the last may come after the click.
        let twice: usize = stage.browser.evaluate(FETCHED_TWICE).await?;
        assert_eq!(twice, 0);

        stage.browser.reload().await?;
        console.heading("Pipelines").await?;
        console.list(PIPELINES).await?;
        assert!(stage.browser.title().await?.starts_with("Pipelines"));
        Ok(())
    })
}

#[test]
fn a_part_that_is_gone_is_told_and_can_be_tried_again() -> Result<()> {
    Stage::run(async |stage| {
        let (console, _) = stage.owner_at_experiments("").await?;
        // As after an upgrade: the files of the page that is open are not there any more.
        stage
            .browser
            .evaluate::<()>(
                "
                const fetched = window.fetch;
                window.gone = true;
                window.fetch = (what, how) => window.gone && String(what).includes('/parts/')
                    ? Promise.resolve(new Response('', { status: 404 })) : fetched(what, how);
                console.error = () => {};",
            )
            .await?;
        let sections = console.sections().await?;
        sections.click(Role::Link, "Pipelines").await?;
        console.heading("The page could not be fetched").await?;
        let heading = console.heading("Pipelines").await?;
        stage.browser.focus_is_on(&heading).await?;
        let main = console.main().await?;
        main.find(Role::Button, "Reload the page").await?;
        stage.browser.audit("a part that is gone").await?;
        assert!(stage.browser.title().await?.starts_with("Pipelines"));
        // The rest of the program goes on.
        sections.click(Role::Link, "Experiments").await?;
        console.list(EXPERIMENTS_OF_OWNER).await?;
        sections.click(Role::Link, "Pipelines").await?;
        console.heading("The page could not be fetched").await?;

        stage.browser.evaluate::<()>("window.gone = false").await?;
        main.click(Role::Button, "Try again").await?;
        console.list(PIPELINES).await?;
        let heading = console.heading("Pipelines").await?;
        stage.browser.focus_is_on(&heading).await?;
        let missing = console.page().now(Role::Button, "Reload the page").await?;
        assert!(missing.is_empty());
        Ok(())
    })
}
