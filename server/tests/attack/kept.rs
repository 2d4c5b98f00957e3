//! What the console keeps for a while: rights, places, answers, page tokens.

use std::time::{Duration, Instant};

use kfp_console::config::Defence;
use kfp_sandbox::{KubernetesUser, LoginEra, TokenRequest};
use serde_json::json;

use crate::support::Answer;
use crate::whole::{FOREIGN, Front, MALLORY, OWN, Sent, Whole, send, sign_in};

/// Members of a run by which a list can be filtered.
pub(crate) const FILTERED: [&str; 5] =
    ["namespace", "experiment_id", "run_id", "id", "display_name"];
/// What can be done with a page token that one was given.
pub(crate) const TOKENS: [&str; 5] = [
    "without its seal",
    "with the seal of another",
    "of another person",
    "for another namespace",
    "for another kind of list",
];

/// Longer than a decision is kept in these tests, by far.
const PATIENCE: Duration = Duration::from_secs(10);

async fn get(whole: &Whole, path: &str, cookie: &str) -> Answer {
    let sent = Sent::new("GET", &format!("/kfp-console/apis/v2beta1/{path}"));
    send(whole.gateway(), &sent.header("cookie", cookie)).await
}

/// At KFP itself, as the console's account.
async fn at_kfp(whole: &Whole, method: &str, path: &str, body: &str) -> Answer {
    let account = TokenRequest::for_pipelines("kubeflow", "kfp-console");
    let token = whole.sandbox.mint_token(&account);
    let sent = Sent::new(method, &format!("/apis/v2beta1/{path}"))
        .header("authorization", &format!("Bearer {token}"))
        .body(body);
    let answer = send(whole.sandbox.addresses().kfp, &sent).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer
}

/// At Kubernetes, as an administrator.
async fn at_kubernetes(whole: &Whole, method: &str, path: &str, body: &str) {
    let administrator = whole
        .sandbox
        .kubernetes_token(&KubernetesUser::administrator());
    let sent = Sent::new(method, path)
        .header("authorization", &format!("Bearer {administrator}"))
        .header("content-type", "application/json")
        .body(body);
    let answer = send(whole.sandbox.addresses().kubernetes, &sent).await;
    assert!(answer.status.is_success(), "{path}: {}", answer.text());
}

#[tokio::test]
async fn right_that_was_taken_away_works_no_longer_than_decisions_are_kept() {
    let whole = Whole::start(LoginEra::Oauth2Proxy).await;
    let world = whole.world().await;
    let bindings = format!("/apis/rbac.authorization.k8s.io/v1/namespaces/{FOREIGN}/rolebindings");
    let binding = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "RoleBinding",
        "metadata": {"name": "guest", "namespace": FOREIGN},
        "subjects": [{"kind": "User", "apiGroup": "rbac.authorization.k8s.io", "name": MALLORY}],
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "kubeflow-view"},
    });
    at_kubernetes(&whole, "POST", &bindings, &binding.to_string()).await;
    let reads = ["runs/r-b", "runs?namespace=team-b"].map(|path| world.fill(path));
    let strict = whole.stand(Front::With("--review-cache=1s")).await;
    let cookie = sign_in(whole.gateway(), MALLORY).await;
    let forgetful = whole.stand(Front::With("--review-cache=1h")).await;
    for front in [&strict, &forgetful] {
        whole.sandbox.set_console(front.url());
        for path in &reads {
            assert_eq!(get(&whole, path, &cookie).await.status, 200, "{path}");
        }
    }
    at_kubernetes(&whole, "DELETE", &format!("{bindings}/guest"), "").await;
    let taken_away = Instant::now();
    whole.sandbox.set_console(strict.url());
    for path in &reads {
        while get(&whole, path, &cookie).await.status != 403 {
            assert!(taken_away.elapsed() < PATIENCE, "{path} is still shown");
        }
    }
    // Kept for an hour, the same decisions would still be a yes.
    whole.sandbox.set_console(forgetful.url());
    for path in &reads {
        assert_eq!(get(&whole, path, &cookie).await.status, 200, "{path}");
    }
}

