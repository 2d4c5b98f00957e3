//! The upload of packages.

use anyhow::{Context as _, Result};
use e2e::browser::pages::Graph;
use e2e::browser::{Name, OWNED, OWNER, Plan, Role, Scope, Stage, VIEWED, VIEWER, until};
use kfp_sandbox::{Action, EnvoyReply, Fault, Place};
use serde_json::Value;
use thirtyfour::Key;

/// A pipeline of two tasks with a secret among its inputs.
pub(super) const PACKAGE: &str = "\
pipelineInfo: {name: churn}
schemaVersion: 2.1.0
sdkVersion: kfp-2.17.0
root:
  inputDefinitions:
    parameters:
      db_password: {parameterType: STRING, defaultValue: not-a-real-password}
      rows: {parameterType: NUMBER_INTEGER, defaultValue: 10}
  dag:
    tasks:
      load: {componentRef: {name: comp-say}, taskInfo: {name: load}}
      train: {componentRef: {name: comp-say}, dependentTasks: [load], taskInfo: {name: train}}
components:
  comp-say: {executorLabel: exec-say}
deploymentSpec:
  executors:
    exec-say: {container: {image: 'python:3.11', command: [echo]}}
";
/// The paths of the calls, as the browser's console names them.
pub(super) const UPLOAD: &str = "/kfp-console/apis/v2beta1/pipelines/upload";
pub(super) const CHECK: &str = "/kfp-console/api/package";

pub(super) fn path(rest: &str) -> String {
    format!("/kfp-console/ns/{OWNED}/pipelines{rest}")
}

/// The pipelines of this name.
pub(super) async fn made(stage: &Stage, name: &str) -> Result<Vec<Value>> {
    let of =
        format!("/apis/v2beta1/pipelines?namespace={OWNED}&page_size=50&sort_by=created_at%20desc");
    let answer = stage.ask_kfp(&of).await?;
    let all = answer["pipelines"]
        .as_array()
        .cloned()
        .unwrap_or_default()
        .into_iter();
    Ok(all.filter(|one| one["display_name"] == name).collect())
}

/// The names of the versions of a pipeline.
async fn versions(stage: &Stage, pipeline: &Value) -> Result<Vec<String>> {
    let id = pipeline["pipeline_id"].as_str().context("an id")?;
    let of = format!("/apis/v2beta1/pipelines/{id}/versions?page_size=50");
    let answer = stage.ask_kfp(&of).await?;
    let all = answer["pipeline_versions"].as_array().cloned();
    let names = all.unwrap_or_default().into_iter();
    Ok(names
        .filter_map(|one| one["display_name"].as_str().map(str::to_owned))
        .collect())
}

/// Writes into a field, in the place of what stands there.
async fn write(page: &Scope, field: &str, text: &str) -> Result<()> {
    let field = page.find(Role::TextBox, field).await?;
    field.clear().await?;
    Ok(field.send_keys(text).await?)
}

/// Puts a text into a field at once, as pasting does: letter by letter it would be looked at on the way.
pub(super) async fn paste(stage: &Stage, field: &str, text: &str) -> Result<()> {
    let field = stage.browser.page().find(Role::TextBox, field).await?;
    let text = serde_json::to_string(text)?;
    let script = format!(
        "arguments[0].focus(); arguments[0].value = {text};
        return arguments[0].dispatchEvent(new Event('input', {{ bubbles: true }}))"
    );
    let _heard: bool = stage.browser.evaluate_on(&field, &script).await?;
    Ok(())
}

/// Opens the form and pastes the package.
pub(super) async fn pasted(stage: &Stage, text: &str) -> Result<Scope> {
    stage.sign_in_at(&path("/new"), OWNER).await?;
    let page = stage.browser.page();
    page.click(Role::Button, "Text").await?;
    paste(stage, "Text of the package", text).await?;
    Ok(page)
}

#[test]
fn a_file_is_shown_before_it_is_uploaded_by_mouse() -> Result<()> {
    Stage::run(async |stage| {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("churn.yaml");
        std::fs::write(&file, PACKAGE)?;
        let console = stage.sign_in_at(&path(""), OWNER).await?;
        let page = console.page();
        page.click(Role::Link, "Upload").await?;
        console.heading("Upload a pipeline").await?;
        let upload = page.find(Role::Button, "Upload").await?;
        assert_eq!(upload.attr("aria-disabled").await?.as_deref(), Some("true"));
        stage.browser.exhibit("upload").await?;
        let field = page.find(Role::Button, Name::has("Choose a file")).await?;
        field.send_keys(file.to_string_lossy()).await?;
        page.reads(&["churn.yaml", "KFP can read the package", "2 tasks"])
            .await?;
        let graph = Graph::find(&stage.browser, Name::has("churn, 2 tasks")).await?;
        let items = graph.items_when(|items| items.len() == 2).await?;
        assert_eq!(items[1], "train, python:3.11, waits for load");
        let inputs = page.part(Role::Table, "Inputs").await?;
        inputs.reads(&["rows", "NUMBER_INTEGER", "10"]).await?;
        let text = page.text().await?;
        assert!(!text.contains("not-a-real-password"), "{text}");
        page.reads(&["everybody who may read the pipeline: db_password"])
            .await?;
        write(&page, "Pipeline name", "   ").await?;
        page.reads(&["A name needs a character that can be seen"])
            .await?;
        write(&page, "Pipeline name", &"가".repeat(43)).await?;
        page.reads(&["this name has 129"]).await?;
        write(&page, "Pipeline name", "churn of a file").await?;
        page.reads(&["The name can be used"]).await?;
        stage.browser.exhibit("upload-contents").await?;
        upload.click().await?;
        page.reads(&["churn of a file is uploaded"]).await?;
        console.heading("churn of a file").await?;
        let made = made(stage, "churn of a file").await?;
        assert_eq!(made.len(), 1);
        assert_eq!(versions(stage, &made[0]).await?.len(), 1);
        Ok(())
    })
}

