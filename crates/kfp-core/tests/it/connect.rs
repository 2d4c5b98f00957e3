//! Where the address, the namespace and the credentials come from.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use kfp_core::connect::{
    ConnectError, Connection, Context, ContextFault, ContextFile, Settings, Surroundings,
};
use tempfile::TempDir;

/// A machine with its variables and files.
struct Machine {
    root: TempDir,
    variables: HashMap<String, String>,
}

impl Machine {
    fn laptop() -> Self {
        Self {
            root: tempfile::tempdir().unwrap(),
            variables: HashMap::new(),
        }
        .set("HOME", "/home/alice")
    }

    fn pod() -> Self {
        Self::laptop()
            .set("KUBERNETES_SERVICE_HOST", "10.96.0.1")
            .set("KUBERNETES_SERVICE_PORT", "443")
            .file(
                "/var/run/secrets/kubernetes.io/serviceaccount/namespace",
                "team-vision\n",
            )
    }

    fn set(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root.path().join(path.trim_start_matches('/'))
    }

    fn file(self, path: &str, text: &str) -> Self {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        close_to_others(&path);
        self
    }

    fn with_token(self) -> Self {
        self.file("/var/run/secrets/kubeflow/pipelines/token", "a.b.c\n")
    }

    fn settings(&self) -> Settings {
        let variables = self.variables.clone();
        Settings::in_surroundings(Surroundings::new(
            move |name| variables.get(name).cloned(),
            self.root.path(),
        ))
    }

    fn resolve(&self) -> Result<Connection, ConnectError> {
        self.settings().resolve()
    }

    /// What was found, in one line, without this machine's root.
    fn found(&self, settings: Settings) -> String {
        let connection = match settings.resolve() {
            Ok(connection) => connection,
            Err(error) => return self.plain(&error.to_string()),
        };
        let namespace = connection
            .namespace()
            .map_or("-", |namespace| namespace.as_str());
        let line = format!(
            "{} | {:?} | {namespace}",
            connection.base(),
            connection.credentials()
        );
        self.plain(&line)
    }

    fn plain(&self, text: &str) -> String {
        text.replace(&self.root.path().display().to_string(), "")
    }
}

fn close_to_others(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

const SERVICE: &str = "http://ml-pipeline.kubeflow.svc.cluster.local:8888";
const TOKEN: &str = "Credentials(token file /var/run/secrets/kubeflow/pipelines/token for";

#[test]
fn a_pod_needs_no_settings() {
    let pod = Machine::pod().with_token();
    assert_eq!(
        pod.found(pod.settings()),
        format!("{SERVICE} | {TOKEN} {SERVICE}) | team-vision")
    );
    let choices = pod.resolve().unwrap();
    let choices: Vec<String> = choices.choices().iter().map(ToString::to_string).collect();
    assert_eq!(
        choices,
        [
            "the address from the default in a pod",
            "a token file from /var/run/secrets/kubeflow/pipelines/token",
            "the namespace from /var/run/secrets/kubernetes.io/serviceaccount/namespace",
        ]
    );
}

#[test]
fn a_pod_without_the_token_asks_without_one() {
    let pod = Machine::pod();
    assert_eq!(
        pod.found(pod.settings()),
        format!("{SERVICE} | Credentials(none) | team-vision")
    );
}

#[test]
fn an_address_that_is_given_does_not_turn_the_token_off() {
    let pod = Machine::pod()
        .with_token()
        .set("KF_PIPELINES_ENDPOINT", "ml-pipeline.kubeflow:8888");
    let found = pod.found(pod.settings());
    assert_eq!(
        found,
        format!(
            "http://ml-pipeline.kubeflow:8888 | {TOKEN} http://ml-pipeline.kubeflow:8888) | team-vision"
        )
    );
}

#[test]
fn a_token_that_nobody_named_leaves_the_cluster_never() {
    let pod = Machine::pod().with_token().set(
        "KF_PIPELINES_ENDPOINT",
        "https://kubeflow.example.com/pipeline",
    );
    assert!(pod.found(pod.settings()).contains("Credentials(none)"));
    // As the PodDefaults of Kubeflow's documentation do.
    let usual = pod.set(
        "KF_PIPELINES_SA_TOKEN_PATH",
        "/var/run/secrets/kubeflow/pipelines/token",
    );
    assert!(usual.found(usual.settings()).contains("Credentials(none)"));
    let named = usual.set("KF_PIPELINES_SA_TOKEN_PATH", "/tokens/mine");
    assert!(named.found(named.settings()).contains("token file"));
}

#[test]
fn the_namespace_to_work_in_is_not_where_kfp_is_installed() {
    let pod = Machine::pod().with_token();
    let found = pod.found(pod.settings().namespace("alice"));
    assert_eq!(found, format!("{SERVICE} | {TOKEN} {SERVICE}) | alice"));
    let found = pod.found(pod.settings().install_namespace("ml"));
    assert!(
        found.starts_with("http://ml-pipeline.ml.svc.cluster.local:8888 | "),
        "{found}"
    );
}

#[test]
fn nothing_is_guessed_when_nothing_was_found() {
    let laptop = Machine::laptop();
    let error = laptop.resolve().unwrap_err();
    assert_eq!(error.code(), "connect.no_endpoint");
    assert_eq!(
        error.to_string(),
        "no address of KFP is configured; looked at the call (nothing given), $KF_PIPELINES_ENDPOINT (not set), the \
         current context (there is none), the pod (this is none: $KUBERNETES_SERVICE_HOST is not set)"
    );
}

#[test]
fn a_pasted_address_and_a_cookie_will_do() {
    let laptop = Machine::laptop();
    let settings = laptop
        .settings()
        .endpoint("https://kubeflow.example.com/_/pipeline/?ns=team-vision#/runs")
        .cookie("oauth2_proxy_kubeflow=abc\n");
    assert_eq!(
        laptop.found(settings),
        "https://kubeflow.example.com/pipeline | Credentials(cookie for https://kubeflow.example.com) | -"
    );
}

#[test]
fn a_secret_that_cannot_be_sent_is_refused_and_not_repeated() {
    let laptop = Machine::laptop();
    for settings in [
        laptop.settings().cookie("name=se\ncret"),
        laptop.settings().bearer("se\ncret"),
        laptop.settings().header("kubeflow-userid", ""),
        laptop.settings().header("no header", "se\ncret"),
        laptop.settings().token_command([""]),
    ] {
        let error = settings
            .endpoint("https://h.example.com")
            .resolve()
            .unwrap_err();
        let told = format!("{error} {error:?} {}", error.hint());
        assert!(error.code().starts_with("credentials."), "{told}");
        assert!(!told.contains("cret"), "{told}");
    }
    let two = laptop.settings().cookie("a=b").bearer("c");
    let error = two.endpoint("https://h.example.com").resolve().unwrap_err();
    assert_eq!(
        error.to_string(),
        "both a cookie and a bearer token were given, and only one may be sent"
    );
}

const CONTEXTS: &str = r#"{
  "current": "work",
  "contexts": {
    "work": {
      "endpoint": "https://kubeflow.example.com/pipeline", "namespace": "team-vision",
      "client_authentication_cookie": "authservice_session=abc", "colour": "blue"
    },
    "home": {"endpoint": "http://localhost:8080", "token_file": "/tokens/home"}
  },
  "added_later": {"by": "another version"}
}"#;

