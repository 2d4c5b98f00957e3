//! Figures to report, never limits to fail on.

use anyhow::Result;
use e2e::browser::{OWNED, OWNER, Stage};
use serde_json::json;

#[test]
fn the_first_row_comes_this_soon_after_the_navigation_began() -> Result<()> {
    Stage::run(async |stage| {
        let path = format!("/kfp-console/ns/{OWNED}/experiments");
        stage.sign_in_at(&path, OWNER).await?;
        let cold = stage.browser.first_row_after().await?;
        stage.browser.reload().await?;
        let warm = stage.browser.first_row_after().await?;
        println!(
            "{}",
            json!({ "first_row_cold_ms": cold.round(), "first_row_warm_ms": warm.round() })
        );
        Ok(())
    })
}
