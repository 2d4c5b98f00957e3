//! What applications receive from a person with a session, and from a hostile one.

use kfp_sandbox::LoginEra;
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

use crate::account::{Account, Known};
use crate::browser::{get, send};
use crate::exchange::{Exchange, judge};
use crate::rig::{Release, Rig};

const KNOWN: Known = Known {
    differences: &[
        ("plain-keepauth", NOT_ROUTED),
        ("spoof-stockapp", NOT_ROUTED),
    ],
    unsendable: &[],
};

const NOT_ROUTED: &str = "asks a route of the recording's gateway that exists for comparison only";

/// The exchange's headers with this session.
pub(crate) fn with_session(exchange: &Exchange, session: &str) -> Vec<(String, String)> {
    let mut headers = exchange.headers.clone();
    for (name, value) in &mut headers {
        let carriers = ["cookie", "authorization", "x-auth-token"];
        if carriers
            .iter()
            .any(|carrier| name.eq_ignore_ascii_case(carrier))
        {
            while let Some(start) = value.find('<') {
                let end = start + value[start..].find('>').unwrap() + 1;
                value.replace_range(start..end, session);
            }
        }
    }
    headers
}

#[tokio::test]
async fn applications_receive_what_was_recorded() {
    for release in Release::ALL {
        let rig = release.start().await;
        let session = rig.session("jbpark8@example.com").await;
        let mut account = Account::of(&format!("session.{}", release.name()), KNOWN);
        for exchange in account.sent() {
            let headers = with_session(&exchange, &session);
            let body = exchange.body.clone().into_bytes();
            let reply = send(
                rig.gateway(),
                &exchange.method,
                &exchange.url,
                &headers,
                body,
            )
            .await;
            account.note(&exchange, judge(&exchange, &reply));
        }
        account.settle();
        rig.sandbox.shutdown().await;
    }
}

#[tokio::test]
async fn a_console_that_is_not_there_is_a_503_in_envoys_words() {
    let rig = Rig::start(LoginEra::Oauth2Proxy).await;
    let session = format!(
        "oauth2_proxy_kubeflow={}",
        rig.session("jbpark8@example.com").await
    );
    let free = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    rig.sandbox.set_console(format!("http://{free}"));
    let reply = get(rig.gateway(), "/kfp-console/", &[("Cookie", &session)]).await;
    assert_eq!(reply.status, 503);
    assert_eq!(
        reply.text(),
        "upstream connect error or disconnect/reset before headers. retried and the latest reset reason: remote \
         connection failure, transport failure reason: delayed connect error: Connection refused"
    );
    assert_eq!(reply.header("content-type"), "text/plain");
    assert!(!reply.headers.contains_key("x-envoy-upstream-service-time"));
    rig.sandbox.shutdown().await;

    let mut config = kfp_sandbox::SandboxConfig::default();
    config.seed = false;
    let sandbox = kfp_sandbox::Sandbox::start(config).await.unwrap();
    let jar = crate::browser::sign_in(sandbox.addresses().gateway, "jbpark8@example.com").await;
    let reply = get(
        sandbox.addresses().gateway,
        "/kfp-console/",
        &[("Cookie", &jar.header())],
    )
    .await;
    assert_eq!(
        (reply.status.as_u16(), reply.text()),
        (503, "no healthy upstream")
    );
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_console_that_hangs_up_is_a_connection_termination() {
    let rig = Rig::start(LoginEra::Oauth2Proxy).await;
    let session = format!(
        "oauth2_proxy_kubeflow={}",
        rig.session("jbpark8@example.com").await
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    rig.sandbox
        .set_console(format!("http://{}", listener.local_addr().unwrap()));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 1024]).await;
        }
    });
    let reply = get(rig.gateway(), "/kfp-console/", &[("Cookie", &session)]).await;
    assert_eq!(reply.status, 503);
    assert_eq!(
        reply.text(),
        "upstream connect error or disconnect/reset before headers. reset reason: connection termination"
    );
    rig.sandbox.shutdown().await;
}
