//! What the gateway answers without a session.

use kfp_sandbox::LoginEra;

use crate::browser::send;
use crate::exchange::{assert_answer, assert_echo, filled, load};
use crate::rig::{ERAS, Rig};

/// Not played: the style sheet of the real sign-in page.
const NOT_PLAYED: [&str; 1] = ["o2-static"];

#[tokio::test]
async fn every_recorded_request_is_answered_as_recorded() {
    for era in ERAS {
        let rig = Rig::start(era).await;
        for exchange in load(&format!("no-session.{}", rig.names().0)) {
            let is_not_played =
                era == LoginEra::Oauth2Proxy && NOT_PLAYED.contains(&exchange.id.as_str());
            if is_not_played {
                continue;
            }
            let body = exchange.body.clone().into_bytes();
            let reply = send(
                rig.gateway(),
                &exchange.method,
                &filled(&exchange.url),
                &exchange.headers,
                body,
            )
            .await;
            assert_answer(&exchange, &reply);
            if exchange.echo().is_some() {
                assert_echo(&exchange, &reply);
            }
        }
        rig.sandbox.shutdown().await;
    }
}

#[tokio::test]
async fn nothing_passes_while_the_login_service_is_down() {
    let rigs = [
        Rig::start(LoginEra::Authservice).await,
        Rig::start(LoginEra::Oauth2Proxy).await,
    ];
    for rig in &rigs {
        rig.sandbox.set_login_down(true);
    }
    for exchange in load("login-service-down") {
        // A service that cannot reach Dex is another fault, and the bearer tokens of the recording are not at hand.
        if exchange.id.contains("notready") || exchange.id.ends_with("bearer") {
            continue;
        }
        let rig = &rigs[usize::from(exchange.id.starts_with("era2"))];
        let reply = send(
            rig.gateway(),
            &exchange.method,
            &filled(&exchange.url),
            &exchange.headers,
            Vec::new(),
        )
        .await;
        assert_answer(&exchange, &reply);
    }
    for rig in rigs {
        rig.sandbox.shutdown().await;
    }
}