const PLACE: &str = "/home/alice/.config/kfp-console/contexts.json";

#[test]
fn a_context_is_an_address_a_namespace_and_a_credential() {
    let laptop = Machine::laptop().file(PLACE, CONTEXTS);
    let work = "https://kubeflow.example.com/pipeline | Credentials(cookie for https://kubeflow.example.com) | team-vision";
    assert_eq!(laptop.found(laptop.settings()), work);
    let home = "http://localhost:8080 | Credentials(token file /tokens/home for http://localhost:8080) | -";
    assert_eq!(laptop.found(laptop.settings().context("home")), home);
    let unknown = laptop.found(laptop.settings().context("wrok"));
    assert_eq!(unknown, "there is no context `wrok`; there is home, work");
}

#[test]
fn the_secret_of_a_context_goes_to_its_own_address_alone() {
    let laptop = Machine::laptop().file(PLACE, CONTEXTS);
    let found = laptop.found(laptop.settings().endpoint("https://other.example.com"));
    assert_eq!(
        found,
        "https://other.example.com | Credentials(none) | team-vision"
    );
}

#[test]
fn a_variable_is_stronger_than_the_current_context_and_weaker_than_a_named_one() {
    let laptop = Machine::laptop()
        .file(PLACE, CONTEXTS)
        .set("KF_PIPELINES_ENDPOINT", "https://v.example.com");
    assert!(
        laptop
            .found(laptop.settings())
            .starts_with("https://v.example.com | ")
    );
    let named = laptop.settings().context("home");
    assert!(laptop.found(named).starts_with("http://localhost:8080 | "));
}

#[test]
fn a_broken_file_of_contexts_is_named_with_the_place() {
    for (text, told) in [
        ("", "is not a JSON object"),
        ("[]", "is not a JSON object"),
        (
            r#"{"contexts": {"work": {"namespace": 7, "token": "secret"}}}"#,
            "cannot be read at",
        ),
        (
            r#"{"contexts": {"work": {"token": "secret""#,
            "cannot be read at",
        ),
        (
            r#"{"current": "work", "con"#,
            "cannot be read at its end, which comes too early",
        ),
    ] {
        let laptop = Machine::laptop().file(PLACE, text);
        let error = laptop.resolve().unwrap_err();
        let ConnectError::Contexts { source } = &error else {
            panic!("{error:?}");
        };
        let shown = laptop.plain(&source.to_string());
        assert!(shown.starts_with(&format!("{PLACE} {told}")), "{shown}");
        assert!(!format!("{shown} {error:?}").contains("secret"), "{shown}");
        assert_eq!(
            std::fs::read_to_string(laptop.path(PLACE)).unwrap(),
            text,
            "nothing was lost"
        );
    }
}

