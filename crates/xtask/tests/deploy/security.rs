//! What the security of the console rests on.

use std::{collections::BTreeSet, fs};

use serde_json::{Value, json};

use crate::manifests::{self, all, deploy, one, pointer};

#[test]
fn the_pod_satisfies_the_restricted_profile() {
    let deployment = one("Deployment");
    let pod = pointer(&deployment, "/spec/template/spec");
    assert_eq!(pointer(pod, "/securityContext/runAsNonRoot"), true);
    assert!(
        pointer(pod, "/securityContext/runAsUser").as_u64().unwrap() > 0,
        "a number, for images without names"
    );
    assert_eq!(
        pointer(pod, "/securityContext/seccompProfile/type"),
        "RuntimeDefault"
    );
    for container in pod["containers"].as_array().unwrap() {
        assert_eq!(
            pointer(container, "/securityContext/allowPrivilegeEscalation"),
            false
        );
        assert_eq!(
            pointer(container, "/securityContext/readOnlyRootFilesystem"),
            true
        );
        assert_eq!(
            pointer(container, "/securityContext/capabilities/drop"),
            &json!(["ALL"])
        );
        assert!(container["securityContext"].get("privileged").is_none());
    }
    for volume in pod["volumes"].as_array().unwrap() {
        let allowed = ["projected", "secret", "emptyDir"];
        assert!(
            allowed.iter().any(|kind| volume.get(kind).is_some()),
            "{volume}"
        );
    }
    for field in ["hostNetwork", "hostPID", "hostIPC"] {
        assert!(pod.get(field).is_none(), "{field}");
    }
}

/// The root is read only; what can be written is bounded, and nothing that is read stands there.
#[test]
fn the_one_place_that_can_be_written_is_that_of_the_index() {
    let deployment = one("Deployment");
    let pod = pointer(&deployment, "/spec/template/spec");
    let container = &pod["containers"][0];
    let mounts = container["volumeMounts"].as_array().unwrap();
    let written: Vec<&Value> = mounts
        .iter()
        .filter(|mount| mount["readOnly"] != true)
        .collect();
    assert_eq!(written.len(), 1, "{written:?}");
    let volumes = pod["volumes"].as_array().unwrap();
    let volume = volumes
        .iter()
        .find(|volume| volume["name"] == written[0]["name"])
        .unwrap();
    assert_eq!(pointer(volume, "/emptyDir/sizeLimit"), "192Mi");
    let file = container["env"]
        .as_array()
        .unwrap()
        .iter()
        .find(|set| set["name"] == "KFP_CONSOLE_INDEX_FILE")
        .unwrap();
    let folder = written[0]["mountPath"].as_str().unwrap();
    let name = file["value"].as_str().unwrap().strip_prefix(folder);
    assert_eq!(name, Some("/index.sqlite"));
}

#[test]
fn the_token_for_kfp_is_for_kfp_alone_and_stands_where_the_console_reads_it() {
    let deployment = one("Deployment");
    let pod = pointer(&deployment, "/spec/template/spec");
    let volume = &pod["volumes"][0];
    let token = pointer(volume, "/projected/sources/0/serviceAccountToken");
    assert_eq!(token["audience"], "pipelines.kubeflow.org");
    assert!(token["expirationSeconds"].as_u64().unwrap() <= 7200);

    let container = &pod["containers"][0];
    let mount = &container["volumeMounts"][0];
    assert_eq!(mount["name"], volume["name"]);
    assert_eq!(mount["readOnly"], true);
    let file = format!(
        "{}/{}",
        mount["mountPath"].as_str().unwrap(),
        token["path"].as_str().unwrap()
    );
    let set = json!({"name": "KFP_CONSOLE_KFP_TOKEN_FILE", "value": file});
    assert!(container["env"].as_array().unwrap().contains(&set), "{set}");
}

