//! Whole logins, hop by hop.

use std::collections::HashMap;
use std::time::Duration;

use kfp_sandbox::{Clock, LoginEra, SandboxConfig};

use crate::account::{Account, Known};
use crate::browser::{Jar, Reply, get, send, send_http2, sign_in};
use crate::exchange::{Exchange, judge, sample};
use crate::rig::{ERAS, Release, Rig};

/// Replays the exchanges of one login in a browser of its own: redirects are followed as recorded, with the addresses
/// that this gateway gave.
pub(crate) async fn replay(rig: &Rig, account: &mut Account, exchanges: &[&Exchange]) {
    let mut jar = Jar::default();
    let mut addresses: HashMap<&str, String> = HashMap::new();
    for exchange in exchanges {
        let url = addresses
            .get(exchange.url.as_str())
            .unwrap_or(&exchange.url)
            .clone();
        let mut headers = exchange.headers.clone();
        for (_, value) in headers
            .iter_mut()
            .filter(|(name, _)| name.eq_ignore_ascii_case("cookie"))
        {
            *value = jar.header();
        }
        let body = sample(&exchange.body)
            .replace("user%40example.com", "jbpark8%40example.com")
            .replace("12341234", "jbpark8");
        let reply = send(
            rig.gateway(),
            &exchange.method,
            &url,
            &headers,
            body.into_bytes(),
        )
        .await;
        account.note(exchange, judge(exchange, &reply));
        jar.take_from(&reply);
        if let [location] = exchange.answered("location")[..] {
            // A second login in the same browser has the same placeholders; the recordings go on with the first.
            addresses
                .entry(location)
                .or_insert_with(|| reply.header("location").to_owned());
        }
    }
}

/// Replays each login of `sent`: the exchanges whose ids differ in their last number alone.
pub(crate) async fn replay_each(rig: &Rig, account: &mut Account, sent: &[Exchange]) {
    let login = |exchange: &Exchange| {
        let (login, _) = exchange.id.rsplit_once('-').expect("a number");
        login.to_owned()
    };
    for exchanges in sent.chunk_by(|left, right| login(left) == login(right)) {
        let exchanges: Vec<&Exchange> = exchanges.iter().collect();
        replay(rig, account, &exchanges).await;
    }
}

#[tokio::test]
async fn logins_go_as_recorded() {
    for release in Release::ALL {
        let rig = release.start().await;
        let mut account = Account::of(&format!("login.{}", release.name()), Known::default());
        let sent = account.sent();
        replay_each(&rig, &mut account, &sent).await;
        account.settle();
        rig.sandbox.shutdown().await;
    }
}

const KNOWN_EXTRAS: Known = Known {
    differences: &[],
    unsendable: &[
        ("b-era2-rd-8", ITS_BEGINNING),
        ("b-era2-7.14.3-rd-19", ITS_BEGINNING),
    ],
};

const ITS_BEGINNING: &str = "the recording holds only its beginning";

#[tokio::test]
async fn what_else_was_recorded_of_logins() {
    let mut account = Account::of("login-extras", KNOWN_EXTRAS);
    for release in Release::ALL {
        let rig = release.start().await;
        let session = rig.session("jbpark8@example.com").await;
        let sent = account.sent_in(release);
        let is_login = |exchange: &&Exchange| {
            ["-poll-", "-uri-"]
                .iter()
                .any(|login| exchange.id.contains(login))
        };
        let logins: Vec<Exchange> = sent.iter().filter(is_login).cloned().collect();
        replay_each(&rig, &mut account, &logins).await;
        for exchange in sent.iter().filter(|exchange| !is_login(exchange)) {
            let judged = if exchange.id.contains("-rd-") {
                judge_return(exchange, &get(rig.gateway(), &exchange.url, &[]).await)
            } else if exchange.id.contains("-signin-") {
                judge_sign_in(exchange, &get(rig.gateway(), &exchange.url, &[]).await)
            } else if exchange.id.contains("-h2-") {
                let cookie = format!("{}={session}", rig.names().1);
                let headers: Vec<(String, String)> = exchange
                    .headers
                    .iter()
                    .map(|(name, value)| (name.clone(), value.replace("<session>", &cookie)))
                    .collect();
                let reply = send_http2(rig.gateway(), "GET", &exchange.url, &headers).await;
                judge(exchange, &reply)
            } else {
                let headers = &exchange.headers;
                judge(
                    exchange,
                    &send(rig.gateway(), "GET", &exchange.url, headers, Vec::new()).await,
                )
            };
            account.note(exchange, judged);
        }
        rig.sandbox.shutdown().await;
    }
    account.settle();
}

/// Where a login will return to: what stands behind the colon of its state.
fn judge_return(exchange: &Exchange, reply: &Reply) -> Result<(), String> {
    let wanted = exchange.response["returns_to"].as_str().unwrap();
    let query = reply
        .header("location")
        .split_once('?')
        .map_or("", |(_, query)| query);
    let state = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "state")
        .map(|(_, state)| state.into_owned());
    let found = state.as_deref().and_then(|state| state.split_once(':'));
    match found {
        Some((_, found)) if found == wanted => Ok(()),
        other => Err(format!("returns to {other:?}, not to {wanted}")),
    }
}

