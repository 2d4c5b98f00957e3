//! The same run or recurring run from code. Pure.

use std::{collections::BTreeMap, fmt::Write as _};

use serde_json::{Map, Value};

use super::{
    reading::written,
    timing::{arguments, flags_of},
};
use crate::{data::Recurs, secret::is_secret};

/// What stands in the place of a value that is nobody's business.
const HIDDEN: &str = "…";

/// What a run is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Made {
    /// A version of a pipeline.
    From {
        /// The pipeline.
        pipeline: String,
        /// Its version; `None` means the newest at each start.
        version: Option<String>,
    },
    /// A spec that the person has in a file.
    FromFile,
}

/// What is started.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Start {
    /// The namespace.
    pub(super) namespace: String,
    /// What it is made from.
    pub(super) made: Made,
    /// Its name.
    pub(super) name: String,
    /// Free text.
    pub(super) description: String,
    /// The experiment; empty means the default one.
    pub(super) experiment: String,
    /// The values.
    pub(super) values: Map<String, Value>,
    /// The service account; empty means KFP's choice.
    pub(super) service_account: String,
    /// Where outputs go; empty means the namespace's own place.
    pub(super) root: String,
    /// Whether every task runs.
    pub(super) no_cache: bool,
    /// When it makes runs; `None` for a run.
    pub(super) recurs: Option<Recurs>,
}

impl Start {
    /// The values by their names, without those that are nobody's business.
    fn shown(&self) -> BTreeMap<&str, Value> {
        let values = self.values.iter();
        values
            .map(|(name, value)| {
                let value = if is_secret(name, value) {
                    Value::from(HIDDEN)
                } else {
                    value.clone()
                };
                (name.as_str(), value)
            })
            .collect()
    }

    /// With KFP's Python client.
    pub(super) fn python(&self) -> String {
        let mut out = String::from("import kfp\n\nclient = kfp.Client()\n");
        let namespace = python(&Value::from(self.namespace.as_str()));
        let experiment = if self.experiment.is_empty() {
            let _infallible = writeln!(
                out,
                "experiment = client.create_experiment(\"Default\", namespace={namespace})"
            );
            "experiment.experiment_id".to_owned()
        } else {
            python(&Value::from(self.experiment.as_str()))
        };
        let text = |value: &str| python(&Value::from(value));
        out.push_str(match self.recurs {
            None => "client.run_pipeline(\n",
            Some(_) => "client.create_recurring_run(\n",
        });
        let mut line = |key: &str, value: String| {
            let _infallible = writeln!(out, "    {key}={value},");
        };
        line("experiment_id", experiment);
        line("job_name", text(&self.name));
        if let Some(recurs) = &self.recurs {
            if !self.description.is_empty() {
                line("description", text(&self.description));
            }
            for (key, value) in arguments(recurs) {
                line(key, value);
            }
        }
        match &self.made {
            Made::From { pipeline, version } => {
                line("pipeline_id", text(pipeline));
                if let Some(version) = version {
                    line("version_id", text(version));
                }
            }
            Made::FromFile => line("pipeline_package_path", text("pipeline.yaml")),
        }
        let shown = self.shown();
        if !shown.is_empty() {
            let shown = shown.iter().map(|(name, value)| entry(name, value));
            let shown: Vec<String> = shown.collect();
            line("params", format!("{{{}}}", shown.join(", ")));
        }
        if !self.root.is_empty() {
            line("pipeline_root", text(&self.root));
        }
        if !self.service_account.is_empty() {
            line("service_account", text(&self.service_account));
        }
        if self.no_cache {
            line("enable_caching", "False".to_owned());
        }
        out.push_str(")\n");
        out
    }

