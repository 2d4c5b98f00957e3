//! The tools of this tier can fail: what they are to find is put before them.

use std::time::Duration;

use anyhow::Result;
use e2e::browser::{Browser, Key, Noise, Plan, Role, Stage};

const PAGE: &str = "data:text/html,<!doctype html><html lang=en><title>A page</title><main><h1>Things</h1>\
    <button aria-label='Close the box'>x</button><button hidden>Close the box</button>\
    <label>Filter <input type=search></label></main>";

/// Runs a test that needs no frontend.
fn bare(test: impl AsyncFnOnce(&Stage) -> Result<()>) -> Result<()> {
    let plan = Plan {
        frontend: false,
        ..Plan::default()
    };
    Stage::run_with(plan, "en-US", test)
}

#[test]
fn an_element_is_found_by_the_role_and_name_that_the_browser_computes() -> Result<()> {
    bare(async |stage| {
        let browser = &stage.browser;
        browser.open(PAGE).await?;
        let page = browser.page();
        page.find(Role::Button, "Close the box").await?;
        assert_eq!(page.names(Role::Button).await?, ["Close the box"]);
        let field = page.find(Role::SearchBox, "Filter").await?;
        browser.press(&[Key::Tab, Key::Tab]).await?;
        browser.focus_is_on(&field).await?;
        browser.audit("a-sound-page").await
    })
}

#[test]
fn the_audit_finds_a_picture_without_words() -> Result<()> {
    bare(async |stage| {
        stage
            .browser
            .open("data:text/html,<html lang=en><title>t</title><main><h1>h</h1><img src=''>")
            .await?;
        let error = stage
            .browser
            .audit("an-unsound-page")
            .await
            .expect_err("a broken rule");
        assert!(
            error.to_string().contains("image-alt (critical)"),
            "{error}"
        );
        Ok(())
    })
}

#[test]
fn an_error_on_the_console_fails_the_test() {
    let result = bare(async |stage| {
        stage
            .browser
            .open("data:text/html,<script>nothing()</script>")
            .await
    });
    let error = result.expect_err("an error that nobody announced");
    assert!(
        error.to_string().contains("nothing is not defined"),
        "{error}"
    );
}

#[test]
fn a_refusal_of_the_content_policy_fails_the_test() {
    let page = "data:text/html,<meta http-equiv=Content-Security-Policy content=\"script-src 'none'\"><p style='color:red' onclick='x()'>";
    let result = bare(async |stage| stage.browser.open(page).await);
    let error = result.expect_err("a refusal that nobody announced");
    assert!(error.to_string().contains("script-src"), "{error}");
}

#[test]
fn a_complaint_that_was_announced_and_did_not_come_fails_the_test() {
    let result = bare(async |stage: &Stage| {
        let browser: &Browser = &stage.browser;
        browser.expect_noise(Noise::status(403, "/apis/")).await;
        browser.open(PAGE).await
    });
    let error = result.expect_err("an announcement that did not come true");
    assert!(error.to_string().contains("did not"), "{error}");
}

#[test]
fn a_document_can_live_through_an_hour_at_once() -> Result<()> {
    bare(async |stage| {
        let page = "data:text/html,<html lang=en><title>t</title><script>ticks = 0; setInterval(() => ticks++, 60000)</script>";
        stage.browser.open(page).await?;
        stage.browser.live_through(Duration::from_hours(1)).await?;
        let ticks: u32 = stage.browser.evaluate("return ticks").await?;
        assert!((59..=61).contains(&ticks), "{ticks}");
        Ok(())
    })
}
