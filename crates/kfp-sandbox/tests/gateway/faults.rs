//! Faults that are added while the sandbox runs.

use std::time::Duration;

use kfp_sandbox::{Action, EnvoyReply, Fault, LoginEra, Place, SignInPage, Switch};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::Instant;

use crate::browser::{Reply, get, send, try_send};
use crate::rig::Rig;

const HEALTHZ: &str = "/apis/v2beta1/healthz";

async fn healthz(rig: &Rig) -> Reply {
    get(rig.sandbox.addresses().kfp, HEALTHZ, &[]).await
}

/// Everything that a request over a bare connection is answered with, until the connection ends or stands still.
async fn raw(rig: &Rig, path: &str) -> String {
    let mut stream = TcpStream::connect(rig.sandbox.addresses().kfp)
        .await
        .unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let reading = async {
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = stream.read(&mut buffer).await {
            answer.extend_from_slice(&buffer[..read]);
        }
    };
    let _ = tokio::time::timeout(Duration::from_mins(1), reading).await;
    String::from_utf8(answer).unwrap()
}

fn body(raw: &str) -> &str {
    raw.split_once("\r\n\r\n").unwrap().1
}

#[tokio::test(start_paused = true)]
async fn a_body_is_cut_short_stands_still_or_has_another_length() {
    let rig = Rig::start(LoginEra::Oauth2Proxy).await;
    let faults = rig.sandbox.faults();
    let whole = healthz(&rig).await.text().to_owned();
    let play = async |action: Action| {
        faults.clear();
        faults.add(Fault::at(Place::Kfp, action).path(HEALTHZ));
        raw(&rig, HEALTHZ).await
    };

    for action in [
        Action::CutBody { after: 10 },
        Action::StallBody { after: 10 },
    ] {
        let said = play(action).await;
        assert!(said.starts_with("HTTP/1.1 200"), "{said}");
        assert!(
            said.to_ascii_lowercase()
                .contains(&format!("content-length: {}", whole.len())),
            "the whole is promised: {said}"
        );
        assert_eq!(body(&said), &whole[..10]);
    }
    let said = play(Action::WrongLength { by: -5 }).await;
    assert_eq!(body(&said), &whole[..whole.len() - 5]);
    let said = play(Action::WrongLength { by: 7 }).await;
    assert!(
        said.to_ascii_lowercase()
            .contains(&format!("content-length: {}", whole.len() + 7))
    );
    assert_eq!(body(&said), whole);
    let said = play(Action::HalfBody).await;
    assert_eq!(body(&said), &whole[..whole.len() / 2]);
    assert_eq!(play(Action::Stall).await, "");
    assert_eq!(play(Action::Drop).await, "");

    faults.clear();
    assert_eq!(healthz(&rig).await.text(), whole);
    rig.sandbox.shutdown().await;
}

#[tokio::test]
async fn a_cut_body_is_an_error_to_a_client() {
    let rig = Rig::start(LoginEra::Oauth2Proxy).await;
    rig.sandbox
        .faults()
        .add(Fault::at(Place::Kfp, Action::CutBody { after: 10 }).times(1));
    let kfp = rig.sandbox.addresses().kfp;
    assert!(
        try_send(kfp, "GET", HEALTHZ, &[], Vec::new())
            .await
            .is_err()
    );
    assert!(try_send(kfp, "GET", HEALTHZ, &[], Vec::new()).await.is_ok());
}

#[tokio::test]
async fn a_giant_body_is_json_of_just_that_size() {
    let rig = Rig::start(LoginEra::Oauth2Proxy).await;
    for bytes in [100, 1_000_003] {
        rig.sandbox
            .faults()
            .add(Fault::at(Place::Kfp, Action::GiantBody { bytes }).times(1));
        let reply = healthz(&rig).await;
        assert_eq!(reply.body.len() as u64, bytes);
        assert!(serde_json::from_slice::<Value>(&reply.body).is_ok());
    }
}

#[tokio::test(start_paused = true)]
async fn a_delay_comes_before_an_answer_that_is_otherwise_whole() {
    let rig = Rig::start(LoginEra::Oauth2Proxy).await;
    rig.sandbox.faults().add(Fault::at(
        Place::Kfp,
        Action::Delay {
            milliseconds: 120_000,
        },
    ));
    let start = Instant::now();
    assert_eq!(healthz(&rig).await.status, 200);
    assert!(start.elapsed() >= Duration::from_mins(2));
}