#[test]
fn a_text_is_uploaded_by_keys_in_korean() -> Result<()> {
    Stage::run_with(Plan::default(), "ko-KR", async |stage| {
        let console = stage.sign_in_at(&path("/new"), OWNER).await?;
        console.heading("파이프라인 업로드").await?;
        let page = console.page();
        let text = page.find(Role::Button, "텍스트").await?;
        text.send_keys(Key::Enter + "").await?;
        paste(stage, "패키지 텍스트", PACKAGE).await?;
        page.reads(&["KFP가 읽을 수 있는 패키지예요"]).await?;
        write(&page, "파이프라인 이름", "해지 예측").await?;
        page.reads(&["쓸 수 있는 이름이에요"]).await?;
        stage.browser.exhibit("upload-ko").await?;
        let name = page.find(Role::TextBox, "파이프라인 이름").await?;
        name.send_keys(Key::Control + Key::Enter).await?;
        page.reads(&["해지 예측 업로드를 마쳤어요"]).await?;
        assert_eq!(made(stage, "해지 예측").await?.len(), 1);
        Ok(())
    })
}

#[test]
fn a_name_that_is_taken_becomes_a_new_version() -> Result<()> {
    Stage::run(async |stage| {
        let page = pasted(stage, PACKAGE).await?;
        page.reads(&["KFP can read the package"]).await?;
        page.click(Role::Button, "Upload").await?;
        page.reads(&["churn is uploaded"]).await?;
        stage.open(&path("/new")).await?;
        page.click(Role::Button, "Text").await?;
        paste(stage, "Text of the package", PACKAGE).await?;
        page.reads(&["A pipeline of this name exists"]).await?;
        stage.browser.exhibit("upload-name-taken").await?;
        page.click(Role::Button, "Upload as its new version")
            .await?;
        stage.console().heading("New version of churn").await?;
        write(&page, "Version name", "second").await?;
        page.reads(&["KFP can read the package", "The name can be used"])
            .await?;
        page.click(Role::Button, "Upload").await?;
        page.reads(&["second is uploaded"]).await?;
        let all = made(stage, "churn").await?;
        let mut names = versions(stage, &all[0]).await?;
        names.sort_unstable();
        assert_eq!(
            (all.len(), names),
            (1, vec!["churn".to_owned(), "second".to_owned()])
        );

        page.click(Role::Link, "New version").await?;
        stage.console().heading("New version of churn").await?;
        write(&page, "Version name", "second").await?;
        page.reads(&["The pipeline has a version of this name"])
            .await
    })
}

#[test]
fn what_is_no_package_is_told_with_its_place() -> Result<()> {
    Stage::run(async |stage| {
        stage.expect(422, CHECK).await;
        let page = pasted(stage, "pipelineInfo: {name: a}\nroot: {\n").await?;
        page.reads(&["It is no sound YAML", "from line 2, column"])
            .await?;
        let upload = page.find(Role::Button, "Upload").await?;
        assert_eq!(upload.attr("aria-disabled").await?.as_deref(), Some("true"));
        stage.browser.exhibit("upload-broken").await?;
        stage.expect(422, CHECK).await;
        paste(
            stage,
            "Text of the package",
            "- name: prepare\n- name: train\n",
        )
        .await?;
        page.reads(&["It is no compiled pipeline", "It is a list"])
            .await?;
        page.click(Role::Button, "Address").await?;
        write(
            &page,
            "Address of the package",
            "http://packages.example/p.yaml",
        )
        .await?;
        page.reads(&["This is not an https address", "KFP's server fetches it"])
            .await
    })
}

#[test]
fn names_are_judged_while_they_are_typed() -> Result<()> {
    Stage::run(async |stage| {
        stage.sign_in_at(&path("/new"), OWNER).await?;
        let page = stage.browser.page();
        for (name, verdict) in [
            (" \u{3000}\u{200b}".to_owned(), "A name needs a character"),
            ("churn 🚀".to_owned(), "characters above U+FFFF"),
            ("x".repeat(255), "this name has 255"),
            ("가".repeat(40), "120 of 127 bytes"),
            (" توقع التسرب ".to_owned(), "Blanks at its ends"),
            ("해지 예측".to_owned(), "The name can be used"),
        ] {
            paste(stage, "Pipeline name", &name).await?;
            page.reads(&[verdict]).await?;
        }
        Ok(())
    })
}

