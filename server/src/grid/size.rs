//! How many tasks a pipeline has, by its spec.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Groups inside of each other: a spec of KFP's compilers has a few, and one that holds itself has no end.
const DEEPEST: usize = 40;
/// More tasks are not counted.
const MOST: u32 = 100_000;

/// A spec, by itself or beside the settings of its platform.
#[derive(Deserialize)]
struct Written {
    pipeline_spec: Option<Box<Self>>,
    root: Option<Component>,
    #[serde(default)]
    components: BTreeMap<String, Component>,
}

#[derive(Deserialize)]
struct Component {
    dag: Option<Dag>,
}

#[derive(Deserialize)]
struct Dag {
    #[serde(default)]
    tasks: BTreeMap<String, Task>,
}

#[derive(Deserialize)]
struct Task {
    #[serde(rename = "componentRef")]
    component: Option<Reference>,
}

#[derive(Deserialize)]
struct Reference {
    name: String,
}

/// Counts the tasks that are no groups, the turns of a loop as one. `None` if it is no spec, or has no end.
pub(crate) fn size(spec: &str) -> Option<u32> {
    let spec: Written = serde_json::from_str(spec).ok()?;
    let spec = match spec.pipeline_spec {
        Some(inner) => *inner,
        None => spec,
    };
    let mut counted = BTreeMap::new();
    inside(spec.root.as_ref()?, &spec, &mut counted, DEEPEST)
}

/// The tasks of a component, each component counted once.
fn inside<'a>(
    component: &'a Component,
    spec: &'a Written,
    counted: &mut BTreeMap<&'a str, u32>,
    depth: usize,
) -> Option<u32> {
    let depth = depth.checked_sub(1)?;
    let Some(dag) = &component.dag else {
        return Some(1);
    };
    let mut sum = 0_u32;
    for task in dag.tasks.values() {
        let name = task.component.as_ref()?.name.as_str();
        let count = if let Some(count) = counted.get(name) {
            *count
        } else {
            let count = inside(spec.components.get(name)?, spec, counted, depth)?;
            counted.insert(name, count);
            count
        };
        sum = sum.checked_add(count).filter(|sum| *sum <= MOST)?;
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_counted_by_what_is_in_them() {
        let spec = r#"{"root":{"dag":{"tasks":{
                "load":{"componentRef":{"name":"comp-load"}}, "folds":{"componentRef":{"name":"comp-folds"}},
                "again":{"componentRef":{"name":"comp-folds"}}}}},
            "components":{"comp-load":{"executorLabel":"x"},"comp-folds":{"dag":{"tasks":{
                "fit":{"componentRef":{"name":"comp-load"}},"score":{"componentRef":{"name":"comp-load"}}}}}}}"#;
        assert_eq!(size(spec), Some(5));
        assert_eq!(
            size(&format!(
                r#"{{"pipeline_spec":{spec},"platform_spec":{{}}}}"#
            )),
            Some(5)
        );
    }

    #[test]
    fn what_has_no_end_is_not_counted() {
        let own = r#"{"root":{"dag":{"tasks":{"a":{"componentRef":{"name":"c"}}}}},
            "components":{"c":{"dag":{"tasks":{"a":{"componentRef":{"name":"c"}}}}}}}"#;
        // Each twice as many as the one before.
        let tasks = |name: usize| {
            format!(
                r#"{{"dag":{{"tasks":{{"a":{{"componentRef":{{"name":"c{name}"}}}},"b":{{"componentRef":{{"name":"c{name}"}}}}}}}}}}"#
            )
        };
        let doubled: Vec<String> = (0..30)
            .map(|at| format!(r#""c{at}":{}"#, tasks(at + 1)))
            .collect();
        let doubled = format!(
            r#"{{"root":{},"components":{{{},"c30":{{}}}}}}"#,
            tasks(0),
            doubled.join(",")
        );
        for spec in [
            own,
            doubled.as_str(),
            "{}",
            "[]",
            r#"{"root":{"dag":{"tasks":{"a":{}}}}}"#,
        ] {
            assert_eq!(size(spec), None, "{spec}");
        }
    }
}
