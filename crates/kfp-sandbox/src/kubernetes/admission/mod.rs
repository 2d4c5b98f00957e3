//! Making a pod. The sandbox runs none, but says before what a real cluster would refuse it for.

mod merges;
mod pod_defaults;
mod pod_security;

use serde_json::Value;

use super::body;
use super::router::Call;
use super::status::Status;
use crate::directory::{Collection, Key};

/// The webhook of pod defaults, as its configuration names it.
const POD_DEFAULTS_WEBHOOK: &str = "admission-webhook-deployment.kubeflow.org";

/// Why a pod is not made.
pub(super) fn refuse_pod(call: &Call) -> Status {
    admit_pod(call).map_or_else(|refused| refused, |()| Status::method_not_allowed())
}

fn admit_pod(call: &Call) -> Result<(), Status> {
    let pod = body::read(&call.headers, &call.body, call.resource)?;
    let namespace = call.request.namespace.as_str();
    body::check_namespace(&pod, namespace)?;
    let objects = call.cluster.directory().objects();
    let labels = objects
        .get(&Key::new(Collection::NAMESPACES, "", namespace))
        .map(|found| found.metadata()["labels"].clone())
        .ok_or_else(|| Status::not_found("", "namespaces", namespace))?;
    let name = pod["metadata"]["name"].as_str().unwrap_or_default();
    let denied = |why: &str| Status::denied("", "pods", name, why);

    let account = account_of(&pod);
    let key = Key::new(Collection::SERVICE_ACCOUNTS, namespace, account);
    if objects.get(&key).is_none() {
        return Err(denied(&format!(
            "error looking up service account {namespace}/{account}: serviceaccount \"{account}\" not found"
        )));
    }
    if labels["app.kubernetes.io/part-of"] == "kubeflow-profile" {
        let (_, defaults) = objects.list(Collection::POD_DEFAULTS, namespace);
        if let Some(why) = pod_defaults::conflict(&pod, &defaults) {
            return Err(Status::denied_by_webhook(POD_DEFAULTS_WEBHOOK, &why));
        }
    }
    match pod_security::violation(&labels, &pod) {
        Some(why) => Err(denied(&why)),
        None => Ok(()),
    }
}

fn account_of(pod: &Value) -> &str {
    let account = pod["spec"]["serviceAccountName"].as_str();
    account.filter(|name| !name.is_empty()).unwrap_or("default")
}
