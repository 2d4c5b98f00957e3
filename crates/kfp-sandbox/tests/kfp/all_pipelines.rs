//! Every compiled pipeline of the samples: taken or refused as recorded, walked to its end, with the rows that its
//! structure demands.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use http::Method;
use kfp_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::client::Call;
use crate::packages::{form, package};
use crate::walk::{get, run, stepped};

const BOUNDARY: &str = "boundary0123456789";

fn names() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/pipelines");
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| {
            let name = entry.unwrap().file_name().into_string().unwrap();
            name.strip_suffix(".yaml").map(str::to_owned)
        })
        .collect();
    names.sort();
    names
}

/// How many rows there are of each display name; the workflow's own is `W`.
fn rows(run: &Value) -> BTreeMap<String, usize> {
    let pipeline = run["display_name"].as_str().unwrap().replace('_', "-");
    let mut rows: BTreeMap<String, usize> = BTreeMap::new();
    let details = run["run_details"]["task_details"].as_array();
    for row in details.into_iter().flatten() {
        let name = row["display_name"].as_str().unwrap();
        if row["state"] == "SKIPPED" {
            // An equal task's result was taken, as happens when two made-up numbers are alike: nothing executed.
            assert_eq!(name, "executor", "{pipeline}: {row}");
            *rows.entry("executor(0)".to_owned()).or_default() += 1;
        } else {
            assert_eq!(row["state"], "SUCCEEDED", "{pipeline}: {row}");
        }
        let workflow = name.strip_prefix(&format!("{pipeline}-"));
        // Behind the pipeline's name come five random characters, and `(0)` for the first attempt.
        let name = match workflow.filter(|end| end.replace("(0)", "").len() == 5) {
            Some(end) => format!("W{}", &end[5..]),
            None => name.to_owned(),
        };
        *rows.entry(name).or_default() += 1;
    }
    rows
}

/// Rows of nodes that execute: each is there with its first attempt.
fn executing(rows: &mut BTreeMap<String, usize>, names: &[(&str, usize)]) {
    for (name, count) in names {
        rows.insert((*name).to_owned(), *count);
        rows.insert(format!("{name}(0)"), *count);
    }
}

/// What the structure of five pipelines demands, written down by hand. Every task that runs a container has a driver,
/// itself and an executor; every DAG has a driver and itself.
fn expected(name: &str) -> Option<BTreeMap<String, usize>> {
    let mut rows = BTreeMap::new();
    executing(&mut rows, &[("W", 1), ("root-driver", 1), ("root", 1)]);
    match name {
        "diamond" => {
            for task in ["make-data", "train-left", "train-right", "join", "notify"] {
                executing(&mut rows, &[(task, 1), (&format!("{task}-driver"), 1)]);
            }
            executing(&mut rows, &[("executor", 5)]);
        }
        // Two rounds with two halves each; a half fits and scores, a round takes the better half, the whole the better
        // round.
        "nested" => {
            for (task, count) in [
                ("compare", 1),
                ("compare-2", 1),
                ("fit-and-score", 2),
                ("fit-and-score-2", 2),
                ("fit", 4),
                ("score", 4),
                ("best", 3),
            ] {
                executing(
                    &mut rows,
                    &[(task, count), (&format!("{task}-driver"), count)],
                );
            }
            executing(&mut rows, &[("executor", 4 + 4 + 3)]);
        }
        // Four shards; and a loop over two items around a loop over three. A loop is a task with a driver for its count
        // and a group, which does not execute itself; an item has a driver and a DAG.
        "parallel_for" => {
            let (loops, items) = (1 + 1 + 2, 4 + 2 + 6);
            for (task, count) in [("list-shards", 1), ("work", 4), ("total", 1), ("show", 6)] {
                executing(
                    &mut rows,
                    &[(task, count), (&format!("{task}-driver"), count)],
                );
            }
            executing(
                &mut rows,
                &[
                    ("for-loop-1", 1),
                    ("for-loop-3", 1),
                    ("for-loop-5", 2),
                    ("iteration-driver", loops),
                    ("iteration-item-driver", items),
                    ("iteration-item", items),
                    ("iteration-iterations(0:0)", 4),
                    ("iteration-iterations(1:1)", 4),
                    ("iteration-iterations(2:2)", 3),
                    ("iteration-iterations(3:3)", 1),
                    ("executor", 1 + 4 + 1 + 6),
                ],
            );
            rows.insert("iteration-iterations".to_owned(), loops);
        }
        // The handler is a DAG of its own; both tasks that come after any end hang on hooks.
        "exit_handler" => {
            for task in ["exit-handler-1", "prepare", "fail-now", "always", "cleanup"] {
                executing(&mut rows, &[(task, 1), (&format!("{task}-driver"), 1)]);
            }
            executing(
                &mut rows,
                &[
                    ("exit-handler-1.onExit", 1),
                    ("fail-now.onExit", 1),
                    ("executor", 4),
                ],
            );
        }
        // An import is one pod: no driver, no executor.
        "importer" => {
            let once = ["importer", "importer-2", "use", "use-driver", "executor"];
            executing(&mut rows, &once.map(|name| (name, 1)));
        }
        _ => return None,
    }
    Some(rows)
}

