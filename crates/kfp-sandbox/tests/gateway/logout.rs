//! Signing out in both eras.

use kfp_sandbox::LoginEra;

use crate::browser::{get, send, sign_in};
use crate::exchange::{assert_answer, assert_echo, filled, load};
use crate::rig::Rig;
use crate::session::with_session;

#[tokio::test]
async fn the_older_service_ends_the_session_and_the_newer_one_forgets_it() {
    for (era, prefix) in [
        (LoginEra::Authservice, "e1-"),
        (LoginEra::Oauth2Proxy, "era2-"),
    ] {
        let rig = Rig::start(era).await;
        let session = rig.session("jbpark8@example.com").await;
        for exchange in load("logout")
            .iter()
            .filter(|exchange| exchange.id.starts_with(prefix))
        {
            // A login after the sign-out is a login as any other.
            if exchange.id.contains("relogin") {
                continue;
            }
            let mut headers = with_session(exchange, &session);
            if exchange.id == "era2-split" {
                let (head, tail) = session.split_at(900);
                let name = rig.names().1;
                headers.retain(|(name, _)| name != "Cookie");
                headers.push((
                    "Cookie".to_owned(),
                    format!("{name}_0={head}; {name}_1={tail}"),
                ));
            }
            let reply = send(
                rig.gateway(),
                &exchange.method,
                &filled(&exchange.url),
                &headers,
                Vec::new(),
            )
            .await;
            if exchange.app() == Some("centraldashboard") {
                // The recording's dashboard echoed a POST; the sandbox's has no handler for it.
                assert_eq!(reply.status, 404, "{}", exchange.id);
                assert!(reply.text().contains("Cannot POST /authservice/logout"));
                continue;
            }
            assert_answer(exchange, &reply);
            if exchange.echo().is_some() {
                assert_echo(exchange, &reply);
            }
        }
        rig.sandbox.shutdown().await;
    }
}

#[tokio::test]
async fn after_a_sign_out_the_password_is_asked_for_again() {
    let rig = Rig::start(LoginEra::Oauth2Proxy).await;
    let mut jar = sign_in(rig.gateway(), "jbpark8@example.com").await;
    let out = get(
        rig.gateway(),
        "/oauth2/sign_out",
        &[("Cookie", &jar.header())],
    )
    .await;
    jar.take_from(&out);
    assert_eq!(jar.header(), "");
    let page = get(rig.gateway(), "/kfp-console/", &[("Cookie", &jar.header())]).await;
    assert_eq!(page.status, 403);
    sign_in(rig.gateway(), "viewer@example.com").await;
    rig.sandbox.shutdown().await;
}
