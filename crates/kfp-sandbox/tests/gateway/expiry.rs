//! Sessions and tokens that end by time.

use std::time::Duration;

use kfp_sandbox::{Clock, LoginEra, SandboxConfig};
use time::macros::datetime;

use crate::account::{Account, Known};
use crate::browser::send;
use crate::exchange::{Exchange, filled, judge};
use crate::rig::Rig;
use crate::session::with_session;

const KNOWN: Known = Known {
    differences: &[
        ("era1-at-17s", HUNG),
        ("era1-at-25s", HUNG),
        ("era2-api-at-19s", EARLY),
        ("era2-page-at-19s", EARLY),
    ],
    unsendable: &[("stream-*", "durations of streams, not an exchange")],
};

const HUNG: &str = "the recorded login service hung; it never does here";
const EARLY: &str = "the recorded cookie ended a second before its time";

/// A token outlives its end by the minute that the gateway's clock may be wrong.
const TOKEN_ENDS: u64 = 75;

#[tokio::test]
async fn sessions_end_as_recorded() {
    let mut account = Account::of("expiry", KNOWN);
    let sent = account.sent();
    for (start, era, life) in [
        ("era1-", LoginEra::Authservice, Duration::from_secs(15)),
        (
            "second-run-",
            LoginEra::Authservice,
            Duration::from_secs(15),
        ),
        (
            "era2-token-",
            LoginEra::Oauth2Proxy,
            Duration::from_hours(24),
        ),
        ("era2-", LoginEra::Oauth2Proxy, Duration::from_secs(20)),
    ] {
        let is_token = start == "era2-token-";
        let (rig, clock) = start_with(era, life).await;
        let session = rig.session("jbpark8@example.com").await;
        let mut now = 0;
        let ours = sent.iter().filter(|exchange| {
            exchange.id.starts_with(start) && (is_token || !exchange.id.starts_with("era2-token-"))
        });
        for exchange in ours {
            let at = seconds(exchange).unwrap_or(now);
            clock.advance(Duration::from_secs(at - now));
            now = at;
            if is_token && now >= TOKEN_ENDS {
                rig.sandbox.expire_tokens();
            }
            let headers = with_session(exchange, &session);
            let url = filled(&exchange.url);
            let reply = send(rig.gateway(), &exchange.method, &url, &headers, Vec::new()).await;
            account.note(exchange, judge(exchange, &reply));
        }
        rig.sandbox.shutdown().await;
    }
    account.settle();
}

async fn start_with(era: LoginEra, life: Duration) -> (Rig, Clock) {
    let clock = Clock::stepped(datetime!(2026-11-25 12:00 UTC));
    let mut config = SandboxConfig::default();
    config.login = era;
    config.seed = false;
    config.clock = clock.clone();
    config.session_life = life;
    (Rig::start_with(config).await, clock)
}

/// `…-at-17s`: seconds after the sign-in.
fn seconds(exchange: &Exchange) -> Option<u64> {
    let (_, at) = exchange.id.rsplit_once("-at-")?;
    at.strip_suffix('s')?.parse().ok()
}
