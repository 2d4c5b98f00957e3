//! The pair of templates that runs user code, in its variants with retries and with pod metadata.

use serde_json::Value;

use super::model::{Body, DagTask, Parameter, PodKind, RetryPolicyKind, RetryStrategy, Template};
use crate::engine::spec::{RetryPolicy, Task};

/// The two templates and the arguments that a task hands to the outer one.
pub(super) struct ExecutorTemplates {
    pub(super) outer: Template,
    pub(super) inner: Template,
    pub(super) arguments: Vec<Parameter>,
}

/// The templates for a task; `kubernetes` are the settings of its executor.
pub(super) fn executor_templates(task: &Task, kubernetes: Option<&Value>) -> ExecutorTemplates {
    let metadata = kubernetes
        .and_then(|settings| settings.get("podMetadata"))
        .map(PodMetadata::read);
    let retry = task.retry.as_ref().map(retry_arguments).unwrap_or_default();
    let mut prefix = String::new();
    if let Some(metadata) = &metadata {
        prefix = format!(
            "metadata-{}-{}-",
            metadata.annotations.len(),
            metadata.labels.len()
        );
    }
    if task.retry.is_some() {
        prefix.push_str("retry-");
    }
    let metadata: Vec<Parameter> = metadata
        .as_ref()
        .map(PodMetadata::arguments)
        .unwrap_or_default();
    let extra: Vec<Parameter> = metadata.iter().chain(&retry).cloned().collect();
    let inner_name = format!("{prefix}system-container-impl");

    let mut outer_inputs = vec![
        Parameter::declared("pod-spec-patch"),
        Parameter::with_default("cached-decision", "false"),
    ];
    outer_inputs.extend(
        metadata
            .iter()
            .map(|parameter| Parameter::declared(&parameter.name)),
    );
    outer_inputs.extend(
        retry
            .iter()
            .map(|parameter| Parameter::with_default(&parameter.name, "0")),
    );
    let mut inner_inputs = vec![Parameter::declared("pod-spec-patch")];
    inner_inputs.extend(
        extra
            .iter()
            .map(|parameter| Parameter::declared(&parameter.name)),
    );
    let passed = inner_inputs
        .iter()
        .map(|input| {
            Parameter::with_value(
                &input.name,
                format!("{{{{inputs.parameters.{}}}}}", input.name),
            )
        })
        .collect();
    let run = DagTask {
        name: "executor".to_owned(),
        template: inner_name.clone(),
        arguments: passed,
        // A cached task skips the pod, and the DAG around it succeeds all the same.
        when: Some("{{inputs.parameters.cached-decision}} != true".to_owned()),
        ..DagTask::default()
    };
    ExecutorTemplates {
        outer: template(
            format!("{prefix}system-container-executor"),
            outer_inputs,
            Body::Dag(vec![run]),
            None,
        ),
        inner: template(
            inner_name,
            inner_inputs,
            Body::Pod(PodKind::Executor),
            task.retry.as_ref().map(|_| strategy()),
        ),
        arguments: extra,
    }
}

fn template(
    name: String,
    inputs: Vec<Parameter>,
    body: Body,
    retry: Option<RetryStrategy>,
) -> Template {
    Template {
        name,
        inputs,
        outputs: Vec::new(),
        body,
        retry,
        parallelism: None,
    }
}

fn strategy() -> RetryStrategy {
    RetryStrategy {
        limit: "{{inputs.parameters.retry-max-count}}".to_owned(),
        backoff_duration: Some("{{inputs.parameters.retry-backoff-duration}}".to_owned()),
        backoff_factor: Some("{{inputs.parameters.retry-backoff-factor}}".to_owned()),
        backoff_max_duration: Some("{{inputs.parameters.retry-backoff-max-duration}}".to_owned()),
        policy: RetryPolicyKind::OnFailure,
    }
}

fn retry_arguments(policy: &RetryPolicy) -> Vec<Parameter> {
    let seconds = |duration: &Option<String>| {
        let text = duration.as_deref().unwrap_or("0s").trim_end_matches('s');
        text.split_once('.')
            .map_or(text, |(whole, _)| whole)
            .to_owned()
    };
    vec![
        Parameter::with_value("retry-max-count", policy.max_retry_count.to_string()),
        Parameter::with_value("retry-backoff-duration", seconds(&policy.backoff_duration)),
        Parameter::with_value(
            "retry-backoff-factor",
            policy
                .backoff_factor
                .unwrap_or_default()
                .trunc()
                .to_string(),
        ),
        Parameter::with_value(
            "retry-backoff-max-duration",
            seconds(&policy.backoff_max_duration),
        ),
    ]
}

struct PodMetadata {
    annotations: Vec<(String, String)>,
    labels: Vec<(String, String)>,
}

impl PodMetadata {
    fn read(json: &Value) -> Self {
        let pairs = |field: &str| {
            let members = json
                .get(field)
                .and_then(Value::as_object)
                .into_iter()
                .flatten();
            let mut pairs: Vec<(String, String)> = members
                .map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned()))
                .collect();
            pairs.sort_unstable();
            pairs
        };
        Self {
            annotations: pairs("annotations"),
            labels: pairs("labels"),
        }
    }

    fn arguments(&self) -> Vec<Parameter> {
        let mut arguments = Vec::new();
        for (kind, pairs) in [("annotation", &self.annotations), ("label", &self.labels)] {
            for (index, (key, value)) in pairs.iter().enumerate() {
                let suffix = if index == 0 {
                    String::new()
                } else {
                    format!("-{index}")
                };
                arguments.push(Parameter::with_value(
                    &format!("pod-metadata-{kind}-key{suffix}"),
                    key,
                ));
                arguments.push(Parameter::with_value(
                    &format!("pod-metadata-{kind}-val{suffix}"),
                    value,
                ));
            }
        }
        arguments
    }
}
