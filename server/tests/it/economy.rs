//! KFP is called seldom, by turns, and not at all while it is down.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};

use futures::future::{join_all, select_all};

use crate::support::{Policy, RawServer, TestApp};

const LIST: &str = "/apis/v2beta1/experiments?namespace=team-a";

#[tokio::test]
async fn equal_reads_are_one_call_for_everybody_who_may_see_them() {
    let app = TestApp::with(Policy::AllowAll, &["--read-cache=60s"]).await;
    let users = ["a@example.com", "b@example.com", "c@example.com"];
    let answers = join_all(users.map(|user| app.get(LIST).of_user(user).send())).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    app.get(LIST).send().await;
    assert_eq!(app.kfp.lines(), [format!("GET {LIST}")]);
    // Each of them was asked about.
    assert_eq!(app.kubernetes.questions().len(), users.len());
    // Another address is another read.
    app.get(&format!("{LIST}&page_size=5")).send().await;
    assert_eq!(app.kfp.lines().len(), 2);
}

#[tokio::test]
async fn what_is_kept_is_shown_to_nobody_who_may_not_see_it() {
    let app = TestApp::with(Policy::AllowAll, &["--read-cache=60s", "--review-cache=0s"]).await;
    assert_eq!(app.get(LIST).send().await.status, 200);
    app.kubernetes.decide_by(Policy::DenyAll);
    for user in ["a@example.com", "b@example.com"] {
        let answer = app.get(LIST).of_user(user).send().await;
        assert_eq!(
            answer.problem(),
            (403, "access.denied".to_owned()),
            "{user}"
        );
    }
}

#[tokio::test]
async fn where_kfp_decides_by_the_user_nothing_is_shared_between_users() {
    let flags = ["--read-cache=60s", "--upstream-identity=user-header"];
    let app = TestApp::with(Policy::AllowAll, &flags).await;
    for user in ["a@example.com", "b@example.com", "a@example.com"] {
        app.get(LIST).of_user(user).send().await;
    }
    assert_eq!(app.kfp.lines().len(), 2);
}

#[tokio::test]
async fn read_after_a_write_is_a_new_one() {
    let app = TestApp::with(Policy::AllowAll, &["--read-cache=60s"]).await;
    app.get(LIST).send().await;
    app.post(
        "/apis/v2beta1/experiments",
        r#"{"display_name":"x","namespace":"team-a"}"#,
    )
    .send()
    .await;
    app.get(LIST).send().await;
    let reads = app
        .kfp
        .lines()
        .iter()
        .filter(|line| line.starts_with("GET"))
        .count();
    assert_eq!(reads, 2);
}

