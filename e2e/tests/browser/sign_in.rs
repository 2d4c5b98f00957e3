//! Who comes in, how, and what they are offered.

use anyhow::Result;
use e2e::browser::{NEWCOMER, Name, OWNED, OWNER, Plan, Role, Stage, VIEWED, VIEWER};
use kfp_sandbox::LoginEra;

#[test]
fn the_owner_signs_in_and_sees_how_their_namespace_stands() -> Result<()> {
    Stage::run(async |stage| {
        let console = stage.sign_in_at("/kfp-console/", OWNER).await?;
        console.heading("Overview").await?;
        stage
            .browser
            .address_ends_with(&format!("/kfp-console/ns/{OWNED}/"))
            .await?;
        assert_eq!(
            stage.browser.title().await?,
            format!("Overview · {OWNED} · KFP Console")
        );
        Ok(())
    })
}

#[test]
fn the_owner_signs_in_at_the_older_login_services() -> Result<()> {
    let plan = Plan {
        era: LoginEra::Authservice,
        ..Plan::default()
    };
    Stage::run_with(plan, "en-US", async |stage| {
        let console = stage.sign_in_at("/kfp-console/", OWNER).await?;
        console.heading("Overview").await.map(drop)
    })
}

#[test]
fn the_owner_is_offered_their_own_namespace_and_no_other() -> Result<()> {
    only(OWNER, OWNED, "Owner")
}

#[test]
fn the_viewer_is_offered_the_namespace_they_may_look_at_and_no_other() -> Result<()> {
    only(VIEWER, VIEWED, "Viewer")
}

fn only(person: &str, namespace: &str, part: &str) -> Result<()> {
    Stage::run(async |stage| {
        let console = stage.sign_in_at("/kfp-console/", person).await?;
        console.heading("Overview").await?;
        console.page().reads(&[namespace]).await?;
        assert!(
            console
                .page()
                .now(Role::Button, Name::has("Namespace:"))
                .await?
                .is_empty(),
            "there is no other to choose"
        );

        stage
            .expect(403, "/kfp-console/apis/v2beta1/experiments")
            .await;
        let console = stage.open("/kfp-console/ns/team-audio/experiments").await?;
        let offered = console.offered_namespaces().await?;
        assert_eq!(offered.len(), 1, "{offered:?}");
        assert!(
            offered[0].contains(namespace) && offered[0].contains(part),
            "{offered:?}"
        );
        console
            .page()
            .click(Role::Option, Name::has(namespace))
            .await?;
        console
            .list(format!("Experiments in {namespace}").as_str())
            .await?;
        Ok(())
    })
}

#[test]
fn somebody_without_a_namespace_is_told_how_to_get_one() -> Result<()> {
    Stage::run(async |stage| {
        let console = stage.sign_in_at("/kfp-console/", NEWCOMER).await?;
        console.heading("You have no namespace yet").await?;
        console
            .main()
            .await?
            .reads(&["kind: Profile", NEWCOMER])
            .await?;
        console
            .page()
            .find(Role::Button, "Copy Profile manifest")
            .await?;
        console.page().find(Role::Link, "Check connection").await?;
        Ok(())
    })
}

#[test]
fn at_the_older_login_services_a_person_signs_out_in_the_dashboard() -> Result<()> {
    let plan = Plan {
        era: LoginEra::Authservice,
        ..Plan::default()
    };
    Stage::run_with(plan, "en-US", async |stage| {
        let (console, _) = stage.owner_at_experiments("").await?;
        console
            .page()
            .click(Role::Button, format!("Account: {OWNER}").as_str())
            .await?;
        stage.browser.exhibit("account-menu-older-login").await?;
        console
            .page()
            .click(Role::Link, "Sign out in the dashboard")
            .await?;
        console.page().click(Role::Link, "Log out").await?;
        console.page().gone(Role::Link, "Log out").await?;

        let path = format!("/kfp-console/ns/{OWNED}/experiments");
        stage.open(&path).await?;
        console.page().find(Role::Button, "Login").await.map(drop)
    })
}

#[test]
fn a_person_signs_out() -> Result<()> {
    Stage::run(async |stage| {
        let (console, _) = stage.owner_at_experiments("").await?;
        console
            .page()
            .click(Role::Button, format!("Account: {OWNER}").as_str())
            .await?;
        stage.expect(403, "/").await;
        console.page().click(Role::Link, "Sign out").await?;
        console
            .page()
            .find(Role::Button, "Sign in with Dex")
            .await?;
        Ok(())
    })
}
