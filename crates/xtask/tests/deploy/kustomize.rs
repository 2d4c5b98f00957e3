//! What `kubectl kustomize` makes of the overlays and components is what is kept in `built/`.
//!
//! `KFP_CONSOLE_UPDATE=1` writes it anew. A machine without kubectl can test everything but this.

use std::{env, fs, path::Path, process::Command};

use crate::manifests::{built_file, deploy};

/// An overlay as an administrator writes one, with everything that can be chosen together.
const EVERY_CHOICE: &str = "\
resources:
  - DEPLOY/overlays/kubeflow-1.11
configMapGenerator:
  - name: kfp-console-params
    behavior: merge
    literals:
      - KFP_CONSOLE_PREFIX=/ml/
      - ISTIO_GATEWAY=istio-system/shared
      - KFP_CONSOLE_GATEWAY_PRINCIPALS=cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account,cluster.local/ns/istio-system/sa/istio-ingressgateway
images:
  - name: kfp-console
    newName: registry.example.com/kfp-console
components:
  - DEPLOY/components/params
  - DEPLOY/components/second-gateway
  - DEPLOY/components/monitoring
  - DEPLOY/components/pod-monitor
  - DEPLOY/components/per-profile
  - DEPLOY/components/admit-console
";

const RELEASE_1_9_0: &str = "\
resources:
  - DEPLOY/overlays/kubeflow-1.10
components:
  - DEPLOY/components/kubeflow-1.9.0
";

const SERVICE_MONITOR: &str = "\
resources:
  - DEPLOY/overlays/kubeflow-1.11
components:
  - DEPLOY/components/monitoring
  - DEPLOY/components/service-monitor
";

const USER_HEADER: &str = "\
resources:
  - DEPLOY/overlays/kubeflow-1.10
components:
  - DEPLOY/components/user-header
";

/// Builds an overlay of one's own, in which `DEPLOY` stands for the folder of the manifests; `None` where there is no
/// kubectl.
pub(crate) fn build(text: &str) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    // kustomize wants relative paths; both folders are real, so the way through the root is short.
    let deploy = deploy().canonicalize().unwrap();
    let up = "../".repeat(folder.path().canonicalize().unwrap().components().count() - 1);
    let deploy = format!("{up}{}", deploy.strip_prefix("/").unwrap().display());
    let text = text.replace("DEPLOY", &deploy);
    fs::write(folder.path().join("kustomization.yaml"), text).unwrap();
    kustomize(folder.path())
}

/// The same with the first lines that all of them have.
fn build_in_kubeflow(more: &str) -> Option<String> {
    build(&format!(
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: kubeflow\n{more}"
    ))
}

pub(crate) fn kustomize(folder: &Path) -> Option<String> {
    let output = match Command::new("kubectl")
        .arg("kustomize")
        .arg(folder)
        .output()
    {
        Ok(output) => output,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            eprintln!("there is no kubectl here: whether the manifests build was not tested");
            return None;
        }
        Err(error) => panic!("kubectl cannot be started: {error}"),
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {said}", folder.display());
    assert!(said.is_empty(), "{}: {said}", folder.display());
    Some(String::from_utf8(output.stdout).unwrap())
}

fn compare(variant: &str, built: Option<String>) {
    let Some(built) = built else { return };
    let file = built_file(variant);
    if env::var_os("KFP_CONSOLE_UPDATE").is_some() {
        fs::write(&file, &built).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == built,
        "{} is not what kubectl builds; look at the difference after KFP_CONSOLE_UPDATE=1",
        file.display()
    );
}

#[test]
fn the_overlay_of_each_release_builds() {
    for release in ["kubeflow-1.8", "kubeflow-1.10", "kubeflow-1.11"] {
        compare(release, kustomize(&deploy().join("overlays").join(release)));
    }
}

#[test]
fn the_overlay_for_other_distributions_is_that_of_oauth2_proxy() {
    compare("kubeflow-1.10", kustomize(&deploy().join("overlays/istio")));
}

#[test]
fn the_component_for_1_9_0_builds() {
    compare("kubeflow-1.9.0", build_in_kubeflow(RELEASE_1_9_0));
}

#[test]
fn an_overlay_with_every_choice_builds() {
    let built = build_in_kubeflow(EVERY_CHOICE);
    if let Some(text) = &built {
        assert!(!text.contains("second of KFP_CONSOLE"), "{text}");
        assert!(!text.contains("kubeflow/kubeflow-gateway"), "{text}");
        assert!(!text.contains(": /kfp-console"), "{text}");
    }
    compare("every-choice", built);
}

#[test]
fn the_users_header_in_place_of_the_token_builds() {
    compare("user-header", build_in_kubeflow(USER_HEADER));
}

#[test]
fn the_monitor_of_a_service_builds() {
    compare("service-monitor", build_in_kubeflow(SERVICE_MONITOR));
}

#[test]
fn what_a_profile_gets_builds() {
    compare("profile", kustomize(&deploy().join("profile")));
}

#[test]
fn the_base_builds_alone() {
    if let Some(text) = kustomize(&deploy().join("base")) {
        assert!(
            text.contains("kind: Deployment") && !text.contains("istio.io/v1"),
            "{text}"
        );
    }
}
