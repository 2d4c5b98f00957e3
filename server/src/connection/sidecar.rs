//! The hop of the proxies between the console and KFP, known by the marks they leave on an answer.
//!
//! Envoy names itself in `server`, and whichever proxy *passed on* an answer has timed it in
//! `x-envoy-upstream-service-time`. A refusal without that time was written by the first proxy that saw the call: if
//! that is the one of ml-pipeline, the console's own pod has none.

use console_api::{Hop, Verdict};
use http::HeaderMap;
use kfp_core::error::{self, Error, ProxyReason};

use super::finding::Finding;
use super::ml_pipeline::Probe;

/// Judges by the answer to the health question.
pub(super) fn check(probe: &Probe) -> Finding {
    let finding = Finding::works(Hop::Sidecar, "sidecar.ok");
    match &probe.health {
        Err(Error::Unexpected { reason, hop, .. }) => unexpected(finding, *reason, *hop),
        Err(Error::Transport { .. } | Error::Timeout { .. }) => finding.saw("Answer", "none").is(
            Verdict::NotChecked,
            "sidecar.not_seen",
            "No answer came, so no proxy could leave its mark on one.",
            None,
        ),
        _ => marks(finding, &probe.headers),
    }
}

fn unexpected(finding: Finding, reason: ProxyReason, hop: error::Hop) -> Finding {
    match (reason, hop) {
        (_, error::Hop::Further) => finding.saw("Passed on by a proxy", "yes"),
        (ProxyReason::RbacDenied, _) => finding.saw("Passed on by a proxy", "no").is(
            Verdict::Fails,
            "sidecar.missing",
            "The first proxy that saw the call refused it: the proxy of ml-pipeline, since the console's pod has none.",
            Some("Give the console's pod a sidecar (label sidecar.istio.io/inject: \"true\") and restart it.".to_owned()),
        ),
        (_, error::Hop::FirstProxy) => finding.saw("Answered by", "the first proxy on the way"),
        _ => not_seen(finding),
    }
}

fn marks(finding: Finding, headers: &HeaderMap) -> Finding {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_envoy = header("server").is_some_and(|server| server.contains("envoy"));
    let passed_on = header("x-envoy-upstream-service-time").is_some();
    let finding = finding.saw("Passed on by a proxy", if passed_on { "yes" } else { "no" });
    if is_envoy || passed_on {
        finding
    } else {
        not_seen(finding)
    }
}

fn not_seen(finding: Finding) -> Finding {
    finding.is(
        Verdict::NotChecked,
        "sidecar.not_seen",
        "No proxy left its mark on the answer: there is none, or it removes its marks.",
        None,
    )
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::Response;
    use kfp_core::operation::Operation;

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

    const HEALTH: &str = r#"{"commit_sha":"7b70c7b95f","tag_name":"2.17.0","multi_user":true}"#;
    const DENIED: &str = "RBAC: access denied";

    #[test]
    fn proxies_are_known_by_their_marks() {
        let marks = [
            ("server", "envoy"),
            ("x-envoy-upstream-service-time", "2"),
            ("content-type", "application/json"),
        ];
        assert_eq!(judged(200, &marks, HEALTH).0, Verdict::Works);
        assert_eq!(
            judged(200, &[("content-type", "application/json")], HEALTH).0,
            Verdict::NotChecked
        );
    }

    #[test]
    fn refusal_by_the_first_proxy_means_no_sidecar() {
        let plain = ("content-type", "text/plain");
        assert_eq!(
            judged(403, &[plain, ("server", "istio-envoy")], DENIED).1,
            "sidecar.missing"
        );
        let passed_on = [
            plain,
            ("server", "envoy"),
            ("x-envoy-upstream-service-time", "1"),
        ];
        assert_eq!(judged(403, &passed_on, DENIED).0, Verdict::Works);
    }
}
