//! Refusals in the words of the real programs; see `recorded/PROVENANCE.md`.

use e2e::python::Failure;
use serde::Deserialize;
use serde_json::Value;

use super::{FOREIGN, NAMESPACE};

#[derive(Debug, Deserialize)]
struct Refusal {
    id: String,
    status: u16,
    body: Value,
}

/// Asserts that the client got the recorded refusal, with the sandbox's namespaces in place of the recorded ones.
pub(crate) fn assert_is(failure: &Failure, id: &str) {
    let all: Vec<Refusal> =
        serde_json::from_str(include_str!("recorded/refusals.json")).expect("recorded answers");
    let recorded = all
        .into_iter()
        .find(|refusal| refusal.id == id)
        .expect("a recorded answer of that name");
    assert_eq!(failure.class, "ApiException", "{id}: {}", failure.text);
    assert_eq!(
        failure.status,
        Some(recorded.status),
        "{id}: {}",
        failure.text
    );
    let body = failure.body.as_deref().expect("a body");
    match &recorded.body {
        Value::String(text) => assert_eq!(body, text, "{id}"),
        expected => {
            let body: Value = serde_json::from_str(body).expect("a JSON body");
            let message = expected["message"].as_str().expect("a message");
            let message = message
                .replace("team-a", NAMESPACE)
                .replace("team-b", FOREIGN);
            assert_eq!(body["message"], message, "{id}");
            assert_eq!(body["code"], expected["code"], "{id}");
        }
    }
}
