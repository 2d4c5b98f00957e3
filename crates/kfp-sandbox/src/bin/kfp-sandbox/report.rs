//! What `serve` says once everything listens.

use std::fmt::Write as _;
use std::net::SocketAddr;

use kfp_sandbox::{Addresses, Sandbox};
use serde_json::{Map, Value, json};

/// Each part: its key in JSON, its name for people, where it listens, what it is.
fn parts(addresses: &Addresses) -> [(&'static str, &'static str, SocketAddr, &'static str); 7] {
    [
        (
            "gateway",
            "gateway",
            addresses.gateway,
            "sign-in, dashboard, /pipeline, /kfp-console/",
        ),
        (
            "ml_pipeline",
            "ml-pipeline",
            addresses.ml_pipeline,
            "KFP API as a pod reaches it, behind its sidecar",
        ),
        ("kfp", "KFP API", addresses.kfp, "KFP API server itself"),
        (
            "kubernetes",
            "Kubernetes",
            addresses.kubernetes,
            "Kubernetes API (plain HTTP)",
        ),
        (
            "login",
            "login",
            addresses.login,
            "login services, to stand a real Envoy in front",
        ),
        (
            "console_sidecar",
            "sidecar",
            addresses.console_sidecar,
            "ml-pipeline as the console reaches it, through a sidecar",
        ),
        (
            "control",
            "control",
            addresses.control,
            "faults, switches and tokens over HTTP, for this machine alone",
        ),
    ]
}

/// One line of JSON: `simulated`, the base URL of each part, and who can sign in.
pub(super) fn json(sandbox: &Sandbox) -> String {
    let mut line = Map::from_iter([("simulated".to_owned(), json!(true))]);
    for (key, _, address, _) in parts(sandbox.addresses()) {
        line.insert(key.to_owned(), json!(format!("http://{address}")));
    }
    line.insert("people".to_owned(), json!(sandbox.people()));
    format!("{}\n", Value::Object(line))
}

/// The same for people, with who can sign in.
pub(super) fn text(sandbox: &Sandbox) -> String {
    let mut text = String::from(
        "This Kubeflow is SIMULATED: no cluster, no Istio, no container; its people and tokens exist nowhere else.\n\n",
    );
    for (_, name, address, what) in parts(sandbox.addresses()) {
        let url = format!("http://{address}");
        // Writing into a string cannot fail.
        let _ = writeln!(text, "  {name:<12} {url:<28} {what}");
    }
    text.push_str("\nSign in at the gateway:\n\n");
    for person in sandbox.people() {
        let _ = writeln!(
            text,
            "  {:<24} password {:<12} {}",
            person.user, person.password, person.what
        );
    }
    text.push_str("\nCtrl-C or SIGTERM ends it.\n");
    text
}
