//! What the gateway answers without a session.

use kfp_sandbox::Switch;

use crate::account::{Account, Known};
use crate::browser::{get, send};
use crate::exchange::{filled, judge};
use crate::rig::Release;
use crate::session::with_session;
use crate::tokens::dex_token;

const KNOWN_NEWER: Known = Known {
    differences: &[("o2-static", "the style sheet of the real sign-in page")],
    unsendable: &[],
};

#[tokio::test]
async fn every_recorded_request_is_answered_as_recorded() {
    for release in Release::ALL {
        let rig = release.start().await;
        let known = match release {
            Release::Authservice => Known::default(),
            _ => KNOWN_NEWER,
        };
        let mut account = Account::of(&format!("no-session.{}", release.name()), known);
        for exchange in account.sent() {
            let body = exchange.body.clone().into_bytes();
            let reply = send(
                rig.gateway(),
                &exchange.method,
                &filled(&exchange.url),
                &exchange.headers,
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
async fn nothing_passes_while_the_login_service_is_down() {
    let mut account = Account::of("login-service-down", Known::default());
    for release in [Release::Authservice, Release::Oauth2Proxy] {
        let rig = release.start().await;
        let token = match release {
            Release::Authservice => "not-asked".to_owned(),
            _ => dex_token(&rig, "jbpark8@example.com").await,
        };
        let faults = rig.sandbox.faults();
        for exchange in account.sent_in(release) {
            let is_there = exchange.id.contains("notready");
            faults.set(Switch::LoginDown, !is_there);
            faults.set(Switch::LoginNotReady, is_there);
            let headers = with_session(&exchange, &token);
            let mut url = filled(&exchange.url);
            let mut to = rig.gateway();
            if exchange.id.ends_with("direct") {
                to = rig.sandbox.addresses().login;
                url.insert_str(0, "/ext_authz/authservice");
            }
            let reply = send(to, &exchange.method, &url, &headers, Vec::new()).await;
            account.note(&exchange, judge(&exchange, &reply));
        }
        rig.sandbox.shutdown().await;
    }
    account.settle();
}

#[tokio::test]
async fn a_login_service_that_does_not_start_is_down_to_the_gateway() {
    let rig = Release::Oauth2Proxy.start().await;
    let faults = rig.sandbox.faults();
    let mut replies = Vec::new();
    for switch in [Switch::LoginDown, Switch::LoginNotReady] {
        faults.set(switch, true);
        let reply = get(rig.gateway(), "/oauth2/start", &[]).await;
        faults.set(switch, false);
        assert_eq!(reply.status, 503);
        replies.push(reply.text().to_owned());
    }
    assert!(
        replies[0].starts_with("upstream connect error"),
        "{}",
        replies[0]
    );
    assert_eq!(replies[0], replies[1]);
    rig.sandbox.shutdown().await;
}
