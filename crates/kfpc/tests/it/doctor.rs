//! `kfpc doctor`

use serde_json::{Value, json};

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

/// The remedies of the first cause of a report's failure, by what becomes of them.
fn remedies(report: &Value, form: &str) -> Vec<String> {
    let checks = report["checks"].as_array().unwrap().iter();
    let failure = checks.clone().find(|check| check["verdict"] == "fails");
    let remedies = &failure.unwrap()["causes"][0]["remedies"];
    let remedies = remedies.as_array().unwrap().iter();
    let of_form = remedies.filter(|remedy| remedy["form"] == form);
    of_form
        .map(|remedy| remedy["text"].as_str().unwrap().to_owned())
        .collect()
}

fn object(yaml: &str) -> Value {
    serde_saphyr::from_str(yaml).unwrap_or_else(|error| panic!("{error}: {yaml}"))
}

#[tokio::test]
async fn a_pod_without_a_token_gets_what_mounts_one() {
    let rig = Rig::start().await;
    let address = format!("http://{}", rig.sandbox.addresses().console_sidecar);
    let doctor = async |more: &[&str]| {
        let common = ["--endpoint", &address, "-n", OWN];
        let token = ["--token-file", "/nowhere/token", "doctor"];
        rig.bare(&[&common[..], &token, more].concat()).await
    };
    let said = [
        "--json",
        "--service-account",
        "trainer",
        "--audience",
        "kfp.example.com",
        "--install-namespace",
        "pipelines",
    ];
    let report: Value = serde_json::from_str(&doctor(&said).await.out).unwrap();
    let [pod_default] = &remedies(&report, "manifest")[..] else {
        panic!("{report}")
    };
    let pod_default = object(pod_default);
    assert_eq!(pod_default["kind"], "PodDefault");
    assert_eq!(pod_default["metadata"]["namespace"], OWN);
    let [volume] = &remedies(&report, "pod-part")[..] else {
        panic!("{report}")
    };
    let volume = object(volume);
    assert_eq!(volume["volumes"], pod_default["spec"]["volumes"]);
    let token = &volume["volumes"][0]["projected"]["sources"][0]["serviceAccountToken"];
    assert_eq!(token["audience"], "kfp.example.com");
    for program in ["python", "rust"] {
        let [program] = &remedies(&report, program)[..] else {
            panic!("{report}")
        };
        assert!(program.contains("ml-pipeline.pipelines.svc"), "{program}");
    }

    let short = doctor(&[]).await.out;
    assert!(short.contains("--explain shows"), "{short}");
    assert!(!short.contains("kind: PodDefault"), "{short}");
    let explained = doctor(&["--explain"]).await.out;
    assert!(explained.contains("\nkind: PodDefault\n"), "{explained}");
    assert!(explained.contains("For D52, apply"), "{explained}");
    let refused = doctor(&["--audience", "*"]).await;
    assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{refused:?}");
}

/// The role is bound to the account that asked and to no other, where it asked and nowhere else.
#[tokio::test]
async fn an_account_without_a_role_gets_the_one_that_it_needs() {
    let rig = Rig::start().await;
    let foreign = ["doctor", "--json"];
    let foreign = rig.run_in_namespace("team-vision", &foreign).await;
    let report: Value = serde_json::from_str(&foreign.out).unwrap();
    let [binding] = &remedies(&report, "manifest")[..] else {
        panic!("{report}")
    };
    let binding = object(binding);
    assert_eq!(binding["kind"], "RoleBinding");
    assert_eq!(binding["metadata"]["namespace"], "team-vision");
    assert_eq!(binding["roleRef"]["name"], "kubeflow-edit");
    let account = json!([{"kind": "ServiceAccount", "name": "default-editor", "namespace": OWN}]);
    assert_eq!(binding["subjects"], account);
    let commands = remedies(&report, "commands").concat();
    let whose = format!("--namespace team-vision --as system:serviceaccount:{OWN}:default-editor");
    assert!(commands.contains(&whose), "{commands}");
}
