//! Starting runs.

use kfp_sandbox::{Action, Clock, Fault, Place, SandboxConfig};
use serde_json::{Value, json};

use crate::program::{OWN, Rig};
use crate::uploads::{case, changed, compiled};

/// An address where nobody is.
fn nobody() -> String {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", free.local_addr().unwrap())
}

async fn runs_named(rig: &Rig, name: &str) -> Vec<Value> {
    let list = ["runs", "ls", "--all", "--contains", name, "-o", "json"];
    rig.run(&list).await.json().as_array().unwrap().clone()
}

#[tokio::test]
async fn values_are_sent_as_the_kinds_that_the_package_says() {
    let rig = Rig::start().await;
    // KFP cannot store its default that holds a rocket.
    let whole = compiled("typed_params.yaml");
    let required = ["-p", "required_count=3", "-p", "required_text=7"];
    let refused = rig
        .run(&[&["runs", "create", &whole], &required[..]].concat())
        .await;
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.words.contains("U+FFFF"), "{refused:?}");
    let package = changed(&rig, "typed_params.yaml", r" \U0001F680", "");
    let values = "required_text: from the file\nratio: 0.5\nitems: [1, two]\n";
    std::fs::write(rig.path("values.yaml"), values).unwrap();
    let values = rig.path("values.yaml");
    let run = rig
        .run(&[
            "runs",
            "create",
            &package,
            "--params-file",
            &values,
            "-p",
            "required_count=3",
            "-p",
            "required_text=7",
            "--param",
            "flag=false",
            "-p",
            "options={\"a\": null}",
            "--name",
            "typed 하나",
            "--description",
            "d",
            "--pipeline-root",
            "minio://mlpipeline/x",
            "--service-account",
            "default-editor",
            "-o",
            "json",
        ])
        .await
        .json();
    assert_eq!(run["display_name"], "typed 하나");
    assert_eq!(run["service_account"], "default-editor");
    assert_eq!(
        run["runtime_config"]["pipeline_root"],
        "minio://mlpipeline/x"
    );
    let sent = &run["runtime_config"]["parameters"];
    let expected = json!({
        "required_count": 3, "required_text": "7", "flag": false, "options": {"a": null},
        "ratio": 0.5, "items": [1, "two"],
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&sent[name], value, "{name}");
    }
    // Without an experiment it is the default one, by its name.
    let experiment = run["experiment_id"].as_str().unwrap();
    let experiment = rig
        .run(&["experiments", "get", experiment, "-o", "json"])
        .await
        .json();
    assert_eq!(experiment["display_name"], "Default");
}

#[tokio::test]
async fn all_that_does_not_fit_is_told_before_anything_is_sent() {
    let rig = Rig::start().await;
    let (nobody, package) = (nobody(), compiled("typed_params.yaml"));
    let start = async |args: &[&str]| {
        let mut all = vec!["--endpoint", &nobody, "-n", OWN, "runs", "create"];
        all.extend(args);
        rig.bare(&all).await
    };
    let wrong = start(&[
        &package,
        "-p",
        "required_count=three",
        "-p",
        "requiredText=x",
        "-p",
        "secret=topsecretvalue",
    ])
    .await;
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""), "{wrong:?}");
    for word in [
        "`required_count`: it is not a whole number",
        "did you mean `required_text`?",
        "`required_text` has no default",
        "`secret` is not an input",
        "ratio (a number)",
    ] {
        assert!(wrong.words.contains(word), "{word}: {wrong:?}");
    }
    assert!(!wrong.words.contains("topsecretvalue"), "{wrong:?}");
    std::fs::write(rig.path("list.json"), "[1]").unwrap();
    std::fs::write(rig.path("broken.json"), "{\"a\": 1,\n oops").unwrap();
    let (list, broken) = (rig.path("list.json"), rig.path("broken.json"));
    for (args, code, word) in [
        (&[&package, "--params-file", &list][..], 1, "not one object"),
        (&[&package, "--params-file", &broken], 1, "line 2"),
        (&[&package, "--params-file", "/nowhere"], 1, "/nowhere"),
        (&["/nowhere.yaml"], 1, "no such file"),
        (&[&list], 1, "it is a list"),
        (&[], 2, "nothing was named"),
        (&[&package, "-p", "a"], 2, "INPUT=VALUE"),
    ] {
        let done = start(args).await;
        assert_eq!(
            (done.code, done.out.as_str()),
            (code, ""),
            "{args:?}: {done:?}"
        );
        assert!(done.words.contains(word), "{args:?}: {done:?}");
    }
}

#[tokio::test]
async fn a_pipeline_is_run_by_its_name_and_version() {
    let rig = Rig::start().await;
    let hello = compiled("retry_caching.yaml");
    let made = rig
        .run(&[
            "pipelines",
            "upload",
            &hello,
            "--name",
            "kept",
            "-o",
            "json",
        ])
        .await
        .json();
    rig.run(&["versions", "upload", "kept", &hello, "--name", "second"])
        .await
        .ok();
    rig.run(&["experiments", "create", "trials"]).await.ok();
    let create = [
        "runs",
        "create",
        "--pipeline",
        "kept",
        "--experiment",
        "trials",
        "-o",
        "json",
    ];
    let version = async |extra: &[&str]| {
        let run = rig.run(&[&create[..], extra].concat()).await;
        (run.json()["pipeline_version_reference"].clone(), run)
    };
    let (newest, _) = version(&[]).await;
    assert!(newest["pipeline_version_id"].is_string(), "{newest}");
    let (named, _) = version(&["--version", "second"]).await;
    assert_eq!(named["pipeline_id"], made["pipeline_id"]);
    let id = named["pipeline_version_id"].as_str().unwrap();
    let second = rig
        .run(&["versions", "get", "kept", id, "-o", "json"])
        .await;
    assert_eq!(second.json()["name"], "second");
    // Its caching is compiled in, also that of its loop.
    let (none, run) = version(&["--no-cache"]).await;
    assert!(none.is_null(), "{none}");
    assert!(run.words.contains("Caching is compiled"), "{run:?}");
    let run = run.json();
    let spec = &run["pipeline_spec"];
    let options = caching(spec);
    assert!(options.len() >= 5, "{options:?}");
    assert!(
        options.iter().all(|options| options["enableCache"] != true),
        "{options:?}"
    );
    for (args, word) in [
        (&["--pipeline", "nothing"][..], "`nothing`"),
        (&["--pipeline", "kept", "--version", "third"], "`third`"),
        (
            &["--pipeline", "kept", "--experiment", "nowhere"],
            "`nowhere`",
        ),
    ] {
        let done = rig.run(&[&["runs", "create"], args].concat()).await;
        assert_eq!(done.code, 6, "{args:?}: {done:?}");
        assert!(done.words.contains(word), "{args:?}: {done:?}");
    }
}

