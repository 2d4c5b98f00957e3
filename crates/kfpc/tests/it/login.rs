//! Getting a session of the gateway.

use std::collections::BTreeMap;

use kfp_sandbox::{Action, Fault, LoginEra, Place, SandboxConfig};

use crate::program::{Done, OWN, Rig};
use crate::session::sign_in;

const USER: &str = "jbpark8@example.com";
const PASSWORD: &str = "jbpark8";

async fn rig(era: LoginEra) -> Rig {
    let mut config = SandboxConfig::default();
    config.login = era;
    Rig::start_with(config).await
}

fn gateway(rig: &Rig) -> String {
    format!("http://{}", rig.sandbox.addresses().gateway)
}

fn contexts(rig: &Rig) -> std::path::PathBuf {
    rig.folder.path().join(".config/kfp-console/contexts.json")
}

fn stored(rig: &Rig) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(contexts(rig)).unwrap()).unwrap()
}

fn failed(rig: &Rig, done: &Done, code: i32, word: &str) {
    assert_eq!((done.code, done.out.as_str()), (code, ""), "{done:?}");
    assert!(done.words.contains(word), "{done:?}");
    assert!(!contexts(rig).exists(), "{done:?}");
}

#[tokio::test]
async fn the_form_of_both_eras_gives_a_session_that_works() {
    for era in [LoginEra::Oauth2Proxy, LoginEra::Authservice] {
        let rig = rig(era).await;
        std::fs::write(rig.path("password"), format!("{PASSWORD}\n")).unwrap();
        let (url, password) = (gateway(&rig), rig.path("password"));
        let done = rig
            .bare(&[
                "login",
                &url,
                "--user",
                USER,
                "--password-file",
                &password,
                "--context",
                "lab",
            ])
            .await;
        assert_eq!((done.code, done.out.as_str()), (0, ""), "{era:?}: {done:?}");
        assert!(done.words.contains(USER), "{done:?}");
        let stored = stored(&rig);
        assert_eq!(stored["current"], "lab");
        let context = &stored["contexts"]["lab"];
        // The address was given without the place of KFP on it.
        assert_eq!(context["endpoint"], format!("{url}/pipeline"));
        assert_eq!(context["namespace"], OWN);
        let cookie = context["client_authentication_cookie"].as_str().unwrap();
        let value = cookie.split_once('=').unwrap().1;
        assert!(!done.words.contains(value), "{done:?}");
        assert!(!cookie.contains("csrf"), "{era:?}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(contexts(&rig))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        rig.bare(&["runs", "ls", "-o", "json"]).await.json();
    }
}

/// The gateway gives another session while the one that was just got is checked.
#[tokio::test]
async fn a_session_that_is_renewed_within_the_sign_in_is_kept_as_renewed() {
    let rig = rig(LoginEra::Oauth2Proxy).await;
    std::fs::write(rig.path("password"), PASSWORD).unwrap();
    let (url, password) = (format!("{}/pipeline", gateway(&rig)), rig.path("password"));
    let mut headers = BTreeMap::from([("content-type".to_owned(), "application/json".to_owned())]);
    let answer = |headers: &BTreeMap<String, String>, body: &str| Action::Answer {
        status: 200,
        headers: headers.clone(),
        body: body.to_owned(),
    };
    let who = answer(&headers, "{}");
    let set = "oauth2_proxy_kubeflow=fresh; Path=/; Max-Age=7200";
    headers.insert("set-cookie".to_owned(), set.to_owned());
    let healthy = answer(&headers, r#"{"multi_user": true}"#);
    for (path, action) in [
        ("/pipeline/apis/v2beta1/healthz", healthy),
        ("/api/workgroup/env-info", who),
    ] {
        rig.sandbox
            .faults()
            .add(Fault::at(Place::Gateway, action).path(path));
    }
    let login = ["login", &url, "--user", USER, "--password-file", &password];
    let done = rig
        .bare(&[&login[..], &["--context", "lab"]].concat())
        .await;
    assert_eq!(done.code, 0, "{done:?}");
    assert!(!done.words.contains("fresh"), "{done:?}");
    let kept = &stored(&rig)["contexts"]["lab"];
    assert_eq!(
        kept["client_authentication_cookie"],
        "oauth2_proxy_kubeflow=fresh"
    );
    assert!(kept["cookie_expires_at"].is_string(), "{kept}");
}

#[tokio::test]
async fn a_pasted_cookie_is_checked_and_kept_and_renewed() {
    for era in [LoginEra::Oauth2Proxy, LoginEra::Authservice] {
        let rig = rig(era).await;
        let url = format!("{}/_/pipeline/?ns={OWN}#/runs", gateway(&rig));
        let text = format!("Cookie: lang=ko; {}\n", session(&rig, era).await);
        let done = rig.bare_fed(&text, &["login", &url]).await;
        assert_eq!((done.code, done.out.as_str()), (0, ""), "{done:?}");
        let name = "127.0.0.1";
        let first = stored(&rig)["contexts"][name].clone();
        let cookie = &first["client_authentication_cookie"];
        assert!(!cookie.as_str().unwrap().contains("lang"), "{era:?}");
        rig.bare(&["runs", "ls"]).await.ok();

        rig.sandbox.expire_sessions();
        let expired = rig.bare(&["runs", "ls"]).await;
        assert_eq!(expired.code, 4, "{expired:?}");
        assert!(expired.words.contains("`kfpc login`"), "{expired:?}");
        // The address is that of the context.
        let again = session(&rig, era).await;
        rig.bare_fed(&again, &["login"]).await.ok();
        let second = stored(&rig)["contexts"][name].clone();
        assert_ne!(&second["client_authentication_cookie"], cookie);
        assert_eq!(second["endpoint"], first["endpoint"]);
        rig.bare(&["runs", "ls"]).await.ok();
    }
}

/// A session got in another way than by the program under test.
async fn session(rig: &Rig, era: LoginEra) -> String {
    match era {
        LoginEra::Oauth2Proxy => sign_in(rig.sandbox.addresses().gateway, USER).await,
        LoginEra::Authservice => {
            std::fs::write(rig.path("password"), PASSWORD).unwrap();
            let (url, password) = (gateway(rig), rig.path("password"));
            let file = rig.path("other.json");
            let args = [
                "--contexts",
                &file,
                "login",
                &url,
                "--user",
                USER,
                "--password-file",
                &password,
            ];
            rig.bare(&args).await.ok();
            let text = std::fs::read_to_string(&file).unwrap();
            let other: serde_json::Value = serde_json::from_str(&text).unwrap();
            let cookie = &other["contexts"]["127.0.0.1"]["client_authentication_cookie"];
            cookie.as_str().unwrap().to_owned()
        }
    }
}

#[tokio::test]
async fn a_wrong_password_is_told_and_not_repeated() {
    for era in [LoginEra::Oauth2Proxy, LoginEra::Authservice] {
        let rig = rig(era).await;
        let url = gateway(&rig);
        let done = rig
            .bare_fed("not the one\n", &["login", &url, "--user", USER])
            .await;
        failed(&rig, &done, 4, "neither this name with this password");
        assert!(!done.words.contains("not the one"), "{done:?}");
    }
}

#[tokio::test]
async fn a_cookie_that_is_no_session_is_refused_and_nothing_is_kept() {
    let rig = Rig::start().await;
    let url = gateway(&rig);
    let cookie = session(&rig, LoginEra::Oauth2Proxy).await;
    rig.sandbox.expire_sessions();
    let expired = rig.bare_fed(&cookie, &["login", &url]).await;
    failed(&rig, &expired, 4, "Nothing was stored.");
    assert!(!expired.words.contains(&cookie), "{expired:?}");

    let other = Rig::start().await;
    let of_other = session(&other, LoginEra::Oauth2Proxy).await;
    let foreign = rig.bare_fed(&of_other, &["login", &url]).await;
    failed(&rig, &foreign, 4, "Nothing was stored.");

    for (text, word) in [
        (
            "authservice_session=topsecretvalue\nX-Evil: 1",
            "line break",
        ),
        ("topsecretvalue", "a value without a name"),
        ("", "it is empty"),
    ] {
        let done = rig.bare_fed(text, &["login", &url]).await;
        failed(&rig, &done, 2, word);
        assert!(!done.words.contains("topsecretvalue"), "{done:?}");
    }
}

#[tokio::test]
async fn a_wrong_address_is_told_before_anything_is_asked() {
    let rig = Rig::start().await;
    let plain = rig
        .bare_fed("a=b", &["login", "http://kf.example.com"])
        .await;
    failed(&rig, &plain, 2, "plain http");
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let nobody = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let nothing = rig.bare_fed("a=b", &["login", &nobody]).await;
    failed(&rig, &nothing, 7, "Nothing was stored.");
    let none = rig.bare_fed("a=b", &["login"]).await;
    failed(&rig, &none, 2, "no address");
    // The API itself has no page to sign in at.
    let api = format!("http://{}", rig.sandbox.addresses().console_sidecar);
    let no_form = rig.bare_fed("x", &["login", &api, "--user", USER]).await;
    assert_eq!(no_form.code, 4, "{no_form:?}");
    assert!(no_form.words.contains("browser"), "{no_form:?}");
}

#[tokio::test]
async fn a_namespace_that_is_not_ones_own_is_seen_at_once() {
    let rig = Rig::start().await;
    let cookie = session(&rig, LoginEra::Oauth2Proxy).await;
    let done = rig
        .bare_fed(&cookie, &["login", &gateway(&rig), "-n", "team-vision"])
        .await;
    failed(&rig, &done, 5, "Nothing was stored.");
}
