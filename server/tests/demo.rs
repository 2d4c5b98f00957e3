//! The demo, tried in both login eras.
#![cfg(feature = "demo")]

use kfp_console::demo::{DemoConfig, DemoError, Login, run};
use tempfile::TempDir;

/// A browser program as it is built: a page that names a script and a program, each with its compressed sibling.
fn program() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write =
        |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
    let (script, program) = ("app-0123456789abcdef.js", "app-0123456789abcdef_bg.wasm");
    write(
        "index.html",
        &format!(
            "<base href={{{{BASE}}}}><link rel=modulepreload href=./{script} nonce={{{{NONCE}}}}>\
             <link rel=\"preload\" href=\"./{program}\">"
        ),
    );
    for name in [script, program] {
        write(name, "plain");
        write(&format!("{name}.br"), "brotli");
    }
    folder
}

fn config(program: &TempDir, login: Login) -> DemoConfig {
    DemoConfig {
        port: 0,
        login,
        data: None,
        assets: Some(program.path().to_owned()),
        smoke: true,
        log_filter: "error".to_owned(),
    }
}

#[tokio::test]
async fn owner_signs_in_and_reads_rows_in_both_login_eras() {
    let program = program();
    for login in [Login::Authservice, Login::Oauth2Proxy] {
        run(config(&program, login))
            .await
            .unwrap_or_else(|error| panic!("{login:?}: {error}"));
    }
}

#[tokio::test]
async fn program_without_compressed_files_is_noticed() {
    let program = program();
    std::fs::remove_file(program.path().join("app-0123456789abcdef_bg.wasm.br")).expect("removed");
    let error = run(config(&program, Login::Oauth2Proxy))
        .await
        .expect_err("it must be noticed");
    assert!(error.to_string().contains("brotli"), "{error}");
}

#[tokio::test]
async fn taken_port_is_named_with_its_flag() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("an address").port();
    let config = DemoConfig {
        port,
        smoke: false,
        ..config(&program(), Login::Oauth2Proxy)
    };
    let error = run(config).await.expect_err("the port is taken");
    assert!(matches!(error, DemoError::PortTaken { port: named } if named == port));
    assert!(error.to_string().contains("--port"), "{error}");
}

#[test]
fn line_of_the_smoke_test_is_all_that_stands_on_standard_output() {
    let program = program();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_kfp-console"))
        .args(["demo", "--smoke", "--log=info", "--assets"])
        .arg(program.path())
        .output()
        .expect("it runs");
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{err}");
    assert_eq!(out.lines().count(), 1, "{out}");
    let figures: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    // As many as the page shows: one of the owner's experiments is in the archive.
    assert_eq!(figures["experiments"], 7);
    // The experiment that ran last has some.
    assert!(
        figures["runs"].as_u64().is_some_and(|runs| runs > 0),
        "{out}"
    );
    assert!(err.contains("console serves"), "{err}");
}
