//! The page that says where a request stops.

use anyhow::Result;
use e2e::browser::{Name, OWNED, OWNER, Role, Stage};

const HOPS: [&str; 6] = [
    "Browser",
    "Gateway",
    "Console",
    "Istio sidecar",
    "ml-pipeline",
    "KFP authorization",
];

#[test]
fn every_hop_is_listed_with_what_was_found() -> Result<()> {
    Stage::run(async |stage| {
        let console = stage
            .sign_in_at(&format!("/kfp-console/ns/{OWNED}/connection"), OWNER)
            .await?;
        console.heading("Connection").await?;
        console.page().reads(&["2.17"]).await?;
        let main = console.main().await?;
        let text = main.text().await?;
        for hop in HOPS {
            assert!(text.contains(hop), "{hop} is not in: {text}");
        }
        assert!(!text.contains("Fails"), "{text}");
        Ok(())
    })
}

#[test]
fn a_silent_ml_pipeline_fails_its_hop_and_no_later_one_claims_to_work() -> Result<()> {
    Stage::run(async |stage| {
        stage.whole.kfp_line.cut();
        let console = stage
            .sign_in_at(&format!("/kfp-console/ns/{OWNED}/connection"), OWNER)
            .await?;
        console.heading(Name::has("fails")).await?;
        console
            .main()
            .await?
            .reads(&["ml-pipeline", "Fails", "Not reached"])
            .await?;
        stage.whole.kfp_line.mend();
        console.page().click(Role::Button, "Check again").await?;
        console.page().gone(Role::Heading, Name::has("fails")).await
    })
}