/// Uploads a package; the pipeline's id, or the status of the refusal.
async fn upload(sandbox: &Sandbox, name: &str) -> Result<String, u16> {
    let target = format!("/apis/v2beta1/pipelines/upload?name={name}");
    let mut call = Call::get(target).header(
        "content-type",
        format!("multipart/form-data; boundary={BOUNDARY}"),
    );
    call.method = Method::POST;
    let file = format!("{name}.yaml");
    call.body = form(BOUNDARY, "uploadfile", &file, &package(&file)).into();
    let answer = call.send(sandbox.addresses().kfp).await.unwrap();
    match answer.value()["pipeline_id"].as_str() {
        Some(id) => Ok(id.to_owned()),
        None => Err(answer.status.as_u16()),
    }
}

/// Values for the parameters that have neither a default nor may be left out.
fn parameters(version: &Value) -> Value {
    let spec = &version["pipeline_spec"];
    let root = spec.get("pipeline_spec").unwrap_or(spec);
    let inputs = root["root"]["inputDefinitions"]["parameters"].as_object();
    let needed = inputs
        .into_iter()
        .flatten()
        .filter(|(_, input)| input["isOptional"] != true && input.get("defaultValue").is_none());
    let value = |input: &Value| match input["parameterType"].as_str().unwrap() {
        "STRING" => json!("text"),
        "BOOLEAN" => json!(true),
        "LIST" => json!([1, 2]),
        "STRUCT" => json!({"a": 1}),
        _ => json!(3),
    };
    needed
        .map(|(name, input)| (name.clone(), value(input)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// Creates a run of a pipeline; its id, or the status of the refusal.
async fn start(sandbox: &Sandbox, name: &str, pipeline: &str) -> Result<String, u16> {
    let versions = get(
        sandbox,
        &format!("/apis/v2beta1/pipelines/{pipeline}/versions"),
    )
    .await;
    let run = json!({
        "display_name": name,
        "pipeline_version_reference": {"pipeline_id": pipeline},
        "runtime_config": {"parameters": parameters(&versions["pipeline_versions"][0])},
    });
    let answer = Call::post("/apis/v2beta1/runs", &run);
    let answer = answer.send(sandbox.addresses().kfp).await.unwrap();
    match answer.value()["run_id"].as_str() {
        Some(id) => Ok(id.to_owned()),
        None => Err(answer.status.as_u16()),
    }
}

#[tokio::test]
async fn every_pipeline_is_taken_or_refused_and_walks_to_its_end() {
    let sandbox = Sandbox::start(stepped()).await.unwrap();
    let mut runs = Vec::new();
    let mut refused = Vec::new();
    for name in names() {
        match upload(&sandbox, &name).await {
            Ok(pipeline) => match start(&sandbox, &name, &pipeline).await {
                Ok(id) => runs.push((name, id)),
                Err(status) => refused.push((name, status)),
            },
            Err(status) => refused.push((name, status)),
        }
    }
    // A package that is no YAML, and a text that the real server's database does not take into the workflow's column.
    let refusals = [("multiline_default_broken", 400), ("typed_params", 500)];
    assert_eq!(
        refused,
        refusals.map(|(name, status)| (name.to_owned(), status))
    );
    assert_eq!(runs.len(), 13);
    sandbox.advance(Duration::from_hours(12)).await;
    let mut counted = 0;
    for (name, id) in runs {
        let run = run(&sandbox, &id).await;
        assert_eq!(run["state"], "SUCCEEDED", "{name}");
        if name == "conditional" {
            // Which branches are skipped depends on a made-up number.
            continue;
        }
        let rows = rows(&run);
        // The nodes of a workflow beyond a mebibyte are stored compressed, and the agent does not unpack them.
        assert_eq!(rows.is_empty(), name == "wide_500", "{name}");
        if let Some(demanded) = expected(&name) {
            assert_eq!(rows, demanded, "{name}");
            counted += 1;
        }
    }
    assert_eq!(counted, 5);
    sandbox.shutdown().await;
}
