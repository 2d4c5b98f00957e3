//! The standards of pod security that a namespace demands.

use serde_json::Value;

use crate::kubernetes::body::texts;

const ENFORCE: &str = "pod-security.kubernetes.io/enforce";
const ENFORCE_VERSION: &str = "pod-security.kubernetes.io/enforce-version";

/// Volumes that the restricted standard allows.
const VOLUMES: [&str; 8] = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "persistentVolumeClaim",
    "projected",
    "secret",
];

/// What a namespace with these labels refuses `pod` for, in the real server's words.
pub(super) fn violation(labels: &Value, pod: &Value) -> Option<String> {
    let level = labels[ENFORCE].as_str()?;
    let version = labels[ENFORCE_VERSION].as_str().unwrap_or("latest");
    let pod = Pod::read(pod);
    let broken: Vec<String> = match level {
        "privileged" => Vec::new(),
        "baseline" => [pod.host_namespaces(), pod.host_paths(), pod.privileged()]
            .into_iter()
            .flatten()
            .collect(),
        // A level that is none is taken for the strictest.
        _ => [
            pod.host_namespaces(),
            pod.privileged(),
            pod.escalation(),
            pod.capabilities(),
            pod.volumes(),
            pod.non_root(),
            pod.root_user(),
            pod.seccomp(),
        ]
        .into_iter()
        .flatten()
        .collect(),
    };
    let level = if level == "baseline" {
        level
    } else {
        "restricted"
    };
    (!broken.is_empty()).then(|| {
        format!(
            "violates PodSecurity \"{level}:{version}\": {}",
            broken.join(", ")
        )
    })
}

/// A pod as the standards look at it.
struct Pod<'a> {
    spec: &'a Value,
    /// Init containers first.
    containers: Vec<&'a Value>,
}

impl<'a> Pod<'a> {
    fn read(pod: &'a Value) -> Self {
        let spec = &pod["spec"];
        let of = |key: &str| spec[key].as_array().into_iter().flatten();
        Self {
            spec,
            containers: of("initContainers").chain(of("containers")).collect(),
        }
    }

    /// The names of those containers whose security context is `wrong`, in words; `None` if there is none.
    fn containers(&self, wrong: impl Fn(&Value) -> bool) -> Option<String> {
        let careless = self
            .containers
            .iter()
            .filter(|container| wrong(&container["securityContext"]));
        let names: Vec<&str> = careless
            .map(|container| container["name"].as_str().unwrap_or_default())
            .collect();
        (!names.is_empty()).then(|| numbered("container", &names))
    }

    fn host_namespaces(&self) -> Option<String> {
        let shared: Vec<String> = ["hostNetwork", "hostPID", "hostIPC"]
            .into_iter()
            .filter(|key| self.spec[key] == true)
            .map(|key| format!("{key}=true"))
            .collect();
        (!shared.is_empty()).then(|| format!("host namespaces ({})", shared.join(", ")))
    }

    fn volume_names(&self, wrong: impl Fn(&Value) -> bool) -> Vec<&str> {
        let volumes = self.spec["volumes"].as_array().into_iter().flatten();
        volumes
            .filter(|volume| wrong(volume))
            .map(|volume| volume["name"].as_str().unwrap_or_default())
            .collect()
    }

    fn host_paths(&self) -> Option<String> {
        let names = self.volume_names(|volume| volume.get("hostPath").is_some());
        (!names.is_empty()).then(|| format!("hostPath volumes ({})", numbered("volume", &names)))
    }

    fn volumes(&self) -> Option<String> {
        let names = self.volume_names(|volume| restricted_type(volume).is_some());
        let volumes = self.spec["volumes"].as_array().into_iter().flatten();
        let mut types: Vec<&str> = volumes.filter_map(restricted_type).collect();
        types.sort_unstable();
        types.dedup();
        (!names.is_empty()).then(|| {
            let verb = if names.len() == 1 { "uses" } else { "use" };
            format!(
                "restricted volume types ({} {verb} restricted {})",
                numbered("volume", &names),
                numbered("volume type", &types)
            )
        })
    }

    fn privileged(&self) -> Option<String> {
        let named = self.containers(|context| context["privileged"] == true)?;
        Some(format!(
            "privileged ({named} must not set securityContext.privileged=true)"
        ))
    }

    fn escalation(&self) -> Option<String> {
        let named = self.containers(|context| context["allowPrivilegeEscalation"] != false)?;
        Some(format!(
            "allowPrivilegeEscalation != false ({named} must set securityContext.allowPrivilegeEscalation=false)"
        ))
    }

    fn capabilities(&self) -> Option<String> {
        let of = |context: &Value, key: &str| texts(&context["capabilities"][key]);
        let mut parts = Vec::new();
        let keeps = |context: &Value| !of(context, "drop").iter().any(|name| name == "ALL");
        if let Some(named) = self.containers(keeps) {
            parts.push(format!(
                "{named} must set securityContext.capabilities.drop=[\"ALL\"]"
            ));
        }
        let more = |context: &Value| {
            let mut added = of(context, "add");
            added.retain(|name| name != "NET_BIND_SERVICE");
            added
        };
        if let Some(named) = self.containers(|context| !more(context).is_empty()) {
            let contexts = self.containers.iter();
            let mut added: Vec<String> = contexts
                .flat_map(|container| more(&container["securityContext"]))
                .collect();
            added.sort_unstable();
            added.dedup();
            let added: Vec<String> = added.iter().map(|name| format!("{name:?}")).collect();
            parts.push(format!(
                "{named} must not include {} in securityContext.capabilities.add",
                added.join(", ")
            ));
        }
        (!parts.is_empty()).then(|| format!("unrestricted capabilities ({})", parts.join("; ")))
    }

