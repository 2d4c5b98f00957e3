//! Odd paths: normalisation, doubled slashes, encoded slashes, where each prefix leads.

use crate::browser::send;
use crate::exchange::{Exchange, assert_answer, assert_echo, load};
use crate::rig::{ERAS, Rig};
use crate::session::with_session;

/// What this client or the HTTP library cannot carry: a raw blank, a raw letter beyond ASCII, and a fragment.
fn cannot_be_sent(exchange: &Exchange) -> bool {
    exchange.url.contains([' ', '#']) || !exchange.url.replace('…', "").is_ascii()
}

#[tokio::test]
async fn odd_paths_are_answered_as_recorded() {
    for era in ERAS {
        let rig = Rig::start(era).await;
        let session = rig.session("jbpark8@example.com").await;
        let own = format!("{}-", rig.names().0);
        for exchange in load("paths")
            .iter()
            .filter(|exchange| exchange.id.contains(&own))
        {
            if cannot_be_sent(exchange) {
                continue;
            }
            let mut url = exchange.url.clone();
            if let Some((head, _)) = url.split_once('…') {
                url = format!("{head}{}", "a".repeat(9017 - head.len()));
            }
            let headers = with_session(exchange, &session);
            let body = exchange.body.clone().into_bytes();
            let reply = send(rig.gateway(), &exchange.method, &url, &headers, body).await;
            match exchange.app() {
                None => assert_answer(exchange, &reply),
                Some("kfp-console") => {
                    assert_answer(exchange, &reply);
                    assert_echo(exchange, &reply);
                }
                // The other applications of the recording echoed too; here they are what they are.
                Some(_) => assert_eq!(reply.header("x-powered-by"), "Express", "{}", exchange.id),
            }
        }
        rig.sandbox.shutdown().await;
    }
}
