//! The file of contexts.

use std::path::Path;

use serde_json::Value;

use crate::program::{Done, run_in};

const SECRET: &str = "topsecretvalue";

struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    async fn run(&self, args: &[&str]) -> Done {
        run_in(self.0.path(), args).await
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    fn file(&self) -> std::path::PathBuf {
        self.0.path().join(".config/kfp-console/contexts.json")
    }

    fn contexts(&self) -> Value {
        serde_json::from_slice(&std::fs::read(self.file()).unwrap()).unwrap()
    }
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn a_context_is_made_shown_chosen_and_deleted() {
    let home = Home::new();
    let cookie = home.write("cookie", &format!("authservice_session={SECRET}\n"));
    let office = "https://KF.example.com/_/pipeline/?ns=alice#/runs";
    let made = home
        .run(&[
            "context",
            "set",
            "office",
            "--endpoint",
            office,
            "-n",
            "alice",
            "--cookie-file",
            &cookie,
        ])
        .await;
    made.ok();
    assert!(
        made.words.contains("https://kf.example.com/pipeline"),
        "{made:?}"
    );
    assert_eq!(mode(&home.file()), 0o600);
    let token_command = "pass show kubeflow";
    home.run(&[
        "context",
        "set",
        "lab",
        "--endpoint",
        "localhost:8080",
        "--token-command",
        token_command,
    ])
    .await
    .ok();
    let list = home.run(&["context", "list", "-o", "json"]).await;
    let shown = list.json();
    assert_eq!(shown[1]["name"], "office");
    assert_eq!(shown[1]["current"], true);
    assert_eq!(shown[1]["credentials"], serde_json::json!(["a cookie"]));
    assert_eq!(shown[0]["token_command"], "pass");
    home.run(&["context", "use", "lab"]).await.ok();
    let table = home.run(&["context", "ls", "-o", "wide"]).await;
    assert!(table.ok().contains("*        lab"), "{}", table.out);
    let one = home.run(&["context", "show", "office", "-o", "yaml"]).await;
    assert!(one.ok().contains("namespace: alice"), "{}", one.out);
    for done in [&made, &list, &table, &one] {
        assert!(!format!("{done:?}").contains(SECRET), "{done:?}");
    }
    assert_eq!(
        home.contexts()["contexts"]["office"]["client_authentication_cookie"],
        format!("authservice_session={SECRET}")
    );
    let gone = home.run(&["context", "delete", "lab"]).await;
    gone.ok();
    assert!(gone.words.contains("there is none"), "{gone:?}");
    let missing = home.run(&["context", "use", "lab"]).await;
    assert_eq!(missing.code, 2);
    assert!(missing.words.contains("office"), "{missing:?}");
}

#[tokio::test]
async fn a_credential_does_not_move_to_another_address() {
    let home = Home::new();
    let cookie = home.write("cookie", "authservice_session=abc");
    let first = [
        "context",
        "set",
        "a",
        "--endpoint",
        "https://a.example.com",
        "--cookie-file",
        &cookie,
    ];
    home.run(&first).await.ok();
    home.run(&[
        "context",
        "set",
        "a",
        "--endpoint",
        "https://a.example.com/pipeline",
    ])
    .await
    .ok();
    assert!(home.contexts()["contexts"]["a"]["client_authentication_cookie"].is_string());
    let moved = home
        .run(&["context", "set", "a", "--endpoint", "https://b.example.com"])
        .await;
    moved.ok();
    assert!(moved.words.contains("are gone"), "{moved:?}");
    assert!(home.contexts()["contexts"]["a"]["client_authentication_cookie"].is_null());
}

#[tokio::test]
async fn what_cannot_be_used_is_not_kept() {
    let home = Home::new();
    let cookie = home.write("cookie", &format!("authservice_session={SECRET}"));
    let broken = home.write("broken", &format!("a={SECRET}\nX-Evil: 1"));
    let there = "https://kf.example.com";
    for (args, word) in [
        (
            vec![
                "context",
                "set",
                "a",
                "--endpoint",
                "http://kf.example.com",
                "--cookie-file",
                &cookie,
            ],
            "plain http",
        ),
        (
            vec![
                "context",
                "set",
                "a",
                "--endpoint",
                there,
                "--cookie-file",
                &broken,
            ],
            "cookie",
        ),
        (
            vec![
                "context",
                "set",
                "a",
                "--endpoint",
                there,
                "--cookie-file",
                "/nowhere",
            ],
            "/nowhere",
        ),
        (
            vec![
                "context",
                "set",
                "a",
                "--endpoint",
                "https://u:topsecretvalue@h",
            ],
            "user name or password",
        ),
        (
            vec!["context", "set", "a b", "--endpoint", there],
            "name of a context",
        ),
        (
            vec!["context", "set", "a", "--endpoint", there, "-n", "UPPER"],
            "namespace",
        ),
        (vec!["context", "set", "a"], "needs an address"),
        (vec!["context", "show"], "none is the current one"),
    ] {
        let done = home.run(&args).await;
        assert!(done.code != 0 && done.out.is_empty(), "{args:?}: {done:?}");
        assert!(done.words.contains(word), "{args:?}: {done:?}");
        assert!(!done.words.contains(SECRET), "{args:?}: {done:?}");
        assert!(!home.file().exists(), "{args:?}");
    }
}

#[tokio::test]
async fn a_broken_file_is_told_and_left_alone() {
    for (text, word) in [
        ("{\"contexts\": {\"a\": {\"endpoint\": 5}}}", "endpoint"),
        ("{\"contexts\": {", "its end"),
        ("[]", "not a JSON object"),
    ] {
        let home = Home::new();
        home.write(".config/kfp-console/contexts.json", text);
        for args in [
            &["context", "list"][..],
            &["context", "use", "a"],
            &["context", "delete", "a"],
            &[
                "context",
                "set",
                "a",
                "--endpoint",
                "https://kf.example.com",
            ],
            &["runs", "ls"],
        ] {
            let done = home.run(args).await;
            assert_eq!(
                (done.code, done.out.as_str()),
                (2, ""),
                "{args:?}: {done:?}"
            );
            assert!(done.words.contains("contexts.json"), "{args:?}: {done:?}");
            assert!(done.words.contains(word), "{args:?}: {done:?}");
        }
        assert_eq!(std::fs::read_to_string(home.file()).unwrap(), text);
        let files = std::fs::read_dir(home.file().parent().unwrap()).unwrap();
        assert_eq!(files.count(), 1);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn secrets_that_others_can_read_are_not_used() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    let text =
        format!(r#"{{"contexts": {{"a": {{"endpoint": "https://k", "token": "{SECRET}"}}}}}}"#);
    home.write(".config/kfp-console/contexts.json", &text);
    std::fs::set_permissions(home.file(), std::fs::Permissions::from_mode(0o644)).unwrap();
    let done = home.run(&["context", "list"]).await;
    assert_eq!(done.code, 2, "{done:?}");
    assert!(done.words.contains("chmod 600"), "{done:?}");
    assert!(!done.words.contains(SECRET), "{done:?}");
}
