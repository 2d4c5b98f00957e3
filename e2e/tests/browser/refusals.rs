//! What a person may not see, and what does not exist.

use anyhow::{Context as _, Result};
use e2e::browser::{EXPERIMENTS_OF_OWNER, Name, Noise, OWNED, OWNER, Role, Stage, VIEWED, VIEWER};

/// The id and the name of one experiment of a namespace of the person who is signed in.
async fn an_experiment_of(stage: &Stage, namespace: &str) -> Result<(String, String)> {
    let path = format!("/apis/v2beta1/experiments?namespace={namespace}&page_size=1");
    let answer = stage.ask_kfp(&path).await?;
    let first = &answer["experiments"][0];
    let text = |key: &str| first[key].as_str().map(str::to_owned);
    text("experiment_id")
        .zip(text("display_name"))
        .context("no experiment")
}

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
        console.heading("Overview").await?;
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
        // There are no runs of which some could be archived.
        console.page().gone(Role::Button, "Archived").await?;
        console
            .main()
            .await?
            .click(Role::Link, "All experiments")
            .await?;
        console.list(EXPERIMENTS_OF_OWNER).await?;
        Ok(())
    })
}

#[test]
fn an_own_experiment_under_a_wrong_namespace_leads_to_its_own() -> Result<()> {
    Stage::run(async |stage| {
        stage.owner_at_experiments("").await?;
        let (id, name) = an_experiment_of(stage, OWNED).await?;
        let console = stage
            .open(&format!("/kfp-console/ns/team-elsewhere/experiments/{id}"))
            .await?;
        console
            .heading(format!("This experiment is in {OWNED}").as_str())
            .await?;
        let open = format!("Open it in {OWNED}");
        console.page().click(Role::Link, open.as_str()).await?;
        console.heading(name.as_str()).await?;
        stage
            .browser
            .address_ends_with(&format!("/kfp-console/ns/{OWNED}/experiments/{id}"))
            .await
    })
}

#[test]
fn a_foreign_experiment_is_not_told_from_one_that_does_not_exist() -> Result<()> {
    Stage::run(async |stage| {
        let list = format!("/kfp-console/ns/{VIEWED}/experiments");
        stage.sign_in_at(&list, VIEWER).await?;
        let caption = format!("Experiments in {VIEWED}");
        stage.console().list(caption.as_str()).await?;
        let (id, name) = an_experiment_of(stage, VIEWED).await?;
        stage.whole.sandbox.end_session(VIEWER);

        stage.expect(403, "/kfp-console/apis/v2beta1/runs").await;
        let call = format!("/kfp-console/apis/v2beta1/experiments/{id}");
        stage.expect(403, &call).await;
        let path = format!("/kfp-console/ns/{OWNED}/experiments/{id}");
        let console = stage.sign_in_at(&path, OWNER).await?;
        console.heading("This experiment does not exist").await?;
        let words = console.main().await?.text().await?;
        assert!(!words.contains(VIEWED) && !words.contains(&name), "{words}");
        assert!(!stage.browser.title().await?.contains(&name));
        Ok(())
    })
}
