//! Signing out in both eras.

use kfp_sandbox::LoginEra;

use crate::account::{Account, Known};
use crate::browser::{get, send, sign_in};
use crate::exchange::{Exchange, filled, judge};
use crate::login::replay_each;
use crate::rig::{Release, Rig};
use crate::session::with_session;

#[tokio::test]
async fn the_older_service_ends_the_session_and_the_newer_one_forgets_it() {
    let mut account = Account::of("logout", Known::default());
    for release in Release::ALL {
        let rig = release.start().await;
        let session = rig.session("jbpark8@example.com").await;
        let sent = account.sent_in(release);
        let is_login = |exchange: &&Exchange| exchange.id.contains("relogin");
        for exchange in sent.iter().filter(|exchange| !is_login(exchange)) {
            let mut headers = with_session(exchange, &session);
            if exchange.id.ends_with("-split") {
                let (head, tail) = session.split_at(900);
                let name = rig.names().1;
                headers.retain(|(name, _)| name != "Cookie");
                headers.push((
                    "Cookie".to_owned(),
                    format!("{name}_0={head}; {name}_1={tail}"),
                ));
            }
            let url = filled(&exchange.url);
            let reply = send(rig.gateway(), &exchange.method, &url, &headers, Vec::new()).await;
            account.note(exchange, judge(exchange, &reply));
        }
        let logins: Vec<Exchange> = sent.iter().filter(is_login).cloned().collect();
        replay_each(&rig, &mut account, &logins).await;
        rig.sandbox.shutdown().await;
    }
    account.settle();
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
