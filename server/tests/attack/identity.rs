//! Claiming to be somebody else.

use crate::support::{GATEWAY, Policy, TestApp};

const VICTIM: &str = "b@example.com";
const POD: &str = "By=spiffe://cluster.local/ns/kubeflow/sa/kfp-console;Hash=0b;Subject=\"\";\
    URI=spiffe://cluster.local/ns/team-a/sa/default-editor";
const PRINCIPAL: &str =
    "spiffe://cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account";

/// What the identity header may hold that is not one name.
pub(crate) const ODD_NAMES: [(&str, &str); 7] = [
    ("empty, which ends the process of the real API server", ""),
    ("blank", "   "),
    ("a tab", "\t"),
    ("two names", "a@example.com,b@example.com"),
    ("two names with a space", "a@example.com, b@example.com"),
    ("a name with a space", "b@example.com x"),
    ("letters beyond ASCII", "ü@example.com"),
];
/// Headers that name somebody elsewhere.
pub(crate) const OTHER_HEADERS: [&str; 11] = [
    "kubeflow_userid",
    "x-kubeflow-userid",
    "x-goog-authenticated-user-email",
    "x-auth-request-user",
    "x-auth-request-email",
    "x-forwarded-user",
    "x-forwarded-email",
    "remote-user",
    "impersonate-user",
    "grpc-metadata-kubeflow-userid",
    "kubeflow-groups",
];

/// What a pod of the mesh may write before its sidecar's own element, or without any.
pub(crate) fn forged_certificates() -> Vec<(&'static str, String)> {
    vec![
        ("no certificate at all", String::new()),
        ("one's own", POD.to_owned()),
        ("the gateway's before one's own", format!("{GATEWAY},{POD}")),
        (
            "the gateway's before one's own, after a space",
            format!("{GATEWAY}, {POD}"),
        ),
        (
            "an open quote before one's own",
            format!("{GATEWAY};Subject=\",{POD}"),
        ),
        (
            "an escaped quote before one's own",
            format!("{GATEWAY};Subject=\"\\\",{POD}"),
        ),
        (
            "two identities in one element",
            format!("{POD};URI={PRINCIPAL}"),
        ),
        (
            "the gateway's in the subject",
            POD.replace("Subject=\"\"", &format!("Subject=\"URI={PRINCIPAL}\"")),
        ),
        (
            "the gateway's as who received it",
            format!("By={PRINCIPAL};Hash=0b"),
        ),
        (
            "the gateway's without its scheme",
            format!("URI={}", PRINCIPAL.trim_start_matches("spiffe://")),
        ),
        (
            "the gateway's in capitals",
            format!("URI={}", PRINCIPAL.to_uppercase()),
        ),
        ("a longer name", format!("URI={PRINCIPAL}-2")),
        ("a path below the gateway's", format!("URI={PRINCIPAL}/x")),
        (
            "another trust domain",
            format!(
                "URI={}",
                PRINCIPAL.replace("cluster.local", "cluster.local.evil")
            ),
        ),
        ("a comma at the end", format!("{GATEWAY},")),
        ("DNS instead of URI", format!("DNS={PRINCIPAL}")),
    ]
}

#[tokio::test]
async fn forged_certificate_is_believed_only_where_the_check_is_off() {
    let on = TestApp::start(Policy::AllowAll).await;
    let off = TestApp::with(Policy::AllowAll, &["--peer-verification=off"]).await;
    for (name, forged) in forged_certificates() {
        for (app, expected) in [(&on, 401), (&off, 200)] {
            let request = app
                .get("/api/session")
                .of_user(VICTIM)
                .without("x-forwarded-client-cert");
            let request = if forged.is_empty() {
                request
            } else {
                request.header("x-forwarded-client-cert", &forged)
            };
            let answer = request.send().await;
            assert_eq!(answer.status, expected, "{name}: {}", answer.text());
            if expected == 401 {
                assert_eq!(answer.code(), "identity.peer_not_verified", "{name}");
            } else {
                assert_eq!(answer.json()["user"], VICTIM, "{name}");
            }
        }
    }
    // In two lines the last one is the sidecar's.
    let two = on
        .get("/api/session")
        .header("x-forwarded-client-cert", POD)
        .send()
        .await;
    assert_eq!(
        two.problem(),
        (401, "identity.peer_not_verified".to_owned())
    );
}