/// A client of KFP itself may choose the id of a run, also one that another run had.
#[tokio::test]
async fn run_that_has_come_to_be_somewhere_else_is_judged_there() {
    let whole = Whole::start(LoginEra::Oauth2Proxy).await;
    let world = whole.world().await;
    let strict = whole.stand(Front::Whole).await;
    let cookie = sign_in(whole.gateway(), MALLORY).await;
    let forgetful = whole.stand(Front::Without(Defence::FreshPlaces)).await;
    let made_in = |experiment: &str| {
        world.fill(&format!(
            r#"{{"run_id":"moved","display_name":"moved","experiment_id":"{experiment}",
                "pipeline_version_reference":{{"pipeline_id":"p-s","pipeline_version_id":"v-s"}}}}"#
        ))
    };
    at_kfp(&whole, "POST", "runs", &made_in("e-a")).await;
    for front in [&strict, &forgetful] {
        whole.sandbox.set_console(front.url());
        assert_eq!(get(&whole, "runs/moved", &cookie).await.status, 200);
    }
    at_kfp(&whole, "DELETE", "runs/moved", "").await;
    at_kfp(&whole, "POST", "runs", &made_in("e-b")).await;
    whole.sandbox.set_console(strict.url());
    let delete = Sent::new("DELETE", "/kfp-console/apis/v2beta1/runs/moved");
    let delete = delete.header("cookie", &cookie);
    for answer in [
        get(&whole, "runs/moved", &cookie).await,
        send(whole.gateway(), &delete).await,
    ] {
        assert_eq!(answer.problem(), (403, "access.denied".to_owned()));
    }
    whole.sandbox.set_console(forgetful.url());
    assert_eq!(get(&whole, "runs/moved", &cookie).await.status, 200);
    assert_eq!(send(whole.gateway(), &delete).await.status, 200);
}

/// Filters narrow what a namespace has; none of them leads out of it, and that is KFP's own doing.
#[tokio::test]
async fn filter_does_not_lead_out_of_the_namespace() {
    let whole = Whole::start(LoginEra::Oauth2Proxy).await;
    let world = whole.world().await;
    let cookie = {
        let _console = whole.stand(Front::Whole).await;
        sign_in(whole.gateway(), MALLORY).await
    };
    for front in [Front::Whole, Front::Bare] {
        let _standing = whole.stand(front).await;
        let values = [
            FOREIGN,
            &world.foreign.experiment,
            &world.foreign.run,
            &world.foreign.run,
            &world.foreign.name,
        ];
        for (key, value) in FILTERED.into_iter().zip(values) {
            let filter =
                json!({"predicates": [{"operation": "EQUALS", "key": key, "string_value": value}]});
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("namespace", OWN)
                .append_pair("filter", &filter.to_string())
                .finish();
            let answer = get(&whole, &format!("runs?{query}"), &cookie).await;
            assert_eq!(answer.status, 200, "{key}: {}", answer.text());
            assert!(!answer.text().contains(&world.foreign.run), "{key}");
            assert!(answer.json()["runs"].is_null(), "{key}: {}", answer.text());
        }
    }
}

/// A token of a list is good for that list and that person.
#[tokio::test]
async fn page_token_is_good_for_one_list_and_one_person() {
    let whole = Whole::start(LoginEra::Oauth2Proxy).await;
    let console = whole.stand(Front::Whole).await;
    let cookie = sign_in(whole.gateway(), MALLORY).await;
    let own = format!("runs?namespace={OWN}&page_size=1");
    let token_of = |answer: &Answer| {
        let token = answer.json()["next_page_token"].clone();
        token.as_str().expect("a second page").to_owned()
    };
    let given = token_of(&get(&whole, &own, &cookie).await);
    let (inner, seal) = given.rsplit_once('.').expect("a seal");
    let viewer = "viewer@example.com";
    let of_viewer = sign_in(whole.gateway(), viewer).await;
    let seen = "runs?namespace=team-vision&page_size=1".to_owned();
    let of_another = token_of(&get(&whole, &seen, &of_viewer).await);
    let asked = |list: &str, token: &str| {
        let token = form_urlencoded::byte_serialize(token.as_bytes()).collect::<String>();
        format!("{list}&page_token={token}")
    };
    assert_eq!(get(&whole, &asked(&own, &given), &cookie).await.status, 200);
    for (name, path, cookie) in [
        (TOKENS[0], asked(&own, inner), &cookie),
        (
            TOKENS[1],
            asked(
                &own,
                &format!("{}.{seal}", of_another.rsplit_once('.').expect("a seal").0),
            ),
            &cookie,
        ),
        (TOKENS[2], asked(&seen, &of_another), &cookie),
        (
            TOKENS[3],
            asked("runs?namespace=team-vision", &given),
            &of_viewer,
        ),
        (
            TOKENS[4],
            asked(&format!("recurringruns?namespace={OWN}"), &given),
            &cookie,
        ),
    ] {
        let answer = get(&whole, &path, cookie).await;
        assert_eq!(
            answer.problem(),
            (400, "request.page_token".to_owned()),
            "{name}"
        );
    }
    drop(console);
    // KFP itself takes any of them, wherever it was made.
    let _open = whole.stand(Front::Without(Defence::PageTokens)).await;
    let answer = get(
        &whole,
        &asked("runs?namespace=team-vision", inner),
        &of_viewer,
    )
    .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}