/// The status of a sign-in page, and the address within it.
fn judge_sign_in(exchange: &Exchange, reply: &Reply) -> Result<(), String> {
    let status = reply.status.as_u16();
    if exchange.response["status"] != status {
        return Err(format!("status {status}"));
    }
    let Some(rd) = exchange.response["rd_in_form"].as_str() else {
        return Ok(());
    };
    let field = format!("name=\"rd\" value=\"{}\"", rd.replace('&', "&amp;"));
    if reply.text().contains(&field) {
        Ok(())
    } else {
        Err(format!("lacks {field}"))
    }
}

#[tokio::test]
async fn everyone_of_the_sample_can_sign_in_and_the_pages_say_that_they_are_simulated() {
    for era in ERAS {
        let rig = Rig::start(era).await;
        for person in rig.sandbox.people() {
            let jar = sign_in(rig.gateway(), &person.user).await;
            let reply = get(rig.gateway(), "/kfp-console/", &[("Cookie", &jar.header())]).await;
            assert!(
                reply
                    .text()
                    .contains(&format!("[\"kubeflow-userid\",\"{}\"]", person.user)),
                "{}",
                reply.text()
            );
        }
        let location = first_form(&rig).await;
        let form = get(rig.gateway(), &location, &[]).await;
        assert!(form.text().contains("This is a sandbox"));
        for person in rig.sandbox.people() {
            assert!(form.text().contains(&person.user));
        }
        rig.sandbox.shutdown().await;
    }
}

/// The address of a fresh password form.
async fn first_form(rig: &Rig) -> String {
    let mut next = "/oauth2/start?rd=%2F".to_owned();
    while !next.starts_with("/dex/auth/local/login") {
        let reply: Reply = get(rig.gateway(), &next, &[]).await;
        reply.header("location").clone_into(&mut next);
    }
    next
}

#[tokio::test]
async fn who_does_not_agree_is_not_signed_in() {
    let rig = Release::First.start().await;
    let mut next = "/kfp-console/".to_owned();
    while !next.starts_with("/dex/auth/local/login") {
        let reply = get(rig.gateway(), &next, &[]).await;
        reply.header("location").clone_into(&mut next);
    }
    let post = async |url: &str, form: &str| {
        let kind = "application/x-www-form-urlencoded".to_owned();
        let headers = [("Content-Type".to_owned(), kind)];
        send(rig.gateway(), "POST", url, &headers, form.into()).await
    };
    let signed = post(&next, "login=jbpark8%40example.com&password=jbpark8").await;
    let page = signed.header("location").to_owned();
    assert!(page.starts_with("/dex/approval?req="), "{page}");
    let (guessed, _) = page.rsplit_once('=').unwrap();
    assert_eq!(
        post(&format!("{guessed}=x"), "approval=approve")
            .await
            .status,
        400
    );
    let refused = post(&page, "approval=rejected").await;
    assert_eq!(refused.status, 500);
    assert!(refused.text().contains("Approval rejected."));
    assert_eq!(post(&page, "approval=approve").await.status, 400);
    rig.sandbox.shutdown().await;
}

#[tokio::test]
async fn a_session_ends_by_time_or_by_the_tests_hand() {
    for era in ERAS {
        let clock = Clock::system();
        let mut config = SandboxConfig::default();
        config.login = era;
        config.seed = false;
        config.clock = clock.clone();
        config.session_life = Duration::from_mins(10);
        let rig = Rig::start_with(config).await;
        let lost = if era == LoginEra::Authservice {
            302
        } else {
            401
        };
        let status = async |jar: &Jar| {
            get(
                rig.gateway(),
                "/kfp-console/api/runs",
                &[("Cookie", &jar.header())],
            )
            .await
            .status
            .as_u16()
        };

        let owner = sign_in(rig.gateway(), "jbpark8@example.com").await;
        let viewer = sign_in(rig.gateway(), "viewer@example.com").await;
        assert_eq!((status(&owner).await, status(&viewer).await), (200, 200));
        rig.sandbox.end_session("jbpark8@example.com");
        assert_eq!((status(&owner).await, status(&viewer).await), (lost, 200));
        let owner = sign_in(rig.gateway(), "jbpark8@example.com").await;
        assert_eq!(status(&owner).await, 200);
        rig.sandbox.expire_sessions();
        assert_eq!((status(&owner).await, status(&viewer).await), (lost, lost));

        let owner = sign_in(rig.gateway(), "jbpark8@example.com").await;
        clock.advance(Duration::from_secs(599));
        assert_eq!(status(&owner).await, 200);
        clock.advance(Duration::from_secs(2));
        assert_eq!(status(&owner).await, lost);
        rig.sandbox.shutdown().await;
    }
}
