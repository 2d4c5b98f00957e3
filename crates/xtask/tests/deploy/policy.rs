//! What each principal may do, as the policies decide that are built here together with those of Kubeflow's release.
//!
//! Mesh and network are judged apart: each has to hold when the other does not.

use serde_json::{Value, json};

use crate::{
    caller::{Ask, Labels, Pod},
    manifests::{VARIANTS, built, of_kind, of_kubeflow},
    mesh::{Verdict, verdict},
    network::reaches,
    rights::{Want, may},
};

const CONSOLE_PORT: u16 = 8080;
const OPS_PORT: u16 = 9090;
/// Where the sidecar's agent serves metrics, outside the mesh.
const AGENT_PORT: u16 = 15020;
const KFP_PORT: u16 = 8888;
const USER: &str = "owner@example.com";

fn gateway() -> Pod {
    let account = "istio-ingressgateway-service-account";
    Pod::new(
        "the gateway",
        "istio-system",
        account,
        "istio-ingressgateway",
    )
}

fn console() -> Pod {
    let mut pod = Pod::new("the console", "kubeflow", "kfp-console", "kfp-console");
    pod.labels.insert("app.kubernetes.io/part-of", "kubeflow");
    pod
}

fn ml_pipeline() -> Pod {
    Pod::new("KFP", "kubeflow", "ml-pipeline", "ml-pipeline")
}

fn kfp_ui() -> Pod {
    Pod::new(
        "KFP's own page",
        "kubeflow",
        "ml-pipeline-ui",
        "ml-pipeline-ui",
    )
}

fn tenant() -> Pod {
    Pod::new("a notebook", "team-vision", "default-editor", "notebook")
}

fn prometheus() -> Pod {
    let mut pod = Pod::new("Prometheus", "monitoring", "prometheus", "prometheus");
    pod.labels = Labels::from([("app.kubernetes.io/name", "prometheus")]);
    pod.without_sidecar()
}

/// Whom nothing lets in.
fn strangers() -> Vec<Pod> {
    let shop = Pod::new("a pod of another namespace", "shop", "default", "cart");
    let neighbour = Pod::new("a pod of kubeflow", "kubeflow", "default", "katib-ui");
    let beside_the_gateway = Pod::new("a pod of istio-system", "istio-system", "default", "istiod");
    vec![
        tenant().without_sidecar(),
        tenant(),
        shop.clone().without_sidecar(),
        shop,
        neighbour,
        beside_the_gateway,
        kfp_ui(),
        ml_pipeline(),
        console(),
    ]
}

/// Variants with everything that decides in them.
fn installations() -> Vec<(&'static str, Vec<Value>)> {
    VARIANTS
        .map(|(variant, release)| {
            let mut objects = built(variant);
            objects.extend(of_kubeflow(release));
            (variant, objects)
        })
        .into()
}

#[test]
fn the_gateway_reaches_the_console_and_its_one_port() {
    for (variant, objects) in installations() {
        let named = |port| Ask::get(port).named(USER);
        let of = |port| verdict(&objects, &gateway(), &console(), &named(port));
        assert_eq!(of(CONSOLE_PORT), Verdict::Admitted, "{variant}");
        assert_eq!(of(OPS_PORT), Verdict::Denied, "{variant}");
        let reached = |port| reaches(&objects, &gateway(), &console(), port);
        assert!(reached(CONSOLE_PORT), "{variant}");
        assert!(!reached(OPS_PORT) && !reached(AGENT_PORT), "{variant}");
    }
}

#[test]
fn nobody_else_may_speak_to_the_console_whatever_they_claim() {
    for (variant, objects) in installations() {
        for stranger in strangers().into_iter().chain([prometheus()]) {
            for ask in [
                Ask::get(CONSOLE_PORT),
                Ask::get(CONSOLE_PORT).named(USER),
                Ask::get(CONSOLE_PORT).method("POST").named(USER),
                Ask::get(OPS_PORT),
            ] {
                let found = verdict(&objects, &stranger, &console(), &ask);
                let refused = if stranger.principal.is_some() {
                    Verdict::Denied
                } else {
                    Verdict::NoTls
                };
                assert_eq!(found, refused, "{variant}: {} {ask:?}", stranger.name);
            }
        }
    }
}

#[test]
fn the_network_lets_nobody_of_another_namespace_through_to_the_console() {
    for (variant, objects) in installations() {
        for stranger in strangers() {
            // From 1.9 on the platform itself lets pods of one namespace reach each other; the mesh then refuses them.
            if stranger.namespace == "kubeflow" && variant != "kubeflow-1.8" {
                continue;
            }
            for port in [CONSOLE_PORT, OPS_PORT, AGENT_PORT] {
                let reached = reaches(&objects, &stranger, &console(), port);
                assert!(!reached, "{variant}: {} {port}", stranger.name);
            }
        }
    }
}

