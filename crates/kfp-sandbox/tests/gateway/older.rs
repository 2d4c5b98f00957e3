//! The login service of Kubeflow 1.6.

use kfp_sandbox::{LoginEra, Switch};

use crate::account::{Account, Known};
use crate::browser::send;
use crate::exchange::{Exchange, filled, judge};
use crate::login::replay_each;
use crate::rig::Rig;
use crate::session::with_session;

#[tokio::test]
async fn the_oldest_service_answers_as_recorded() {
    let rig = Rig::start(LoginEra::Authservice).await;
    rig.sandbox.faults().set(Switch::AuthserviceFirst, true);
    let mut account = Account::of("era1-kubeflow1.6", Known::default());
    let ended = rig.session("jbpark8@example.com").await;
    let session = rig.session("jbpark8@example.com").await;
    let sent = account.sent();
    let is_login = |exchange: &&Exchange| {
        exchange.id.starts_with("login-") || exchange.id.starts_with("twotabs-")
    };
    let logins: Vec<Exchange> = sent.iter().filter(is_login).cloned().collect();
    replay_each(&rig, &mut account, &logins).await;
    for exchange in sent.iter().filter(|exchange| !is_login(exchange)) {
        let session = match exchange.id.as_str() {
            "cookie-tampered" => format!("A{}", &session[1..session.len() - 1]),
            "cookie-valid" => session.clone(),
            // That of the next release is known for one of this service's own, but not kept.
            _ => ended.clone(),
        };
        let headers = with_session(exchange, &session);
        let (url, body) = (filled(&exchange.url), exchange.body.clone().into_bytes());
        let reply = send(rig.gateway(), &exchange.method, &url, &headers, body).await;
        account.note(exchange, judge(exchange, &reply));
    }
    account.settle();
    rig.sandbox.shutdown().await;
}
