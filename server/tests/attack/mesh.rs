//! The attempts of a pod in the mesh: it has no session, but may write any header, and a certificate of its own.

use kfp_sandbox::{LoginEra, Switch};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::attempts::{FOREIGN_PAGES, OBJECTS, OPENINGS};
use crate::support::GATEWAY;
use crate::whole::{Front, OUTSIDER, Sent, VICTIM, Whole, send, sign_in};

/// What the sidecar of the console writes about a pod, behind whatever the pod wrote.
const POD: &str = "By=spiffe://cluster.local/ns/kubeflow/sa/kfp-console;Hash=0b;Subject=\"\";\
    URI=spiffe://cluster.local/ns/kubeflow-jbpark8/sa/default-editor";

/// How a browser may claim to be somebody else.
pub(crate) const SPELLINGS: [&str; 8] = [
    "kubeflow-userid",
    "Kubeflow-Userid",
    "KUBEFLOW-USERID",
    "kubeflow_userid",
    "Grpc-Metadata-Kubeflow-Userid",
    "X-Forwarded-User",
    "X-Auth-Request-Email",
    "X-Goog-Authenticated-User-Email",
];

#[tokio::test]
async fn pod_does_not_reach_the_console() {
    let whole = Whole::start(LoginEra::Oauth2Proxy).await;
    let world = whole.world().await;
    let mesh = whole.sandbox.addresses().ml_pipeline;
    for attempt in OBJECTS.iter().chain(OPENINGS).chain(FOREIGN_PAGES) {
        let sent = Sent::new(attempt.method, &world.fill(&attempt.path_in("")))
            .header("host", "kfp-console.kubeflow.svc.cluster.local")
            .header("kubeflow-userid", VICTIM)
            .header("x-forwarded-client-cert", GATEWAY)
            .body(&world.fill(attempt.body));
        let answer = send(mesh, &sent).await;
        assert_eq!(
            (answer.status.as_u16(), answer.text().as_str()),
            (403, "RBAC: access denied"),
            "{}",
            attempt.name
        );
    }
}

/// Where the policy of the console is missing, the pod arrives and the console itself looks who it is.
#[tokio::test]
async fn pod_that_reaches_the_console_is_nobody_there() {
    let whole = Whole::start(LoginEra::Oauth2Proxy).await;
    let console = whole.stand(Front::Whole).await;
    let world = whole.world().await;
    for attempt in OBJECTS.iter().chain(OPENINGS) {
        let sent = Sent::new(attempt.method, &world.fill(&attempt.path_in("")))
            .header("kubeflow-userid", VICTIM)
            .header("x-forwarded-client-cert", &format!("{GATEWAY},{POD}"))
            .body(&world.fill(attempt.body));
        let answer = send(console.address(), &sent).await;
        assert_eq!(
            answer.problem(),
            (401, "identity.peer_not_verified".to_owned()),
            "{}",
            attempt.name
        );
    }
    let believing = whole.stand(Front::With("--peer-verification=off")).await;
    let read = Sent::new("GET", &world.fill("/apis/v2beta1/runs/r-b"))
        .header("kubeflow-userid", VICTIM)
        .header("x-forwarded-client-cert", &format!("{GATEWAY},{POD}"));
    assert_eq!(send(believing.address(), &read).await.status, 200);
}

#[tokio::test]
async fn pod_cannot_speak_for_the_victim_at_ml_pipeline() {
    let whole = Whole::start(LoginEra::Oauth2Proxy).await;
    let world = whole.world().await;
    let read = Sent::new("GET", &world.fill("/apis/v2beta1/runs/r-b"))
        .header("kubeflow-userid", VICTIM)
        .header("x-forwarded-client-cert", GATEWAY);
    let answer = send(whole.sandbox.addresses().ml_pipeline, &read).await;
    assert_eq!(answer.text(), "RBAC: access denied");
    // Without a sidecar before it, KFP believes whoever comes.
    let answer = send(whole.sandbox.addresses().kfp, &read).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}