#[tokio::test]
async fn errors_are_not_kept() {
    let app = TestApp::with(Policy::AllowAll, &["--read-cache=60s"]).await;
    app.kfp.follow(|_| {
        (
            500,
            "application/json",
            r#"{"code":13,"message":"x"}"#.into(),
        )
    });
    assert_eq!(app.get(LIST).send().await.status, 500);
    app.kfp.follow(|_| (200, "application/json", "{}".into()));
    assert_eq!(app.get(LIST).send().await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn call_that_was_sent_is_waited_for_although_its_client_has_gone() {
    let app = TestApp::with(Policy::AllowAll, &["--kfp-in-flight=1"]).await;
    let (arrived, calls) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    let may_go_on = Mutex::new(may_go_on);
    let running = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    app.kfp.follow({
        let (running, most) = (Arc::clone(&running), Arc::clone(&most));
        move |_| {
            most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            arrived.send(()).expect("the test waits");
            tokio::task::block_in_place(|| may_go_on.lock().expect("not poisoned").recv())
                .expect("the test goes on");
            running.fetch_sub(1, Ordering::SeqCst);
            (200, "application/json", "{}".into())
        }
    });
    let _keep = {
        let leaves = app.get(LIST).send();
        tokio::pin!(leaves);
        let first = tokio::task::spawn_blocking(move || {
            calls.recv().expect("the call arrives");
            calls
        });
        tokio::select! {
            _ = &mut leaves => panic!("KFP has not answered"),
            arrived = first => arrived.expect("no panic"),
        }
    };
    // The place is taken until KFP has answered, so the next call waits.
    let next = app.get("/apis/v2beta1/runs?namespace=team-a").send();
    go_on.send(()).expect("the script waits");
    go_on.send(()).expect("the script waits");
    assert_eq!(next.await.status, 200);
    assert_eq!(most.load(Ordering::SeqCst), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn third_search_of_one_user_is_refused_with_the_reason() {
    let app = &TestApp::start(Policy::AllowAll).await;
    let (arrived, calls) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    let may_go_on = Mutex::new(may_go_on);
    app.kfp.follow(move |call| {
        if call.path_and_query.contains("sort_by=name") {
            arrived.send(()).expect("the test waits");
            tokio::task::block_in_place(|| may_go_on.lock().expect("not poisoned").recv())
                .expect("the test goes on");
        }
        (200, "application/json", "{}".into())
    });
    let search = app
        .get("/apis/v2beta1/runs?namespace=team-a&sort_by=name")
        .send();
    tokio::pin!(search);
    let first = tokio::task::spawn_blocking(move || {
        calls.recv().expect("the call arrives");
        calls
    });
    let _keep = tokio::select! {
        _ = &mut search => panic!("KFP has not answered"),
        arrived = first => arrived.expect("no panic"),
    };
    let more = ["finished_at", "state"].map(|sort| {
        let path = format!("/apis/v2beta1/runs?namespace=team-a&sort_by={sort}");
        Box::pin(async move { app.get(&path).send().await })
    });
    // One of them waits, so the other one is answered first.
    let (refused, ..) = select_all(more).await;
    assert_eq!(refused.problem(), (429, "request.costly".to_owned()));
    assert!(refused.headers.contains_key("retry-after"));
    let quick = app.get("/apis/v2beta1/runs?namespace=team-a").send().await;
    assert_eq!(quick.status, 200);
    go_on.send(()).expect("the script waits");
    assert_eq!(search.await.status, 200);
}

#[tokio::test]
async fn kfp_that_is_down_is_left_alone_for_a_while() {
    let app = TestApp::calling(
        RawServer::Reset.start().await,
        &["--circuit-failures=3", "--circuit-pause=60s"],
    )
    .await;
    for _ in 0..3 {
        assert_eq!(
            app.get(LIST).send().await.problem(),
            (502, "kfp.unreachable".to_owned())
        );
    }
    let refused = app.get(LIST).send().await;
    assert_eq!(refused.problem(), (503, "kfp.unavailable".to_owned()));
    let after: u64 = refused.header("retry-after").parse().expect("seconds");
    assert!((50..=60).contains(&after), "{after}");
    // The report looks all the same: it is there to see how things are.
    assert_eq!(app.get("/api/connection").send().await.status, 200);
}

#[tokio::test]
async fn kfp_that_is_down_keeps_nobody_waiting_for_a_turn() {
    let app = TestApp::calling(
        RawServer::Reset.start().await,
        &[
            "--circuit-failures=3",
            "--circuit-pause=60s",
            "--kfp-rate=0.01",
            "--kfp-burst=3",
            "--kfp-timeout=500ms",
        ],
    )
    .await;
    for _ in 0..3 {
        app.get(LIST).send().await;
    }
    for _ in 0..2 {
        let refused = app.get(LIST).send().await;
        assert_eq!(refused.problem(), (503, "kfp.unavailable".to_owned()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn write_whose_client_has_gone_ends_what_was_kept_before_it() {
    let app = TestApp::with(Policy::AllowAll, &["--read-cache=60s", "--kfp-in-flight=1"]).await;
    let (arrived, calls) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    let may_go_on = Mutex::new(may_go_on);
    app.kfp.follow(move |call| {
        if call.method == "POST" {
            arrived.send(()).expect("the test waits");
            tokio::task::block_in_place(|| may_go_on.lock().expect("not poisoned").recv())
                .expect("the test goes on");
        }
        (200, "application/json", "{}".into())
    });
    app.get(LIST).send().await;
    let body = r#"{"display_name":"x","namespace":"team-a"}"#;
    let _keep = {
        let leaves = app.post("/apis/v2beta1/experiments", body).send();
        tokio::pin!(leaves);
        let first = tokio::task::spawn_blocking(move || {
            calls.recv().expect("the call arrives");
            calls
        });
        tokio::select! {
            _ = &mut leaves => panic!("KFP has not answered"),
            arrived = first => arrived.expect("no panic"),
        }
    };
    go_on.send(()).expect("the script waits");
    // There is one place, so this is answered after the write has ended.
    app.get("/apis/v2beta1/runs?namespace=team-a").send().await;
    app.get(LIST).send().await;
    let lists = app.kfp.lines();
    let lists = lists.iter().filter(|line| **line == format!("GET {LIST}"));
    assert_eq!(lists.count(), 2);
}
