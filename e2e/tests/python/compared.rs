//! The Python client and `kfpc` do the same things on the same server: each result is compared field by field.

use std::collections::BTreeSet;
use std::time::SystemTime;

use e2e::fixture::Whole;
use e2e::kfpc::Kfpc;
use e2e::python::{Client, sign_in};
use kfp_sandbox::{Clock, LoginEra, SandboxConfig};
use serde_json::{Map, Value, json};

use super::{NAMESPACE, OWNER};

/// Fields that the Python client drops, or that differ between two objects that were made alike.
const OF_ONE_OBJECT: [&str; 8] = [
    "experiment_id",
    "recurring_run_id",
    "run_id",
    "display_name",
    "created_at",
    "updated_at",
    "scheduled_at",
    "last_run_created_at",
];

/// What a package is uploaded from.
const PACKAGE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../crates/kfp-core/tests/fixtures/pipelines/diamond.yaml"
);

/// What an object says, whoever writes it down: without what is unset, times as seconds, numbers as numbers.
fn said(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let is_task = fields.contains_key("task_id");
            let fields = fields
                .iter()
                // Each task repeats the id of its run; kfpc's objects do not.
                .filter(|(name, _)| !(is_task && *name == "run_id"))
                .map(|(name, value)| (name.clone(), said(value)));
            Value::Object(fields.filter(|(_, value)| !is_unset(value)).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(said).collect()),
        Value::String(text) => number(text).map_or_else(|| value.clone(), Into::into),
        other => other.clone(),
    }
}

/// A time in seconds, or a number that JSON has as text.
fn number(text: &str) -> Option<i64> {
    text.parse().ok().or_else(|| seconds(text))
}

fn seconds(text: &str) -> Option<i64> {
    let (day, time) = text.split_once('T')?;
    let time = time.trim_end_matches('Z').trim_end_matches("+00:00");
    let whole = time.split('.').next()?;
    let parts = |text: &str, by: char| {
        text.split(by)
            .map(|part| part.parse::<i64>().ok())
            .collect()
    };
    let day: Option<Vec<i64>> = parts(day, '-');
    let time: Option<Vec<i64>> = parts(whole, ':');
    let (day, time) = day.zip(time)?;
    let [year, month, day] = day.try_into().ok()?;
    let [hour, minute, second] = time.try_into().ok()?;
    // Not a calendar: equal times are equal numbers, and so are no others.
    Some(
        ((((year - 1970) * 12 + month - 1) * 31 + day - 1) * 24 + hour) * 3600
            + minute * 60
            + second,
    )
}

fn is_unset(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty() || text.ends_with("_UNSPECIFIED"),
        // The first year is how the workflow writes that there is no time, 1970 how KFP does.
        Value::Number(number) => number.as_i64().is_some_and(|number| number <= 0),
        Value::Bool(is) => !is,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
    }
}

/// Fails with the names of the fields that differ.
#[track_caller]
fn same(what: &str, python: &Value, kfpc: &Value, but: &[&str]) {
    let (python, kfpc) = (said(python), said(kfpc));
    let (Value::Object(python), Value::Object(kfpc)) = (&python, &kfpc) else {
        panic!("{what}: {python} {kfpc}");
    };
    let names: BTreeSet<&String> = python.keys().chain(kfpc.keys()).collect();
    assert!(names.len() > 2, "{what}: {names:?}");
    for name in names
        .into_iter()
        .filter(|name| !but.contains(&name.as_str()))
    {
        assert_eq!(python.get(name), kfpc.get(name), "{what}: {name}");
    }
}

#[track_caller]
fn all_same(what: &str, python: &Value, kfpc: &Value) {
    let empty = Vec::new();
    let (python, kfpc) = (
        python.as_array().unwrap_or(&empty),
        kfpc.as_array().unwrap_or(&empty),
    );
    assert_eq!(python.len(), kfpc.len(), "{what}");
    assert!(!python.is_empty(), "{what}");
    for (python, kfpc) in python.iter().zip(kfpc) {
        same(what, python, kfpc, &[]);
    }
}