/// The gateway overwrites what a browser claims, in whichever spelling.
#[tokio::test]
async fn session_cannot_claim_to_be_somebody_else() {
    let whole = Whole::start(LoginEra::Oauth2Proxy).await;
    let _console = whole.stand(Front::Whole).await;
    let cookie = sign_in(whole.gateway(), OUTSIDER).await;
    for name in SPELLINGS {
        let lines = format!(
            "cookie: {cookie}\r\n{name}: {VICTIM}\r\nx-forwarded-client-cert: {GATEWAY}\r\n{name}: {VICTIM}\r\n"
        );
        let answer = raw_get(whole.gateway(), "/kfp-console/api/session", &lines).await;
        assert!(answer.starts_with("HTTP/1.1 200 "), "{name}: {answer}");
        assert!(answer.contains(OUTSIDER), "{name}: {answer}");
        assert!(!answer.contains(VICTIM), "{name}: {answer}");
    }
}

/// An empty name ends the real API server's process; the console never sends one.
#[tokio::test]
async fn empty_name_does_not_end_kfp() {
    let whole = Whole::start(LoginEra::Oauth2Proxy).await;
    let faults = whole.sandbox.faults();
    faults.set(Switch::KfpDiesOfEmptyUser, true);
    let console = whole
        .stand(Front::With("--upstream-identity=user-header"))
        .await;
    for name in ["", " ", "\t"] {
        let lines = format!("kubeflow-userid: {name}\r\nx-forwarded-client-cert: {GATEWAY}\r\n");
        let path = "/apis/v2beta1/experiments?namespace=team-nlp";
        let answer = raw_get(console.address(), path, &lines).await;
        assert!(answer.starts_with("HTTP/1.1 401 "), "{name:?}: {answer}");
        assert!(answer.contains("identity.invalid"), "{name:?}: {answer}");
    }
    assert!(!faults.is_on(Switch::KfpDown));
    let path = "/apis/v2beta1/experiments?namespace=team-nlp";
    let kfp = whole.sandbox.addresses().kfp;
    let answer = raw_get(kfp, path, "kubeflow-userid: \r\n").await;
    assert_eq!(answer, "");
    assert!(faults.is_on(Switch::KfpDown));
}

/// In the older era `OPTIONS` passes the login with whatever user is claimed, and KFP takes an upload by any method.
#[tokio::test]
async fn options_does_not_upload_without_a_login() {
    let whole = Whole::start(LoginEra::Authservice).await;
    let upload = |name: &str| {
        Sent::new(
            "OPTIONS",
            &format!("/kfp-console/apis/v2beta1/pipelines/upload?namespace=team-nlp&name={name}"),
        )
        .header("kubeflow-userid", VICTIM)
        .header("content-type", "multipart/form-data; boundary=x")
    };
    let world = whole.world().await;
    let file = world.fill(crate::attempts::FILE);
    let _console = whole.stand(Front::Whole).await;
    let answer = send(whole.gateway(), &upload("one").body(&file)).await;
    assert_eq!((answer.status.as_u16(), answer.body.len()), (204, 0));
    let _bare = whole.stand(Front::Bare).await;
    let answer = send(whole.gateway(), &upload("two").body(&file)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let found = async |name: &str| {
        let path = format!("/apis/v2beta1/pipelines/names/{name}?namespace=team-nlp");
        let sent = Sent::new("GET", &path).header("kubeflow-userid", VICTIM);
        send(whole.sandbox.addresses().kfp, &sent)
            .await
            .status
            .as_u16()
    };
    assert_eq!((found("one").await, found("two").await), (404, 200));
}

/// A request in these very letters, and all that comes back.
async fn raw_get(to: std::net::SocketAddr, path: &str, lines: &str) -> String {
    let mut stream = TcpStream::connect(to).await.expect("a connection");
    let request = format!("GET {path} HTTP/1.1\r\nhost: {to}\r\nconnection: close\r\n{lines}\r\n");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("read");
    String::from_utf8_lossy(&answer).into_owned()
}