    /// With the project's command line.
    pub(super) fn kfpc(&self) -> String {
        let noun = match self.recurs {
            None => "runs",
            Some(_) => "recurring-runs",
        };
        let mut parts = vec![format!(
            "kfpc --namespace {} {noun} create",
            shell(&self.namespace)
        )];
        match &self.made {
            Made::From { pipeline, version } => {
                parts.push(format!("--pipeline {}", shell(pipeline)));
                parts.extend(
                    version
                        .iter()
                        .map(|version| format!("--version {}", shell(version))),
                );
            }
            Made::FromFile => parts.push("pipeline.yaml".to_owned()),
        }
        let flags = [
            ("--name", &self.name),
            ("--description", &self.description),
            ("--experiment", &self.experiment),
            ("--pipeline-root", &self.root),
            ("--service-account", &self.service_account),
        ];
        let given = flags.into_iter().filter(|(_, value)| !value.is_empty());
        parts.extend(given.map(|(flag, value)| format!("{flag} {}", shell(value))));
        let params = self.shown().into_iter().map(|(name, value)| {
            let value = match value {
                Value::Array(_) | Value::Object(_) => value.to_string(),
                plain => written(&plain),
            };
            format!("--param {}", shell(&format!("{name}={value}")))
        });
        parts.extend(params);
        parts.extend(self.recurs.iter().flat_map(flags_of));
        if self.no_cache {
            parts.push("--no-cache".to_owned());
        }
        parts.join(" \\\n  ") + "\n"
    }

    /// With curl, at an address of KFP's API that the person has: the body of the very call.
    pub(super) fn curl(&self, body: &str) -> String {
        let body = serde_json::from_str::<Value>(body)
            .map(|mut body| {
                if let Some(values) = body.pointer_mut("/runtime_config/parameters") {
                    let shown = self.shown().into_iter();
                    *values = shown
                        .map(|(name, value)| (name.to_owned(), value))
                        .collect();
                }
                serde_json::to_string_pretty(&body).unwrap_or_default()
            })
            .unwrap_or_default();
        let noun = match self.recurs {
            None => "runs",
            Some(_) => "recurringruns",
        };
        format!(
            "curl -sS -X POST \"$KFP_ENDPOINT/apis/v2beta1/{noun}\" \\\n  -H \"Authorization: Bearer $KFP_TOKEN\" \\\n  \
             -H 'Content-Type: application/json' \\\n  -d {}\n",
            shell(&body)
        )
    }
}

/// A value as Python writes it. A text of JSON is one of Python too.
pub(super) fn python(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(python).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| entry(name, value));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// An entry of a dictionary.
fn entry(name: &str, value: &Value) -> String {
    format!("{}: {}", Value::from(name), python(value))
}

