//! Whole logins, hop by hop.

use std::collections::HashMap;
use std::time::Duration;

use kfp_sandbox::{Clock, LoginEra, SandboxConfig};

use crate::browser::{Jar, Reply, get, send, sign_in};
use crate::exchange::{Exchange, assert_answer, assert_echo, load, sample};
use crate::rig::{ERAS, Rig};

/// Replays the exchanges of one login in a browser of its own: redirects are followed as recorded, with the addresses
/// that this gateway gave.
async fn replay(rig: &Rig, exchanges: &[&Exchange]) {
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
        assert_answer(exchange, &reply);
        if exchange.echo().is_some() {
            assert_echo(exchange, &reply);
        }
        jar.take_from(&reply);
        if let [location] = exchange.answered("location")[..] {
            // A second login in the same browser has the same placeholders; the recordings go on with the first.
            addresses
                .entry(location)
                .or_insert_with(|| reply.header("location").to_owned());
        }
    }
}

#[tokio::test]
async fn logins_go_as_recorded() {
    for era in ERAS {
        let rig = Rig::start(era).await;
        let recording = load(&format!("login.{}", rig.names().0));
        for login in ["deep", "wrongpw", "again", "chars", "start", "twotabs"] {
            let exchanges: Vec<&Exchange> = recording
                .iter()
                .filter(|exchange| exchange.id.starts_with(&format!("{login}-")))
                .collect();
            replay(&rig, &exchanges).await;
        }
        rig.sandbox.shutdown().await;
    }
}

#[tokio::test]
async fn a_background_call_spoils_a_login_only_in_the_older_era() {
    let recording = load("login-extras");
    for era in ERAS {
        let rig = Rig::start(era).await;
        let prefix = format!("{}-poll", rig.names().0);
        let exchanges: Vec<&Exchange> = recording
            .iter()
            .filter(|exchange| exchange.id.starts_with(&prefix))
            .collect();
        assert!(!exchanges.is_empty());
        replay(&rig, &exchanges).await;
        rig.sandbox.shutdown().await;
    }
}

#[tokio::test]
async fn a_login_returns_only_to_addresses_of_this_host() {
    let rig = Rig::start(LoginEra::Oauth2Proxy).await;
    for exchange in load("login-extras")
        .iter()
        .filter(|exchange| exchange.id.contains("era2-rd"))
    {
        let returns_to = exchange.response["returns_to"].as_str().unwrap();
        // One address was shortened for the recording.
        let bytes = exchange.response["returns_to_bytes"].as_u64();
        if bytes.is_some_and(|bytes| bytes != returns_to.len() as u64) {
            continue;
        }
        let reply = get(rig.gateway(), &exchange.url, &[]).await;
        let query = reply.header("location").split_once('?').unwrap().1;
        let (_, state) = form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == "state")
            .unwrap();
        assert_eq!(
            state.split_once(':').unwrap().1,
            returns_to,
            "{}",
            exchange.id
        );
    }
    for exchange in load("login-extras")
        .iter()
        .filter(|exchange| exchange.id.contains("era2-signin"))
    {
        let reply = get(rig.gateway(), &exchange.url, &[]).await;
        assert_eq!(
            u64::from(reply.status.as_u16()),
            exchange.response["status"].as_u64().unwrap()
        );
        if let Some(rd) = exchange.response["rd_in_form"].as_str() {
            let field = format!("name=\"rd\" value=\"{}\"", rd.replace('&', "&amp;"));
            assert!(reply.text().contains(&field), "{}: {field}", exchange.id);
        }
    }
    rig.sandbox.shutdown().await;
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
