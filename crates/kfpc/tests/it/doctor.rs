//! `kfpc doctor`

use crate::program::{OWN, Rig};

#[tokio::test]
async fn a_healthy_way_passes_every_step() {
    let rig = Rig::start().await;
    let done = rig.run(&["doctor"]).await;
    let text = done.ok();
    assert!(text.contains("Everything on the way works."), "{text}");
    assert!(!text.contains('\u{1b}'), "no colours into a pipe");
    let report = rig.run(&["doctor", "--json"]).await.json();
    assert_eq!(report["namespace"], OWN);
    let verdicts = report["checks"].as_array().unwrap();
    assert!(
        verdicts.iter().all(|check| check["verdict"] == "works"),
        "{report}"
    );
}

#[tokio::test]
async fn a_missing_token_file_is_named_with_its_mend() {
    let rig = Rig::start().await;
    let address = format!("http://{}", rig.sandbox.addresses().console_sidecar);
    let done = rig
        .bare(&[
            "--endpoint",
            &address,
            "--token-file",
            "/nowhere/token",
            "-n",
            OWN,
            "doctor",
        ])
        .await;
    assert_eq!(done.code, 4, "{done:?}");
    for words in [
        "D52",
        "/nowhere/token",
        "PodDefault",
        "The way ends at credential.",
    ] {
        assert!(done.out.contains(words), "{}", done.out);
    }
}

#[tokio::test]
async fn an_end_of_the_session_is_told_from_a_missing_right() {
    let rig = Rig::start().await;
    let gateway = format!("http://{}/pipeline", rig.sandbox.addresses().gateway);
    std::fs::write(rig.path("cookie"), "oauth2_proxy_kubeflow=stale").unwrap();
    let cookie = rig.path("cookie");
    let done = rig
        .bare(&[
            "--endpoint",
            &gateway,
            "--cookie-file",
            &cookie,
            "-n",
            OWN,
            "doctor",
            "--explain",
        ])
        .await;
    assert_eq!(done.code, 4, "{done:?}");
    assert!(done.out.contains("D24"), "{}", done.out);
    assert!(!done.out.contains("stale"), "{}", done.out);

    let foreign = rig.run_in_namespace("team-vision", &["doctor"]).await;
    assert_eq!(foreign.code, 5, "{foreign:?}");
    assert!(foreign.out.contains("D53"), "{}", foreign.out);
}
