//! What is in a package, told before it is uploaded, and what a hostile one does.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use http::Method;
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;

use crate::support::{Answer, GATEWAY, Policy, TestApp};

const PATH: &str = "/api/package?namespace=team-a";
const MIB: usize = 1024 * 1024;

/// A pipeline of two tasks in a loop, with a secret among its inputs and settings for Kubernetes.
const PIPELINE: &str = "\
pipelineInfo: {name: churn, displayName: 해지 예측, description: who leaves}
schemaVersion: 2.1.0
root:
  inputDefinitions:
    parameters:
      db_password: {parameterType: STRING, defaultValue: not-a-real-password}
  dag:
    tasks:
      each: {componentRef: {name: comp-each}}
components:
  comp-each: {dag: {tasks: {train: {componentRef: {name: comp-train}}}}}
  comp-train: {executorLabel: exec-train}
---
platforms: {kubernetes: {deploymentSpec: {executors: {exec-train: {nodeSelector: {labels: {gpu: 'yes'}}}}}}}
";

async fn read(app: &TestApp, content: impl Into<Vec<u8>>) -> Answer {
    app.request(Method::POST, PATH)
        .header("content-type", "application/octet-stream")
        .body(content.into())
        .send()
        .await
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        let options = SimpleFileOptions::default();
        writer.start_file(*name, options).expect("a file");
        writer.write_all(content).expect("its content");
    }
    writer.finish().expect("an archive").into_inner()
}

fn tarred(name: &str, content: &[u8]) -> Vec<u8> {
    let mut builder = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    let mut header = tar::Header::new_gnu();
    // The builder refuses names that lead out, so they are written by hand.
    header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
    header.set_size(content.len() as u64);
    header.set_mode(0o644);
    header.set_cksum();
    builder.append(&header, content).expect("a file");
    let encoder = builder.into_inner().expect("an archive");
    encoder.finish().expect("an archive")
}

#[tokio::test]
async fn what_is_in_a_package_is_told_and_kfp_hears_nothing_of_it() {
    let app = TestApp::start(Policy::AllowAll).await;
    let packed = [
        PIPELINE.as_bytes().to_vec(),
        zipped(&[("pipeline.yaml", PIPELINE.as_bytes())]),
        tarred("pipeline.yaml", PIPELINE.as_bytes()),
    ];
    for (at, content) in packed.into_iter().enumerate() {
        let answer = read(&app, content).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let report = answer.json();
        let told = ["name", "display_name", "description", "tasks"].map(|name| &report[name]);
        let wanted = [
            json!("churn"),
            json!("해지 예측"),
            json!("who leaves"),
            json!(2),
        ];
        assert_eq!(told, wanted.each_ref());
        assert_eq!(
            report["is_archive"],
            if at == 0 { Value::Null } else { json!(true) }
        );
        let document = &report["document"];
        assert_eq!(
            document["pipeline_spec"]["root"]["dag"]["tasks"]["each"]["componentRef"]["name"],
            "comp-each"
        );
        assert!(document["platform_spec"]["platforms"]["kubernetes"].is_object());
    }
    assert!(app.kfp.lines().is_empty());
}

#[tokio::test]
async fn comment_that_spilled_is_told_with_its_lines_and_mended() {
    let app = TestApp::start(Policy::AllowAll).await;
    let text =
        format!("# PIPELINE DEFINITION\n# Inputs:\n#    a: str [Default: 'one\ntwo']\n{PIPELINE}");
    let report = read(&app, text).await.json();
    assert_eq!(report["spilled_comment"], json!({"first": 4, "last": 4}));
    let mended = report["repaired"].as_str().expect("a text");
    assert!(mended.contains("\n# two']\npipelineInfo"), "{mended}");
    let again = read(&app, mended).await.json();
    assert_eq!(again["spilled_comment"], Value::Null);
}

/// (what, content, code, a part of the words)
fn refused() -> Vec<(&'static str, Vec<u8>, &'static str, &'static str)> {
    let text = |text: &str| text.as_bytes().to_vec();
    vec![
        ("nothing", text(""), "package.empty", "empty"),
        (
            "comments alone",
            text("# nothing\n"),
            "package.empty",
            "empty",
        ),
        (
            "an image",
            vec![0x89, b'P', b'N', b'G', 0, 0xff],
            "package.not_text",
            "neither YAML",
        ),
        (
            "a line that is none",
            text("pipelineInfo: {name: a}\nroot: {\n"),
            "package.yaml",
            "from line 2, column 7",
        ),
        (
            "a list at the top (K24)",
            text("- name: prepare\n- name: train\n"),
            "package.not_a_pipeline",
            "list",
        ),
        (
            "a word",
            text("pipeline\n"),
            "package.not_a_pipeline",
            "single value",
        ),
        (
            "no root (K26)",
            text("pipelineInfo: {name: no-root}\n"),
            "package.not_a_pipeline",
            "no root",
        ),
        (
            "a workflow of KFP 1",
            text("apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec: {}\n"),
            "package.not_a_pipeline",
            "KFP 1",
        ),
        (
            "a component",
            text("name: a\nimplementation: {container: {image: a}}\n"),
            "package.not_a_pipeline",
            "component",
        ),
        (
            "a notebook",
            text("{\"cells\": [], \"nbformat\": 4}"),
            "package.not_a_pipeline",
            "notebook",
        ),
        (
            "two pipelines",
            text(&format!("{PIPELINE}---\na: b\n")),
            "package.platform",
            "ocument 3",
        ),
    ]
}

