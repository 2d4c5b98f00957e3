//! The walk over the table: each row is played, met, and named.

use std::collections::BTreeSet;
use std::time::Duration;

use http::StatusCode;
use kfp_core::diagnose::{
    Answer, Authorization, Diagnosis, Fit, SIGNATURES, Sent, Symptom, diagnose,
};
use kfp_core::error::TransportFault;
use kfp_sandbox::{Clock, LoginEra, Sandbox, SandboxConfig, TokenRequest};

use crate::browser::{HOST, Reply, send, sign_in};
use crate::page;
use crate::rows::{Ask, Door, admin, ask};
use crate::shown::TEXTS;

/// A sandbox, and what stands for the placeholders.
struct Walk {
    sandbox: Sandbox,
    clock: Clock,
    values: Vec<(&'static str, String)>,
}

impl Walk {
    async fn start(era: LoginEra) -> Self {
        let clock = Clock::system();
        let mut config = SandboxConfig::default();
        config.login = era;
        config.clock = clock.clone();
        let sandbox = Sandbox::start(config).await.unwrap();
        let gateway = sandbox.addresses().gateway;
        sandbox.set_console(format!("http://{}", page::serve().await));
        let account = TokenRequest::for_pipelines("team-vision", "default-viewer");
        let bearer = |request: &TokenRequest| format!("Bearer {}", sandbox.mint_token(request));
        let mut over = account.clone();
        over.expires_in = Duration::ZERO;
        let over = bearer(&over);
        clock.advance(Duration::from_mins(2));
        let session = sign_in(gateway, "viewer@example.com").await;
        let newcomer = sign_in(gateway, "newcomer@example.com").await;
        let asked = [
            ("Host".to_owned(), HOST.to_owned()),
            ("Cookie".to_owned(), session.clone()),
        ];
        let asked = send(
            gateway,
            http::Method::GET,
            "/oauth2/auth",
            &asked,
            String::new(),
        )
        .await;
        let of_dex = asked.unwrap().header("authorization").to_owned();
        let (start, signature) = of_dex.rsplit_once('.').unwrap_or_default();
        let changed: String = signature.chars().rev().collect();
        let mut of_api_server = account.clone();
        of_api_server.audiences.clear();
        let mut admin = TokenRequest::for_pipelines("kube-system", "sandbox-admin");
        admin.audiences.clear();
        let values = vec![
            ("{session}", session),
            ("{newcomer}", newcomer),
            ("{changed}", format!("{start}.{changed}")),
            ("{account}", bearer(&account)),
            ("{of-api-server}", bearer(&of_api_server)),
            ("{over}", over),
            ("{admin}", bearer(&admin)),
            ("{large}", format!("a={}", "x".repeat(62 * 1024))),
        ];
        let walk = Self {
            sandbox,
            clock,
            values,
        };
        walk.make_what_refuses_pods().await;
        walk
    }

    /// A namespace that demands careful pods, and defaults that disagree.
    async fn make_what_refuses_pods(&self) {
        let defaults = "/apis/kubeflow.org/v1alpha1/namespaces/team-audio/poddefaults";
        for (path, body) in [
            (
                "/api/v1/namespaces",
                r#"{"metadata": {"name": "strict", "labels": {"pod-security.kubernetes.io/enforce": "restricted"}}}"#,
            ),
            (
                defaults,
                r#"{"metadata": {"name": "one"}, "spec": {"selector": {}, "env": [{"name": "E", "value": "1"}]}}"#,
            ),
            (
                defaults,
                r#"{"metadata": {"name": "two"}, "spec": {"selector": {}, "env": [{"name": "E", "value": "2"}]}}"#,
            ),
        ] {
            let made = self.meet(&admin(path).sending(body)).await.unwrap();
            assert_eq!(made.status, 201, "{path}");
        }
    }

    fn filled(&self, value: &str) -> String {
        self.values
            .iter()
            .fold(value.to_owned(), |value, (name, with)| {
                value.replace(name, with)
            })
    }

    async fn meet(&self, ask: &Ask) -> Result<Reply, TransportFault> {
        let addresses = self.sandbox.addresses();
        let to = match ask.door {
            Door::Gateway => addresses.gateway,
            Door::Mesh => addresses.ml_pipeline,
            Door::Sidecar => addresses.console_sidecar,
            Door::Kfp => addresses.kfp,
            Door::Kubernetes => addresses.kubernetes,
        };
        let mut headers = vec![("Host".to_owned(), ask.host.unwrap_or(HOST).to_owned())];
        for (name, value) in &ask.headers {
            headers.push(((*name).to_owned(), self.filled(value)));
        }
        send(
            to,
            ask.method.clone(),
            ask.path,
            &headers,
            ask.body.to_owned(),
        )
        .await
    }

