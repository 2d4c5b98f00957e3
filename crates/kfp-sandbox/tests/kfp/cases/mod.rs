//! What a server must play of the cases in `CASES.md`, each played once.

mod connect;
mod runs;
mod table;
mod upload;

use std::net::SocketAddr;
use std::path::Path;

use http::Method;
use kfp_sandbox::{Action, Fault, Place};
use serde_json::Value;

use crate::client::{Answer, Call};
use crate::packages::form;
use crate::rig::Rig;

const BOUNDARY: &str = "caseboundary0123456789";

/// An input of a case.
fn input(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/cases")
        .join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Uploads a text as a pipeline of team-a.
async fn upload(rig: &Rig, name: &str, content: &str) -> Answer {
    let target = format!("/apis/v2beta1/pipelines/upload?namespace=team-a&name={name}");
    send_file(rig, &target, content).await
}

/// Sends a text as a file in a form.
async fn send_file(rig: &Rig, target: &str, content: &str) -> Answer {
    let mut call = Call::get(target).header(
        "content-type",
        format!("multipart/form-data; boundary={BOUNDARY}"),
    );
    call.method = Method::POST;
    call.body = form(BOUNDARY, "uploadfile", "p.yaml", content.as_bytes()).into();
    rig.kfp("alice", call).await
}

/// [`upload`] of an input that is taken; the id of the pipeline.
async fn taken(rig: &Rig, name: &str, content: &str) -> String {
    let answer = upload(rig, name, content).await;
    assert_eq!(answer.status, 200, "{name}: {}", answer.value());
    text(&answer.value()["pipeline_id"])
}

/// The newest version of a pipeline.
async fn version(rig: &Rig, pipeline: &str) -> Value {
    let list = Call::get(format!(
        "/apis/v2beta1/pipelines/{pipeline}/versions?sort_by=created_at+desc"
    ));
    rig.kfp("alice", list).await.value()["pipeline_versions"][0].clone()
}

async fn get(address: SocketAddr, target: &str) -> Answer {
    Call::get(target).send(address).await.expect("an answer")
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value}"))
        .to_owned()
}

/// An answer with headers.
fn answer_with(status: u16, headers: &[(&str, &str)], body: &str) -> Action {
    Action::Answer {
        status,
        headers: headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        body: body.to_owned(),
    }
}

/// A fault of KFP's answers on a path.
fn of_kfp(path: &str, action: Action) -> Fault {
    Fault::at(Place::Kfp, action).path(path)
}
