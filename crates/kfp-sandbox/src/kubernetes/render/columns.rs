//! The columns of each resource's table, as the real server and the real definitions name them.

use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::directory::Collection;
use crate::kubernetes::resources::Resource;

/// A column and how its cells are made.
pub(super) struct Column {
    pub(super) name: &'static str,
    /// `string`, `integer` or `date`.
    pub(super) of: &'static str,
    /// 0 is always shown, 1 with `-o wide`.
    pub(super) priority: u8,
    pub(super) cell: fn(&Value, OffsetDateTime) -> Value,
}

const fn text(name: &'static str, cell: fn(&Value, OffsetDateTime) -> Value) -> Column {
    Column {
        name,
        of: "string",
        priority: 0,
        cell,
    }
}

const fn wide(name: &'static str, cell: fn(&Value, OffsetDateTime) -> Value) -> Column {
    Column {
        priority: 1,
        ..text(name, cell)
    }
}

const NAME: Column = text("Name", |object, _| object["metadata"]["name"].clone());
const AGE: Column = text("Age", |object, now| {
    age(&object["metadata"]["creationTimestamp"], now)
});
const CREATED_AT: Column = Column {
    of: "date",
    ..text("Created At", |object, _| {
        object["metadata"]["creationTimestamp"].clone()
    })
};

const PLAIN: &[Column] = &[NAME, AGE];

/// The columns of a resource.
pub(super) fn columns(resource: &Resource) -> &'static [Column] {
    match resource.collection {
        Some(Collection::NAMESPACES) => {
            const {
                &[
                    NAME,
                    text("Status", |object, _| or_unknown(&object["status"]["phase"])),
                    AGE,
                ]
            }
        }
        Some(Collection::CONFIG_MAPS) => {
            const {
                &[
                    NAME,
                    text("Data", |object, _| {
                        json!(count(&object["data"]) + count(&object["binaryData"]))
                    }),
                    AGE,
                ]
            }
        }
        Some(Collection::SERVICE_ACCOUNTS) => {
            const {
                &[
                    NAME,
                    text("Secrets", |object, _| {
                        json!(object["secrets"].as_array().map_or(0, Vec::len))
                    }),
                    AGE,
                ]
            }
        }
        Some(Collection::ROLES | Collection::CLUSTER_ROLES) => const { &[NAME, CREATED_AT] },
        Some(Collection::ROLE_BINDINGS | Collection::CLUSTER_ROLE_BINDINGS) => {
            const {
                &[
                    NAME,
                    text("Role", |object, _| {
                        let role = &object["roleRef"];
                        json!(format!("{}/{}", show(&role["kind"]), show(&role["name"])))
                    }),
                    AGE,
                    wide("Users", |object, _| subjects(object, "User")),
                    wide("Groups", |object, _| subjects(object, "Group")),
                    wide("ServiceAccounts", |object, _| {
                        subjects(object, "ServiceAccount")
                    }),
                ]
            }
        }
        Some(Collection::PODS) => POD,
        Some(Collection::EVENTS) => EVENT,
        Some(Collection::WORKFLOWS) => {
            const {
                &[
                    NAME,
                    text("Status", |object, _| object["status"]["phase"].clone()),
                    text("Age", |object, now| {
                        age(&object["status"]["startedAt"], now)
                    }),
                    text("Message", |object, _| object["status"]["message"].clone()),
                ]
            }
        }
        Some(Collection::AUTHORIZATION_POLICIES) => {
            const {
                &[
                    NAME,
                    text("Action", |object, _| object["spec"]["action"].clone()),
                    AGE,
                ]
            }
        }
        _ => PLAIN,
    }
}

const POD: &[Column] = &[
    NAME,
    text("Ready", |pod, _| {
        let statuses = pod["status"]["containerStatuses"].as_array();
        let ready = statuses
            .into_iter()
            .flatten()
            .filter(|status| status["ready"] == true)
            .count();
        let all = pod["spec"]["containers"].as_array().map_or(0, Vec::len);
        json!(format!("{ready}/{all}"))
    }),
    text("Status", |pod, _| json!(pod_status(pod))),
    text("Restarts", |pod, _| {
        let restarts: u64 = pod["status"]["containerStatuses"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|status| status["restartCount"].as_u64())
            .sum();
        json!(restarts.to_string())
    }),
    AGE,
    wide("IP", |pod, _| or_none(&pod["status"]["podIP"])),
    wide("Node", |pod, _| or_none(&pod["spec"]["nodeName"])),
    wide("Nominated Node", |pod, _| {
        or_none(&pod["status"]["nominatedNodeName"])
    }),
    wide("Readiness Gates", |_, _| json!("<none>")),
];

const EVENT: &[Column] = &[
    text("Last Seen", |event, now| {
        let last = [
            &event["lastTimestamp"],
            &event["eventTime"],
            &event["firstTimestamp"],
        ];
        let last = last.into_iter().find(|time| !time.is_null());
        last.map_or(json!("<unknown>"), |time| age(time, now))
    }),
    text("Type", |event, _| event["type"].clone()),
    text("Reason", |event, _| event["reason"].clone()),
    text("Object", |event, _| {
        let object = &event["involvedObject"];
        let kind = show(&object["kind"]).to_lowercase();
        json!(format!("{kind}/{}", show(&object["name"])))
    }),
    wide("Subobject", |event, _| {
        event["involvedObject"]["fieldPath"].clone()
    }),
    wide("Source", |event, _| event["source"]["component"].clone()),
    text("Message", |event, _| json!(show(&event["message"]).trim())),
    wide("First Seen", |event, now| {
        age(&event["firstTimestamp"], now)
    }),
    wide("Count", |event, _| {
        json!(event["count"].as_u64().unwrap_or(1).to_string())
    }),
    wide("Name", |event, _| event["metadata"]["name"].clone()),
];