#[test]
fn prometheus_reads_metrics_where_the_component_lets_it_and_nothing_else() {
    for (variant, objects) in installations() {
        let chosen = ["every-choice", "service-monitor"].contains(&variant);
        let reached = |port| reaches(&objects, &prometheus(), &console(), port);
        assert_eq!(reached(AGENT_PORT), chosen, "{variant}");
        assert!(!reached(CONSOLE_PORT) && !reached(OPS_PORT), "{variant}");
    }
}

#[test]
fn monitors_find_the_agent_of_each_console_and_nothing_else() {
    let objects = built("service-monitor");
    let monitor = of_kind(&objects, "ServiceMonitor").remove(0);
    let services = of_kind(&objects, "Service");
    let found: Vec<&Value> = services
        .iter()
        .filter(|service| {
            let wanted = monitor["spec"]["selector"]["matchLabels"].as_object();
            let wanted = wanted.expect("labels");
            wanted
                .iter()
                .all(|(name, value)| service["metadata"]["labels"][name] == *value)
        })
        .collect();
    let [service] = found[..] else {
        panic!("{found:?}");
    };
    let [port] = &service["spec"]["ports"].as_array().expect("ports")[..] else {
        panic!("{service}");
    };
    assert_eq!(port["targetPort"], AGENT_PORT);
    assert_eq!(port["name"], monitor["spec"]["endpoints"][0]["port"]);
    // One target for each pod, which no proxy of the mesh has a way to.
    assert_eq!(service["spec"]["clusterIP"], "None");
    let hidden = &service["metadata"]["annotations"]["networking.istio.io/exportTo"];
    assert_eq!(hidden, "~");
    let deployment = of_kind(&objects, "Deployment").remove(0);
    assert_eq!(
        service["spec"]["selector"],
        deployment["spec"]["selector"]["matchLabels"]
    );
    for service in services {
        for port in service["spec"]["ports"].as_array().expect("ports") {
            assert_ne!(port["targetPort"], "ops", "{service}");
            assert_ne!(port["targetPort"], OPS_PORT, "{service}");
        }
    }
}

#[test]
fn options_do_not_reach_the_console_where_the_login_lets_them_pass_with_a_forged_user() {
    for (variant, objects) in installations() {
        let ask = Ask::get(CONSOLE_PORT).method("OPTIONS").named(USER);
        let found = verdict(&objects, &gateway(), &console(), &ask);
        let expected = if variant == "kubeflow-1.8" {
            Verdict::Denied
        } else {
            Verdict::Admitted
        };
        assert_eq!(found, expected, "{variant}");
    }
}

#[test]
fn the_console_calls_kfp_without_naming_a_user() {
    for (variant, objects) in installations() {
        let found = verdict(&objects, &console(), &ml_pipeline(), &Ask::get(KFP_PORT));
        assert_eq!(found, Verdict::Admitted, "{variant}");
        assert!(reaches(&objects, &console(), &ml_pipeline(), KFP_PORT));
        for named in [USER, ""] {
            let ask = Ask::get(KFP_PORT).named(named);
            let found = verdict(&objects, &console(), &ml_pipeline(), &ask);
            let expected = if variant == "user-header" {
                Verdict::Admitted
            } else {
                Verdict::Denied
            };
            assert_eq!(found, expected, "{variant}: {named:?}");
        }
    }
}

#[test]
fn no_choice_lets_anybody_else_name_a_user_to_kfp() {
    for (variant, objects) in installations() {
        for stranger in strangers().into_iter().chain([gateway(), prometheus()]) {
            // KFP's own programs may, by the platform's policy; the console is looked at above.
            let own = ["ml-pipeline", "ml-pipeline-ui", "kfp-console"];
            if own.contains(&stranger.labels.get("app").copied().unwrap_or_default()) {
                continue;
            }
            let ask = Ask::get(KFP_PORT).named(USER);
            let found = verdict(&objects, &stranger, &ml_pipeline(), &ask);
            assert_eq!(found, Verdict::Denied, "{variant}: {}", stranger.name);
        }
        let ask = Ask::get(KFP_PORT).named(USER);
        let found = verdict(&objects, &kfp_ui(), &ml_pipeline(), &ask);
        assert_eq!(
            found,
            Verdict::Admitted,
            "{variant}: KFP's page still works"
        );
    }
}

/// A mesh where the platform's rule is gone that admits everybody who names no user.
fn hardened(variant: &str, release: &str) -> Vec<Value> {
    let mut objects = built(variant);
    for mut object in of_kubeflow(release) {
        if object["metadata"]["name"] == "ml-pipeline" && object["kind"] == "AuthorizationPolicy" {
            let rules = object["spec"]["rules"].as_array_mut().unwrap();
            rules.retain(|rule| rule.get("when").is_none());
            assert_eq!(rules.len(), 1);
        }
        objects.push(object);
    }
    objects
}

