//! The hop of the console's own sidecar, known by the marks that proxies leave on an answer.
//!
//! A sidecar on the way out overwrites `server` with Envoy's own name, `envoy`. `istio-envoy` is what the *remote* sidecar
//! or a gateway writes on its way in: an answer that still says so passed no proxy of ours. Whichever proxy *passed on* an
//! answer has timed it in `x-envoy-upstream-service-time`.

use console_api::{Hop, Verdict};
use http::HeaderMap;
use kfp_core::error::{Error, ProxyReason};

use super::finding::Finding;
use super::ml_pipeline::Probe;

/// What the own sidecar writes into `server`.
const OWN: &str = "envoy";
/// What a remote sidecar or a gateway writes there.
const REMOTE: &str = "istio-envoy";

/// Judges by the answer to the health question.
pub(super) fn check(probe: &Probe) -> Finding {
    let finding = Finding::works(Hop::Sidecar, "sidecar.ok");
    if matches!(
        probe.health,
        Err(Error::Transport { .. } | Error::Timeout { .. })
    ) {
        return finding.saw("Answer", "none").is(
            Verdict::NotChecked,
            "sidecar.not_seen",
            "No answer came, so no proxy could leave its mark on one.",
            None,
        );
    }
    let refused = matches!(
        probe.health,
        Err(Error::Unexpected {
            reason: ProxyReason::RbacDenied,
            ..
        })
    );
    marks(finding, &probe.headers, refused)
}

fn marks(finding: Finding, headers: &HeaderMap, refused: bool) -> Finding {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let server = header("server");
    let passed_on = header("x-envoy-upstream-service-time").is_some();
    let finding = finding
        .saw("Server named in the answer", server.unwrap_or("none"))
        .saw("Passed on by a proxy", if passed_on { "yes" } else { "no" });
    match server {
        Some(OWN) => finding,
        Some(REMOTE) if refused && !passed_on => finding.is(
            Verdict::Fails,
            "sidecar.missing",
            "The first proxy that saw the call refused it: the proxy of ml-pipeline, since the console's pod has none.",
            Some(inject()),
        ),
        Some(REMOTE) => finding.is(
            Verdict::Warning,
            "sidecar.missing",
            "The answer bears the name of the far side's proxy alone: the console's pod has no sidecar, so its calls have no identity in the mesh and are not encrypted.",
            Some(inject()),
        ),
        _ => finding.is(
            Verdict::NotChecked,
            "sidecar.not_seen",
            "No proxy left its name on the answer: there is none, or it removes its marks.",
            None,
        ),
    }
}

fn inject() -> String {
    "Give the console's pod a sidecar (label sidecar.istio.io/inject: \"true\") and restart it."
        .to_owned()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::Response;
    use kfp_core::operation::Operation;
    use serde_json::Value;

    use super::*;

    fn judged(status: u16, headers: &[(&str, &str)], body: &str) -> (Verdict, String) {
        let mut response = Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        let (head, ()) = response.body(()).expect("an answer").into_parts();
        let health = kfp_core::response::read(Operation::GetHealthz, &head, body.as_bytes());
        let report = check(&Probe {
            headers: head.headers,
            health,
            took: Duration::ZERO,
        })
        .into_report();
        (report.verdict, report.code)
    }

    const RECORDED: &str = include_str!("../../tests/recorded/mesh.json");

    #[test]
    fn recorded_answers_tell_the_own_sidecar_from_the_remote_one() {
        let recorded: Vec<Value> = serde_json::from_str(RECORDED).expect("JSON");
        let mut direct = 0;
        for exchange in &recorded {
            let id = exchange["id"].as_str().expect("an id");
            let response = &exchange["response"];
            let headers: Vec<(&str, &str)> = response["headers"]
                .as_array()
                .expect("headers")
                .iter()
                .map(|pair| {
                    (
                        pair[0].as_str().expect("a name"),
                        pair[1].as_str().expect("a value"),
                    )
                })
                .collect();
            let status =
                u16::try_from(response["status"].as_u64().expect("a status")).expect("one");
            let body = match &response["body"] {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let expected = match id {
                "mlp-direct-user" | "console-direct-forged" => (Verdict::Fails, "sidecar.missing"),
                "mlp-direct-nohdr" => (Verdict::Warning, "sidecar.missing"),
                _ => (Verdict::Works, "sidecar.ok"),
            };
            direct += usize::from(id.contains("direct"));
            let found = judged(status, &headers, &body);
            assert_eq!((found.0, found.1.as_str()), expected, "{id}");
        }
        assert_eq!((recorded.len(), direct), (22, 3));
    }

    #[test]
    fn without_a_name_nothing_is_claimed() {
        let health = r#"{"tag_name":"2.17.0","multi_user":true}"#;
        let json = ("content-type", "application/json");
        for marks in [
            vec![json],
            vec![json, ("server", "nginx")],
            vec![json, ("x-envoy-upstream-service-time", "2")],
        ] {
            let found = judged(200, &marks, health);
            assert_eq!(
                (found.0, found.1.as_str()),
                (Verdict::NotChecked, "sidecar.not_seen"),
                "{marks:?}"
            );
        }
    }
}