/// The word for a pod's state, which is more than its phase.
fn pod_status(pod: &Value) -> String {
    let status = &pod["status"];
    if !pod["metadata"]["deletionTimestamp"].is_null() {
        return "Terminating".to_owned();
    }
    if let Some(reason) = status["reason"].as_str() {
        return reason.to_owned();
    }
    let inits = status["initContainerStatuses"].as_array();
    let total = pod["spec"]["initContainers"].as_array().map_or(0, Vec::len);
    for (index, init) in inits.into_iter().flatten().enumerate() {
        let state = &init["state"];
        if state["terminated"]["exitCode"] == 0 {
            continue;
        }
        if let Some(reason) = state["terminated"]["reason"].as_str() {
            return format!("Init:{reason}");
        }
        return match state["waiting"]["reason"].as_str() {
            Some(reason) if reason != "PodInitializing" => format!("Init:{reason}"),
            _ => format!("Init:{index}/{total}"),
        };
    }
    let mut word = show(&status["phase"]).to_owned();
    let mut is_running = false;
    for container in status["containerStatuses"]
        .as_array()
        .into_iter()
        .flatten()
        .rev()
    {
        let state = &container["state"];
        if let Some(reason) = state["waiting"]["reason"].as_str() {
            reason.clone_into(&mut word);
        } else if let Some(reason) = state["terminated"]["reason"].as_str() {
            reason.clone_into(&mut word);
        } else if container["ready"] == true && state["running"].is_object() {
            is_running = true;
        }
    }
    // A pod one of whose containers has ended while another runs.
    if word == "Completed" && is_running {
        "NotReady".clone_into(&mut word);
    }
    word
}

fn subjects(binding: &Value, kind: &str) -> Value {
    let names: Vec<String> = binding["subjects"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|subject| subject["kind"] == kind)
        .map(|subject| match subject["namespace"].as_str() {
            Some(namespace) => format!("{namespace}/{}", show(&subject["name"])),
            None => show(&subject["name"]).to_owned(),
        })
        .collect();
    names.join(", ").into()
}

fn show(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn or_none(value: &Value) -> Value {
    match value.as_str() {
        Some(text) if !text.is_empty() => text.into(),
        _ => "<none>".into(),
    }
}

fn or_unknown(value: &Value) -> Value {
    value.as_str().map_or("<unknown>".into(), Into::into)
}

fn count(value: &Value) -> usize {
    value.as_object().map_or(0, serde_json::Map::len)
}

/// How long ago, in the words of the API server.
fn age(time: &Value, now: OffsetDateTime) -> Value {
    let since = time
        .as_str()
        .and_then(|text| OffsetDateTime::parse(text, &Rfc3339).ok());
    match since {
        Some(since) => human((now - since).whole_seconds()).into(),
        None => "<unknown>".into(),
    }
}

/// A duration in at most two units, fewer the longer it is.
fn human(seconds: i64) -> String {
    let of = |large: i64, unit: &str, small: i64, below: &str| {
        if small == 0 {
            format!("{large}{unit}")
        } else {
            format!("{large}{unit}{small}{below}")
        }
    };
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match seconds {
        ..0 => "0s".to_owned(),
        0..120 => format!("{seconds}s"),
        120..600 => of(minutes, "m", seconds % 60, "s"),
        600..10_800 => format!("{minutes}m"),
        10_800..28_800 => of(hours, "h", minutes % 60, "m"),
        28_800..172_800 => format!("{hours}h"),
        172_800..691_200 => of(days, "d", hours % 24, "h"),
        691_200..63_072_000 => format!("{days}d"),
        63_072_000..252_288_000 => of(days / 365, "y", days % 365, "d"),
        _ => format!("{}y", days / 365),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_printed_as_kubernetes_does() {
        for (seconds, text) in [
            (-5, "0s"),
            (119, "119s"),
            (120, "2m"),
            (121, "2m1s"),
            (600, "10m"),
            (10_799, "179m"),
            (10_860, "3h1m"),
            (28_800, "8h"),
            (172_800, "2d"),
            (180_000, "2d2h"),
            (700_000, "8d"),
            (63_072_000, "2y"),
            (63_158_400, "2y1d"),
            (300_000_000, "9y"),
        ] {
            assert_eq!(human(seconds), text, "{seconds}");
        }
    }

    #[test]
    fn a_pods_word_tells_more_than_its_phase() {
        let pod = |status: Value| {
            pod_status(&json!({"metadata": {}, "spec": {"initContainers": [{}]}, "status": status}))
        };
        assert_eq!(pod(json!({"phase": "Pending"})), "Pending");
        assert_eq!(
            pod(json!({"phase": "Failed", "reason": "Evicted"})),
            "Evicted"
        );
        let waiting = json!({"phase": "Pending", "initContainerStatuses": [{"state": {"waiting": {"reason": "PodInitializing"}}}]});
        assert_eq!(pod(waiting), "Init:0/1");
        let ended = json!({"phase": "Failed", "containerStatuses": [
            {"state": {"terminated": {"reason": "OOMKilled", "exitCode": 137}}},
            {"state": {"terminated": {"reason": "Completed", "exitCode": 0}}},
        ]});
        assert_eq!(pod(ended), "OOMKilled");
    }
}