#[test]
fn what_kfp_would_make_of_a_package_is_told_before_it_is_sent() -> Result<()> {
    Stage::run(async |stage| {
        let page = pasted(stage, &PACKAGE.replace("churn", "解約予測")).await?;
        page.reads(&["refuses \"解約予測\"", "such as pipeline"])
            .await?;
        let upload = page.find(Role::Button, "Upload").await?;
        assert_eq!(upload.attr("aria-disabled").await?.as_deref(), Some("true"));

        let settings = "---\nplatforms: {kubernetes: {deploymentSpec: {executors: {exec-say: \
            {secretAsVolume: [{secretName: key, mountPath: /key}], imagePullPolicy: Always}}}}}\n";
        paste(
            stage,
            "Text of the package",
            &format!("{PACKAGE}{settings}"),
        )
        .await?;
        page.reads(&[
            "settings for Kubernetes",
            "load: ",
            "train: ",
            "imagePullPolicy",
            "secretAsVolume",
        ])
        .await?;
        stage.browser.exhibit("upload-settings").await?;

        let folder = tempfile::tempdir()?;
        let file = folder.path().join("heavy.yaml");
        let heavy = format!("defaultValue: {}", "x".repeat(2_000_000));
        std::fs::write(
            &file,
            PACKAGE.replace("defaultValue: not-a-real-password", &heavy),
        )?;
        page.click(Role::Button, "File").await?;
        let field = page.find(Role::Button, Name::has("Choose a file")).await?;
        field.send_keys(file.to_string_lossy()).await?;
        page.reads(&["heavy.yaml", "KFP can read the package"])
            .await?;
        page.click(Role::Button, "Upload").await?;
        page.reads(&["churn is uploaded"]).await?;
        assert_eq!(made(stage, "churn").await?.len(), 1);
        Ok(())
    })
}

#[test]
fn an_upload_that_nobody_answered_is_looked_up_and_not_made_twice() -> Result<()> {
    Stage::run(async |stage| {
        let faults = stage.whole.sandbox.faults();
        let creation = |action| {
            Fault::at(Place::Kfp, action)
                .method("POST")
                .path("/apis/v2beta1/pipelines/upload")
                .times(1)
        };
        faults.add(creation(Action::TakenButTimedOut));
        let page = pasted(stage, PACKAGE).await?;
        page.reads(&["KFP can read the package"]).await?;
        stage.expect(504, UPLOAD).await;
        page.click(Role::Button, "Upload").await?;
        page.reads(&["churn is uploaded"]).await?;
        assert_eq!(made(stage, "churn").await?.len(), 1);

        faults.add(creation(Action::Envoy {
            reply: EnvoyReply::RequestTimeout,
        }));
        stage.open(&path("/new")).await?;
        page.click(Role::Button, "Text").await?;
        paste(stage, "Text of the package", PACKAGE).await?;
        write(&page, "Pipeline name", "lost").await?;
        page.reads(&["KFP can read the package", "The name can be used"])
            .await?;
        stage.expect(504, UPLOAD).await;
        page.click(Role::Button, "Upload").await?;
        page.reads(&["It is not known whether it was uploaded"])
            .await?;
        let upload = page.find(Role::Button, "Upload").await?;
        assert_eq!(upload.attr("aria-disabled").await?.as_deref(), Some("true"));
        stage.browser.exhibit("upload-unknown").await?;
        page.click(Role::Button, "Look again").await?;
        page.reads(&["It is not there. It can be uploaded again."])
            .await?;
        page.click(Role::Button, "Upload").await?;
        page.reads(&["lost is uploaded"]).await?;
        assert_eq!(made(stage, "lost").await?.len(), 1);
        Ok(())
    })
}

#[test]
fn somebody_who_may_only_look_is_told_so() -> Result<()> {
    Stage::run(async |stage| {
        let to = format!("/kfp-console/ns/{VIEWED}/pipelines/new");
        let console = stage.sign_in_at(&to, VIEWER).await?;
        let page = console.page();
        page.reads(&["You may look here, but not create pipelines"])
            .await?;
        let upload = page.find(Role::Button, "Upload").await?;
        assert_eq!(upload.attr("aria-disabled").await?.as_deref(), Some("true"));
        let why = upload.attr("title").await?.unwrap_or_default();
        assert!(why.contains(VIEWED), "{why}");
        Ok(())
    })
}

#[test]
fn what_was_typed_outlives_a_reload() -> Result<()> {
    Stage::run(async |stage| {
        stage.sign_in_at(&path("/new"), OWNER).await?;
        let page = stage.browser.page();
        write(&page, "Pipeline name", "kept").await?;
        stage.browser.reload().await?;
        let name = page.find(Role::TextBox, "Pipeline name").await?;
        until("the name that was typed", async || {
            Ok((name.prop("value").await?.as_deref() == Some("kept")).then_some(()))
        })
        .await
    })
}
