//! Walks over a diamond of four tasks.

use serde_json::{Value, json};

use super::{Phase, cut, walk};
use crate::seed::random::Random;

fn diamond() -> Value {
    let task = |after: &[&str]| json!({"componentRef": {"name": "comp"}, "dependentTasks": after});
    json!({
        "components": {"comp": {"executorLabel": "exec"}},
        "root": {"dag": {"tasks": {
            "a": task(&[]), "b": task(&["a"]), "c": task(&["a"]), "d": task(&["b", "c"]),
        }}},
    })
}

#[test]
fn a_container_leaves_three_nodes_and_the_run_three_more() {
    let nodes = walk(&diamond(), 1000, None, Random::new(1));
    assert_eq!(nodes.len(), 3 + 4 * 3);
    assert!(nodes.iter().all(|node| node.phase == Phase::Succeeded));
    let of = |path: &str| nodes.iter().find(|node| node.path == path).unwrap();
    assert_eq!(
        of(".root.a.executor").children,
        [".root.b-driver", ".root.c-driver"]
    );
    assert_eq!(of(".root.c.executor").children, [".root.d-driver"]);
    assert!(of(".root.d-driver").start > of(".root.b").end.unwrap());
}

#[test]
fn what_depends_on_a_failure_is_omitted() {
    let failed = walk(&diamond(), 1000, Some(1), Random::new(1));
    let phase = |path: &str| {
        failed
            .iter()
            .find(|node| node.path == path)
            .map(|node| node.phase)
    };
    assert_eq!(phase(".root.b.executor"), Some(Phase::Failed));
    assert_eq!(phase(".root.c"), Some(Phase::Succeeded));
    assert_eq!(phase(".root.d"), Some(Phase::Omitted));
    assert_eq!(phase(".root.d.executor"), None);
    assert_eq!(phase(".root"), Some(Phase::Failed));
    assert_eq!(phase(""), Some(Phase::Failed));
}

#[test]
fn a_running_run_shows_only_what_has_begun() {
    let nodes = cut(
        walk(&diamond(), 1000, None, Random::new(1)),
        1010,
        Phase::Running,
    );
    let own = nodes.iter().find(|node| node.path.is_empty()).unwrap();
    assert_eq!((own.phase, own.end), (Phase::Running, None));
    assert!(nodes.len() < 15);
    assert!(nodes.iter().all(|node| node.start <= 1010));
}
