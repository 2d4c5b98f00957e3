//! The templates that every pipeline shares: drivers and the importer.

use super::model::{Body, OutputParameter, Parameter, PodKind, Template};

pub(super) const CONTAINER_DRIVER: &str = "system-container-driver";
pub(super) const DAG_DRIVER: &str = "system-dag-driver";
pub(super) const IMPORTER: &str = "system-importer";

fn pod(
    name: &str,
    kind: PodKind,
    inputs: Vec<Parameter>,
    outputs: Vec<OutputParameter>,
) -> Template {
    Template {
        name: name.to_owned(),
        inputs,
        outputs,
        body: Body::Pod(kind),
        retry: None,
        parallelism: None,
    }
}

fn output(name: &str, file_default: Option<&str>) -> OutputParameter {
    OutputParameter {
        name: name.to_owned(),
        file_default: file_default.map(str::to_owned),
        default: None,
    }
}

pub(super) fn container_driver() -> Template {
    let inputs = vec![
        Parameter::declared("component"),
        Parameter::declared("task"),
        Parameter::declared("container"),
        Parameter::declared("task-name"),
        Parameter::declared("parent-dag-id"),
        Parameter::with_default("iteration-index", "-1"),
        Parameter::with_default("kubernetes-config", ""),
    ];
    let cached = OutputParameter {
        default: Some("false".to_owned()),
        ..output("cached-decision", Some("false"))
    };
    let outputs = vec![
        output("pod-spec-patch", Some("")),
        cached,
        output("condition", Some("true")),
    ];
    pod(CONTAINER_DRIVER, PodKind::ContainerDriver, inputs, outputs)
}

pub(super) fn dag_driver() -> Template {
    let inputs = vec![
        Parameter::declared("component"),
        Parameter::with_default("runtime-config", ""),
        Parameter::with_default("task", ""),
        Parameter::with_default("task-name", ""),
        Parameter::with_default("parent-dag-id", "0"),
        Parameter::with_default("iteration-index", "-1"),
        Parameter::with_default("driver-type", "DAG"),
    ];
    let outputs = vec![
        output("execution-id", None),
        output("iteration-count", Some("0")),
        output("condition", Some("true")),
    ];
    pod(DAG_DRIVER, PodKind::DagDriver, inputs, outputs)
}

pub(super) fn importer() -> Template {
    let inputs = ["task", "component", "importer", "parent-dag-id"]
        .map(Parameter::declared)
        .to_vec();
    pod(IMPORTER, PodKind::Importer, inputs, Vec::new())
}
