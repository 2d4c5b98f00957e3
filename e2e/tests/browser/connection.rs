//! The page that says where a request stops.

use anyhow::Result;
use e2e::browser::{Name, OWNED, OWNER, Plan, Role, Stage, until};

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
        let path = format!("/kfp-console/ns/{OWNED}/connection");
        let console = stage.sign_in_at(&path, OWNER).await?;
        console.heading("Everything works").await?;
        let hops = console.page().part(Role::TabList, "Hops").await?;
        let hops = hops.names(Role::Tab).await?;
        assert_eq!(hops.len(), HOPS.len(), "{hops:?}");
        for (hop, name) in hops.iter().zip(HOPS) {
            assert!(hop.contains(name) && hop.contains("Works"), "{hop}");
        }

        console
            .page()
            .click(Role::Tab, Name::has("ml-pipeline"))
            .await?;
        console.page().reads(&["KFP release", "2.17"]).await
    })
}

#[test]
fn a_console_without_a_sidecar_is_told_so_and_how_to_mend_it() -> Result<()> {
    let plan = Plan {
        sidecar: false,
        ..Plan::default()
    };
    Stage::run_with(plan, "en-US", async |stage| {
        let path = format!("/kfp-console/ns/{OWNED}/connection");
        let console = stage.sign_in_at(&path, OWNER).await?;
        console
            .heading("It works, but look at Istio sidecar")
            .await?;
        let main = console.main().await?;
        main.reads(&["sidecar.missing", "istio-envoy", "sidecar.istio.io/inject"])
            .await
    })
}

#[test]
fn a_silent_ml_pipeline_fails_its_hop_and_no_later_one_claims_to_work() -> Result<()> {
    Stage::run(async |stage| {
        stage.whole.kfp_line.cut();
        let path = format!("/kfp-console/ns/{OWNED}/connection");
        let console = stage.sign_in_at(&path, OWNER).await?;
        console.heading("ml-pipeline fails").await?;
        let main = console.main().await?;
        main.reads(&["Fails", "Not reached"]).await?;
        main.find(Role::Tab, Name::has("ml-pipeline")).await?;

        stage.whole.kfp_line.mend();
        // The server keeps a report for two seconds, so that a key that is held down does not become a load.
        until("everything works again", async || {
            for button in console.page().now(Role::Button, "Check again").await? {
                button.click().await?;
            }
            let works = console
                .page()
                .now(Role::Heading, "Everything works")
                .await?;
            Ok(works.first().map(drop))
        })
        .await
    })
}
