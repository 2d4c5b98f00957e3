//! Ports, readiness, metrics, and the end.

use http::Method;

use crate::support::{Policy, TestApp};

#[tokio::test]
async fn second_port_tells_of_health_readiness_and_figures() {
    let app = TestApp::start(Policy::AllowAll).await;
    assert_eq!(app.ops("/healthz").send().await.status, 200);
    assert_eq!(app.ops("/readyz").send().await.status, 200);
    app.get("/apis/v2beta1/runs/r-a").send().await;
    app.get("/apis/unknown").send().await;
    let metrics = app.ops("/metrics").send().await;
    assert!(
        metrics
            .header("content-type")
            .starts_with("application/openmetrics-text")
    );
    let text = metrics.text();
    for line in [
        r#"kfp_console_requests_total{method="GET",route="/apis/v2beta1/runs/{run_id}",status="200"} 1"#,
        r#"kfp_console_requests_total{method="GET",route="none",status="404"} 1"#,
        r#"kfp_console_access_reviews_total{answer="allowed"} 1"#,
        r#"kfp_console_kfp_calls_total{outcome="200"} 3"#,
        &format!(
            r#"kfp_console_build_info{{version="{}"}} 1"#,
            kfp_console::VERSION
        ),
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    assert!(!text.contains("r-a") && !text.contains("a@example.com"));
}

#[tokio::test]
async fn second_port_serves_nothing_of_the_first_and_the_other_way_round() {
    let app = TestApp::start(Policy::AllowAll).await;
    assert_eq!(app.ops("/api/session").send().await.status, 404);
    for path in ["/metrics", "/readyz", "/healthz"] {
        assert_eq!(app.get(path).send().await.status, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn request_that_runs_is_served_to_its_end() {
    let app = TestApp::with(Policy::AllowAll, &["--drain-timeout=10s"]).await;
    let (arrived, has_arrived) = std::sync::mpsc::channel();
    let (go_on, may_go_on) = std::sync::mpsc::channel::<()>();
    let may_go_on = std::sync::Mutex::new(may_go_on);
    app.kfp.follow(move |_| {
        arrived.send(()).expect("the test waits");
        tokio::task::block_in_place(|| {
            may_go_on
                .lock()
                .expect("nobody panicked with it")
                .recv()
                .expect("the test goes on");
        });
        (200, "application/json", r#"{"total_size":7}"#.into())
    });
    let TestApp { console, .. } = &app;
    let address = console.address();
    let ops = console.ops_address();
    let running = tokio::spawn(plain_get(
        address,
        "/apis/v2beta1/experiments?namespace=team-a",
    ));
    tokio::task::spawn_blocking(move || has_arrived.recv().expect("the call arrives"))
        .await
        .expect("no panic");
    let TestApp { console, .. } = app;
    let stopping = tokio::spawn(console.shutdown());
    // Not ready at once, while the request still runs.
    while !plain_get(ops, "/readyz").await.starts_with("HTTP/1.1 503") {
        tokio::task::yield_now().await;
    }
    go_on.send(()).expect("the script waits");
    let answer = running.await.expect("no panic");
    assert!(answer.ends_with(r#"{"total_size":7}"#), "{answer}");
    stopping.await.expect("it stops");
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}

async fn plain_get(address: std::net::SocketAddr, path: &str) -> String {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut stream = tokio::net::TcpStream::connect(address)
        .await
        .expect("a connection");
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: x\r\nkubeflow-userid: a@example.com\r\nx-forwarded-client-cert: {}\r\n\
         connection: close\r\n\r\n",
        crate::support::GATEWAY
    );
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("read");
    answer
}

#[tokio::test]
async fn taken_port_is_named_with_its_flag() {
    let app = TestApp::start(Policy::AllowAll).await;
    let taken = format!("--listen={}", app.console.address());
    let flags = [
        taken.as_str(),
        "--ops-listen=127.0.0.1:0",
        "--kubernetes-url=http://127.0.0.1:1",
    ];
    let error =
        kfp_console::Console::start(kfp_console::Config::from_flags(flags).expect("flags")).await;
    let text = error.expect_err("the port is taken").to_string();
    assert!(
        text.contains("--listen") && text.contains(&app.console.address().to_string()),
        "{text}"
    );
}

#[tokio::test]
async fn request_id_of_the_gateway_is_kept() {
    let app = TestApp::start(Policy::AllowAll).await;
    let answer = app
        .request(Method::GET, "/api/unknown")
        .header("x-request-id", "6f1c7b1e-8a3e")
        .send()
        .await;
    assert_eq!(answer.header("x-request-id"), "6f1c7b1e-8a3e");
    assert_eq!(answer.json()["instance"], "6f1c7b1e-8a3e");
}

#[tokio::test]
async fn tls_towards_kubernetes_is_that_of_ring() {
    let _app = TestApp::start(Policy::AllowAll).await;
    let provider = rustls::crypto::CryptoProvider::get_default().expect("one is installed");
    let random = format!("{:?}", provider.secure_random);
    assert_eq!(
        random,
        format!(
            "{:?}",
            rustls::crypto::ring::default_provider().secure_random
        )
    );
}
