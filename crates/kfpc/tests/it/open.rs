//! `kfpc open`: no link that leads nowhere.

use serde_json::json;

use crate::program::{OWN, Rig, run_in};
use crate::{session, stub};

#[tokio::test]
async fn through_the_gateway_it_is_the_stock_page() {
    let rig = Rig::start().await;
    let gateway = rig.sandbox.addresses().gateway;
    let cookie = session::sign_in(gateway, "jbpark8@example.com").await;
    std::fs::write(rig.path("cookie"), cookie).unwrap();
    let (base, file) = (format!("http://{gateway}/pipeline"), rig.path("cookie"));
    let common = ["--endpoint", &base, "--cookie-file", &file, "-n", OWN];
    let ids = rig.run(&["runs", "ls", "--limit", "1", "-o", "name"]).await;
    let id = ids.ok().trim();
    let opened = rig
        .bare(&[&common[..], &["open", "run", id]].concat())
        .await;
    assert_eq!(opened.ok().trim(), format!("{base}/#/runs/details/{id}"));
    let nothing = "00000000-0000-4000-8000-000000000000";
    for kind in ["run", "experiment", "pipeline", "recurring-run"] {
        let none = rig
            .bare(&[&common[..], &["open", kind, nothing]].concat())
            .await;
        assert_eq!((none.code, none.out.as_str()), (6, ""), "{kind}: {none:?}");
    }
    let all = rig.bare(&[&common[..], &["open", "runs"]].concat()).await;
    assert_eq!(all.ok().trim(), format!("{base}/#/runs"));
    for wrong in [&["open", "run"][..], &["open", "runs", id]] {
        let wrong = rig.bare(&[&common[..], wrong].concat()).await;
        assert_eq!((wrong.code, wrong.out.as_str()), (2, ""), "{wrong:?}");
    }
}

#[tokio::test]
async fn the_api_alone_has_no_pages() {
    let rig = Rig::start().await;
    let ids = rig
        .run(&["experiments", "ls", "--limit", "1", "-o", "name"])
        .await;
    let done = rig.run(&["open", "experiment", ids.ok().trim()]).await;
    assert_eq!((done.code, done.out.as_str()), (6, ""), "{done:?}");
    assert!(done.words.contains("/pipeline"), "{}", done.words);
}

#[tokio::test]
async fn the_console_has_pages_of_some() {
    let home = tempfile::tempdir().unwrap();
    let id = "9d1f2c3a-0000-4000-8000-000000000001";
    let experiment = json!({"experiment_id": id, "display_name": "e", "namespace": OWN});
    let pipeline = json!({"pipeline_id": id, "display_name": "p"});
    let schedule = json!({"recurring_run_id": id, "display_name": "r", "namespace": "other"});
    let run = json!({"run_id": id, "display_name": "r"});
    let kind = "application/json";
    let address = stub::serve(&[
        (
            "/kfp-console/apis/v2beta1/healthz",
            kind,
            json!({"multi_user": true}).to_string(),
        ),
        (
            "/kfp-console/api/session",
            kind,
            json!({"console": {"prefix": "/kfp-console/"}}).to_string(),
        ),
        (
            &format!("/kfp-console/apis/v2beta1/experiments/{id}"),
            kind,
            experiment.to_string(),
        ),
        (
            &format!("/kfp-console/apis/v2beta1/pipelines/{id}"),
            kind,
            pipeline.to_string(),
        ),
        (
            &format!("/kfp-console/apis/v2beta1/recurringruns/{id}"),
            kind,
            schedule.to_string(),
        ),
        (
            &format!("/kfp-console/apis/v2beta1/runs/{id}"),
            kind,
            run.to_string(),
        ),
    ])
    .await;
    let base = format!("{address}/kfp-console");
    let open = async |args: &[&str]| {
        run_in(
            home.path(),
            &[&["--endpoint", &base, "open"], args].concat(),
        )
        .await
    };
    for (args, path) in [
        (&["experiment", id][..], format!("{OWN}/experiments/{id}")),
        (
            // All see it: it is shown where one works.
            &["pipeline", id, "-n", "mine"],
            format!("mine/pipelines/{id}/versions"),
        ),
        (&["recurring-run", id], format!("other/recurring/{id}")),
        (&["runs", "-n", "mine"], "mine/runs".to_owned()),
        (
            &["recurring-runs", "-n", "mine"],
            "mine/recurring".to_owned(),
        ),
    ] {
        let opened = open(args).await;
        assert_eq!(opened.ok().trim(), format!("{base}/ns/{path}"));
    }
    // Told for what it is, though no namespace is named in which a name could be looked up.
    for args in [
        &["run", id, "-n", "mine"][..],
        &["run", id],
        &["run", "train"],
    ] {
        let none = open(args).await;
        assert_eq!((none.code, none.out.as_str()), (6, ""), "{none:?}");
        assert!(none.words.contains("has no page for it"), "{none:?}");
    }
    let nowhere = open(&["runs"]).await;
    assert_eq!((nowhere.code, nowhere.out.as_str()), (2, ""), "{nowhere:?}");
}
