//! A report may be pasted into an issue, whatever was sent and whatever came back.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};
use kfp_core::credentials::Credentials;
use kfp_core::diagnose::{
    Answer, Authorization, Examination, Sent, Symptom, Target, Vantage, diagnose,
};
use kfp_core::error::TransportError;
use kfp_core::model::Namespace;
use kfp_core::transport::{Body, Transport};
use kfp_core::{BaseUrl, Client};
use proptest::prelude::*;

/// Says the same to every request that it does not take for a question about health.
#[derive(Clone)]
struct Echo {
    healthz: Said,
    rest: Said,
}

/// Status, media type and body, with the secret in every header that servers put one into.
type Said = Arc<(u16, String, String, String)>;

impl Transport for Echo {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let said = if request.uri().path().ends_with("/healthz") {
            &self.healthz
        } else {
            &self.rest
        };
        let (status, kind, body, secret) = &**said;
        let mut answer = Response::new(Body::full(body.clone()));
        *answer.status_mut() = StatusCode::from_u16(*status).unwrap();
        *answer.headers_mut() = headers(kind, secret);
        Ok(answer)
    }
}

fn headers(kind: &str, secret: &str) -> HeaderMap {
    let lines = [
        ("content-type", kind.to_owned()),
        ("location", format!("/dex/auth?state={secret}")),
        (
            "set-cookie",
            format!("oauth2_proxy_kubeflow={secret}; Path=/"),
        ),
        ("www-authenticate", format!("Bearer realm=\"{secret}\"")),
        ("server", secret.to_owned()),
        ("x-request-id", secret.to_owned()),
    ];
    let lines = lines.into_iter().map(|(name, value)| {
        (
            HeaderName::from_static(name),
            HeaderValue::try_from(value).unwrap(),
        )
    });
    lines.collect()
}

