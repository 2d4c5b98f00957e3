//! What a person may not see, and what does not exist.

use anyhow::Result;
use e2e::browser::{EXPERIMENTS_OF_OWNER, Name, Noise, OWNED, OWNER, Role, Stage};

#[test]
fn a_foreign_namespace_is_refused_and_explained() -> Result<()> {
    Stage::run(async |stage| {
        stage
            .expect(403, "/kfp-console/apis/v2beta1/experiments")
            .await;
        let console = stage
            .sign_in_at("/kfp-console/ns/team-nlp/experiments", OWNER)
            .await?;
        console
            .heading("You cannot list experiments in team-nlp")
            .await?;
        let main = console.main().await?;
        main.reads(&[OWNED, "An owner of team-nlp can add you as a contributor."])
            .await?;
        assert!(console.page().now(Role::Table, Name::Any).await?.is_empty());

        main.click(Role::Button, format!("Go to {OWNED}").as_str())
            .await?;
        console.list(EXPERIMENTS_OF_OWNER).await?;
        Ok(())
    })
}

#[test]
fn an_address_that_does_not_exist_says_so_and_leads_back() -> Result<()> {
    Stage::run(async |stage| {
        let console = stage.sign_in_at("/kfp-console/no/such/page", OWNER).await?;
        console.heading("There is no such page").await?;
        console.page().click(Role::Link, "Go to the start").await?;
        console.list(EXPERIMENTS_OF_OWNER).await?;
        Ok(())
    })
}

#[test]
fn an_experiment_that_does_not_exist_says_so_and_leads_to_the_others() -> Result<()> {
    Stage::run(async |stage| {
        let id = "00000000-0000-4000-8000-000000000000";
        stage.expect(404, "/kfp-console/apis/v2beta1/runs").await;
        stage
            .browser
            .expect_noise(Noise::status(
                404,
                format!("/kfp-console/apis/v2beta1/experiments/{id}"),
            ))
            .await;
        let console = stage
            .sign_in_at(&format!("/kfp-console/ns/{OWNED}/experiments/{id}"), OWNER)
            .await?;
        console.heading("This experiment does not exist").await?;
        console
            .main()
            .await?
            .click(Role::Link, "All experiments")
            .await?;
        console.list(EXPERIMENTS_OF_OWNER).await?;
        Ok(())
    })
}