#[tokio::test]
async fn a_creation_is_taken_although_its_answer_is_a_timeout() {
    let rig = Rig::start_seeded(LoginEra::Oauth2Proxy).await;
    let kfp = rig.sandbox.addresses().kfp;
    for (action, name) in [
        (Action::TakenButTimedOut, "first"),
        (Action::TakenButDropped, "second"),
        (Action::CutUpload { after: 5 }, "third"),
    ] {
        rig.sandbox
            .faults()
            .add(Fault::at(Place::Kfp, action).method("POST").times(1));
        let headers = [(
            "kubeflow-userid".to_owned(),
            "jbpark8@example.com".to_owned(),
        )];
        let body = format!("{{\"display_name\":\"{name}\",\"namespace\":\"kubeflow-jbpark8\"}}");
        let answer = try_send(
            kfp,
            "POST",
            "/apis/v2beta1/experiments",
            &headers,
            body.into_bytes(),
        )
        .await;
        match name {
            "first" => {
                let reply = answer.unwrap();
                assert_eq!(
                    (reply.status.as_u16(), reply.text()),
                    (504, "upstream request timeout")
                );
            }
            _ => assert!(answer.is_err()),
        }
        let listed = get(
            kfp,
            "/apis/v2beta1/experiments?namespace=kubeflow-jbpark8&page_size=200",
            &[("kubeflow-userid", "jbpark8@example.com")],
        )
        .await;
        let is_there = listed
            .text()
            .contains(&format!("\"display_name\":\"{name}\""));
        assert_eq!(is_there, name != "third", "{name}");
    }
}

#[tokio::test]
async fn an_upload_is_cut_in_its_middle() {
    let rig = Rig::start(LoginEra::Oauth2Proxy).await;
    rig.sandbox.faults().add(
        Fault::at(Place::Gateway, Action::CutUpload { after: 300_000 }).path("/kfp-console/api/*"),
    );
    let session = format!(
        "oauth2_proxy_kubeflow={}",
        rig.session("viewer@example.com").await
    );
    let headers = [("Cookie".to_owned(), session)];
    let body = vec![b'x'; 1_000_000];
    let answer = try_send(rig.gateway(), "POST", "/kfp-console/api/x", &headers, body).await;
    assert!(answer.is_err());
}

