//! What the security of the console rests on.

use std::{collections::BTreeSet, fs};

use serde_json::{Value, json};

use crate::manifests::{self, all, deploy, documents, one, pointer};

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
    for field in ["hostNetwork", "hostPID", "hostIPC"] {
        assert!(pod.get(field).is_none(), "{field}");
    }
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
            &json!(["authorization"]),
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
    assert_eq!(pointer(console, "/match/0/uri/prefix"), "/kfp-console/");
    assert_eq!(pointer(console, "/rewrite/uri"), "/");
    assert_eq!(
        pointer(console, "/headers/request/set/x-forwarded-prefix"),
        "/kfp-console"
    );
}

#[test]
fn two_gateways_are_two_principals() {
    let policy = &manifests::of_kind(&manifests::built("full"), "AuthorizationPolicy")[0];
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
    let objects = manifests::built("full");
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
fn the_link_in_the_dashboard_leads_to_the_prefix() {
    let link: Value =
        serde_json::from_slice(&fs::read(deploy().join("dashboard-link.json")).unwrap()).unwrap();
    let parameters = fs::read_to_string(deploy().join("base/params.env")).unwrap();
    let prefix = parameters
        .lines()
        .find_map(|line| line.strip_prefix("KFP_CONSOLE_PREFIX="))
        .unwrap();
    assert_eq!(link["link"], prefix);
    assert!(
        prefix.ends_with('/') && !prefix.starts_with("/pipeline"),
        "{prefix}"
    );
}

#[test]
fn the_component_for_one_release_keeps_the_token() {
    let component = &documents(&deploy().join("components/kubeflow-1.9.0/kustomization.yaml"))[0];
    assert_eq!(component["kind"], "Component");
    let patch: Vec<Value> =
        serde_saphyr::from_str(component["patches"][0]["patch"].as_str().unwrap()).unwrap();
    let service = one("VirtualService");
    for operation in patch {
        assert_eq!(operation["op"], "remove");
        let target = pointer(&service, operation["path"].as_str().unwrap());
        assert!(target.to_string().contains("authorization"), "{target}");
    }
}
