//! What fails, and how a script and a person are told.

use crate::program::{OWN, Rig, run_in};

#[tokio::test]
async fn help_needs_no_server_and_no_settings() {
    let home = tempfile::tempdir().unwrap();
    for args in [
        &["--help"][..],
        &["runs", "wait", "--help"],
        &["--version"],
        &["completion", "bash"],
    ] {
        let done = run_in(home.path(), args).await;
        assert_eq!((done.code, done.words.as_str()), (0, ""), "{args:?}");
        assert!(!done.out.is_empty());
    }
}

#[tokio::test]
async fn without_any_address_it_says_where_it_looked() {
    let home = tempfile::tempdir().unwrap();
    let done = run_in(home.path(), &["runs", "ls"]).await;
    assert_eq!((done.code, done.out.as_str()), (2, ""));
    for place in ["KF_PIPELINES_ENDPOINT", "context", "pod"] {
        assert!(done.words.contains(place), "{}", done.words);
    }
}

#[tokio::test]
async fn each_kind_of_failure_has_its_number() {
    let rig = Rig::start().await;
    let nobody = format!("http://{}", rig.sandbox.addresses().console_sidecar);
    let unsigned = rig
        .bare(&["--endpoint", &nobody, "-n", OWN, "runs", "ls", "-o", "json"])
        .await;
    assert_eq!(
        (unsigned.code, unsigned.out.as_str()),
        (4, ""),
        "{unsigned:?}"
    );
    assert!(unsigned.words.contains("doctor"), "{}", unsigned.words);

    let foreign = rig.run_in_namespace("team-vision", &["runs", "ls"]).await;
    assert_eq!(foreign.code, 5, "{foreign:?}");

    let missing = rig
        .run(&["runs", "get", "00000000-0000-0000-0000-000000000000"])
        .await;
    assert_eq!(missing.code, 6, "{missing:?}");

    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let nothing = format!("http://{free}");
    let unreachable = rig
        .bare(&["--endpoint", &nothing, "-n", OWN, "runs", "ls"])
        .await;
    assert_eq!(unreachable.code, 7, "{unreachable:?}");

    let odd = rig.run(&["runs", "get", "../experiments"]).await;
    // A name may look like this; it never becomes a part of a path.
    assert_eq!(odd.code, 6, "{odd:?}");
    let no_file = rig
        .bare(&[
            "--endpoint",
            &nobody,
            "--token-file",
            "/nowhere",
            "-n",
            OWN,
            "runs",
            "ls",
        ])
        .await;
    assert_eq!(no_file.code, 4, "{no_file:?}");
    assert!(no_file.words.contains("/nowhere"), "{}", no_file.words);
}

/// A cookie with a line break could smuggle a header, and no message may repeat it.
#[tokio::test]
async fn a_damaged_cookie_is_not_sent_and_not_shown() {
    let rig = Rig::start().await;
    std::fs::write(
        rig.path("cookie"),
        "authservice_session=topsecretvalue\nX-Evil: 1",
    )
    .unwrap();
    let gateway = format!("http://{}/pipeline", rig.sandbox.addresses().gateway);
    let cookie = rig.path("cookie");
    let done = rig
        .bare(&[
            "--endpoint",
            &gateway,
            "--cookie-file",
            &cookie,
            "-n",
            OWN,
            "runs",
            "ls",
        ])
        .await;
    assert_eq!(done.code, 2, "{done:?}");
    assert!(done.words.contains("cookie"), "{}", done.words);
    assert!(!done.words.contains("topsecretvalue"), "{}", done.words);
}

#[tokio::test]
async fn a_namespace_is_asked_for_before_anything_is_sent() {
    let home = tempfile::tempdir().unwrap();
    let near = ["--endpoint", "http://127.0.0.1:9"];
    for args in [&["runs", "ls"][..], &["experiments", "get", "by name"]] {
        let done = run_in(home.path(), &[&near[..], args].concat()).await;
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{done:?}");
        assert!(done.words.contains("KFP_NAMESPACE"), "{done:?}");
    }
}

/// Devices and pipes end for nobody, and a list of none is no list.
#[cfg(unix)]
#[tokio::test]
async fn what_never_ends_is_not_read_to_its_end() {
    let home = tempfile::tempdir().unwrap();
    let near = ["--endpoint", "http://127.0.0.1:9", "-n", OWN, "runs", "ls"];
    for (flag, words) in [
        ("--cookie-file", "longer than any secret"),
        ("--ca-file", "larger than any file of certificates"),
    ] {
        let done = run_in(home.path(), &[&[flag, "/dev/zero"][..], &near].concat()).await;
        assert_ne!(done.code, 0, "{done:?}");
        assert!(done.words.contains(words), "{words}: {done:?}");
    }
    let none = run_in(home.path(), &[&near[..], &["--limit", "0"]].concat()).await;
    assert_eq!((none.code, none.out.as_str()), (2, ""), "{none:?}");
    assert!(none.words.contains("1 or more"), "{none:?}");
}
