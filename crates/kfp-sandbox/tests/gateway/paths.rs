//! Odd paths: normalisation, doubled slashes, encoded slashes, where each prefix leads.

use crate::account::{Account, Known};
use crate::browser::{send, send_bytes};
use crate::exchange::judge;
use crate::rig::Release;
use crate::session::with_session;

const KNOWN: Known = Known {
    differences: &[
        ("era1-session-18", FRAGMENT),
        ("era1-session-19", FRAGMENT),
        ("era1-nosession-60", FRAGMENT),
        ("era1-nosession-61", FRAGMENT),
        ("era2-session-102", FRAGMENT),
        ("era2-session-103", FRAGMENT),
        ("era2-nosession-144", FRAGMENT),
        ("era2-nosession-145", FRAGMENT),
    ],
    unsendable: &[
        ("era1-session-16", LETTERS),
        ("era1-nosession-58", LETTERS),
        ("era2-session-100", LETTERS),
        ("era2-nosession-142", LETTERS),
    ],
};

const FRAGMENT: &str = "the HTTP library drops a fragment, which the real gateway refuses";
const LETTERS: &str = "the recording's own client could not send it";

/// What an HTTP library does not send: a raw blank, a raw letter beyond ASCII, a fragment.
fn is_for_a_socket(url: &str) -> bool {
    url.contains([' ', '#']) || !url.is_ascii()
}

#[tokio::test]
async fn odd_paths_are_answered_as_recorded() {
    let mut account = Account::of("paths", KNOWN);
    for release in Release::ALL {
        let rig = release.start().await;
        let session = rig.session("jbpark8@example.com").await;
        for exchange in account.sent_in(release) {
            let mut url = exchange.url.clone();
            if let Some((head, _)) = url.split_once('…') {
                url = format!("{head}{}", "a".repeat(9017 - head.len()));
            }
            let headers = with_session(&exchange, &session);
            let body = exchange.body.clone().into_bytes();
            let reply = if is_for_a_socket(&url) {
                send_bytes(rig.gateway(), &exchange.method, &url, &headers).await
            } else {
                send(rig.gateway(), &exchange.method, &url, &headers, body).await
            };
            account.note(&exchange, judge(&exchange, &reply));
        }
        rig.sandbox.shutdown().await;
    }
    account.settle();
}