/// A filter as the Python client's users write it.
fn filter(predicates: &[(&str, &str)]) -> String {
    let predicates: Vec<Value> = predicates
        .iter()
        .map(|(key, value)| json!({"key": key, "operation": "EQUALS", "string_value": value}))
        .collect();
    json!({"predicates": predicates}).to_string()
}

fn list<'a>(method: &'a str, more: &Value) -> (&'a str, Value) {
    let mut arguments =
        json!({"namespace": NAMESPACE, "page_size": 100, "sort_by": "created_at desc"});
    let fields: &mut Map<String, Value> = arguments.as_object_mut().expect("an object");
    fields.extend(more.as_object().cloned().unwrap_or_default());
    (method, arguments)
}

struct Both {
    kfpc: Kfpc,
    python: Client,
}

impl Both {
    async fn python(&self, method: &str, arguments: Value) -> Value {
        self.python_each([(method, arguments)]).await.swap_remove(0)
    }

    /// Some calls in one process: starting Python takes longer than the calls.
    async fn python_each<const N: usize>(&self, calls: [(&str, Value); N]) -> Vec<Value> {
        let mut client = self.python.clone();
        for (method, arguments) in calls {
            client = client.method(method, arguments);
        }
        client.values().await.expect("each returns")
    }

    async fn kfpc(&self, args: &[&str]) -> Value {
        self.kfpc.json(args).await.expect("it succeeds")
    }

    /// What both list is the same, from the newest on.
    async fn lists(&self) {
        let active = filter(&[("storage_state", "AVAILABLE")]);
        let failed = filter(&[("storage_state", "AVAILABLE"), ("state", "FAILED")]);
        let lists = [
            (
                "experiments",
                list("list_experiments", &json!({"filter": active})),
                vec!["experiments", "ls"],
            ),
            (
                "runs",
                list("list_runs", &json!({"filter": active})),
                vec!["runs", "ls"],
            ),
            (
                "runs",
                list("list_runs", &json!({"filter": failed})),
                vec!["runs", "ls", "--state", "failed"],
            ),
            (
                "pipelines",
                list("list_pipelines", &json!({})),
                vec!["pipelines", "ls"],
            ),
        ];
        let calls = lists
            .each_ref()
            .map(|(_, (method, arguments), _)| (*method, arguments.clone()));
        let said = self.python_each(calls).await;
        for ((field, _, args), python) in lists.into_iter().zip(said) {
            let kfpc = self.kfpc(&[&args[..], &["--limit", "100"]].concat()).await;
            all_same(&args.join(" "), &python[field], &kfpc);
        }
    }

    /// One object, by its id in the one and by its name in the other.
    async fn objects(&self) {
        let run = &self
            .kfpc(&["runs", "ls", "--state", "succeeded", "--limit", "1"])
            .await[0];
        let python = self
            .python("get_run", json!({"run_id": run["run_id"]}))
            .await;
        let id = run["run_id"].as_str().expect("an id");
        same(
            "get run",
            &python,
            &self.kfpc(&["runs", "get", id]).await,
            &[],
        );

        let pipeline = &self.kfpc(&["pipelines", "ls", "--limit", "1"]).await[0];
        let python = self
            .python(
                "get_pipeline",
                json!({"pipeline_id": pipeline["pipeline_id"]}),
            )
            .await;
        let name = pipeline["name"].as_str().expect("a name");
        same(
            "get pipeline",
            &python,
            &self.kfpc(&["pipelines", "get", name]).await,
            &[],
        );
    }

