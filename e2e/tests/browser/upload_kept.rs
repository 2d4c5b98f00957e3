//! What an upload holds: the last choice, and nothing in the browser's storage that lets somebody in.

use std::time::Duration;

use anyhow::Result;
use e2e::browser::{OWNER, Role, Stage, until};

use super::upload::{PACKAGE, paste, path};

#[test]
fn a_file_that_is_dropped_after_a_text_was_pasted_stays() -> Result<()> {
    Stage::run(async |stage| {
        stage.sign_in_at(&path("/new"), OWNER).await?;
        let page = stage.browser.page();
        page.click(Role::Button, "Text").await?;
        let field = page.find(Role::TextBox, "Text of the package").await?;
        let [pasted, dropped] = [PACKAGE.replace("churn", "pasted"), PACKAGE.to_owned()];
        let (pasted, dropped) = (
            serde_json::to_string(&pasted)?,
            serde_json::to_string(&dropped)?,
        );
        // Both before the text is looked at, which waits until nothing more is typed.
        let script = format!(
            "const field = arguments[0], data = new DataTransfer();
            field.value = {pasted};
            field.dispatchEvent(new Event('input', {{ bubbles: true }}));
            data.items.add(new File([{dropped}], 'dropped.yaml'));
            const drop = {{ bubbles: true, cancelable: true, dataTransfer: data }};
            return field.dispatchEvent(new DragEvent('drop', drop))"
        );
        let _taken: bool = stage.browser.evaluate_on(&field, &script).await?;
        page.reads(&["dropped.yaml", "KFP can read the package"])
            .await?;
        stage.browser.live_through(Duration::from_secs(5)).await?;
        page.reads(&["dropped.yaml", "KFP can read the package"])
            .await?;
        let name = page.find(Role::TextBox, "Pipeline name").await?;
        assert_eq!(name.prop("value").await?.as_deref(), Some("churn"));
        Ok(())
    })
}

#[test]
fn what_lets_somebody_in_is_not_kept_with_the_draft() -> Result<()> {
    Stage::run(async |stage| {
        stage.sign_in_at(&path("/new"), OWNER).await?;
        let page = stage.browser.page();
        page.click(Role::Button, "Address").await?;
        let whole = "https://kim:hunter2@store.example/p.yaml?sig=hunter2#hunter2";
        paste(stage, "Address of the package", whole).await?;
        let kept = "return JSON.stringify([{ ...sessionStorage }, { ...localStorage }])";
        until("the draft", async || {
            let kept: String = stage.browser.evaluate(kept).await?;
            assert!(!kept.contains("hunter2"), "{kept}");
            Ok(kept.contains("store.example").then_some(()))
        })
        .await?;
        stage.browser.reload().await?;
        page.click(Role::Button, "Address").await?;
        page.reads(&["What lets you in is not kept in the browser"])
            .await?;
        let field = page.find(Role::TextBox, "Address of the package").await?;
        let bare = Some("https://store.example/p.yaml");
        assert_eq!(field.prop("value").await?.as_deref(), bare);
        stage.browser.exhibit("upload-address-cut").await?;
        paste(stage, "Address of the package", whole).await?;
        until("the words to go", async || {
            let text = page.text().await?;
            Ok((!text.contains("What lets you in is not kept")).then_some(()))
        })
        .await
    })
}
