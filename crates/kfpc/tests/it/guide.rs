//! The commands of `docs/connect.md`, as they stand there.

use kfp_sandbox::{Clock, LoginEra, SandboxConfig};

use crate::program::{Done, OWN, Rig, run_with};
use crate::uploads::compiled;

const GUIDE: &str = include_str!("../../../../docs/connect.md");

/// The lines of the shell blocks below a heading.
fn commands(heading: &str) -> Vec<&'static str> {
    let (_, text) = GUIDE.split_once(heading).unwrap();
    let text = text.split("\n## ").next().unwrap();
    let mut inside = false;
    text.lines()
        .filter(|line| {
            if line.starts_with("```") {
                inside = *line == "```sh";
                return false;
            }
            inside
        })
        .collect()
}

/// The words of a command, as a shell takes them apart.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (number, part) in command.split('"').enumerate() {
        if number % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    assert_eq!(words.remove(0), "kfpc", "{command}");
    words
}

async fn rig(era: LoginEra) -> Rig {
    let mut config = SandboxConfig::default();
    config.login = era;
    config.clock = Clock::fast(30);
    Rig::start_with(config).await
}

/// What a reader puts in the place of the names of the guide.
fn filled(rig: &Rig, command: &str, run: &str) -> String {
    let gateway = format!("http://{}", rig.sandbox.addresses().gateway);
    command
        .replace("https://GATEWAY", &gateway)
        .replace("~/", &format!("{}/", rig.folder.path().display()))
        .replace("you@example.com", "jbpark8@example.com")
        .replace("train.yaml", &compiled("hello.yaml"))
        .replace("RUN", run)
        .replace("team-vision", OWN)
        // There is no cluster here to apply it to.
        .replace(" | kubectl apply -f -", "")
}

async fn runs(rig: &Rig, variables: &[(&str, &str)], command: &str) -> Done {
    let words = words(command);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = run_with(rig.folder.path(), variables, &words).await;
    assert_eq!(done.code, 0, "{command}: {done:#?}");
    done
}

#[tokio::test]
async fn every_command_for_a_pod_works_and_those_for_ci_too() {
    let rig = rig(LoginEra::default()).await;
    let address = format!("http://{}", rig.sandbox.addresses().console_sidecar);
    let token = rig.path("token");
    let pod = [
        ("KF_PIPELINES_ENDPOINT", address.as_str()),
        ("KF_PIPELINES_SA_TOKEN_PATH", &token),
        ("KFP_NAMESPACE", OWN),
    ];
    let train = compiled("hello.yaml");
    rig.run(&["pipelines", "upload", &train, "--name", "train"])
        .await
        .ok();
    let commands = [
        commands("# How to connect\n"),
        commands("## From a notebook's pod\n"),
        commands("## In CI\n"),
    ];
    assert_eq!(commands.concat().len(), 10, "{commands:?}");
    let mut last = String::new();
    for command in commands.concat() {
        let done = runs(&rig, &pod, &filled(&rig, command, last.trim())).await;
        assert!(!done.out.is_empty(), "{command}: {done:#?}");
        last = done.out;
    }
}

#[tokio::test]
async fn every_command_for_a_laptop_works_in_both_eras() {
    for era in [LoginEra::Oauth2Proxy, LoginEra::Authservice] {
        let rig = rig(era).await;
        std::fs::create_dir(rig.folder.path().join(".config")).unwrap();
        std::fs::write(rig.path(".config/kubeflow-password"), "jbpark8\n").unwrap();
        let commands = commands("## From a laptop\n");
        assert_eq!(commands.len(), 6, "{commands:?}");
        for command in commands {
            if command.contains("--cookie-file") {
                // As if it came out of a browser.
                let file = rig.path(".config/kfp-console/contexts.json");
                let kept: serde_json::Value =
                    serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
                let cookie = &kept["contexts"]["127.0.0.1"]["client_authentication_cookie"];
                std::fs::write(
                    rig.path(".config/kubeflow-cookie"),
                    cookie.as_str().unwrap(),
                )
                .unwrap();
            }
            let done = runs(&rig, &[], &filled(&rig, command, "")).await;
            assert_eq!(
                done.out.is_empty(),
                command.contains("kfpc login"),
                "{done:#?}"
            );
        }
    }
}