    /// Pod and containers that set something `wrong` themselves.
    fn setters(&self, wrong: impl Fn(&Value) -> bool) -> Vec<String> {
        let of_pod = wrong(&self.spec["securityContext"]).then(|| "pod".to_owned());
        of_pod.into_iter().chain(self.containers(&wrong)).collect()
    }

    /// The containers for which neither they nor the pod set what `is_set` looks for.
    fn unset(&self, is_set: impl Fn(&Value) -> bool) -> Option<String> {
        if is_set(&self.spec["securityContext"]) {
            return None;
        }
        self.containers(|context| !is_set(context))
    }

    fn non_root(&self) -> Option<String> {
        let setters = self.setters(|context| context["runAsNonRoot"] == false);
        let why = if setters.is_empty() {
            let named = self.unset(|context| context["runAsNonRoot"] == true)?;
            format!("pod or {named} must set securityContext.runAsNonRoot=true")
        } else {
            let setters = setters.join(" and ");
            format!("{setters} must not set securityContext.runAsNonRoot=false")
        };
        Some(format!("runAsNonRoot != true ({why})"))
    }

    fn root_user(&self) -> Option<String> {
        let setters = self.setters(|context| context["runAsUser"] == 0);
        (!setters.is_empty()).then(|| {
            format!(
                "runAsUser=0 ({} must not set runAsUser=0)",
                setters.join(" and ")
            )
        })
    }

    fn seccomp(&self) -> Option<String> {
        let kind = |context: &Value| context["seccompProfile"]["type"].clone();
        let is_good =
            |context: &Value| kind(context) == "RuntimeDefault" || kind(context) == "Localhost";
        let setters = self.setters(|context| kind(context) == "Unconfined");
        let why = if setters.is_empty() {
            let named = self.unset(is_good)?;
            format!(
                "pod or {named} must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\""
            )
        } else {
            let setters = setters.join(" and ");
            format!("{setters} must not set securityContext.seccompProfile.type to \"Unconfined\"")
        };
        Some(format!("seccompProfile ({why})"))
    }
}

/// The type of a volume that the restricted standard does not allow.
fn restricted_type(volume: &Value) -> Option<&str> {
    let mut types = volume.as_object()?.keys().filter(|key| *key != "name");
    types
        .find(|kind| !VOLUMES.contains(&kind.as_str()))
        .map(String::as_str)
}

/// `container "a"`, `containers "a", "b"`.
fn numbered(noun: &str, names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    let plural = if names.len() == 1 { "" } else { "s" };
    format!("{noun}{plural} {}", quoted.join(", "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refused(level: &str, spec: &Value) -> Option<String> {
        violation(&json!({ENFORCE: level}), &json!({"spec": spec}))
    }

    #[test]
    fn a_careless_pod_is_told_everything_at_once() {
        let spec = json!({"containers": [{"name": "nginx"}], "volumes": [{"name": "host-vol", "hostPath": {"path": "/"}}]});
        assert_eq!(
            refused("restricted", &spec).unwrap(),
            "violates PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false (container \"nginx\" must set \
             securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container \"nginx\" must set \
             securityContext.capabilities.drop=[\"ALL\"]), restricted volume types (volume \"host-vol\" uses restricted volume \
             type \"hostPath\"), runAsNonRoot != true (pod or container \"nginx\" must set securityContext.runAsNonRoot=true), \
             seccompProfile (pod or container \"nginx\" must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \
             \"Localhost\")"
        );
        assert_eq!(
            refused("baseline", &spec).unwrap(),
            "violates PodSecurity \"baseline:latest\": hostPath volumes (volume \"host-vol\")"
        );
        assert_eq!(refused("privileged", &spec), None);
        assert_eq!(violation(&json!({}), &json!({"spec": spec})), None);
    }

    #[test]
    fn a_careful_pod_is_admitted_and_each_carelessness_named() {
        let careful = json!({
            "securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}},
            "containers": [{"name": "a", "securityContext": {
                "allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]},
            }}],
            "volumes": [{"name": "v", "emptyDir": {}}],
        });
        assert_eq!(refused("restricted", &careful), None);
        for (pointer, value, part) in [
            (
                "/securityContext/runAsUser",
                json!(0),
                "runAsUser=0 (pod must not set runAsUser=0)",
            ),
            (
                "/securityContext/seccompProfile/type",
                json!("Unconfined"),
                "seccompProfile (pod must not set securityContext.seccompProfile.type to \"Unconfined\")",
            ),
            (
                "/containers/0/securityContext/privileged",
                json!(true),
                "privileged (container \"a\" must not set securityContext.privileged=true)",
            ),
            (
                "/containers/0/securityContext/capabilities/add",
                json!(["KILL"]),
                "unrestricted capabilities (container \"a\" must not include \"KILL\" in securityContext.capabilities.add)",
            ),
            ("/hostPID", json!(true), "host namespaces (hostPID=true)"),
        ] {
            let mut spec = careful.clone();
            let (parent, key) = pointer.rsplit_once('/').unwrap();
            spec.pointer_mut(parent).unwrap()[key] = value;
            assert_eq!(
                refused("restricted", &spec).unwrap(),
                format!("violates PodSecurity \"restricted:latest\": {part}")
            );
        }
    }
}
