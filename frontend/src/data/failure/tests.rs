use console_api::DeniedAccess;
use kfp_core::{operation::Operation, response};

use super::*;

fn failure(status: u16, content_type: &str, body: &str) -> Failure {
    let answer = http::Response::builder()
        .status(status)
        .header("content-type", content_type)
        .body(())
        .expect("an answer");
    let (parts, ()) = answer.into_parts();
    Failure::from(
        &response::check(Operation::ListRuns, &parts, body.as_bytes()).expect_err("a failure"),
    )
}

#[test]
fn every_sign_of_a_lost_session_is_one() {
    let signs = [
        (401, "application/json", "{}"),
        (302, "text/html", "<a href=\"/dex/auth\">Found</a>."),
        (
            403,
            "text/html; charset=utf-8",
            "<!DOCTYPE html>\n<html lang=\"en\" charset=\"utf-8\">\n  <head>\n    <title>Sign In</title>",
        ),
        (401, "text/plain", "Jwt is expired"),
    ];
    for (status, content_type, body) in signs {
        let failure = failure(status, content_type, body);
        assert!(
            failure.signed_out().is_some(),
            "{status} {body}: {failure:?}"
        );
    }
}

#[test]
fn a_refusal_names_what_was_refused() {
    let body = r#"{"code":7,"message":"x","details":[{"@type":"type.googleapis.com/google.rpc.Status","code":7,"message":"User 'bob@example.com' is not authorized with reason:  (request: &ResourceAttributes{Namespace:team-a,Verb:list,Group:pipelines.kubeflow.org,Version:v1beta1,Resource:runs,Subresource:,Name:,})"}]}"#;
    let FailureKind::Forbidden(Some(access)) = failure(403, "application/json", body).kind else {
        panic!("a refusal")
    };
    assert_eq!(
        (
            access.user.as_str(),
            access.verb.as_str(),
            access.resource.as_str(),
            access.namespace.as_str()
        ),
        ("bob@example.com", "list", "runs", "team-a")
    );
}

#[test]
fn the_mesh_and_kfp_are_told_apart() {
    assert_eq!(
        failure(403, "text/plain", "RBAC: access denied").kind,
        FailureKind::RefusedByMesh
    );
    assert_eq!(
        failure(403, "application/json", r#"{"code":7,"message":"no"}"#).kind,
        FailureKind::Forbidden(None)
    );
    let of_the_console = r#"{"code":7,"message":"no","details":[{"reason":"kfp.rbac_denied"}]}"#;
    let failure_before_kfp = failure(403, "application/json", of_the_console);
    assert_eq!(failure_before_kfp.kind, FailureKind::RefusedByMesh);
    assert_eq!(failure_before_kfp.code, "kfp.rbac_denied");
    assert_eq!(
        failure(503, "text/plain", "no healthy upstream").kind,
        FailureKind::Down(FailedHop::Console)
    );
    assert_eq!(
        failure(
            404,
            "application/json",
            r#"{"code":5,"message":"Experiment 1 not found"}"#
        )
        .kind,
        FailureKind::NotFound
    );
    assert_eq!(
        failure(
            400,
            "application/json",
            r#"{"code":3,"message":"Invalid page token"}"#
        )
        .kind,
        FailureKind::Rejected
    );
    assert_eq!(
        failure(
            500,
            "application/json",
            r#"{"code":13,"message":"database is gone"}"#
        )
        .kind,
        FailureKind::Down(FailedHop::MlPipeline)
    );
}

#[test]
fn an_answer_from_before_the_console_has_a_code_of_the_way_to_the_console() {
    for (status, body, code) in [
        (503, "no healthy upstream", "console.unreachable"),
        (
            503,
            "upstream connect error or disconnect/reset before headers. reset reason: connection termination",
            "console.unreachable",
        ),
        (504, "upstream request timeout", "console.unreachable"),
        (403, "RBAC: access denied", "gateway.rbac_denied"),
        (429, "local_rate_limited", "gateway.rate_limited"),
    ] {
        let failure = failure(status, "text/plain", body);
        assert_eq!(failure.code, code, "{failure:?}");
    }
    assert_eq!(
        Failure::of_reason(ProxyReason::LoginFailed),
        Failure {
            said: ProxyReason::LoginFailed.to_string(),
            ..Failure::of_reason(ProxyReason::LoginServiceDown)
        }
    );
}

#[test]
fn only_a_silent_kfp_is_called_silent() {
    for (code, kind) in [
        ("kfp.refused_console", FailureKind::ConsoleRefused),
        ("kfp.behind_login", FailureKind::ConsoleRefused),
        ("console.token_file", FailureKind::ConsoleRefused),
        ("kfp.answer_not_understood", FailureKind::Garbled),
        ("kfp.answer_too_large", FailureKind::Garbled),
        ("console.internal", FailureKind::Garbled),
        ("console.overloaded", FailureKind::Down(FailedHop::Console)),
        (
            "access.review_unavailable",
            FailureKind::Down(FailedHop::Console),
        ),
        ("request.costly", FailureKind::Down(FailedHop::Busy)),
        ("kfp.too_many_requests", FailureKind::Down(FailedHop::Busy)),
        ("kfp.unreachable", FailureKind::Down(FailedHop::MlPipeline)),
        ("kfp.unavailable", FailureKind::Down(FailedHop::MlPipeline)),
        ("kfp.timeout", FailureKind::Down(FailedHop::MlPipeline)),
    ] {
        let body = format!(r#"{{"code":14,"message":"x","details":[{{"reason":"{code}"}}]}}"#);
        assert_eq!(failure(502, "application/json", &body).kind, kind, "{code}");
    }
    // A proxy of KFP's own writes no reason.
    let body = r#"{"code":8,"message":"slow down"}"#;
    assert_eq!(
        failure(429, "application/json", body).kind,
        FailureKind::Down(FailedHop::Busy)
    );
}

#[test]
fn a_problem_of_the_console_is_read_like_kfps_refusal() {
    let problem = Problem {
        kind: "about:blank".to_owned(),
        title: "Not allowed".to_owned(),
        status: 403,
        detail: None,
        instance: None,
        code: "access.denied".to_owned(),
        hint: Some("Ask an owner.".to_owned()),
        retryable: false,
        access: Some(DeniedAccess {
            user: "a".to_owned(),
            verb: "list".to_owned(),
            resource: "runs".to_owned(),
            namespace: "b".to_owned(),
        }),
    };
    let failure = Failure::from(problem);
    assert!(matches!(failure.kind, FailureKind::Forbidden(Some(_))));
    assert_eq!(failure.said, "Not allowed\nAsk an owner.");
}
