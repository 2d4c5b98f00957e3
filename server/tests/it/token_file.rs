//! The console's own token, as files can be.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::support::{Policy, TestApp, mint};

const LIST: &str = "/apis/v2beta1/experiments?namespace=team-a";

#[tokio::test]
async fn file_that_holds_no_token_is_a_clear_failure_until_it_does() {
    let app = TestApp::start(Policy::AllowAll).await;
    let path = app.folder.path().join("token");
    for garbage in [
        &b""[..],
        b"  \n",
        b"garbage",
        b"a.b",
        b"a.b.c\nd",
        b"\xff\xfe.b.c",
        "a".repeat(20_000).as_bytes(),
    ] {
        std::fs::write(&path, garbage).expect("written");
        let answer = app.get(LIST).send().await;
        assert_eq!(
            answer.problem(),
            (502, "console.token_file".to_owned()),
            "{}",
            answer.text()
        );
    }
    std::fs::remove_file(&path).expect("removed");
    assert_eq!(
        app.get(LIST).send().await.problem(),
        (502, "console.token_file".to_owned())
    );
    std::fs::create_dir(&path).expect("a folder in its place");
    assert_eq!(
        app.get(LIST).send().await.problem(),
        (502, "console.token_file".to_owned())
    );
    assert!(app.kfp.lines().is_empty());
    std::fs::remove_dir(&path).expect("removed");
    std::fs::write(&path, mint("pipelines.kubeflow.org", 60, "new")).expect("written");
    assert_eq!(app.get(LIST).send().await.status, 200);
}

#[tokio::test]
async fn token_is_read_anew_for_each_call_and_trimmed() {
    let app = TestApp::start(Policy::AllowAll).await;
    let path = app.folder.path().join("token");
    for secret in ["first", "second"] {
        let token = mint("pipelines.kubeflow.org", 60, secret);
        std::fs::write(&path, format!("{token}\n")).expect("written");
        assert_eq!(app.get(LIST).send().await.status, 200);
        let call = app.kfp.calls().pop().expect("a call");
        assert_eq!(call.headers["authorization"], format!("Bearer {token}"));
        assert!(!call.headers.contains_key("kubeflow-userid"));
    }
}

/// The kubelet swaps a link; here the file is replaced as fast as it goes while it is read.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn token_that_is_replaced_while_it_is_read_fails_no_call() {
    let app = TestApp::start(Policy::AllowAll).await;
    let path = app.folder.path().join("token");
    let done = Arc::new(AtomicBool::new(false));
    let replacing = tokio::task::spawn_blocking({
        let done = Arc::clone(&done);
        move || {
            let mut count = 0;
            while !done.load(Ordering::Relaxed) {
                count += 1;
                let next = path.with_extension("next");
                std::fs::write(
                    &next,
                    mint("pipelines.kubeflow.org", 60, &format!("s{count}")),
                )
                .expect("written");
                std::fs::rename(&next, &path).expect("renamed");
            }
            count
        }
    });
    for _ in 0..100 {
        let answer = app.get(LIST).send().await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    done.store(true, Ordering::Relaxed);
    assert!(replacing.await.expect("no panic") > 1);
}

#[tokio::test]
async fn refused_token_is_read_again_once() {
    let app = TestApp::start(Policy::AllowAll).await;
    let path = app.folder.path().join("token");
    let fresh = mint("pipelines.kubeflow.org", 60, "fresh");
    std::fs::write(&path, mint("pipelines.kubeflow.org", 60, "stale")).expect("written");
    app.kfp.follow({
        let expected = format!("Bearer {fresh}");
        move |call| {
            if call.headers["authorization"] == expected {
                return (200, "application/json", "{}".into());
            }
            std::fs::write(&path, &fresh).expect("rotated between the two calls");
            (
                401,
                "application/json",
                r#"{"code":16,"message":"expired","details":[]}"#.into(),
            )
        }
    });
    assert_eq!(app.get(LIST).send().await.status, 200);
    assert_eq!(app.kfp.lines().len(), 2);
}