#[test]
fn the_gateway_reaches_one_port_and_the_mesh_knows_that_it_is_http() {
    let service = one("Service");
    let ports = service["spec"]["ports"].as_array().unwrap();
    assert_eq!(
        ports.len(),
        1,
        "the port for health and metrics has no service"
    );
    assert_eq!(ports[0]["name"], "http");
    assert_eq!(ports[0]["targetPort"], "http");
    let deployment = one("Deployment");
    let http = json!({"name": "http", "containerPort": 8080});
    let of_container = pointer(&deployment, "/spec/template/spec/containers/0/ports");
    assert!(
        of_container.as_array().unwrap().contains(&http),
        "{of_container}"
    );
}

#[test]
fn every_route_takes_the_token_away_and_sets_the_prefix() {
    let service = one("VirtualService");
    let routes = service["spec"]["http"].as_array().unwrap();
    for route in routes {
        assert_eq!(
            pointer(route, "/headers/request/remove"),
            &json!(["authorization", "cookie"]),
            "{route}"
        );
        assert!(
            route["headers"]["request"].get("add").is_none(),
            "a client's own value would stay in front"
        );
        for found in route["match"].as_array().unwrap() {
            let path = found["uri"]
                .as_object()
                .unwrap()
                .values()
                .next()
                .unwrap()
                .as_str()
                .unwrap();
            assert!(path.starts_with("/kfp-console"), "{path}");
        }
    }
    let console = &routes[0];
    // The console's own default for the longest life of a websocket is ten minutes, a tenth more or less.
    let timeout = pointer(console, "/timeout").as_str().unwrap();
    let seconds: u64 = timeout.trim_end_matches('s').parse().unwrap();
    assert!(seconds > 660, "{timeout}");
    assert_eq!(pointer(console, "/match/0/uri/prefix"), "/kfp-console/");
    assert_eq!(pointer(console, "/rewrite/uri"), "/");
    assert_eq!(
        pointer(console, "/headers/request/set/x-forwarded-prefix"),
        "/kfp-console"
    );
}

#[test]
fn two_gateways_are_two_principals() {
    let policy = &manifests::of_kind(&manifests::built("every-choice"), "AuthorizationPolicy")[0];
    assert_eq!(
        pointer(policy, "/spec/rules/0/from/0/source/principals"),
        &json!([
            "cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account",
            "cluster.local/ns/istio-system/sa/istio-ingressgateway",
        ])
    );
}

