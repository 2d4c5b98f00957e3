//! Making recurring runs.

use kfp_sandbox::{Action, Fault, Place};
use serde_json::Value;

use crate::program::{Rig, run_in};
use crate::uploads::{changed, compiled};

#[tokio::test]
async fn a_timetable_is_told_without_a_server() {
    let home = tempfile::tempdir().unwrap();
    let dry = async |args: &[&str]| {
        let all = [&["recurring-runs", "create", "--dry-run"], args].concat();
        run_in(home.path(), &all).await
    };
    let told = dry(&["--cron", "0 30 6 ? * MON-FRI", "--zone", "Asia/Seoul"]).await;
    let lines: Vec<&str> = told.ok().lines().collect();
    assert_eq!(lines.len(), 6, "{told:?}");
    assert!(
        lines[0].contains("at 06:30 from Monday to Friday"),
        "{told:?}"
    );
    assert!(
        lines[1].contains("T06:30:00Z") && lines[1].contains("T15:30:00+09:00"),
        "{told:?}"
    );
    assert_eq!(told.words, "");
    let every = dry(&["--every", "1h30m", "-o", "json"]).await.json();
    assert_eq!(
        every["trigger"]["periodic_schedule"]["interval_second"],
        "5400"
    );
    assert_eq!(every["next"].as_array().unwrap().len(), 5);
    for line in ["@daily", "@every 90m", "0 0 12 ? * MON-FRI"] {
        dry(&["--cron", line]).await.ok();
    }
    // Five fields are read in two ways, and both are told.
    let five = dry(&["--cron", "10 10 * * *"]).await;
    assert_eq!((five.code, five.out.as_str()), (2, ""), "{five:?}");
    for word in [
        "five fields",
        "'0 10 10 * * *' (at 10:10",
        "'10 10 * * * *' (",
        "next at 20",
    ] {
        assert!(five.words.contains(word), "{word}: {five:?}");
    }
    for (args, word) in [
        (&["--cron", "0 0 0 30 2 *"][..], "never fire"),
        (&["--cron", "0 0 2 * * * *"], "7 fields"),
        (&["--cron", "61 0 2 * * *"], "61"),
        (&["--every", "soon"], "no interval"),
        (&["--every", "1h", "--start", "2026-02-31"], "no calendar"),
        (
            &[
                "--every",
                "1h",
                "--start",
                "2030-01-02",
                "--end",
                "2030-01-01",
            ],
            "ends before",
        ),
        (&["--every", "1h", "--end", "2020-01-01"], "never fire"),
        (&["--every", "1h", "--zone", "Mars/Base"], "no such zone"),
        (&[], "--cron"),
        (
            &["--every", "1h", "--cron", "@daily"],
            "cannot be used with",
        ),
    ] {
        let done = dry(args).await;
        assert_eq!(
            (done.code, done.out.as_str()),
            (2, ""),
            "{args:?}: {done:?}"
        );
        assert!(done.words.contains(word), "{args:?}: {done:?}");
    }
}

#[tokio::test]
async fn a_recurring_run_is_made_enabled_and_typed() {
    let rig = Rig::start().await;
    let package = changed(&rig, "typed_params.yaml", r" \U0001F680", "");
    let create = async |args: &[&str]| {
        let values = [
            "-p",
            "required_count=3",
            "-p",
            "required_text=3",
            "-o",
            "json",
        ];
        let all = [&["recurring-runs", "create", &package], &values[..], args].concat();
        rig.run(&all).await
    };
    let nightly = create(&[
        "--cron",
        "0 0 2 * * *",
        "--name",
        "nightly",
        "--no-catchup",
        "--max-concurrency",
        "2",
    ])
    .await;
    assert!(nightly.words.contains("Fires at 02:00"), "{nightly:?}");
    let nightly = nightly.json();
    assert_eq!(nightly["status"], "ENABLED");
    assert_eq!(nightly["trigger"]["cron_schedule"]["cron"], "0 0 2 * * *");
    assert_eq!(nightly["no_catchup"], true);
    assert_eq!(nightly["max_concurrency"], "2");
    let sent = &nightly["runtime_config"]["parameters"];
    assert_eq!(
        (&sent["required_count"], &sent["required_text"]),
        (&Value::from(3), &Value::from("3"))
    );
    let off = create(&[
        "--every",
        "15m",
        "--start",
        "2030-01-01T00:00:00Z",
        "--end",
        "2031-01-01",
        "--disabled",
    ])
    .await;
    let off = off.json();
    assert_eq!(off["display_name"], "typed-params");
    assert_eq!(off["status"], "DISABLED");
    assert_eq!(
        off["trigger"]["periodic_schedule"]["interval_second"],
        "900"
    );
    assert_eq!(
        off["trigger"]["periodic_schedule"]["start_time"],
        "2030-01-01T00:00:00Z"
    );
    let wrong = create(&["--every", "15m", "-p", "ratio=much"]).await;
    assert_eq!(wrong.code, 2, "{wrong:?}");
    assert!(wrong.words.contains("`ratio`"), "{wrong:?}");
    let many = create(&["--every", "15m", "--max-concurrency", "11"]).await;
    assert_eq!(many.code, 2, "{many:?}");
    assert!(many.words.contains("between 1 and 10"), "{many:?}");
}

#[tokio::test]
async fn a_recurring_run_takes_the_newest_version_or_keeps_to_one() {
    let rig = Rig::start().await;
    let hello = compiled("hello.yaml");
    rig.run(&["pipelines", "upload", &hello]).await.ok();
    let create = [
        "recurring-runs",
        "create",
        "--pipeline",
        "hello",
        "--every",
        "1d",
        "-o",
        "json",
    ];
    let newest = rig.run(&create).await;
    assert!(newest.words.contains("newest version"), "{newest:?}");
    let reference = newest.json()["pipeline_version_reference"].clone();
    assert!(reference["pipeline_version_id"].is_null(), "{reference}");
    let kept = rig
        .run(&[&create[..], &["--version", "hello"]].concat())
        .await;
    let reference = kept.json()["pipeline_version_reference"].clone();
    assert!(reference["pipeline_version_id"].is_string(), "{reference}");
    // A lost answer is no reason to make two.
    let fault = Fault::at(Place::MlPipeline, Action::TakenButTimedOut);
    let fault = fault
        .method("POST")
        .path("/apis/v2beta1/recurringruns")
        .times(1);
    rig.sandbox.faults().add(fault);
    let made = rig.run(&[&create[..], &["--name", "once"]].concat()).await;
    assert!(made.words.contains("made all the same"), "{made:?}");
    let list = ["recurring-runs", "ls", "--contains", "once", "-o", "json"];
    assert_eq!(rig.run(&list).await.json().as_array().unwrap().len(), 1);
}
