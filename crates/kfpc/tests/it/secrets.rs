//! Nothing secret is written, wherever it was put and whatever a server says back.

use std::path::Path;

use proptest::prelude::*;
use serde_json::json;

use crate::program::{OWN, run_with};
use crate::stub;

/// Variables and arguments that put a secret where people put them.
type Place = (Vec<(&'static str, String)>, Vec<String>);

fn words(args: &[&str]) -> Vec<String> {
    args.iter().map(|word| (*word).to_owned()).collect()
}

/// A file of its owner alone.
fn file(home: &Path, name: &str, text: &str) -> String {
    let path = home.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    path.display().to_string()
}

fn places(home: &Path, near: &str, secret: &str) -> Vec<Place> {
    let at = |flag: &str, name: &str, text: &str| {
        let path = file(home, name, text);
        (Vec::new(), words(&["--endpoint", near, flag, &path]))
    };
    let host = near.trim_start_matches("http://");
    let far = "https://kubeflow.invalid/pipeline";
    let context = json!({
        "endpoint": near, "namespace": OWN, "client_authentication_cookie": format!("s={secret}"),
        "client_authentication_header_value": secret, "note": secret,
    });
    let contexts = json!({"current": "lab", "contexts": {"lab": context}}).to_string();
    let broken = contexts.replace(",\"note\"", ",,\"note\"");
    let with_contexts = |name: &str, text: &str| {
        let path = file(home, name, text);
        (vec![("KFP_CONTEXTS", path)], Vec::new())
    };
    vec![
        // Addresses.
        (
            Vec::new(),
            words(&["--endpoint", &format!("http://me:{secret}@{host}")]),
        ),
        (
            vec![(
                "KF_PIPELINES_ENDPOINT",
                format!("http://{secret}@{host}/pipeline"),
            )],
            Vec::new(),
        ),
        (
            Vec::new(),
            words(&[
                "--endpoint",
                &format!("{near}/pipeline?token={secret}#/{secret}"),
            ]),
        ),
        (
            Vec::new(),
            words(&["--endpoint", &format!("ftp://{host}/{secret}")]),
        ),
        // Proxies.
        (
            vec![("HTTPS_PROXY", format!("http://me:{secret}@127.0.0.1:9"))],
            words(&["--endpoint", far]),
        ),
        (
            vec![("ALL_PROXY", format!("nonsense://{secret}:{secret}@x"))],
            words(&["--endpoint", far]),
        ),
        // Credentials, good and damaged.
        at(
            "--cookie-file",
            "cookie",
            &format!("oauth2_proxy_kubeflow={secret}"),
        ),
        at("--cookie-file", "no-name", secret),
        at(
            "--cookie-file",
            "two-lines",
            &format!("a={secret}\nb={secret}"),
        ),
        at("--token-file", "token", secret),
        at(
            "--token-file",
            "two-words",
            &format!("Bearer {secret} {secret}"),
        ),
        at(
            "--token-file",
            "hidden",
            &format!("{secret}\u{200b}{secret}"),
        ),
        at(
            "--ca-file",
            "ca.pem",
            &format!("-----BEGIN CERTIFICATE-----\n{secret}\n"),
        ),
        (
            Vec::new(),
            words(&[
                "--endpoint",
                near,
                "--token-command",
                &format!("echo {secret} {secret}"),
            ]),
        ),
        // Contexts, whole and broken.
        with_contexts("contexts.json", &contexts),
        with_contexts("broken.json", &broken),
        with_contexts(
            "other.json",
            &contexts.replace(near, &format!("http://me:{secret}@{host}")),
        ),
    ]
}

async fn looked_for(secret: &str) {
    let home = tempfile::tempdir().unwrap();
    let kind = format!(
        "application/json\r\nlocation: /dex?state={secret}\r\nserver: {secret}\r\nset-cookie: oauth2_proxy_kubeflow={secret}"
    );
    let health = json!({"multi_user": true, "tag_name": secret}).to_string();
    let page = format!("<html><title>{secret}</title></html>");
    let servers = [
        stub::serve(&[("*", &kind, health)]).await,
        stub::serve(&[("*", &kind.replace("application/json", "text/html"), page)]).await,
    ];
    let korean = ("LANG", "ko_KR.UTF-8".to_owned());
    for near in servers {
        let of_runs: &[&str] = &["runs", "get", "00000000-0000-4000-8000-000000000000"];
        for (number, (variables, args)) in places(home.path(), &near, secret).iter().enumerate() {
            let (command, more) = match (number + secret.len()) % 3 {
                0 => (&["doctor", "--explain"][..], None),
                1 => (&["doctor", "--json"][..], Some(&korean)),
                _ => (of_runs, Some(&korean)),
            };
            let variables = variables.iter().chain(more);
            let variables: Vec<(&str, &str)> = variables
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            let args: Vec<&str> = args
                .iter()
                .map(String::as_str)
                .chain(["-n", OWN])
                .chain(command.iter().copied())
                .collect();
            let done = run_with(home.path(), &variables, &args).await;
            let said = format!("{}{}", done.out, done.words);
            assert!(!said.trim().is_empty(), "{number}: {done:?}");
            assert!(!said.contains(secret), "{number}: {args:?}: {said}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2, max_shrink_iters: 0, ..ProptestConfig::default() })]

    #[test]
    fn neither_a_report_nor_a_failure_holds_a_secret(secret in "[A-Za-z0-9]{20,40}") {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(looked_for(&secret));
    }
}