/// The same for archives, and for what is to fill the memory.
fn hostile() -> Vec<(&'static str, Vec<u8>, &'static str, &'static str)> {
    let pipeline = PIPELINE.as_bytes();
    let text = |text: &str| text.as_bytes().to_vec();
    vec![
        (
            "an archive with half its bytes",
            zipped(&[("pipeline.yaml", pipeline)])[..100].to_vec(),
            "package.archive",
            "damaged",
        ),
        (
            "an archive without YAML",
            zipped(&[("a.txt", pipeline)]),
            "package.archive",
            "no pipeline.yaml",
        ),
        (
            "an archive with two",
            zipped(&[("a.yaml", pipeline), ("b.yaml", pipeline)]),
            "package.archive",
            "a.yaml, b.yaml",
        ),
        (
            "a zip that leads out",
            zipped(&[("../../etc/pipeline.yaml", pipeline)]),
            "package.archive",
            "leads out",
        ),
        (
            "a tar that leads out",
            tarred("../pipeline.yaml", pipeline),
            "package.archive",
            "leads out",
        ),
        (
            "aliases that multiply",
            text(&multiplied()),
            "package.excessive",
            "repeats itself",
        ),
        (
            "more levels than a pipeline has",
            text(&format!("{}{}", "[".repeat(100), "]".repeat(100))),
            "package.excessive",
            "too deep",
        ),
        (
            "levels without end",
            text(&"[".repeat(10_000)),
            "package.yaml",
            "not YAML",
        ),
        (
            "more values than a pipeline has",
            text(&format!("a: [{}]", "~,".repeat(300_000))),
            "package.excessive",
            "",
        ),
    ]
}

/// Nine lists of nine of the list before.
fn multiplied() -> String {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..9 {
        let again = vec![format!("*a{}", level - 1); 9].join(", ");
        writeln!(text, "a{level}: &a{level} [{again}]").expect("a text takes it");
    }
    text
}

#[tokio::test]
async fn what_is_no_package_is_refused_for_what_it_is() {
    let app = TestApp::start(Policy::AllowAll).await;
    for (what, content, code, words) in refused().into_iter().chain(hostile()) {
        let answer = read(&app, content).await;
        assert_eq!(answer.problem(), (422, code.to_owned()), "{what}");
        let problem = answer.json();
        let detail = problem["detail"].as_str().expect("a detail");
        assert!(detail.contains(words), "{what}: {detail}");
        assert!(problem["hint"].is_string(), "{what}");
    }
    assert!(app.kfp.lines().is_empty());
}

#[tokio::test]
async fn too_much_is_refused_packed_or_not() {
    let app = TestApp::start(Policy::AllowAll).await;
    let bomb = vec![b'#'; 40 * MIB];
    for content in [
        vec![b'#'; 33 * MIB],
        zipped(&[("pipeline.yaml", &bomb)]),
        tarred("pipeline.yaml", &bomb),
    ] {
        let answer = read(&app, content).await;
        assert_eq!(answer.problem(), (413, "request.too_large".to_owned()));
    }
    // It goes on serving.
    assert_eq!(read(&app, PIPELINE).await.status, 200);
}

#[tokio::test]
async fn who_may_not_upload_has_nothing_read() {
    let app = TestApp::start(Policy::DenyAll).await;
    let answer = read(&app, PIPELINE).await;
    assert_eq!(answer.problem(), (403, "access.denied".to_owned()));
    let access = answer.json()["access"].clone();
    let asked = ["verb", "resource", "namespace"].map(|name| access[name].clone());
    assert_eq!(
        asked,
        [json!("create"), json!("pipelines"), json!("team-a")]
    );
    let head = format!(
        "POST {PATH} HTTP/1.1\r\nhost: x\r\nkubeflow-userid: a@example.com\r\nx-forwarded-client-cert: {GATEWAY}\r\n\
         content-type: application/octet-stream\r\ncontent-length: 33554432\r\n\r\na"
    );
    let answer = crate::limits::raw(&app, head.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
}

#[tokio::test]
async fn a_namespace_is_needed_and_must_be_one() {
    let app = TestApp::start(Policy::AllowAll).await;
    for (path, code) in [
        ("/api/package", "access.namespace_required"),
        ("/api/package?namespace=", "access.namespace_required"),
        ("/api/package?namespace=a/b", "request.invalid"),
    ] {
        let request = app
            .request(Method::POST, path)
            .header("content-type", "application/octet-stream");
        let answer = request.body(PIPELINE).send().await;
        assert_eq!(answer.problem(), (400, code.to_owned()), "{path}");
    }
}

#[tokio::test]
async fn package_of_a_foreign_page_is_not_read() {
    let app = TestApp::start(Policy::AllowAll).await;
    let request = app
        .request(Method::POST, PATH)
        .header("content-type", "application/octet-stream")
        .header("origin", "https://evil.example.com");
    let answer = request.body(PIPELINE).send().await;
    assert_eq!(answer.problem(), (403, "request.foreign_origin".to_owned()));
    assert!(app.kubernetes.questions().is_empty());
}
