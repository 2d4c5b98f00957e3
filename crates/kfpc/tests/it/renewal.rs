//! A session that the gateway renews or ends while it is used.

use serde_json::{Value, json};

use crate::program::{OWN, run_in};
use crate::stub;

const RENEWING: &str =
    "application/json\r\nset-cookie: oauth2_proxy_kubeflow=fresh; Path=/; Max-Age=7200";
/// What somebody may have beside a session, for a gateway before the gateway.
const STALE: &str = "company_sso=mine; oauth2_proxy_kubeflow=stale";

/// A gateway that gives another session with each answer, and a context with an old one.
async fn with(end: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let experiments = json!({"experiments": []}).to_string();
    let path = "/pipeline/apis/v2beta1/experiments";
    let address = stub::serve(&[(path, RENEWING, experiments)]).await;
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join(".config/kfp-console/contexts.json");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    let context = json!({
        "endpoint": format!("{address}/pipeline"), "namespace": OWN, "colour": "red",
        "client_authentication_cookie": STALE, "cookie_expires_at": end,
    });
    let contexts = json!({"current": "lab", "contexts": {"lab": context}});
    std::fs::write(&file, contexts.to_string()).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    (home, file)
}

fn lab(file: &std::path::Path) -> Value {
    let text = std::fs::read_to_string(file).unwrap();
    let mut contexts: Value = serde_json::from_str(&text).unwrap();
    contexts["contexts"]["lab"].take()
}

#[tokio::test]
async fn a_renewed_session_is_kept_in_its_context_and_nowhere_else() {
    let (home, file) = with("2026-01-01T00:00:00Z").await;
    let before = lab(&file);
    let cookie = home.path().join("cookie");
    std::fs::write(&cookie, STALE).unwrap();
    let given = ["--cookie-file", cookie.to_str().unwrap()];
    run_in(home.path(), &[&given[..], &["experiments", "ls"]].concat())
        .await
        .ok();
    assert_eq!(lab(&file), before);

    let done = run_in(home.path(), &["experiments", "ls"]).await;
    assert!(!done.ok().contains("fresh") && !done.words.contains("fresh"));
    let after = lab(&file);
    assert_eq!(
        after["client_authentication_cookie"],
        "company_sso=mine; oauth2_proxy_kubeflow=fresh"
    );
    assert_ne!(after["cookie_expires_at"], before["cookie_expires_at"]);
    assert_eq!(after["colour"], "red");
}

#[tokio::test]
async fn what_the_check_of_a_login_renews_is_what_is_kept() {
    let health = json!({"multi_user": true}).to_string();
    let path = "/pipeline/apis/v2beta1/healthz";
    let address = stub::serve(&[(path, RENEWING, health)]).await;
    let home = tempfile::tempdir().unwrap();
    let cookie = home.path().join("cookie");
    std::fs::write(&cookie, STALE).unwrap();
    let url = format!("{address}/pipeline");
    let given = ["--cookie-file", cookie.to_str().unwrap()];
    let login = ["login", &url, "--context", "lab"];
    let done = run_in(home.path(), &[&given[..], &login].concat()).await;
    assert_eq!((done.code, done.out.as_str()), (0, ""), "{done:?}");
    assert!(!done.words.contains("fresh"), "{done:?}");
    let kept = lab(&home.path().join(".config/kfp-console/contexts.json"));
    assert_eq!(
        kept["client_authentication_cookie"],
        "oauth2_proxy_kubeflow=fresh"
    );
    assert!(kept["cookie_expires_at"].is_string(), "{kept}");
}

#[tokio::test]
async fn a_session_that_has_ended_is_told_with_its_time() {
    let (home, _) = with("2026-01-01T00:00:00Z").await;
    let done = run_in(home.path(), &["pipelines", "ls", "--shared"]).await;
    assert_ne!(done.code, 0, "{done:?}");
    let told = "The session of `lab` ended at 2026-01-01";
    assert!(done.words.contains(told), "{done:?}");
}
