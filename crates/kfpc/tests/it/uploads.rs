//! Packages on their way to KFP.

use kfp_sandbox::{Action, EnvoyReply, Fault, Place};

use crate::program::{OWN, Rig};

/// A pipeline that the compiler wrote.
pub(crate) fn compiled(name: &str) -> String {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../kfp-core/tests/fixtures/pipelines"
    );
    format!("{folder}/{name}")
}

/// A pipeline after what people reported.
pub(crate) fn case(name: &str) -> String {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../kfp-core/tests/fixtures/cases"
    );
    format!("{folder}/{name}")
}

/// The same with one text in the place of another.
pub(crate) fn changed(rig: &Rig, name: &str, from: &str, to: &str) -> String {
    let text = std::fs::read_to_string(compiled(name)).unwrap();
    let (before, after) = text.split_once(from).unwrap();
    let path = rig.path(name);
    std::fs::write(&path, [before, to, after].concat()).unwrap();
    path
}

#[tokio::test]
async fn a_pipeline_and_its_versions_come_and_go() {
    let rig = Rig::start().await;
    let hello = compiled("hello.yaml");
    let made = rig
        .run(&[
            "pipelines",
            "upload",
            &hello,
            "--description",
            "작은 것",
            "-o",
            "json",
        ])
        .await
        .json();
    assert_eq!(made["name"], "hello");
    assert_eq!(made["namespace"], OWN);
    assert_eq!(made["description"], "작은 것");
    let id = made["pipeline_id"].as_str().unwrap();

    let again = rig.run(&["pipelines", "upload", &hello]).await;
    assert_eq!((again.code, again.out.as_str()), (1, ""), "{again:?}");
    assert!(
        again.words.contains("kfpc versions upload hello"),
        "{again:?}"
    );

    let second = rig
        .run(&[
            "versions", "upload", id, &hello, "--name", "v2", "-o", "name",
        ])
        .await;
    let second = second.ok().trim().to_owned();
    // A version in the place of its pipeline, as reported.
    let mixed_up = rig
        .run(&["versions", "upload", "0.0.1", &hello, "--name", "v3"])
        .await;
    assert_eq!(mixed_up.code, 6, "{mixed_up:?}");
    assert!(mixed_up.words.contains("`0.0.1`"), "{mixed_up:?}");
    let named = rig
        .run(&["versions", "upload", id, &hello, "--name", "v2"])
        .await;
    assert_eq!(named.code, 1, "{named:?}");
    assert!(named.words.contains("--name"), "{named:?}");
    // Without a name it is that of the package and the time.
    rig.run(&["versions", "upload", id, &hello]).await.ok();
    let versions = rig.run(&["versions", "ls", id, "-o", "json"]).await.json();
    assert_eq!(versions.as_array().unwrap().len(), 3, "{versions}");
    let one = rig
        .run(&["versions", "get", id, &second, "-o", "json"])
        .await
        .json();
    assert_eq!(one["name"], "v2");
    assert_eq!(one["pipeline_spec"]["pipelineInfo"]["name"], "hello");
    rig.run(&["versions", "delete", id, &second]).await.ok();
    let gone = rig.run(&["versions", "get", id, &second]).await;
    assert_eq!(gone.code, 6, "{gone:?}");
}

#[tokio::test]
async fn a_shared_pipeline_is_made_when_it_is_asked_for() {
    let rig = Rig::start().await;
    let hello = compiled("hello.yaml");
    let made = rig
        .run(&[
            "pipelines",
            "upload",
            &hello,
            "--shared",
            "--name",
            "for all",
            "-o",
            "json",
        ])
        .await
        .json();
    assert!(
        made["namespace"].is_null() || made["namespace"] == "",
        "{made}"
    );
    let all = rig
        .run(&[
            "pipelines",
            "ls",
            "--shared",
            "--contains",
            "for all",
            "-o",
            "name",
        ])
        .await;
    assert_eq!(all.ok().trim(), made["pipeline_id"].as_str().unwrap());
}

#[tokio::test]
async fn a_default_with_a_line_break_is_mended_on_the_way() {
    let rig = Rig::start().await;
    let broken = compiled("multiline_default_broken.yaml");
    let made = rig
        .run(&["pipelines", "upload", &broken, "-o", "json"])
        .await;
    assert!(made.words.contains("the lines"), "{made:?}");
    let id = made.json()["pipeline_id"].as_str().unwrap().to_owned();
    let versions = rig.run(&["versions", "ls", &id, "-o", "json"]).await.json();
    assert!(
        versions[0]["pipeline_spec"]["root"].is_object(),
        "{versions}"
    );
    // KFP itself does not take it.
    let as_it_is = rig
        .run(&[
            "pipelines",
            "upload",
            &broken,
            "--no-check",
            "--name",
            "other",
        ])
        .await;
    assert_eq!(as_it_is.code, 1, "{as_it_is:?}");
}