#[test]
fn where_the_platforms_rule_is_gone_the_component_admits_the_console_and_no_name() {
    let ask = Ask::get(KFP_PORT);
    let before = hardened("kubeflow-1.11", "1.11");
    let of = |objects: &[Value], from: &Pod, ask: &Ask| verdict(objects, from, &ml_pipeline(), ask);
    assert_eq!(of(&before, &console(), &ask), Verdict::Denied);
    let mut after = hardened("every-choice", "1.11");
    assert_eq!(of(&after, &console(), &ask), Verdict::Admitted);
    for named in [USER, ""] {
        let ask = Ask::get(KFP_PORT).named(named);
        assert_eq!(of(&after, &console(), &ask), Verdict::Denied);
    }
    for stranger in [tenant(), tenant().without_sidecar(), gateway()] {
        assert_eq!(of(&after, &stranger, &ask), Verdict::Denied);
    }
    let other_port = Ask::get(8887);
    assert_eq!(of(&after, &console(), &other_port), Verdict::Denied);

    // Without its condition the same policy would let the console speak for anybody.
    for object in &mut after {
        if object["metadata"]["name"] == "kfp-console-to-ml-pipeline" {
            object["spec"]["rules"][0]
                .as_object_mut()
                .unwrap()
                .remove("when");
        }
    }
    let named = Ask::get(KFP_PORT).named(USER);
    assert_eq!(of(&after, &console(), &named), Verdict::Admitted);
}

#[test]
fn without_the_policies_of_the_console_a_notebook_could_name_any_user() {
    let mut objects = built("kubeflow-1.11");
    objects.retain(|object| {
        !["AuthorizationPolicy", "PeerAuthentication", "NetworkPolicy"]
            .contains(&object["kind"].as_str().unwrap())
    });
    let ask = Ask::get(CONSOLE_PORT).named(USER);
    for from in [tenant(), tenant().without_sidecar()] {
        let found = verdict(&objects, &from, &console(), &ask);
        assert_eq!(found, Verdict::Admitted);
        assert!(reaches(&objects, &from, &console(), CONSOLE_PORT));
    }
    // And with the platform's alone nobody could call at all, the gateway included.
    objects.extend(of_kubeflow("1.11"));
    let found = verdict(&objects, &gateway(), &console(), &ask);
    assert_eq!(found, Verdict::Denied);
    assert!(!reaches(&objects, &gateway(), &console(), CONSOLE_PORT));
}

const ACCOUNT: &str = "kubeflow/kfp-console";

fn kfp(verb: &'static str, resource: &'static str, namespace: Option<&'static str>) -> Want {
    let group = "pipelines.kubeflow.org";
    Want {
        verb,
        group,
        resource,
        namespace,
    }
}

#[test]
fn the_account_asks_about_rights_and_reads_the_names_of_namespaces() {
    for (variant, objects) in installations() {
        let of = |verb, group, resource, namespace| {
            let want = Want {
                verb,
                group,
                resource,
                namespace,
            };
            may(&objects, ACCOUNT, want)
        };
        let reviews = "authorization.k8s.io";
        assert!(
            of("create", reviews, "subjectaccessreviews", None),
            "{variant}"
        );
        assert!(of("list", "", "namespaces", None), "{variant}");
        for (verb, group, resource) in [
            ("get", "", "secrets"),
            ("list", "", "pods"),
            ("get", "", "pods/log"),
            ("create", "", "serviceaccounts/token"),
            ("impersonate", "", "users"),
            ("create", "rbac.authorization.k8s.io", "rolebindings"),
            ("list", "argoproj.io", "workflows"),
            ("update", "", "namespaces"),
        ] {
            for namespace in [None, Some("kubeflow"), Some("team-vision")] {
                let found = of(verb, group, resource, namespace);
                assert!(!found, "{variant}: {verb} {resource} {namespace:?}");
            }
        }
        let nobody = ["team-vision/default-editor", "kubeflow/default"];
        for account in nobody {
            assert!(!may(
                &objects,
                account,
                kfp("list", "runs", Some("team-vision"))
            ));
        }
    }
}

#[test]
fn the_accounts_rights_in_kfp_are_everywhere_or_in_the_profiles_that_let_it_in_or_nowhere() {
    for (variant, mut objects) in installations() {
        let here = Some("team-vision");
        let everywhere = !["every-choice", "user-header"].contains(&variant);
        let lists =
            |objects: &[Value], namespace| may(objects, ACCOUNT, kfp("list", "runs", namespace));
        assert_eq!(lists(&objects, None), everywhere, "{variant}");
        assert_eq!(lists(&objects, here), everywhere, "{variant}");
        assert!(!may(&objects, ACCOUNT, kfp("reportMetrics", "runs", here)));

        for mut object in built("profile") {
            // As `kubectl apply -n team-vision` does.
            object["metadata"]["namespace"] = json!("team-vision");
            objects.push(object);
        }
        assert!(lists(&objects, here), "{variant}");
        assert_eq!(lists(&objects, Some("team-nlp")), everywhere, "{variant}");
    }
}
