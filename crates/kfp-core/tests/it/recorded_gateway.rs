//! What real gateways and meshes answer in KFP's place is recognised, all of it.

use std::collections::BTreeMap;

use kfp_core::error::{Error, Hop, ProxyReason, SignedOut, TokenRefusal};
use kfp_core::operation::Operation;
use kfp_core::response::{check, classify};

use crate::fixtures::{answer, refusals};

pub(crate) fn reason(text: &str) -> ProxyReason {
    let signed_out = |by| ProxyReason::SignedOut { by };
    let refused = |refusal| ProxyReason::TokenRefused { refusal };
    match text {
        "RbacDenied" => ProxyReason::RbacDenied,
        "SignedOut EmptyObject" => signed_out(SignedOut::EmptyObject),
        "SignedOut ExpiredToken" => signed_out(SignedOut::ExpiredToken),
        "SignedOut Redirect" => signed_out(SignedOut::Redirect),
        "SignedOut SignInPage" => signed_out(SignedOut::SignInPage),
        "TokenRefused Issuer" => refused(TokenRefusal::Issuer),
        "TokenRefused Malformed" => refused(TokenRefusal::Malformed),
        "TokenRefused NotYetValid" => refused(TokenRefusal::NotYetValid),
        "TokenRefused Signature" => refused(TokenRefusal::Signature),
        "TokenRefused Other" => refused(TokenRefusal::Other),
        "LoginServiceDown" => ProxyReason::LoginServiceDown,
        "NoRoute" => ProxyReason::NoRoute,
        "ConnectFailure" => ProxyReason::ConnectFailure,
        "Reset" => ProxyReason::Reset,
        "Timeout" => ProxyReason::Timeout,
        "HeadersTooLarge" => ProxyReason::HeadersTooLarge,
        "PathCleaned" => ProxyReason::PathCleaned,
        "WrongApplication" => ProxyReason::WrongApplication,
        "Other" => ProxyReason::Other,
        other => panic!("{other} is not a reason"),
    }
}

#[test]
fn every_refusal_is_recognised() {
    let mut seen = BTreeMap::<String, usize>::new();
    let mut wrong = Vec::new();
    for refusal in refusals() {
        let (parts, body) = answer(refusal.status, &refusal.headers, &refusal.body);
        let name = format!("{} {}", refusal.from, refusal.id);
        let found = classify(&parts, &body);
        if found != Some(reason(&refusal.expected)) {
            wrong.push(format!("{name}: {found:?}, not {}", refusal.expected));
        }
        let error = check(Operation::ListRuns, &parts, &body).expect_err(&name);
        assert!(
            matches!(error, Error::Unexpected { .. }),
            "{name}: {error:?}"
        );
        assert_eq!(
            error.is_signed_out(),
            refusal.expected.starts_with("SignedOut"),
            "{name}"
        );
        assert!(
            error.hint().is_some() || refusal.expected == "Other",
            "{name}"
        );
        *seen.entry(refusal.expected).or_default() += 1;
    }
    assert!(
        wrong.is_empty(),
        "{} of {seen:?}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(
        seen.values().sum::<usize>() > 600 && seen.len() >= 15,
        "only {seen:?}"
    );
}

#[test]
fn the_hop_that_refused_is_named() {
    for (from, id, expected) in [
        ("mesh.json", "mlp-igw-user", Hop::Further),
        ("no-session.era2.json", "auth-basic", Hop::FirstProxy),
        ("no-session.era1.json", "console-api", Hop::Further),
    ] {
        let refusals = refusals();
        let refusal = refusals
            .iter()
            .find(|refusal| refusal.from == from && refusal.id == id)
            .expect(id);
        let (parts, body) = answer(refusal.status, &refusal.headers, &refusal.body);
        match check(Operation::ListRuns, &parts, &body) {
            Err(Error::Unexpected { hop, .. }) => assert_eq!(hop, expected, "{id}"),
            other => panic!("{id}: {other:?}"),
        }
    }
}

/// Status, headers, body, and what it is.
type Case = (
    u16,
    &'static [(&'static str, &'static str)],
    &'static str,
    ProxyReason,
);

const TEXT: &[(&str, &str)] = &[("content-type", "text/plain")];
const HTML: &[(&str, &str)] = &[("content-type", "text/html; charset=utf-8")];
const JSON: &[(&str, &str)] = &[("content-type", "application/json")];
const TO_IDP: &[(&str, &str)] = &[("location", "https://idp.example.com/authorize")];

/// Answers that the documentation of Envoy, Istio and Kubeflow shows and the recordings do not hold.
#[test]
fn documented_refusals_are_recognised() {
    let cases: [Case; 15] = [
        (
            503,
            TEXT,
            "no healthy upstream",
            ProxyReason::NoHealthyUpstream,
        ),
        (503, &[], "", ProxyReason::UnknownService),
        (401, &[], "", ProxyReason::EmptyUnauthorized),
        (
            401,
            TEXT,
            "Jwt is missing",
            reason_refused(TokenRefusal::Missing),
        ),
        (
            401,
            TEXT,
            "Jwks remote fetch is failed",
            reason_refused(TokenRefusal::KeysUnavailable),
        ),
        (
            403,
            TEXT,
            "Audiences in Jwt are not allowed",
            reason_refused(TokenRefusal::Audience),
        ),
        (
            404,
            HTML,
            "<!DOCTYPE html><pre>Cannot POST /apis/v2beta1/runs</pre>",
            ProxyReason::WrongApplication,
        ),
        (404, TEXT, "404 page not found\n", ProxyReason::NoRoute),
        (413, &[], "", ProxyReason::BodyTooLarge),
        (429, &[], "slow down", ProxyReason::RateLimited),
        (200, JSON, " ", ProxyReason::NoContent),
        (
            200,
            &[],
            "<html><title>Kubeflow Central Dashboard</title>",
            ProxyReason::WrongApplication,
        ),
        (
            200,
            HTML,
            "<title>dex</title> Log in to dex",
            ProxyReason::SignedOut {
                by: SignedOut::SignInPage,
            },
        ),
        (
            403,
            HTML,
            "<h1>Login Failed: Unable to find a valid CSRF token.",
            ProxyReason::LoginFailed,
        ),
        (
            302,
            TO_IDP,
            "",
            ProxyReason::SignedOut {
                by: SignedOut::Redirect,
            },
        ),
    ];
    for (status, headers, body, expected) in cases {
        let headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let (parts, body) = answer(status, &headers, &body.into());
        assert_eq!(classify(&parts, &body), Some(expected), "{status} {body:?}");
    }
}

fn reason_refused(refusal: TokenRefusal) -> ProxyReason {
    ProxyReason::TokenRefused { refusal }
}

#[test]
fn an_error_that_is_no_text_keeps_its_status() {
    for (status, body) in [
        (502, &b"\xff\xfe upstream \x80"[..]),
        (500, b"{\"code\": 13, \"message\": \"\xff\"}"),
        (403, b"<html>\xa0</html>"),
    ] {
        let headers = [("content-type".to_owned(), "text/plain".to_owned())];
        let (parts, _) = answer(status, &headers, &serde_json::Value::Null);
        let bytes = bytes::Bytes::copy_from_slice(body);
        let error = check(Operation::GetRun, &parts, &bytes).unwrap_err();
        assert_eq!(
            error.status().map(|status| status.as_u16()),
            Some(status),
            "{error}"
        );
    }
}
