//! The page that says where a request stops.

use anyhow::Result;
use e2e::browser::{Name, OWNED, OWNER, Plan, Role, Stage, VIEWED, VIEWER};

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

        // The release and the sidecar's nature are told without opening a hop.
        let main = console.main().await?;
        main.reads(&["KFP 2.17", "simulated", "SubjectAccessReview"])
            .await?;
        main.reads(&["Your namespaces", OWNED, "Owner"]).await?;
        main.click(Role::Tab, Name::has("Istio sidecar")).await?;
        main.reads(&["Last proxy", "the sandbox: no such proxy runs here"])
            .await
    })
}

#[test]
fn the_open_hop_is_in_the_address_until_another_namespace_is_checked() -> Result<()> {
    Stage::run(async |stage| {
        let path = "/kfp-console/ns/team-nlp/connection";
        let console = stage.sign_in_at(path, OWNER).await?;
        let main = console.main().await?;
        main.click(Role::Tab, Name::has("Gateway")).await?;
        stage
            .browser
            .address_ends_with(&format!("{path}?hop=gateway"))
            .await?;

        stage.browser.reload().await?;
        let main = console.main().await?;
        main.reads(&["gateway.ok"]).await?;
        let hops = console.page().part(Role::TabList, "Hops").await?;
        let open = hops.find(Role::Tab, Name::has("Gateway")).await?;
        assert_eq!(open.attr("aria-selected").await?.as_deref(), Some("true"));

        main.click(Role::Link, OWNED).await?;
        console.heading("Everything works").await?;
        main.reads(&["SubjectAccessReview"]).await?;
        let path = format!("/kfp-console/ns/{OWNED}/connection");
        stage.browser.address_ends_with(&path).await
    })
}

#[test]
fn the_tab_counts_what_fails_in_its_own_namespace() -> Result<()> {
    Stage::run(async |stage| {
        let path = "/kfp-console/ns/team-nlp/connection";
        let console = stage.sign_in_at(path, OWNER).await?;
        let sections = console.sections().await?;
        sections
            .find(Role::Link, Name::has("1 failing check"))
            .await?;
        let main = console.main().await?;
        main.click(Role::Link, OWNED).await?;
        console.heading("Everything works").await?;
        let sections = console.sections().await?;
        sections.find(Role::Link, "Connection").await.map(drop)
    })
}

#[test]
fn somebody_who_may_only_look_is_shown_that_part() -> Result<()> {
    Stage::run(async |stage| {
        let path = format!("/kfp-console/ns/{VIEWED}/connection");
        let console = stage.sign_in_at(&path, VIEWER).await?;
        console.heading("Everything works").await?;
        let main = console.main().await?;
        main.reads(&["Your namespaces", VIEWED, "Viewer"]).await?;
        main.find(Role::Link, VIEWED).await.map(drop)
    })
}

#[test]
fn the_report_follows_the_language_of_the_page() -> Result<()> {
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
        console
            .page()
            .click(Role::Button, Name::has("Account"))
            .await?;
        console.page().click(Role::Button, "한국어").await?;
        console
            .heading("동작하지만 확인이 필요한 구간: Istio 사이드카")
            .await?;
        let main = console.main().await?;
        main.reads(&[
            "마지막 프록시",
            "콘솔 파드에 사이드카가 없어서",
            "내 네임스페이스",
        ])
        .await?;
        let english = "return document.querySelectorAll('main :lang(en)').length";
        assert_eq!(stage.browser.evaluate::<u32>(english).await?, 0);
        Ok(())
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
        // The sentence begins with who and where, not with a path.
        main.reads(&["The connection to http://"]).await?;
        main.find(Role::Tab, Name::has("ml-pipeline")).await?;

        stage.whole.kfp_line.mend();
        console.check_until("Everything works").await
    })
}

#[test]
fn the_type_of_a_problem_leads_to_its_chapter() -> Result<()> {
    Stage::run(async |stage| {
        let path = format!("/kfp-console/ns/{OWNED}/connection");
        let console = stage.sign_in_at(&path, OWNER).await?;
        console.heading("Everything works").await?;
        let console = stage.open("/kfp-console/errors#kfp.unavailable").await?;
        console.heading("Errors of KFP Console").await?;
        let chapter = "return document.querySelector(':target').textContent";
        let chapter = stage.browser.evaluate::<String>(chapter).await?;
        assert_eq!(chapter, "kfp.unavailable");
        stage.browser.exhibit("errors").await
    })
}
