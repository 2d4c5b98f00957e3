//! The link in the dashboard's menu.

use std::{
    fs,
    io::Write as _,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use crate::manifests::{beside, deploy, documents};

fn link() -> Value {
    serde_json::from_slice(&fs::read(deploy().join("dashboard/link.json")).unwrap()).unwrap()
}

#[test]
fn the_link_in_the_dashboard_leads_to_the_prefix() {
    let parameters = fs::read_to_string(deploy().join("base/params.env")).unwrap();
    let prefix = parameters
        .lines()
        .find_map(|line| line.strip_prefix("KFP_CONSOLE_PREFIX="))
        .unwrap();
    assert_eq!(link()["link"], prefix);
    assert!(
        prefix.ends_with('/') && !prefix.starts_with("/pipeline"),
        "{prefix}"
    );
}

/// What the command of the installation makes of a menu; `None` where there is no jq, an error if it refuses.
fn add_link(config: &Value) -> Option<Result<Value, String>> {
    let folder = deploy().join("dashboard");
    let jq = Command::new("jq")
        .args(["--slurpfile", "link"])
        .arg(folder.join("link.json"))
        .arg("-f")
        .arg(folder.join("add-link.jq"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut jq = match jq {
        Ok(jq) => jq,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            eprintln!("there is no jq here: whether the link gets into the menu was not tested");
            return None;
        }
        Err(error) => panic!("jq cannot be started: {error}"),
    };
    jq.stdin
        .take()
        .unwrap()
        .write_all(config.to_string().as_bytes())
        .unwrap();
    let output = jq.wait_with_output().unwrap();
    Some(if output.status.success() {
        Ok(serde_json::from_slice(&output.stdout).unwrap())
    } else {
        assert!(output.stdout.is_empty(), "nothing to replace it with");
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    })
}

fn menu(config: &Value) -> Value {
    serde_json::from_str(config["data"]["links"].as_str().unwrap()).unwrap()
}

#[test]
fn the_menu_of_each_release_gets_the_link_once_and_keeps_everything_else() {
    for release in ["1.8", "1.10"] {
        let config = documents(&beside(&format!("kubeflow/dashboard-{release}.yaml"))).remove(0);
        let Some(with) = add_link(&config) else {
            return;
        };
        let with = with.unwrap();
        let mut expected = menu(&config);
        expected["menuLinks"].as_array_mut().unwrap().push(link());
        assert_eq!(menu(&with), expected, "{release}");
        assert_eq!(with["data"]["settings"], config["data"]["settings"]);
        assert_eq!(add_link(&with).unwrap().unwrap(), with, "{release}");
    }
}

#[test]
fn a_menu_that_cannot_be_read_is_left_alone() {
    for broken in [
        json!({"data": {"links": "{"}}),
        json!({"data": {"links": "{\"menuLinks\": {}}"}}),
        json!({"data": {}}),
    ] {
        let Some(result) = add_link(&broken) else {
            return;
        };
        assert!(result.is_err(), "{broken}");
    }
}