#[test]
fn metrics_are_read_from_the_agent_and_only_by_who_monitors() {
    let objects = manifests::built("every-choice");
    let deployment = &manifests::of_kind(&objects, "Deployment")[0];
    let annotations = pointer(deployment, "/spec/template/metadata/annotations");
    assert_eq!(annotations["prometheus.io/port"], "9090");
    assert!(
        annotations.get("proxy.istio.io/config").is_some(),
        "{annotations}"
    );
    let policies = manifests::of_kind(&objects, "NetworkPolicy");
    let open: Vec<_> = policies
        .iter()
        .map(|policy| {
            let rule = pointer(policy, "/spec/ingress/0");
            let from = pointer(rule, "/from/0/namespaceSelector/matchLabels");
            (
                from["kubernetes.io/metadata.name"].as_str().unwrap(),
                rule["ports"][0]["port"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(open, [("istio-system", 8080), ("monitoring", 15020)]);
    // Without the component nothing is open, and nothing says that it were.
    let plain = one("Deployment");
    assert!(
        !pointer(&plain, "/spec/template/metadata/annotations")
            .to_string()
            .contains("prometheus")
    );
    assert_eq!(all("NetworkPolicy").len(), 1);
}

#[test]
fn only_the_gateway_may_call_and_only_with_its_certificate() {
    let selector = json!({"matchLabels": {"app": "kfp-console"}});
    let policy = one("AuthorizationPolicy");
    assert_eq!(policy["spec"]["selector"], selector);
    assert_eq!(policy["spec"]["action"], "ALLOW");
    assert_eq!(
        policy["spec"]["rules"],
        json!([{
            "from": [{"source": {
                "principals": ["cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account"]
            }}],
            "to": [{"operation": {"ports": ["8080"]}}],
        }])
    );
    let authentication = one("PeerAuthentication");
    assert_eq!(
        authentication["spec"],
        json!({"selector": selector, "mtls": {"mode": "STRICT"}})
    );
    assert_eq!(
        pointer(&one("DestinationRule"), "/spec/trafficPolicy/tls/mode"),
        "ISTIO_MUTUAL"
    );

    let network = one("NetworkPolicy");
    assert_eq!(network["spec"]["podSelector"], selector);
    let rules = network["spec"]["ingress"].as_array().unwrap();
    assert_eq!(rules.len(), 1);
    let namespace = pointer(&rules[0], "/from/0/namespaceSelector/matchLabels");
    assert_eq!(
        namespace,
        &json!({"kubernetes.io/metadata.name": "istio-system"})
    );
    assert_eq!(
        rules[0]["ports"],
        json!([{"protocol": "TCP", "port": 8080}])
    );
}

/// Verb and resource of every rule.
fn rights_of(rules: &Value) -> BTreeSet<(String, String)> {
    let words = |rule: &Value, field: &str| -> Vec<String> {
        let list = rule[field].as_array().unwrap();
        list.iter()
            .map(|word| word.as_str().unwrap().to_owned())
            .collect()
    };
    let mut rights = BTreeSet::new();
    for rule in rules.as_array().unwrap() {
        for resource in words(rule, "resources") {
            rights.extend(
                words(rule, "verbs")
                    .into_iter()
                    .map(|verb| (verb, resource.clone())),
            );
        }
    }
    rights
}

/// What the server's access table asks Kubernetes about, as its rows are written: `ask("list", "runs")`. The console
/// never needs more for itself than some user may be granted through it.
fn rights_in_the_access_table() -> BTreeSet<(String, String)> {
    let table = fs::read_to_string(deploy().join("../server/src/access/table.rs")).unwrap();
    let rights: BTreeSet<_> = table
        .split("ask(\"")
        .skip(1)
        .map(|rest| {
            let words: Vec<&str> = rest.split('"').collect();
            (words[0].to_owned(), words[2].to_owned())
        })
        .collect();
    assert!(rights.len() > 10, "{rights:?}");
    rights
}

#[test]
fn the_account_may_ask_and_may_call_kfp_and_nothing_else() {
    let mut allowed: Vec<(String, Value)> = all("ClusterRole")
        .iter()
        .map(|role| {
            (
                role["metadata"]["name"].as_str().unwrap().to_owned(),
                role["rules"].clone(),
            )
        })
        .collect();
    allowed.sort_by(|a, b| a.0.cmp(&b.0));
    let (name, own) = &allowed[0];
    assert_eq!(name, "kfp-console");
    assert_eq!(
        own,
        &json!([
            {"apiGroups": ["authorization.k8s.io"], "resources": ["subjectaccessreviews"], "verbs": ["create"]},
            {"apiGroups": [""], "resources": ["namespaces"], "verbs": ["list"]},
        ])
    );
    let (name, kfp) = &allowed[1];
    assert_eq!(name, "kfp-console-pipelines");
    for rule in kfp.as_array().unwrap() {
        assert_eq!(rule["apiGroups"], json!(["pipelines.kubeflow.org"]));
        let words = rule["verbs"]
            .as_array()
            .unwrap()
            .iter()
            .chain(rule["resources"].as_array().unwrap());
        assert!(words.into_iter().all(|word| word != "*"), "{rule}");
    }
    assert_eq!(allowed.len(), 2);
    assert_eq!(rights_of(kfp), rights_in_the_access_table());

    for binding in all("ClusterRoleBinding") {
        let account =
            json!([{"kind": "ServiceAccount", "name": "kfp-console", "namespace": "kubeflow"}]);
        assert_eq!(binding["subjects"], account);
        assert_eq!(binding["roleRef"]["name"], binding["metadata"]["name"]);
    }
    assert_eq!(
        pointer(&one("Deployment"), "/spec/template/spec/serviceAccountName"),
        "kfp-console"
    );
}

#[test]
fn the_component_for_1_9_0_keeps_the_token_and_nothing_else() {
    let of = |variant: &str| {
        let objects = manifests::built(variant);
        let mut service = manifests::of_kind(&objects, "VirtualService").remove(0);
        let routes = service["spec"]["http"].take();
        let removed: Vec<Value> = routes
            .as_array()
            .unwrap()
            .iter()
            .map(|route| pointer(route, "/headers/request/remove").clone())
            .collect();
        removed
    };
    let cookie = json!(["cookie"]);
    assert_eq!(of("kubeflow-1.9.0"), [cookie.clone(), cookie]);
    let both = json!(["authorization", "cookie"]);
    for variant in ["kubeflow-1.8", "kubeflow-1.10", "kubeflow-1.11"] {
        assert_eq!(of(variant), [both.clone(), both.clone()], "{variant}");
    }
}

#[test]
fn all_replicas_together_leave_something_of_kfp_to_others() {
    // What a stock KFP serves in a second, in all.
    const KFP: f64 = 5.0;
    let autoscaler = one("HorizontalPodAutoscaler");
    let (least, most) = (
        autoscaler["spec"]["minReplicas"].as_u64().unwrap(),
        autoscaler["spec"]["maxReplicas"].as_u64().unwrap(),
    );
    let rate: f64 = one("ConfigMap")["data"]["KFP_CONSOLE_KFP_RATE"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let replicas = f64::from(u32::try_from(most).unwrap());
    assert!(replicas * rate < KFP, "{most} replicas at {rate}");
    let deployment = one("Deployment");
    assert!(
        deployment["spec"].get("replicas").is_none(),
        "the autoscaler's choice would be undone"
    );
    let kept = &one("PodDisruptionBudget")["spec"]["minAvailable"];
    assert!(
        kept.as_u64().unwrap() < least,
        "a node could never be drained"
    );
    let target = pointer(&autoscaler, "/spec/scaleTargetRef/name");
    assert_eq!(target, pointer(&deployment, "/metadata/name"));
}

#[test]
fn what_the_sidecar_knows_is_where_the_console_calls() {
    let objects = manifests::built("kubeflow-1.11");
    let sidecar = &manifests::of_kind(&objects, "Sidecar")[0];
    let labels = pointer(sidecar, "/spec/workloadSelector/labels");
    assert_eq!(labels, &json!({"app": "kfp-console"}));
    let hosts = pointer(sidecar, "/spec/egress/0/hosts");
    assert_eq!(
        hosts,
        &json!(["./ml-pipeline.kubeflow.svc.cluster.local", "istio-system/*"])
    );
    let settings = fs::read_to_string(deploy().join("../server/src/config/kfp.rs")).unwrap();
    assert!(settings.contains("\"http://ml-pipeline.kubeflow.svc.cluster.local:8888\""));
}

#[test]
fn a_notebooks_token_is_the_same_as_the_consoles() {
    let profile = manifests::built("profile");
    let default = &manifests::of_kind(&profile, "PodDefault")[0];
    let of =
        |volumes: &Value| pointer(volumes, "/0/projected/sources/0/serviceAccountToken").clone();
    let deployment = one("Deployment");
    let console = of(pointer(&deployment, "/spec/template/spec/volumes"));
    assert_eq!(of(pointer(default, "/spec/volumes")), console);
    let mount = pointer(default, "/spec/volumeMounts/0/mountPath");
    let file = pointer(default, "/spec/env/0/value").as_str().unwrap();
    assert_eq!(file, format!("{}/token", mount.as_str().unwrap()));
}
