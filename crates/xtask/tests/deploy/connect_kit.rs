//! What `kfpc connect-kit` writes is held to the same schemas, and its policy to the same judge, as what is installed.

use kfp_core::kit::{Access, Kit};
use serde_json::Value;

use crate::{
    caller::{Ask, Pod},
    mesh::{Verdict, verdict},
    schema::check,
};

const KFP_PORT: u16 = 8888;

fn kit() -> Kit {
    Kit::for_namespace("team-vision".parse().unwrap())
}

fn read(yaml: &str) -> Value {
    serde_saphyr::from_str(yaml).unwrap()
}

#[test]
fn every_manifest_fits_the_schema_of_its_kind() {
    for kit in [
        kit(),
        kit()
            .access(Access::View)
            .audience("https://kfp.example.com".parse().unwrap()),
    ] {
        for yaml in [kit.pod_default(), kit.role_binding(), kit.mesh_policy()] {
            check(&read(&yaml)).unwrap_or_else(|problem| panic!("{problem}\n{yaml}"));
        }
    }
}

/// On a mesh that refuses everybody else: one principal passes, and never as somebody.
#[test]
fn the_policy_admits_the_account_and_nobody_in_its_name() {
    let refuses_all = read(
        "apiVersion: security.istio.io/v1beta1\nkind: AuthorizationPolicy\nmetadata:\n  name: all\n  namespace: kubeflow\n\
         spec: {}\n",
    );
    let policies = [refuses_all.clone(), read(&kit().mesh_policy())];
    let kfp = Pod::new("KFP", "kubeflow", "ml-pipeline", "ml-pipeline");
    let notebook = Pod::new("a notebook", "team-vision", "default-editor", "notebook");
    let other_account = Pod::new("a viewer", "team-vision", "default-viewer", "notebook");
    let other_namespace = Pod::new("a stranger", "team-nlp", "default-editor", "notebook");
    let plain = Ask::get(KFP_PORT);
    assert_eq!(
        verdict(&[refuses_all], &notebook, &kfp, &plain),
        Verdict::Denied
    );
    assert_eq!(
        verdict(&policies, &notebook, &kfp, &plain),
        Verdict::Admitted
    );
    let forged = Ask::get(KFP_PORT).named("owner@example.com");
    assert_eq!(
        verdict(&policies, &notebook, &kfp, &forged),
        Verdict::Denied
    );
    for stranger in [other_account, other_namespace, notebook.without_sidecar()] {
        assert_eq!(
            verdict(&policies, &stranger, &kfp, &plain),
            Verdict::Denied,
            "{}",
            stranger.name
        );
    }
}