/// A word of a POSIX shell.
pub(super) fn shell(text: &str) -> String {
    let is_plain = !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c));
    if is_plain {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use kfp_core::model::Trigger;
    use proptest::prelude::*;
    use serde_json::json;
    use time::macros::datetime;

    use super::*;

    fn start() -> Start {
        let values = json!({"epochs": 9_007_199_254_740_993_i64, "flag": true, "hf_token": "hf_abc", "gates": {"a": null}});
        Start {
            namespace: "team-a".to_owned(),
            made: Made::From {
                pipeline: "p-1".to_owned(),
                version: Some("v-1".to_owned()),
            },
            name: "it's 학습".to_owned(),
            description: String::new(),
            experiment: String::new(),
            values: serde_json::from_value(values).expect("an object"),
            service_account: "runner".to_owned(),
            root: String::new(),
            no_cache: true,
            recurs: None,
        }
    }

    fn recurring() -> Start {
        let mut trigger = Trigger::cron("0 30 6 ? * MON-FRI");
        if let Some(cron) = &mut trigger.cron_schedule {
            cron.end_time = Some(datetime!(2026-12-24 9:00 +9));
        }
        Start {
            made: Made::From {
                pipeline: "p-1".to_owned(),
                version: None,
            },
            name: "nightly".to_owned(),
            description: "by night".to_owned(),
            values: Map::new(),
            service_account: String::new(),
            no_cache: false,
            recurs: Some(Recurs {
                trigger,
                at_a_time: 2,
                no_catchup: true,
                is_on: false,
            }),
            ..start()
        }
    }

    #[test]
    fn a_recurring_run_is_told_with_its_timing() {
        assert_eq!(
            recurring().python(),
            r#"import kfp

client = kfp.Client()
experiment = client.create_experiment("Default", namespace="team-a")
client.create_recurring_run(
    experiment_id=experiment.experiment_id,
    job_name="nightly",
    description="by night",
    cron_expression="0 30 6 ? * MON-FRI",
    end_time="2026-12-24T00:00:00Z",
    max_concurrency=2,
    no_catchup=True,
    enabled=False,
    pipeline_id="p-1",
)
"#
        );
        assert_eq!(
            recurring().kfpc(),
            r"kfpc --namespace team-a recurring-runs create \
  --pipeline p-1 \
  --name nightly \
  --description 'by night' \
  --cron '0 30 6 ? * MON-FRI' \
  --end 2026-12-24T00:00:00Z \
  --max-concurrency 2 \
  --no-catchup \
  --disabled
"
        );
        let told = recurring().curl("{}");
        assert!(told.contains("/apis/v2beta1/recurringruns\""), "{told}");
        let every = Start {
            recurs: Some(Recurs {
                trigger: Trigger::every(5_400),
                at_a_time: 1,
                no_catchup: false,
                is_on: true,
            }),
            ..recurring()
        };
        assert!(every.python().contains("interval_second=5400,"));
        assert!(every.kfpc().ends_with("--every 90m\n"), "{}", every.kfpc());
    }

    #[test]
    fn python_says_the_same() {
        assert_eq!(
            start().python(),
            r#"import kfp

client = kfp.Client()
experiment = client.create_experiment("Default", namespace="team-a")
client.run_pipeline(
    experiment_id=experiment.experiment_id,
    job_name="it's 학습",
    pipeline_id="p-1",
    version_id="v-1",
    params={"epochs": 9007199254740993, "flag": True, "gates": {"a": None}, "hf_token": "…"},
    service_account="runner",
    enable_caching=False,
)
"#
        );
    }

    #[test]
    fn kfpc_says_the_same() {
        assert_eq!(
            start().kfpc(),
            r#"kfpc --namespace team-a runs create \
  --pipeline p-1 \
  --version v-1 \
  --name 'it'\''s 학습' \
  --service-account runner \
  --param epochs=9007199254740993 \
  --param flag=true \
  --param 'gates={"a":null}' \
  --param 'hf_token=…' \
  --no-cache
"#
        );
    }

    #[test]
    fn a_secret_inside_of_a_value_is_told_by_none_of_them() {
        let values = json!({"config": {"db": [{"password": "hf_abc"}]}, "rate": 0.5});
        let start = Start {
            values: serde_json::from_value(values).expect("an object"),
            ..start()
        };
        let body = r#"{"runtime_config":{"parameters":{"config":{"db":[{"password":"hf_abc"}]}}}}"#;
        for told in [start.python(), start.kfpc(), start.curl(body)] {
            assert!(!told.contains("hf_abc"), "{told}");
            assert!(told.contains("config") && told.contains("0.5"), "{told}");
        }
    }

    #[test]
    fn curl_sends_the_same_body_without_secrets() {
        let body = r#"{"display_name":"n","runtime_config":{"parameters":{"hf_token":"hf_abc"}}}"#;
        let told = start().curl(body);
        assert!(told.contains("/apis/v2beta1/runs\""), "{told}");
        assert!(told.contains("\"epochs\": 9007199254740993"), "{told}");
        assert!(!told.contains("hf_abc"), "{told}");
    }

    proptest! {
        #[test]
        fn a_word_of_the_shell_reads_back(text in "\\PC{0,20}") {
            let word = shell(&text);
            let read = match word.strip_prefix('\'').and_then(|word| word.strip_suffix('\'')) {
                Some(quoted) => quoted.replace(r"'\''", "'"),
                None => word.clone(),
            };
            prop_assert_eq!(read, text);
        }
    }
}