#[tokio::test]
async fn only_the_first_call_of_a_connection_is_answered() {
    let rig = Rig::start(LoginEra::Oauth2Proxy).await;
    rig.sandbox
        .faults()
        .add(Fault::at(Place::Kfp, Action::DropReused));
    let mut stream = TcpStream::connect(rig.sandbox.addresses().kfp)
        .await
        .unwrap();
    let request = format!("GET {HEALTHZ} HTTP/1.1\r\nHost: x\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut buffer = [0; 4096];
    assert!(stream.read(&mut buffer).await.unwrap() > 0);
    stream.write_all(request.as_bytes()).await.unwrap();
    assert!(matches!(stream.read(&mut buffer).await, Ok(0) | Err(_)));
    assert_eq!(healthz(&rig).await.status, 200);
}

#[tokio::test]
async fn a_fault_behind_a_proxy_bears_the_marks_of_the_way_to_it() {
    let rig = Rig::start(LoginEra::Oauth2Proxy).await;
    let faults = rig.sandbox.faults();
    let addresses = *rig.sandbox.addresses();
    // The sidecar finds nothing behind it: an answer of its own, without the time of an application.
    faults.set(Switch::KfpDown, true);
    let reply = get(addresses.ml_pipeline, HEALTHZ, &[]).await;
    assert_eq!(reply.status, 503);
    assert!(reply.text().contains("Connection refused"));
    assert!(!reply.headers.contains_key("x-envoy-upstream-service-time"));
    // For the console's own sidecar that was an answer of the far side.
    let reply = get(addresses.console_sidecar, HEALTHZ, &[]).await;
    assert_eq!(reply.header("server"), "envoy");
    assert!(reply.headers.contains_key("x-envoy-upstream-service-time"));
    assert!(TcpStream::connect(addresses.kfp).await.is_err());
    faults.set(Switch::KfpDown, false);
    let reply = get(addresses.ml_pipeline, HEALTHZ, &[]).await;
    assert_eq!(reply.status, 200);

    faults.add(Fault::at(
        Place::MlPipeline,
        Action::Envoy {
            reply: EnvoyReply::NoHealthyUpstream,
        },
    ));
    let reply = get(addresses.console_sidecar, HEALTHZ, &[]).await;
    assert_eq!(reply.text(), "no healthy upstream");
    assert!(!reply.headers.contains_key("x-envoy-upstream-service-time"));
}

#[tokio::test]
async fn an_empty_user_ends_the_server_if_it_shall() {
    let rig = Rig::start(LoginEra::Oauth2Proxy).await;
    let faults = rig.sandbox.faults();
    let kfp = rig.sandbox.addresses().kfp;
    let crash = async || {
        let headers = [("kubeflow-userid".to_owned(), String::new())];
        let url = "/apis/v2beta1/experiments?namespace=team-vision";
        assert!(
            try_send(kfp, "GET", url, &headers, Vec::new())
                .await
                .is_err()
        );
    };
    crash().await;
    assert_eq!(healthz(&rig).await.status, 200);
    faults.set(Switch::KfpDiesOfEmptyUser, true);
    crash().await;
    assert!(faults.is_on(Switch::KfpDown));
    assert!(TcpStream::connect(kfp).await.is_err());
}

#[tokio::test]
async fn a_login_comes_in_place_of_an_answer() {
    let rig = Rig::start(LoginEra::Oauth2Proxy).await;
    for (page, status, text) in [
        (SignInPage::Oauth2Proxy, 403, "<title>Sign In</title>"),
        (SignInPage::Oauth2ProxyApi, 401, "{}"),
        (SignInPage::Authservice, 302, ""),
        (SignInPage::Dex, 200, "Log in to"),
    ] {
        rig.sandbox
            .faults()
            .add(Fault::at(Place::Kfp, Action::SignIn { page }).times(1));
        let reply = healthz(&rig).await;
        assert_eq!(reply.status, status, "{page:?}");
        assert!(reply.text().contains(text), "{page:?}");
    }
}

#[tokio::test]
async fn an_answer_can_name_the_host_and_path_that_were_asked() {
    let rig = Rig::start(LoginEra::Oauth2Proxy).await;
    let fault: Fault = serde_json::from_str(
        r#"{"at": "gateway", "action": {"do": "answer", "status": 301,
            "headers": {"location": "https://{host}{path}"}}}"#,
    )
    .unwrap();
    rig.sandbox.faults().add(fault);
    let host = [("Host".to_owned(), "localhost:8080".to_owned())];
    let reply = send(rig.gateway(), "GET", "/pipeline?x=1", &host, Vec::new()).await;
    assert_eq!(reply.status, 301);
    assert_eq!(
        reply.header("location"),
        "https://localhost:8080/pipeline?x=1"
    );
}

#[tokio::test]
async fn user_names_arrive_as_the_switch_says() {
    let rig = Rig::start(LoginEra::Oauth2Proxy).await;
    let session = format!(
        "oauth2_proxy_kubeflow={}",
        rig.session("viewer@example.com").await
    );
    let seen = async |switch: Switch| {
        let faults = rig.sandbox.faults();
        faults.clear();
        faults.set(switch, true);
        let reply = get(rig.gateway(), "/kfp-console/x", &[("Cookie", &session)]).await;
        let echo: Value = serde_json::from_slice(&reply.body).unwrap();
        let names: Vec<String> = echo["headers"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|pair| pair[0] == "kubeflow-userid")
            .map(|pair| pair[1].as_str().unwrap().to_owned())
            .collect();
        names
    };
    assert_eq!(seen(Switch::UserNameAbsent).await, Vec::<String>::new());
    assert_eq!(seen(Switch::UserNameEmpty).await, [""]);
    assert_eq!(
        seen(Switch::UserNameTwice).await,
        ["viewer@example.com", "viewer@example.com"]
    );
    assert_eq!(
        seen(Switch::UserNameInCapitals).await,
        ["VIEWER@EXAMPLE.COM"]
    );
    assert_eq!(seen(Switch::UserNameOpaque).await[0].len(), 36);
}