#[tokio::test]
async fn name_that_is_not_one_name_is_nobody() {
    let app = TestApp::start(Policy::AllowAll).await;
    for (name, value) in ODD_NAMES {
        let answer = app
            .get("/apis/v2beta1/runs/r-a")
            .of_user(value)
            .send()
            .await;
        assert_eq!(
            answer.problem(),
            (401, "identity.invalid".to_owned()),
            "{name}"
        );
    }
    let twice = app
        .get("/apis/v2beta1/runs/r-a")
        .header("kubeflow-userid", VICTIM)
        .send()
        .await;
    assert_eq!(twice.problem(), (401, "identity.invalid".to_owned()));
    assert!(app.kfp.lines().is_empty());
}

#[tokio::test]
async fn other_headers_that_name_somebody_name_nobody() {
    let app = TestApp::start(Policy::AllowAll).await;
    for header in OTHER_HEADERS {
        let alone = app
            .get("/api/session")
            .without("kubeflow-userid")
            .header(header, VICTIM)
            .send()
            .await;
        assert_eq!(
            alone.problem(),
            (401, "identity.missing".to_owned()),
            "{header}"
        );
        let beside = app.get("/api/session").header(header, VICTIM).send().await;
        assert_eq!(beside.json()["user"], "a@example.com", "{header}");
        app.get("/apis/v2beta1/runs/r-a")
            .header(header, VICTIM)
            .send()
            .await;
    }
    // A header that says which headers are for this hop only takes the identity away from nobody.
    let hop = app
        .get("/api/session")
        .header("connection", "kubeflow-userid")
        .send()
        .await;
    assert_eq!(hop.json()["user"], "a@example.com");
    for call in app.kfp.calls() {
        let text = format!("{:?}", call.headers);
        assert!(!text.contains(VICTIM), "{text}");
    }
}

/// Each of them would name the victim where the console is told to read it.
#[tokio::test]
async fn other_header_is_believed_only_where_it_is_the_configured_one() {
    for header in OTHER_HEADERS {
        let flag = format!("--userid-header={header}");
        let app = TestApp::with(Policy::AllowAll, &[&flag]).await;
        let answer = app.get("/api/session").header(header, VICTIM).send().await;
        assert_eq!(answer.json()["user"], VICTIM, "{header}");
    }
}

#[tokio::test]
async fn nothing_of_the_browsers_session_reaches_kfp() {
    for flag in [
        "--upstream-identity=service-account",
        "--upstream-identity=user-header",
    ] {
        let app = TestApp::with(Policy::AllowAll, &[flag]).await;
        let request = app
            .get("/apis/v2beta1/runs/r-a")
            .header("authorization", "Bearer stolen")
            .header("proxy-authorization", "Bearer stolen")
            .header("cookie", "oauth2_proxy_kubeflow=stolen")
            .header("x-auth-token", "stolen")
            .header("x-forwarded-access-token", "stolen");
        assert_eq!(request.send().await.status, 200);
        for call in app.kfp.calls() {
            let identities = ["authorization", "kubeflow-userid"]
                .map(|name| call.headers.get_all(name).iter().count());
            assert_eq!(
                identities.iter().sum::<usize>(),
                1,
                "{flag}: {identities:?}"
            );
            assert!(!format!("{:?}", call.headers).contains("stolen"), "{flag}");
            assert!(call.headers.get("cookie").is_none(), "{flag}");
        }
    }
}