#[tokio::test]
async fn what_is_no_package_is_told_before_anything_is_sent() {
    let rig = Rig::start().await;
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let nobody = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    for (text, word) in [
        ("", "it is empty"),
        ("- name: prepare\n", "it is a list"),
        ("name: add\nimplementation: {}\n", "it is a component"),
        ("pipelineInfo: {name: a}\nroot: [\n", "line 2"),
        ("{\"pipelineInfo\": 1, // no\n", "not YAML from line"),
        ("\u{0}", "neither YAML"),
    ] {
        std::fs::write(rig.path("p.yaml"), text).unwrap();
        let path = rig.path("p.yaml");
        let done = rig
            .bare(&[
                "--endpoint",
                &nobody,
                "-n",
                OWN,
                "pipelines",
                "upload",
                &path,
            ])
            .await;
        assert_eq!(
            (done.code, done.out.as_str()),
            (1, ""),
            "{text:?}: {done:?}"
        );
        assert!(done.words.contains(word), "{text:?}: {done:?}");
        assert!(done.words.contains("p.yaml"), "{text:?}: {done:?}");
    }
    let large = std::fs::File::create(rig.path("large.yaml")).unwrap();
    large.set_len(200 * 1024 * 1024).unwrap();
    for (name, word) in [
        ("large.yaml", "32 MiB"),
        ("missing.yaml", "no such file"),
        (".", "not a file"),
    ] {
        let path = rig.path(name);
        for extra in [&[][..], &["--no-check"]] {
            let mut args = vec![
                "--endpoint",
                &nobody,
                "-n",
                OWN,
                "pipelines",
                "upload",
                &path,
            ];
            args.extend(extra);
            let done = rig.bare(&args).await;
            assert_eq!(done.code, 1, "{done:?}");
            assert!(done.words.contains(word), "{done:?}");
        }
    }
    let url = [
        "--endpoint",
        &nobody,
        "-n",
        OWN,
        "pipelines",
        "upload",
        "http://h/p.yaml",
    ];
    let plain = rig.bare(&url).await;
    assert_eq!(plain.code, 2, "{plain:?}");
    assert!(plain.words.contains("https"), "{plain:?}");
}

#[tokio::test]
async fn a_lost_answer_is_looked_up() {
    for action in [Action::TakenButDropped, Action::TakenButTimedOut] {
        let rig = Rig::start().await;
        let fault = Fault::at(Place::MlPipeline, action.clone())
            .method("POST")
            .times(1);
        rig.sandbox.faults().add(fault);
        let hello = compiled("hello.yaml");
        let made = rig
            .run(&["pipelines", "upload", &hello, "-o", "json"])
            .await;
        assert!(
            made.words.contains("arrived all the same"),
            "{action:?}: {made:?}"
        );
        assert_eq!(made.json()["name"], "hello");
        let id = made.json()["pipeline_id"].as_str().unwrap().to_owned();
        let fault = Fault::at(Place::MlPipeline, action).method("POST").times(1);
        rig.sandbox.faults().add(fault);
        let version = rig
            .run(&[
                "versions", "upload", &id, &hello, "--name", "v2", "-o", "json",
            ])
            .await;
        assert_eq!(version.json()["name"], "v2");
    }
}

#[tokio::test]
async fn an_upload_that_was_not_taken_says_so() {
    let rig = Rig::start().await;
    let cut = Fault::at(Place::MlPipeline, Action::CutUpload { after: 100 }).method("POST");
    rig.sandbox.faults().add(cut.times(1));
    let hello = compiled("hello.yaml");
    let done = rig.run(&["pipelines", "upload", &hello]).await;
    assert_eq!((done.code, done.out.as_str()), (7, ""), "{done:?}");
    assert!(done.words.contains("it is not there now"), "{done:?}");
    // What cannot have arrived is sent again.
    let reply = EnvoyReply::NoHealthyUpstream;
    let away = Fault::at(Place::MlPipeline, Action::Envoy { reply }).method("POST");
    rig.sandbox.faults().add(away.times(1));
    rig.run(&["pipelines", "upload", &hello]).await.ok();
}
