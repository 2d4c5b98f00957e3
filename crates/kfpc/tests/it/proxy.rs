//! Proxies: honoured outside, and never shown what is near.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::net::TcpListener;

use crate::program::{OWN, Rig, run_with};

/// Something that takes connections and ends them; returns its address and how many came.
async fn proxy() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let came = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&came);
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    (address, came)
}

#[tokio::test]
async fn a_credential_for_this_machine_is_not_shown_to_a_proxy() {
    let rig = Rig::start().await;
    let (proxy, came) = proxy().await;
    let (near, token) = (
        format!("http://{}", rig.sandbox.addresses().console_sidecar),
        rig.path("token"),
    );
    let variables = [
        ("HTTP_PROXY", proxy.as_str()),
        ("http_proxy", &proxy),
        ("ALL_PROXY", &proxy),
    ];
    let args = [
        "--endpoint",
        &near,
        "--token-file",
        &token,
        "-n",
        OWN,
        "runs",
        "ls",
        "-o",
        "json",
    ];
    let done = run_with(rig.folder.path(), &variables, &args).await;
    assert!(done.json().is_array());
    assert_eq!(came.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn what_is_far_goes_through_the_proxy() {
    let home = tempfile::tempdir().unwrap();
    let (proxy, came) = proxy().await;
    let variables = [("HTTPS_PROXY", proxy.as_str())];
    let args = [
        "--endpoint",
        "https://kubeflow.example.com/pipeline",
        "-n",
        OWN,
        "runs",
        "ls",
    ];
    let done = run_with(home.path(), &variables, &args).await;
    assert_eq!(done.code, 7, "{done:?}");
    assert!(came.load(Ordering::SeqCst) > 0);
}