/// The caching options of every task, wherever it is.
fn caching(value: &Value) -> Vec<&Value> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(key, value)| {
                if key == "cachingOptions" {
                    vec![value]
                } else {
                    caching(value)
                }
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(caching).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn waiting_for_a_new_run_fails_unless_it_succeeds() {
    let mut config = SandboxConfig::default();
    config.clock = Clock::fast(30);
    let rig = Rig::start_with(config).await;
    // The sandbox runs out of memory in a pipeline of this name.
    let fails = changed(&rig, "hello.yaml", "name: hello\n", "name: fail-oom\n");
    for (package, code, state) in [
        (compiled("hello.yaml"), 0, "SUCCEEDED"),
        (fails, 3, "FAILED"),
    ] {
        let done = rig
            .run(&["runs", "create", &package, "--wait", "-o", "json"])
            .await;
        assert_eq!(done.code, code, "{done:?}");
        let run: Value = serde_json::from_str(&done.out).unwrap();
        assert_eq!(run["state"], state, "{done:?}");
    }
}

#[tokio::test]
async fn a_run_is_made_once_whatever_becomes_of_the_answer() {
    let package = compiled("hello.yaml");
    let args = ["runs", "create", &package, "--name", "once", "-o", "json"];
    let rig = Rig::start().await;
    // One of the same name is there already.
    let first = rig.run(&args).await.json();
    for (action, count) in [(Action::TakenButTimedOut, 2), (Action::TakenButDropped, 3)] {
        let fault = Fault::at(Place::MlPipeline, action.clone());
        let fault = fault.method("POST").path("/apis/v2beta1/runs").times(1);
        rig.sandbox.faults().add(fault);
        let done = rig.run(&args).await;
        assert!(
            done.words.contains("made all the same"),
            "{action:?}: {done:?}"
        );
        let run = done.json();
        assert_ne!(run["run_id"], first["run_id"]);
        assert_eq!(runs_named(&rig, "once").await.len(), count, "{action:?}");
    }
    let drop = Fault::at(Place::MlPipeline, Action::Drop);
    let drop = drop.method("POST").path("/apis/v2beta1/runs").times(1);
    rig.sandbox.faults().add(drop);
    let lost = rig.run(&args).await;
    assert_eq!((lost.code, lost.out.as_str()), (7, ""), "{lost:?}");
    assert!(lost.words.contains("it would be made twice"), "{lost:?}");
    assert_eq!(runs_named(&rig, "once").await.len(), 3);
}

/// K35: an optional input without a default, and defaults that look like none.
#[tokio::test]
async fn inputs_that_nobody_sets_are_not_sent() {
    let rig = Rig::start().await;
    let package = case("K35.yaml");
    let create = async |more: &[&str]| {
        let args = ["runs", "create", &package, "-o", "json"];
        rig.run(&[&args[..], more].concat()).await.json()
    };
    let parameters = |run: &Value| run["runtime_config"]["parameters"].clone();
    let untouched = parameters(&create(&[]).await);
    assert!(untouched.is_null() || untouched == json!({}), "{untouched}");
    let zero = create(&["-p", "limit=0", "-p", "tag=", "-p", "dry=false"]).await;
    assert_eq!(
        parameters(&zero),
        json!({"limit": 0, "tag": "", "dry": false})
    );
}

/// KFP does not read where a pipeline was compiled to put its outputs, and takes what no pod can be made with.
#[tokio::test]
async fn outputs_go_where_the_pipeline_says_and_pods_can_be_made() {
    let rig = Rig::start().await;
    let importer = compiled("importer.yaml");
    let upload = ["pipelines", "upload", &importer, "--name", "importer"];
    rig.run(&upload).await.ok();
    let compiled_in = "minio://mlpipeline/v2/artifacts";
    let create = ["runs", "create", "-o", "json"];
    for (args, root) in [
        (&[importer.as_str()][..], compiled_in),
        (&["--pipeline", "importer"], compiled_in),
        (&[&importer, "--pipeline-root", "s3://mine"], "s3://mine"),
    ] {
        let made = rig.run(&[&create[..], args].concat()).await.json();
        assert_eq!(made["runtime_config"]["pipeline_root"], root, "{made}");
    }
    for (flag, value, words) in [
        ("--pipeline-root", "mine", "names no bucket"),
        ("--service-account", "a b", "the service account"),
    ] {
        let refused = rig
            .run(&[&create[..], &[&importer, flag, value]].concat())
            .await;
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{refused:?}");
        assert!(refused.words.contains(words), "{words}: {refused:?}");
    }
}