#[test]
fn secrets_that_others_can_read_are_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let laptop = Machine::laptop().file(PLACE, CONTEXTS);
    let open = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(laptop.path(PLACE), open).unwrap();
    let error = ContextFile::read(&laptop.path(PLACE)).unwrap_err();
    assert_eq!(error.fault, ContextFault::ReadableByOthers);
    assert!(error.hint().as_str().contains("chmod 600"));
}

#[test]
fn contexts_are_written_whole_for_their_owner_and_keep_what_is_unknown() {
    use std::os::unix::fs::PermissionsExt as _;
    let laptop = Machine::laptop().file(PLACE, CONTEXTS);
    let path = laptop.path(PLACE);
    let mut file = ContextFile::read(&path).unwrap();
    let new = Context {
        endpoint: "http://localhost:1".into(),
        token: Some("t".into()),
        ..Context::default()
    };
    file.contexts.insert("new".into(), new);
    file.write(&path).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(
        text.contains("another version") && text.contains("blue"),
        "{text}"
    );
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(ContextFile::read(&path).unwrap().contexts.len(), 3);
    let files = std::fs::read_dir(path.parent().unwrap()).unwrap().count();
    assert_eq!(files, 1, "nothing is left beside it");
    assert!(!format!("{file:?}").contains("abc"));
}

#[test]
fn the_file_of_the_python_client_gives_a_namespace_and_a_cookie_to_the_gateway() {
    let text =
        r#"{"namespace": "team-a", "client_authentication_cookie": "authservice_session=abc"}"#;
    let laptop = Machine::laptop()
        .file("/home/alice/.config/kfp/context.json", text)
        .set("KF_PIPELINES_ENDPOINT", "https://kf.example.com/pipeline");
    assert_eq!(
        laptop.found(laptop.settings()),
        "https://kf.example.com/pipeline | Credentials(cookie for https://kf.example.com) | team-a"
    );
    // Python would send the cookie to the cluster's own service as well.
    let pod = Machine::pod()
        .with_token()
        .file("/home/alice/.config/kfp/context.json", text);
    assert_eq!(
        pod.found(pod.settings()),
        format!("{SERVICE} | {TOKEN} {SERVICE}) | team-a")
    );
}

#[tokio::test]
async fn a_command_prints_the_token_and_is_run_again_when_it_is_refused() {
    let laptop = Machine::laptop().file("/count", "");
    let count = laptop.path("/count");
    let script = format!("echo x >> {0}; wc -l < {0}", count.display());
    let server = crate::server::Server::start([
        crate::server::Reply::json(200, r#"{"multi_user":true}"#),
        crate::server::Reply::json(401, r#"{"code":16,"message":"expired","details":[]}"#),
        crate::server::Reply::json(200, r#"{"multi_user":true}"#),
    ])
    .await;
    let settings = laptop
        .settings()
        .endpoint(server.base().to_string())
        .token_command(["sh", "-c", &script]);
    let client = settings.resolve().unwrap().client();
    client.healthz().await.unwrap();
    client.healthz().await.unwrap();
    let tokens: Vec<String> = server
        .requests()
        .iter()
        .filter_map(|request| {
            Some(
                request
                    .split_once("Bearer ")?
                    .1
                    .lines()
                    .next()?
                    .trim()
                    .to_owned(),
            )
        })
        .collect();
    assert_eq!(tokens, ["1", "1", "2"]);
}

#[tokio::test]
async fn a_command_that_prints_no_token_is_named() {
    let laptop = Machine::laptop();
    for (command, told) in [
        (vec!["false"], "it ended with an error"),
        (vec!["true"], "what it printed is no token: it is empty"),
        (vec!["no-such-program-anywhere"], "it cannot be started"),
        (
            vec!["echo", "two words"],
            "it holds characters that a header cannot carry",
        ),
        (
            vec!["head", "-c", "100000", "/dev/zero"],
            "it is longer than any token",
        ),
    ] {
        let settings = laptop
            .settings()
            .endpoint("http://127.0.0.1:1")
            .token_command(command);
        let error = settings
            .resolve()
            .unwrap()
            .client()
            .healthz()
            .await
            .unwrap_err();
        assert_eq!(error.code(), "credentials.command");
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.contains(told), "{source}");
    }
}