/// Bodies that hold a secret where KFP, a gateway or a login page could repeat one.
fn bodies(secret: &str) -> Vec<String> {
    vec![
        secret.to_owned(),
        format!("RBAC: access denied {secret}"),
        format!("Jwt is expired: {secret}"),
        format!("upstream connect error or disconnect/reset before headers. {secret}"),
        format!("<html><title>{secret}</title><a href=\"?token={secret}\">Sign In</a></html>"),
        format!(r#"{{"{secret}":"{secret}"}}"#),
        format!(
            r#"{{"code":16,"message":"{secret}","details":[{{"@type":"x","message":"invalid bearer token {secret}"}}]}}"#
        ),
        format!(r#"{{"code":7,"message":"User is not authorized: {secret}"}}"#),
        format!(
            r#"{{"code":7,"message":"User '{secret}' is not authorized with reason:  (request: &ResourceAttributes{{Namespace:team,Verb:list,Resource:runs,}})"}}"#
        ),
        format!(r#"{{"error_message":"{secret}","error_details":"{secret}"}}"#),
        format!(
            r#"{{"kind":"Status","code":403,"message":"{secret}","details":{{"name":"{secret}"}}}}"#
        ),
        format!(r#"{{"multi_user":true,"tag_name":"{secret}","commit_sha":"{secret}"}}"#),
        format!(
            r#"{{"apiServerReady":true,"apiServerTagName":"{secret}","frontendTagName":"{secret}"}}"#
        ),
        format!(r#"{{"multi_user":true,"pipeline_store":"{secret}"}}"#),
        r#"{"multi_user":true,"tag_name":"2.17.0"}"#.to_owned(),
    ]
}

const KINDS: [&str; 5] = [
    "application/json",
    "text/html",
    "text/plain",
    "application/grpc",
    "",
];

fn said(secret: &str, status: u16, kind: usize, body: usize) -> Said {
    let bodies = bodies(secret);
    let kind = match KINDS[kind % KINDS.len()] {
        "" => format!("text/{secret}; boundary={secret}"),
        known => format!("{known}; charset={secret}"),
    };
    Arc::new((
        status,
        kind,
        bodies[body % bodies.len()].clone(),
        secret.to_owned(),
    ))
}

/// A token as Kubernetes writes it: whose it is may be told, its signature never.
fn signed(secret: &str, expires: i64) -> String {
    let claims = format!(
        r#"{{"aud":["pipelines.kubeflow.org"],"sub":"system:serviceaccount:team:a","exp":{expires},"jti":"{secret}"}}"#
    );
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.{secret}", part("{\"alg\":\"RS256\"}"), part(&claims))
}

fn credentials(which: usize, base: &BaseUrl, secret: &str) -> Credentials {
    let origin = base.origin().cloned().unwrap();
    let made = match which {
        0 => Credentials::bearer(origin, secret),
        1 => Credentials::bearer(origin, signed(secret, 4_000_000_000)),
        2 => Credentials::bearer(origin, signed(secret, 1)),
        3 => Credentials::cookie(
            origin,
            format!("oauth2_proxy_kubeflow={secret}; other={secret}"),
        ),
        _ => Credentials::header(origin, HeaderName::from_static("kubeflow-userid"), secret),
    };
    made.unwrap()
}

fn block_on<F: Future>(future: F) -> F::Output {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(future)
}

/// A program that fails, and one that prints what no header can carry.
#[test]
fn a_program_that_should_print_a_token_is_named_without_its_arguments() {
    let secret = "topsecretvalue0123";
    for script in [
        format!("exit 1 # {secret}"),
        format!("echo {secret} {secret}"),
    ] {
        let base: BaseUrl = "http://ml-pipeline.kubeflow:8888".parse().unwrap();
        let command = ["sh", "-c", &script].map(str::to_owned).to_vec();
        let credentials = Credentials::command(base.origin().cloned().unwrap(), command).unwrap();
        let said = said(secret, 401, 0, 0);
        let echo = Echo {
            healthz: Arc::clone(&said),
            rest: said,
        };
        let client = Client::new(base, echo, credentials);
        let report = block_on(Examination::of(&client).run());
        assert!(!report.is_healthy(), "{report:?}");
        let printed = format!("{report:?} {client:?}");
        assert!(
            printed.contains("`sh`") && !printed.contains(secret),
            "{printed}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_report_holds_nothing_that_was_sent_or_that_came(
        secret in "[A-Za-z0-9_-]{16,40}",
        credential in 0_usize..5,
        address in 0_usize..4,
        from in 0_usize..4,
        statuses in (prop::sample::select(vec![200, 302, 400, 401, 403, 404, 500, 502, 503]), prop::sample::select(vec![200, 302, 401, 403, 404, 413, 503])),
        kinds in (0_usize..5, 0_usize..5),
        bodies in (0_usize..15, 0_usize..15),
    ) {
        let address = [
            "http://ml-pipeline.kubeflow:8888".to_owned(),
            format!("https://kubeflow.example.com/pipeline?token={secret}"),
            format!("https://kubeflow.example.com/_/pipeline/?ns=team#/runs?code={secret}"),
            format!("https://kubeflow.example.com/pipeline/apis/v2beta1/runs/{secret}?state={secret}"),
        ][address].clone();
        let base: BaseUrl = address.parse().unwrap();
        let echo = Echo {
            healthz: said(&secret, statuses.0, kinds.0, bodies.0),
            rest: said(&secret, statuses.1, kinds.1, bodies.1),
        };
        let credentials = credentials(credential, &base, &secret);
        let client = Client::new(base, echo, credentials);
        let namespace = Namespace::new("team").unwrap();
        let mut examination = Examination::of(&client).namespace(&namespace);
        if let Some(vantage) = [Vantage::Pod, Vantage::Program, Vantage::Browser].get(from) {
            examination = examination.from(*vantage);
        }
        let report = block_on(examination.run());
        prop_assert!(!report.checks.is_empty());
        let written = serde_json::to_string(&report).unwrap();
        for text in [format!("{client:?}"), written, format!("{report:?}")] {
            prop_assert!(!text.contains(&secret), "{text}");
        }
    }

    #[test]
    fn a_symptom_and_its_diagnosis_hold_nothing_of_an_answer(
        secret in "[A-Za-z0-9_-]{16,40}",
        status in 200_u16..600,
        kind in 0_usize..5,
        body in 0_usize..15,
    ) {
        let said = said(&secret, status, kind, body);
        let headers = headers(&said.1, &secret);
        let status = StatusCode::from_u16(status).unwrap();
        let answer = Answer::new(status, &headers, said.2.as_bytes());
        let sent = Sent::nothing().authorization(Authorization::Bearer).cookie();
        let text = format!("ApiException: (401) RBAC: access denied {secret}");
        for symptom in [
            Symptom::answered(Vantage::Program, Target::MlPipeline, sent, answer),
            Symptom::text(Vantage::Pod, Target::MlPipeline, &text),
        ] {
            let printed = format!("{symptom:?} {:?}", diagnose(&symptom));
            prop_assert!(!printed.contains(&secret), "{printed}");
        }
    }
}