    /// An experiment each: made, found by its name, archived, restored, deleted.
    async fn experiments(&self) {
        let (of_python, of_kfpc) = ("of python", "of kfpc");
        let arguments =
            json!({"name": of_python, "description": "made twice", "namespace": NAMESPACE});
        let by_name = json!({"experiment_name": of_python, "namespace": NAMESPACE});
        let calls = [
            ("create_experiment", arguments),
            ("get_experiment", by_name),
        ];
        let python = self.python_each(calls).await;
        let create = [
            "experiments",
            "create",
            of_kfpc,
            "--description",
            "made twice",
        ];
        let kfpc = self.kfpc(&create).await;
        same("create experiment", &python[0], &kfpc, &OF_ONE_OBJECT);
        let kfpc = self.kfpc(&["experiments", "get", of_python]).await;
        same("get experiment", &python[1], &kfpc, &[]);
        let id = json!({"experiment_id": python[0]["experiment_id"]});

        for (method, action) in [
            ("archive_experiment", "archive"),
            ("unarchive_experiment", "restore"),
        ] {
            let calls = [(method, id.clone()), ("get_experiment", id.clone())];
            let python = self.python_each(calls).await;
            self.kfpc
                .done(&["experiments", action, of_kfpc])
                .await
                .expect(action);
            let kfpc = self.kfpc(&["experiments", "get", of_kfpc]).await;
            same(action, &python[1], &kfpc, &OF_ONE_OBJECT);
        }

        self.python("delete_experiment", id).await;
        self.kfpc
            .done(&["experiments", "delete", of_kfpc])
            .await
            .expect("it is deleted");
        for name in [of_python, of_kfpc] {
            let gone = self
                .kfpc
                .run(&["experiments", "get", name])
                .await
                .expect("an answer");
            assert_eq!(gone.code, Some(6), "{gone:?}");
        }
    }

    /// A pipeline each from the same package, and a second version of it.
    async fn uploads(&self) {
        let (of_python, of_kfpc) = ("upload of python", "upload of kfpc");
        let description = "made twice";
        let pipeline = json!({
            "pipeline_package_path": PACKAGE, "pipeline_name": of_python, "description": description,
            "namespace": NAMESPACE,
        });
        let made = self.python("upload_pipeline", pipeline).await;
        let version = json!({
            "pipeline_package_path": PACKAGE, "pipeline_version_name": "second of python",
            "pipeline_id": made["pipeline_id"], "description": description,
        });
        let python = [made, self.python("upload_pipeline_version", version).await];
        let described = ["--description", description];
        let upload = ["pipelines", "upload", PACKAGE, "--name", of_kfpc];
        let kfpc = self.kfpc(&[&upload[..], &described].concat()).await;
        let but = [
            &OF_ONE_OBJECT[..],
            &["pipeline_id", "pipeline_version_id", "name"],
        ]
        .concat();
        same("upload", &python[0], &kfpc, &but);
        assert_eq!(kfpc["name"], of_kfpc);
        let upload = ["versions", "upload", of_kfpc, PACKAGE];
        let name = ["--name", "second of kfpc"];
        let kfpc = self.kfpc(&[&upload[..], &name, &described].concat()).await;
        // The spec, which is the same, is in it.
        assert!(kfpc["pipeline_spec"].is_object(), "{kfpc}");
        same("upload a version", &python[1], &kfpc, &but);
    }

    /// A run each from the same package with the same values.
    async fn starts(&self) {
        let experiment = &self.kfpc(&["experiments", "ls", "--limit", "1"]).await[0];
        let id = experiment["experiment_id"].as_str().expect("an id");
        let new = json!({
            "experiment_id": id, "job_name": "run of python", "pipeline_package_path": PACKAGE,
            "params": {"rows": 70, "rate": 0.25},
        });
        let python = self.python("run_pipeline", new).await;
        let create = ["runs", "create", PACKAGE, "--name", "run of kfpc"];
        let values = [
            "--experiment",
            id,
            "--param",
            "rows=70",
            "--param",
            "rate=0.25",
        ];
        let kfpc = self.kfpc(&[&create[..], &values].concat()).await;
        same("create run", &python, &kfpc, &OF_ONE_OBJECT);
        assert_eq!(kfpc["runtime_config"]["parameters"]["rows"], 70, "{kfpc}");
    }

