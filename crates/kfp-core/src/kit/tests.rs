use serde_json::Value;

use super::*;

fn kit() -> Kit {
    Kit::for_namespace("team-vision".parse().unwrap())
        .service_account("trainer.v2".parse().unwrap())
        .audience("https://kfp.example.com".parse().unwrap())
        .installed_in("pipelines".parse().unwrap())
}

/// Reads the little YAML that the kit writes: mappings by indentation, lists by dashes, scalars as they stand.
fn read(yaml: &str) -> Value {
    let lines: Vec<(usize, &str)> = yaml
        .lines()
        .map(|line| (line.len() - line.trim_start().len(), line.trim_start()))
        .collect();
    block(&lines)
}

fn block(lines: &[(usize, &str)]) -> Value {
    let indent = lines[0].0;
    let starts: Vec<usize> = (0..lines.len())
        .filter(|at| lines[*at].0 == indent)
        .collect();
    let parts = starts
        .iter()
        .enumerate()
        .map(|(n, start)| &lines[*start..starts.get(n + 1).copied().unwrap_or(lines.len())]);
    if lines[0].1.starts_with("- ") {
        return parts
            .map(|part| {
                let mut item = part.to_vec();
                item[0] = (indent + 2, &item[0].1[2..]);
                if item[0].1.ends_with(':') || item[0].1.contains(": ") {
                    block(&item)
                } else {
                    scalar(item[0].1)
                }
            })
            .collect();
    }
    Value::Object(
        parts
            .map(|part| match part[0].1.split_once(": ") {
                Some((key, value)) => (key.to_owned(), scalar(value)),
                None => (
                    part[0].1.trim_end_matches(':').to_owned(),
                    block(&part[1..]),
                ),
            })
            .collect(),
    )
}

fn scalar(text: &str) -> Value {
    Value::from(text.trim_matches('"'))
}

#[test]
fn the_pod_default_mounts_a_token_for_the_audience() {
    let object = read(&kit().pod_default());
    assert_eq!(object["kind"], "PodDefault");
    assert_eq!(object["metadata"]["namespace"], "team-vision");
    let source = &object["spec"]["volumes"][0]["projected"]["sources"][0]["serviceAccountToken"];
    assert_eq!(source["audience"], "https://kfp.example.com");
    let mount = &object["spec"]["volumeMounts"][0];
    assert_eq!(mount["name"], object["spec"]["volumes"][0]["name"]);
    assert_eq!(mount["readOnly"], "true");
    let file = format!(
        "{}/{}",
        mount["mountPath"].as_str().unwrap(),
        source["path"].as_str().unwrap()
    );
    assert_eq!(object["spec"]["env"][0]["value"], file);
}

#[test]
fn the_role_is_bound_to_one_account_in_its_own_namespace() {
    for (access, role) in [
        (Access::View, "kubeflow-view"),
        (Access::Edit, "kubeflow-edit"),
    ] {
        let object = read(&kit().access(access).role_binding());
        assert_eq!(object["metadata"]["namespace"], "team-vision");
        assert_eq!(object["roleRef"]["name"], role);
        assert_eq!(object["subjects"].as_array().unwrap().len(), 1);
        assert_eq!(object["subjects"][0]["kind"], "ServiceAccount");
        assert_eq!(object["subjects"][0]["name"], "trainer.v2");
        assert_eq!(object["subjects"][0]["namespace"], "team-vision");
    }
}

#[test]
fn an_account_that_works_elsewhere_is_bound_there() {
    let kit = kit().working_in("lab".parse().unwrap());
    let object = read(&kit.role_binding());
    assert_eq!(object["metadata"]["namespace"], "lab");
    // Two accounts of the same name, of two namespaces, do not take each other's place.
    assert_eq!(
        object["metadata"]["name"],
        "team-vision-trainer.v2-kubeflow-edit"
    );
    assert_eq!(object["subjects"][0]["namespace"], "team-vision");
    let pod_default = read(&kit.pod_default());
    assert_eq!(pod_default["metadata"]["namespace"], "team-vision");
    for text in [kit.checks(), kit.person_binding()] {
        assert!(text.contains("--namespace lab"), "{text}");
    }
    assert!(kit.python().contains("namespace=\"lab\""));
    let at_home = kit.working_in("team-vision".parse().unwrap());
    assert_eq!(at_home.role_binding(), self::kit().role_binding());
}

#[test]
fn kfp_may_ask_for_reviews_and_nothing_else() {
    let role = read(&kit().reviews_role());
    assert_eq!(role["kind"], "ClusterRole");
    let rules = role["rules"].as_array().unwrap();
    let review = |group: &str, resource: &str| serde_json::json!({"apiGroups": [group], "resources": [resource], "verbs": ["create"]});
    assert_eq!(
        rules[..],
        [
            review("authentication.k8s.io", "tokenreviews"),
            review("authorization.k8s.io", "subjectaccessreviews"),
        ]
    );
    let binding = read(&kit().reviews_binding());
    assert_eq!(binding["roleRef"]["name"], role["metadata"]["name"]);
    assert_eq!(binding["subjects"].as_array().unwrap().len(), 1);
    assert_eq!(binding["subjects"][0]["name"], "ml-pipeline");
    assert_eq!(binding["subjects"][0]["namespace"], "pipelines");
    let checks = kit().reviews_check();
    assert_eq!(
        checks
            .matches("serviceaccount:pipelines:ml-pipeline")
            .count(),
        2
    );
}

#[test]
fn what_mends_the_pod_and_the_platform_names_the_place() {
    let label = read(&kit().sidecar_label());
    assert_eq!(
        label["metadata"]["labels"]["sidecar.istio.io/inject"],
        "true"
    );
    assert!(kit().sidecar_check().contains("--namespace team-vision"));
    assert!(kit().identity_header().contains("--namespace pipelines"));
}

/// An account that may send the header may speak for any user.
#[test]
fn the_policy_admits_one_principal_and_only_without_the_identity_header() {
    let object = read(&kit().mesh_policy());
    assert_eq!(object["metadata"]["namespace"], "pipelines");
    assert_eq!(
        object["spec"]["selector"]["matchLabels"]["app"],
        "ml-pipeline"
    );
    let rules = object["spec"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 1);
    assert_eq!(
        rules[0]["from"][0]["source"]["principals"],
        serde_json::json!(["cluster.local/ns/team-vision/sa/trainer.v2"])
    );
    assert_eq!(
        rules[0]["when"][0]["key"],
        "request.headers[kubeflow-userid]"
    );
    assert_eq!(rules[0]["when"][0]["notValues"], serde_json::json!(["*"]));
}

#[test]
fn programs_and_commands_name_the_same_address_account_and_audience() {
    let kit = kit();
    assert_eq!(
        kit.address(),
        "http://ml-pipeline.pipelines.svc.cluster.local:8888"
    );
    for program in [kit.python(), kit.rust()] {
        assert!(program.contains(&kit.address()), "{program}");
        assert!(
            program.contains("/var/run/secrets/kubeflow/pipelines/token"),
            "{program}"
        );
        assert!(program.contains("\"team-vision\""), "{program}");
    }
    let checks = kit.checks();
    assert!(checks.contains("--as system:serviceaccount:team-vision:trainer.v2"));
    assert!(checks.contains("--audience https://kfp.example.com"));
}
