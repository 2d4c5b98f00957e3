//! What `kubectl kustomize` makes of the overlays and components is what is kept in `built/`.
//!
//! `KFP_CONSOLE_UPDATE=1` writes it anew. A machine without kubectl can test everything but this.

use std::{env, fs, path::Path, process::Command};

use crate::manifests::{built_file, deploy};

/// An overlay as an administrator writes one, with everything that can be chosen.
const FULL: &str = "\
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
";

const RELEASE: &str = "components:\n  - DEPLOY/components/kubeflow-1.9.0\n";

/// Builds an overlay on top of the one for Istio; `None` where there is no kubectl.
fn build(more: &str) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    // kustomize wants relative paths; both folders are real, so the way through the root is short.
    let deploy = deploy().canonicalize().unwrap();
    let up = "../".repeat(folder.path().canonicalize().unwrap().components().count() - 1);
    let deploy = format!("{up}{}", deploy.strip_prefix("/").unwrap().display());
    let text = format!(
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: kubeflow\n\
         resources:\n  - DEPLOY/overlays/istio\n{more}"
    );
    let text = text.replace("DEPLOY", &deploy);
    fs::write(folder.path().join("kustomization.yaml"), text).unwrap();
    kustomize(folder.path())
}

fn kustomize(folder: &Path) -> Option<String> {
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
fn the_overlay_for_istio_builds() {
    compare("istio", kustomize(&deploy().join("overlays/istio")));
}

#[test]
fn an_overlay_with_every_choice_builds() {
    let built = build(FULL);
    if let Some(text) = &built {
        assert!(!text.contains("second of KFP_CONSOLE"), "{text}");
        assert!(!text.contains("kubeflow/kubeflow-gateway"), "{text}");
    }
    compare("full", built);
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

#[test]
fn the_component_for_one_release_leaves_the_token_in_place() {
    if let Some(text) = build(RELEASE) {
        assert!(!text.contains("- authorization\n"), "{text}");
        assert!(text.contains("x-forwarded-prefix: /kfp-console"), "{text}");
    }
}