    async fn diagnose(&self, ask: &Ask) -> (Vec<Diagnosis>, Result<Reply, TransportFault>) {
        let seen = self.meet(ask).await;
        let sent = sent(ask);
        let found = match &seen {
            Ok(reply) => {
                let answer = Answer::new(reply.status, &reply.headers, &reply.body);
                diagnose(&Symptom::answered(ask.from, ask.to, sent, answer))
            }
            Err(fault) => diagnose(&Symptom::unanswered(ask.from, ask.to, sent, *fault)),
        };
        (found, seen)
    }
}

fn sent(ask: &Ask) -> Sent {
    let mut sent = Sent::nothing();
    for (name, value) in &ask.headers {
        sent = match *name {
            "kubeflow-userid" => sent.user_header(),
            "Cookie" => sent.cookie(),
            "Authorization" if value.starts_with("Basic") => {
                sent.authorization(Authorization::Other)
            }
            "Authorization" => sent.authorization(Authorization::Bearer),
            other => panic!("{other} says nothing of who sends"),
        };
    }
    sent
}

#[tokio::test]
async fn each_row_is_named_by_the_answer_that_shows_it() {
    let old = Walk::start(LoginEra::Authservice).await;
    let new = Walk::start(LoginEra::Oauth2Proxy).await;
    let mut wrong = Vec::new();
    for row in SIGNATURES.iter().copied().flatten() {
        if row.id == "D29" {
            continue;
        }
        let Some(ask) = ask(row.id) else {
            let is_text = TEXTS.iter().any(|(id, ..)| *id == row.id);
            assert!(is_text, "{} is shown by no answer and by no text", row.id);
            continue;
        };
        let walk = match ask.era {
            LoginEra::Authservice => &old,
            LoginEra::Oauth2Proxy => &new,
        };
        walk.sandbox.faults().clear();
        walk.sandbox.faults().play(row.id).unwrap();
        let (found, seen) = walk.diagnose(&ask).await;
        let best = found.first().map(|best| best.fit);
        let fits = found.iter().find(|found| found.signature.id == row.id);
        let is_named = fits.is_some_and(|fits| fits.fit <= Fit::Likely);
        if !is_named {
            wrong.push(format!("{}: best {best:?} of {found:?}\n{seen:?}", row.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// After a day the answer is that of any lost session; that it is the day is for the clock to say.
#[tokio::test]
async fn a_session_of_a_day_is_never_ruled_out() {
    let walk = Walk::start(LoginEra::Oauth2Proxy).await;
    walk.clock.advance(Duration::from_hours(24));
    let (found, _) = walk.diagnose(&ask("D02").unwrap()).await;
    let ids: Vec<_> = found
        .iter()
        .map(|found| (found.signature.id, found.fit))
        .collect();
    assert_eq!(ids, [("D24", Fit::Certain), ("D29", Fit::Possible)]);
}

#[tokio::test]
async fn what_works_has_no_row() {
    let walk = Walk::start(LoginEra::Oauth2Proxy).await;
    let mut works = ask("D53").unwrap();
    works.path = "/apis/v2beta1/experiments?namespace=team-vision";
    let (found, seen) = walk.diagnose(&works).await;
    assert_eq!(seen.unwrap().status, StatusCode::OK);
    assert!(found.is_empty(), "{found:?}");
}

/// Whatever cannot be told apart comes with the probe that would tell.
#[tokio::test]
async fn rows_that_look_alike_say_what_to_try_next() {
    let walk = Walk::start(LoginEra::Oauth2Proxy).await;
    let mut alike = BTreeSet::new();
    for row in SIGNATURES.iter().copied().flatten() {
        let Some(ask) = ask(row.id).filter(|ask| ask.era == LoginEra::Oauth2Proxy) else {
            continue;
        };
        walk.sandbox.faults().clear();
        walk.sandbox.faults().play(row.id).unwrap();
        let (found, _) = walk.diagnose(&ask).await;
        let certain = found
            .iter()
            .filter(|found| found.fit == Fit::Certain)
            .count();
        for found in &found {
            let is_alone = found.fit == Fit::Certain && certain == 1;
            if !is_alone && found.signature.next_probe.is_none() {
                alike.insert(format!("{} while {} is played", found.signature.id, row.id));
            }
        }
    }
    assert!(alike.is_empty(), "no way to tell: {alike:?}");
}
