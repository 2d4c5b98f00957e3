//! Every object fits the schema of its kind: nothing unknown, nothing misplaced, nothing of the wrong type.

use k8s_openapi::api::{
    apps::v1::Deployment,
    autoscaling::v2::HorizontalPodAutoscaler,
    core::v1::{ConfigMap, Service, ServiceAccount},
    networking::v1::NetworkPolicy,
    policy::v1::PodDisruptionBudget,
    rbac::v1::{ClusterRole, ClusterRoleBinding, RoleBinding},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{
    manifests::{VARIANTS, built},
    schema_check::complaints,
};

/// What the definitions of Istio, Kubeflow and the operator of Prometheus say of `spec`, by `apiVersion kind`. See
/// PROVENANCE.md.
fn of_custom_resources() -> Value {
    serde_json::from_str(include_str!("custom_resources.json")).unwrap()
}

/// Reads an object as its type and writes it again: what the type does not know gets lost on the way.
fn same<T: DeserializeOwned + Serialize>(object: &Value) -> Result<(), String> {
    let typed: T = serde_json::from_value(object.clone()).map_err(|error| error.to_string())?;
    let again = serde_json::to_value(typed).map_err(|error| error.to_string())?;
    if again == *object {
        Ok(())
    } else {
        Err(format!("of {object}\nonly this is known: {again}"))
    }
}

/// Whether an object fits the schema of its kind.
pub(crate) fn check(object: &Value) -> Result<(), String> {
    let version = object["apiVersion"].as_str().unwrap_or_default();
    let kind = object["kind"].as_str().unwrap_or_default();
    match (version, kind) {
        ("v1", "ConfigMap") => same::<ConfigMap>(object),
        ("v1", "Service") => same::<Service>(object),
        ("v1", "ServiceAccount") => same::<ServiceAccount>(object),
        ("apps/v1", "Deployment") => same::<Deployment>(object),
        ("autoscaling/v2", "HorizontalPodAutoscaler") => same::<HorizontalPodAutoscaler>(object),
        ("networking.k8s.io/v1", "NetworkPolicy") => same::<NetworkPolicy>(object),
        ("policy/v1", "PodDisruptionBudget") => same::<PodDisruptionBudget>(object),
        ("rbac.authorization.k8s.io/v1", "ClusterRole") => same::<ClusterRole>(object),
        ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding") => {
            same::<ClusterRoleBinding>(object)
        }
        ("rbac.authorization.k8s.io/v1", "RoleBinding") => same::<RoleBinding>(object),
        _ => match of_custom_resources().get(format!("{version} {kind}")) {
            None => Err(format!("no schema is known for {version} {kind}")),
            Some(schema) => {
                let found = complaints(schema, &object["spec"], "spec");
                if found.is_empty() {
                    Ok(())
                } else {
                    Err(found.join("\n"))
                }
            }
        },
    }
}

#[test]
fn every_object_fits_its_kind() {
    for (variant, least) in VARIANTS
        .map(|(variant, _)| (variant, 12))
        .into_iter()
        .chain([("profile", 2)])
    {
        let objects = built(variant);
        assert!(objects.len() >= least, "{variant}");
        for object in objects {
            let name = format!(
                "{variant}: {} {}",
                object["kind"], object["metadata"]["name"]
            );
            check(&object).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }
}

#[test]
fn mistakes_are_noticed() {
    for object in built("every-choice").into_iter().chain(built("profile")) {
        for key in ["spec", "rules", "subjects", "roleRef", "data"] {
            let Some(part) = object.get(key).filter(|part| part.is_object()) else {
                continue;
            };
            let mut wrong = object.clone();
            if key != "data" {
                wrong[key]["misspelt"] = json!("x");
                assert!(check(&wrong).is_err(), "{wrong}");
            }
            let first = part.as_object().unwrap().keys().next().unwrap();
            wrong = object.clone();
            wrong[key][first] = json!([[1]]);
            assert!(check(&wrong).is_err(), "{wrong}");
        }
        let mut unknown = object.clone();
        unknown["apiVersion"] = json!("example.com/v1");
        assert!(check(&unknown).is_err());
    }
}