    /// A schedule each: made, shown and switched off.
    async fn schedules(&self) {
        let experiment = &self.kfpc(&["experiments", "ls", "--limit", "1"]).await[0];
        let pipeline = &self.kfpc(&["pipelines", "ls", "--limit", "1"]).await[0];
        let version = self.version(pipeline).await;
        let new = |name: &str| {
            json!({
                "experiment_id": experiment["experiment_id"], "job_name": name, "cron_expression": "0 0 3 * * *",
                "pipeline_id": pipeline["pipeline_id"], "version_id": version,
            })
        };
        let (of_python, of_kfpc) = ("every night, python", "every night, kfpc");
        let python = self.python("create_recurring_run", new(of_python)).await;
        let text = |value: &'_ Value| value.as_str().expect("an id").to_owned();
        let [experiment, pipeline, version] = [
            text(&experiment["experiment_id"]),
            text(&pipeline["pipeline_id"]),
            text(&version),
        ];
        let create = [
            "recurring-runs",
            "create",
            "--name",
            of_kfpc,
            "--cron",
            "0 0 3 * * *",
        ];
        let from = [
            "--experiment",
            &experiment,
            "--pipeline",
            &pipeline,
            "--version",
            &version,
        ];
        let kfpc = self.kfpc(&[&create[..], &from].concat()).await;
        same("create recurring run", &python, &kfpc, &OF_ONE_OBJECT);
        let id = |made: &Value| json!({"recurring_run_id": made["recurring_run_id"]});
        let (id_of_python, id_of_kfpc) = (id(&python), id(&kfpc));
        let calls = [
            ("get_recurring_run", id_of_kfpc),
            ("disable_recurring_run", id_of_python.clone()),
            ("get_recurring_run", id_of_python),
        ];
        let python = self.python_each(calls).await;
        let get = ["recurring-runs", "get", of_kfpc];
        same("get recurring run", &python[0], &self.kfpc(&get).await, &[]);

        self.kfpc
            .done(&["recurring-runs", "disable", of_kfpc])
            .await
            .expect("it is off");
        assert_eq!(python[2]["mode"], "DISABLE");
        same(
            "disable",
            &python[2],
            &self.kfpc(&get).await,
            &OF_ONE_OBJECT,
        );
    }

    async fn version(&self, pipeline: &Value) -> Value {
        let versions = json!({"pipeline_id": pipeline["pipeline_id"]});
        let versions = self.python("list_pipeline_versions", versions).await;
        versions["pipeline_versions"][0]["pipeline_version_id"].clone()
    }
}

/// Sixteen things: three lists and a filtered one, a run, a pipeline, an experiment made, got by its name, archived,
/// restored and deleted, a pipeline and a version uploaded, a run created, a schedule created and switched off.
async fn compared(prefix: &str) {
    let mut config = SandboxConfig::default();
    config.login = LoginEra::Oauth2Proxy;
    // Nothing moves between the one answer and the other.
    config.clock = Clock::stepped(SystemTime::now().into());
    let whole = Whole::start_with(config).await.expect("everything starts");
    let cookie = sign_in(&whole.sandbox, OWNER).await.expect("a session");
    let address = format!("{}{prefix}", whole.gateway());
    let both = Both {
        kfpc: Kfpc::at(&address, &cookie, NAMESPACE).expect("a home"),
        python: Client::at(&address).cookie(&cookie).namespace(NAMESPACE),
    };
    both.lists().await;
    both.objects().await;
    both.experiments().await;
    both.uploads().await;
    both.starts().await;
    both.schedules().await;
    whole.stop().await;
}

#[tokio::test]
async fn kfpc_and_the_python_client_say_the_same_of_kfp() {
    compared("/pipeline").await;
}

#[tokio::test]
async fn kfpc_and_the_python_client_say_the_same_through_the_console() {
    compared("/kfp-console").await;
}
