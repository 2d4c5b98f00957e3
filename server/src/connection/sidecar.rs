//! The hop of the console's own sidecar, known by the marks that proxies leave on an answer.
//!
//! A sidecar on the way out overwrites `server` with Envoy's own name, `envoy`. `istio-envoy` is what the *remote* sidecar
//! or a gateway writes on its way in: an answer that still says so passed no proxy of ours. Whichever proxy *passed on* an
//! answer has timed it in `x-envoy-upstream-service-time`.

use console_api::FindingCode;
use http::{HeaderMap, header};
use kfp_core::error::Error;
use kfp_core::headers::UPSTREAM_TIME;

use super::evidence::{Label, Place, Value};
use super::finding::Finding;
use super::ml_pipeline::Probe;
use super::reason::{Reason, SidecarFault};

/// What the own sidecar writes into `server`.
const OWN: &str = "envoy";
/// What a remote sidecar or a gateway writes there.
const REMOTE: &str = "istio-envoy";

/// What is known of the surroundings before anything is asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Surroundings {
    /// Whether a sidecar named the verified peer of the request that asks, which takes mutual TLS.
    pub(super) mutual_tls: bool,
    /// Whether the sandbox plays everything around the console.
    pub(super) simulated: bool,
}

/// Judges by the answer to the health question.
pub(super) fn check(probe: &Probe, surroundings: Surroundings) -> Finding {
    let finding = Finding::works(FindingCode::SidecarOk).at(Some(Place::NotSeen));
    if matches!(
        probe.health,
        Err(Error::Transport { .. } | Error::Timeout { .. })
    ) {
        return finding
            .saw(Label::Answer, Value::Nothing)
            .is(Reason::Sidecar(SidecarFault::NothingToMark));
    }
    let refused = probe
        .health
        .as_ref()
        .err()
        .is_some_and(Error::is_denied_by_mesh);
    marks(finding, &probe.headers, refused, surroundings)
}

fn marks(
    finding: Finding,
    headers: &HeaderMap,
    refused: bool,
    surroundings: Surroundings,
) -> Finding {
    let server = headers
        .get(header::SERVER)
        .and_then(|value| value.to_str().ok());
    let passed_on = headers.contains_key(UPSTREAM_TIME);
    let name = server.map_or(Value::Nothing, Value::from);
    let finding = finding.saw(Label::ServerName, name).saw(
        Label::PassedOn,
        if passed_on { Value::Yes } else { Value::No },
    );
    match server {
        Some(OWN) if surroundings.simulated => finding
            .saw(Label::PlayedBy, Value::Sandbox)
            .at(Some(Place::Simulated)),
        Some(OWN) if surroundings.mutual_tls => finding.at(Some(Place::MutualTls)),
        Some(OWN) => finding.at(Some(Place::Text("Envoy".to_owned()))),
        Some(REMOTE) => {
            finding
                .at(Some(Place::Absent))
                .is(Reason::Sidecar(if refused && !passed_on {
                    SidecarFault::MissingAndRefused
                } else {
                    SidecarFault::Missing
                }))
        }
        _ => finding.is(Reason::Sidecar(SidecarFault::NoMark)),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use console_api::{HopReport, Verdict};
    use http::Response;
    use kfp_core::operation::Operation;
    use serde_json::Value as Json;

    use super::*;
    use crate::language::Language;

    const IN_A_MESH: Surroundings = Surroundings {
        mutual_tls: true,
        simulated: false,
    };

    fn report(
        status: u16,
        headers: &[(&str, &str)],
        body: &str,
        surroundings: Surroundings,
    ) -> HopReport {
        let mut response = Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        let (head, ()) = response.body(()).expect("an answer").into_parts();
        let health = kfp_core::response::read(Operation::GetHealthz, &head, body.as_bytes());
        let probe = Probe {
            headers: head.headers,
            health,
            known: None,
            took: Duration::ZERO,
        };
        check(&probe, surroundings).write(Language::English)
    }

    fn judged(status: u16, headers: &[(&str, &str)], body: &str) -> (Verdict, String) {
        let report = report(status, headers, body, IN_A_MESH);
        (report.verdict, report.code)
    }

    const RECORDED: &str = include_str!("../../tests/recorded/mesh.json");

    #[test]
    fn recorded_answers_tell_the_own_sidecar_from_the_remote_one() {
        let recorded: Vec<Json> = serde_json::from_str(RECORDED).expect("JSON");
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
                Json::String(text) => text.clone(),
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

    #[test]
    fn the_place_says_what_is_known_of_the_sidecar() {
        let health = r#"{"tag_name":"2.17.0","multi_user":true}"#;
        let place = |server, mutual_tls, simulated| {
            let surroundings = Surroundings {
                mutual_tls,
                simulated,
            };
            let headers = [("content-type", "application/json"), ("server", server)];
            report(200, &headers, health, surroundings).place
        };
        assert_eq!(
            place("envoy", true, false).as_deref(),
            Some("mutual TLS on")
        );
        assert_eq!(place("envoy", false, false).as_deref(), Some("Envoy"));
        assert_eq!(place("envoy", true, true).as_deref(), Some("simulated"));
        assert_eq!(place("istio-envoy", true, true).as_deref(), Some("none"));
        assert_eq!(place("nginx", true, true).as_deref(), Some("not seen"));
    }
}
