//! Two versions of a pipeline: selected in the list, and what differs.

use anyhow::{Context as _, Result};
use e2e::browser::{Key, Name, OWNED, OWNER, Plan, Role, Scope, Stage, until};

use super::upload::{PACKAGE, paste, pasted};

/// The package with another image, one input more and another secret.
fn second() -> String {
    PACKAGE
        .replace("python:3.11", "python:3.12")
        .replace("not-a-real-password", "another-password")
        .replace(
            "      rows:",
            "      rate: {parameterType: NUMBER_DOUBLE, defaultValue: 0.5}\n      rows:",
        )
}

/// Uploads a pipeline with two versions, and stands at their list.
async fn two_versions(stage: &Stage) -> Result<Scope> {
    let page = pasted(stage, PACKAGE).await?;
    page.reads(&["KFP can read the package", "The name can be used"])
        .await?;
    page.click(Role::Button, "Upload").await?;
    page.reads(&["churn is uploaded"]).await?;
    page.click(Role::Link, "New version").await?;
    stage.console().heading("New version of churn").await?;
    page.click(Role::Button, "Text").await?;
    paste(stage, "Text of the package", &second()).await?;
    paste(stage, "Version name", "second").await?;
    page.reads(&["KFP can read the package", "The name can be used"])
        .await?;
    page.click(Role::Button, "Upload").await?;
    page.reads(&["second is uploaded"]).await?;
    page.find(Role::CheckBox, "Select second").await?;
    Ok(page)
}

#[test]
fn two_versions_are_selected_and_their_differences_told_in_words_first() -> Result<()> {
    Stage::run(async |stage| {
        let page = two_versions(stage).await?;
        page.click(Role::CheckBox, "Select second").await?;
        let bar = page.part(Role::Toolbar, Name::Any).await?;
        let show = bar.find(Role::Button, "Show differences").await?;
        assert_eq!(
            show.attr("title").await?.as_deref(),
            Some("Select two versions")
        );
        // What is told of the uploads lies over the bar for a while.
        until("the notes are closed", async || {
            let notes = stage.browser.page().now(Role::Button, "Close").await?;
            for note in &notes {
                note.click().await?;
            }
            Ok(notes.is_empty().then_some(()))
        })
        .await?;
        stage.browser.exhibit("versions-selected").await?;
        page.click(Role::CheckBox, "Select churn").await?;
        bar.reads(&["2 selected"]).await?;
        show.click().await?;
        page.reads(&[
            "churn to second",
            "Inputs added",
            "rate",
            "Images changed",
            "python:3.11",
            "python:3.12",
            "lines added",
            "unchanged lines",
        ])
        .await?;
        let text = page.text().await?;
        assert!(
            !text.contains("not-a-real-password") && !text.contains("another-password"),
            "{text}"
        );
        assert!(stage.browser.address().await?.contains("/spec?diff="));
        stage.browser.exhibit("version-diff").await?;
        page.click(Role::Button, "Side by side").await?;
        stage.browser.address_ends_with("&layout=split").await?;
        stage.browser.exhibit("version-diff-split").await?;
        page.click(Role::Link, "Swap").await?;
        page.reads(&["second to churn", "Inputs removed"]).await?;
        page.click(Role::Link, "Show the spec alone").await?;
        stage.browser.address_ends_with("/spec").await?;
        page.click(Role::Link, "Compare with another version")
            .await?;
        page.find(Role::CheckBox, "Select second").await?;
        Ok(())
    })
}

#[test]
fn versions_are_selected_and_compared_by_keys() -> Result<()> {
    Stage::run(async |stage| {
        let page = two_versions(stage).await?;
        for key in ['j', 'x', 'j', 'x', 'c'] {
            stage.browser.press(&[Key::Character(key)]).await?;
        }
        page.reads(&["churn to second", "Images changed"]).await?;
        stage.browser.back().await?;
        page.find(Role::CheckBox, "Select second").await?;
        Ok(())
    })
}

#[test]
fn a_version_that_cannot_be_compared_is_told_why() -> Result<()> {
    Stage::run_with(Plan::default(), "ko-KR", async |stage| {
        let list = format!("/kfp-console/ns/{OWNED}/pipelines");
        stage.sign_in_at(&list, OWNER).await?;
        let of = format!("/apis/v2beta1/pipelines?namespace={OWNED}&page_size=50");
        let answer = stage.ask_kfp(&of).await?;
        let id = answer["pipelines"][0]["pipeline_id"].as_str();
        let id = id.context("a pipeline")?;
        let of = format!("/apis/v2beta1/pipelines/{id}/versions?page_size=50");
        let answer = stage.ask_kfp(&of).await?;
        let version = answer["pipeline_versions"][0]["pipeline_version_id"].as_str();
        let version = version.context("a version")?;
        let spec = format!("{list}/{id}/versions/{version}/spec");
        stage.open(&format!("{spec}?diff={version}")).await?;
        let page = stage.browser.page();
        page.reads(&["같은 버전이에요"]).await?;
        stage.browser.exhibit("version-diff-same-ko").await?;
        let none = "00000000-0000-4000-8000-000000000000";
        stage
            .expect(
                404,
                &format!("/kfp-console/apis/v2beta1/pipelines/{id}/versions/{none}"),
            )
            .await;
        stage.open(&format!("{spec}?diff={none}")).await?;
        page.reads(&["다른 버전이 없어요"]).await?;
        stage.browser.exhibit("version-diff-gone-ko").await?;
        page.click(Role::Link, "스펙만 보기").await?;
        stage.browser.address_ends_with("/spec").await?;
        until("the spec", async || {
            let text = page.text().await?;
            Ok(text.contains("pipelineInfo:").then_some(()))
        })
        .await
    })
}
