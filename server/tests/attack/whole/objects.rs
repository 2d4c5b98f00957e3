//! Objects to attack.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::{FOREIGN, OWN, Sent, send};

/// A pipeline of one task.
pub(crate) const PACKAGE: &str = "\
components: {comp-a: {executorLabel: exec-a}}
deploymentSpec: {executors: {exec-a: {container: {image: 'python:3.11'}}}}
pipelineInfo: {name: attacked}
root: {dag: {tasks: {a: {componentRef: {name: comp-a}, taskInfo: {name: a}}}}}
schemaVersion: 2.1.0
";

/// The ids of one object of each kind in one namespace.
#[derive(Clone, Debug, Default)]
pub(crate) struct Objects {
    pub(crate) name: String,
    pub(crate) experiment: String,
    pub(crate) run: String,
    /// A run that has failed, where the namespace has one.
    pub(crate) failed_run: String,
    pub(crate) recurring_run: String,
    pub(crate) pipeline: String,
    pub(crate) version: String,
}

/// The objects of both tenants.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) own: Objects,
    pub(crate) foreign: Objects,
    pub(crate) shared: Objects,
    pub(super) packages: SocketAddr,
}

impl World {
    /// A text with the ids of this world in place of those by which attempts name them.
    pub(crate) fn fill(&self, text: &str) -> String {
        let packages = self.packages.to_string();
        let (own, foreign, shared) = (&self.own, &self.foreign, &self.shared);
        // A workflow as an agent reports it: a text that holds a document.
        let workflow = json!({
            "apiVersion": "argoproj.io/v1alpha1",
            "kind": "Workflow",
            "metadata": {"name": foreign.name, "namespace": FOREIGN, "uid": "9d0c1d1e-0000-4000-8000-000000000001",
                "labels": {"pipeline/runid": foreign.run}, "creationTimestamp": "2026-01-01T00:00:00Z"},
            "spec": {},
            "status": {"phase": "Running", "startedAt": "2026-01-01T00:00:00Z"},
        });
        let report = json!(workflow.to_string()).to_string();
        let recurring = json!({
            "apiVersion": "kubeflow.org/v1beta1",
            "kind": "ScheduledWorkflow",
            "metadata": {"name": foreign.name, "namespace": FOREIGN, "uid": foreign.recurring_run},
            "spec": {"enabled": true},
            "status": {"conditions": []},
        });
        let scheduled = json!(recurring.to_string()).to_string();
        let new_name = new_name();
        let names: [(&str, &str); 21] = [
            ("team-a", OWN),
            ("team-b", FOREIGN),
            ("e-a", &own.experiment),
            ("e-b", &foreign.experiment),
            ("r-a", &own.run),
            ("r-b", &foreign.run),
            ("failed-b", &foreign.failed_run),
            ("j-a", &own.recurring_run),
            ("j-b", &foreign.recurring_run),
            ("p-a", &own.pipeline),
            ("p-b", &foreign.pipeline),
            ("p-s", &shared.pipeline),
            ("v-a", &own.version),
            ("v-b", &foreign.version),
            ("v-s", &shared.version),
            ("name-b", &foreign.name),
            ("packages.example", &packages),
            ("PACKAGE", PACKAGE),
            ("REPORT", &report),
            ("SCHEDULED", &scheduled),
            ("new-name", &new_name),
        ];
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let begins = filled
                .chars()
                .next_back()
                .is_none_or(|before| !before.is_ascii_alphanumeric() && before != '-');
            let name = names
                .iter()
                .find(|(name, _)| begins && rest.starts_with(name));
            if let Some((name, id)) = name {
                filled.push_str(id);
                rest = &rest[name.len()..];
            } else {
                filled.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
        filled
    }
}

impl Objects {
    /// Makes one of each kind; of a shared pipeline only the pipeline, where the namespace is empty.
    pub(super) async fn make(kfp: SocketAddr, token: &str, namespace: &str) -> Self {
        let name = new_name();
        let ask = async |sent: Sent| -> Value {
            let sent = sent.header("authorization", &format!("Bearer {token}"));
            let answer = send(kfp, &sent).await;
            assert!(
                answer.status.is_success(),
                "{}: {}",
                sent.path,
                answer.text()
            );
            answer.json()
        };
        let make = async |path: &str, body: Value| {
            ask(Sent::new("POST", path).body(&body.to_string())).await
        };
        let upload = Sent::new(
            "POST",
            &format!("/apis/v2beta1/pipelines/upload?name={name}&namespace={namespace}"),
        )
        .header("content-type", "multipart/form-data; boundary=x")
        .body(&format!(
            "--x\r\ncontent-disposition: form-data; name=\"uploadfile\"; filename=\"p.yaml\"\r\n\r\n{PACKAGE}\r\n--x--\r\n"
        ));
        let pipeline = id(&ask(upload).await, "pipeline_id");
        let versions = Sent::new(
            "GET",
            &format!("/apis/v2beta1/pipelines/{pipeline}/versions"),
        );
        let version = id(
            &ask(versions).await["pipeline_versions"][0],
            "pipeline_version_id",
        );
        if namespace.is_empty() {
            return Self {
                name,
                pipeline,
                version,
                ..Self::default()
            };
        }
        let body = json!({"display_name": name, "namespace": namespace});
        let experiment = id(
            &make("/apis/v2beta1/experiments", body).await,
            "experiment_id",
        );
        let reference = json!({"pipeline_id": pipeline, "pipeline_version_id": version});
        let body = json!({"display_name": name, "experiment_id": experiment, "pipeline_version_reference": reference});
        let run = id(&make("/apis/v2beta1/runs", body).await, "run_id");
        let body = json!({"display_name": name, "experiment_id": experiment, "pipeline_version_reference": reference,
            "max_concurrency": "1", "mode": "DISABLE"});
        let recurring_run = id(
            &make("/apis/v2beta1/recurringruns", body).await,
            "recurring_run_id",
        );
        let filter = "%7B%22predicates%22%3A%5B%7B%22operation%22%3A%22EQUALS%22%2C%22key%22%3A%22state%22%2C\
            %22string_value%22%3A%22FAILED%22%7D%5D%7D";
        let failed = Sent::new(
            "GET",
            &format!("/apis/v2beta1/runs?namespace={namespace}&page_size=1&filter={filter}"),
        );
        let failed_run = id(&ask(failed).await["runs"][0], "run_id");
        Self {
            name,
            experiment,
            run,
            failed_run,
            recurring_run,
            pipeline,
            version,
        }
    }
}

/// A name that nothing has yet.
fn new_name() -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    format!("attacked-{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

fn id(object: &Value, member: &str) -> String {
    object[member]
        .as_str()
        .unwrap_or_else(|| panic!("no {member} in {object}"))
        .to_owned()
}
