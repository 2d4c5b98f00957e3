//! One walk over a spec.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::node::{Node, Phase};
use super::tasks::{all_conditional, dependencies, importers, in_order};
use crate::seed::random::Random;

/// All nodes of a run of `spec` that starts at `start`; the container number `failing` ends with an error.
pub(in crate::seed) fn walk(
    spec: &Value,
    start: i64,
    failing: Option<u64>,
    random: Random,
) -> Vec<Node> {
    let spec = spec.get("pipeline_spec").unwrap_or(spec);
    let mut walker = Walker {
        components: spec["components"].as_object().cloned().unwrap_or_default(),
        random,
        nodes: Vec::new(),
        containers: 0,
        failing,
        importers: importers(spec),
    };
    let driver_end = start + walker.random.between(3, 8);
    walker.add(String::new(), start, start);
    walker.add(".root-driver".to_owned(), start, driver_end);
    walker.link("", ".root-driver");
    walker.link(".root-driver", ".root");
    let end = walker.dag(".root", &spec["root"]["dag"], driver_end + 1, &[]);
    walker.finish("", &end);
    walker.nodes
}

/// How a part of the workflow ended.
#[derive(Clone, Debug)]
struct Ending {
    time: i64,
    phase: Phase,
    /// The nodes that the next task hangs on.
    leaves: Vec<String>,
}

struct Walker {
    components: Map<String, Value>,
    random: Random,
    nodes: Vec<Node>,
    /// Containers met so far.
    containers: u64,
    /// The number of the container that fails.
    failing: Option<u64>,
    /// Components that import an artifact instead of running a container.
    importers: BTreeSet<String>,
}

impl Walker {
    fn add(&mut self, path: String, start: i64, end: i64) {
        self.nodes.push(Node {
            path,
            phase: Phase::Succeeded,
            start,
            end: Some(end),
            children: Vec::new(),
        });
    }

    fn add_with(&mut self, path: &str, phase: Phase, time: i64) {
        self.add(path.to_owned(), time, time);
        if let Some(node) = self.nodes.last_mut() {
            node.phase = phase;
        }
    }

    fn link(&mut self, from: &str, to: &str) {
        if let Some(node) = self.nodes.iter_mut().find(|node| node.path == from) {
            node.children.push(to.to_owned());
        }
    }

    fn finish(&mut self, path: &str, ending: &Ending) {
        if let Some(node) = self.nodes.iter_mut().find(|node| node.path == path) {
            node.end = Some(ending.time);
            node.phase = if ending.phase == Phase::Failed {
                Phase::Failed
            } else {
                Phase::Succeeded
            };
        }
    }

    /// The tasks of one DAG node at `path`, which is added; `hang_on` are the nodes that it hangs on.
    fn dag(&mut self, path: &str, dag: &Value, start: i64, hang_on: &[String]) -> Ending {
        self.add(path.to_owned(), start, start);
        for leaf in hang_on {
            self.link(leaf, path);
        }
        let tasks = dag["tasks"].as_object().cloned().unwrap_or_default();
        let branch = self.random.below(tasks.len().max(1) as u64);
        let mut endings: BTreeMap<String, Ending> = BTreeMap::new();
        for (index, name) in in_order(&tasks).into_iter().enumerate() {
            let task = &tasks[&name];
            let upstream: Vec<Ending> = dependencies(task)
                .iter()
                .filter_map(|name| endings.get(name))
                .cloned()
                .collect();
            let taken = branch == index as u64 || !all_conditional(&tasks);
            let ending = self.task(path, &name, task, start, &upstream, taken);
            endings.insert(name, ending);
        }
        let time = endings
            .values()
            .map(|ending| ending.time)
            .max()
            .unwrap_or(start)
            + 1;
        let failed = endings
            .values()
            .any(|ending| matches!(ending.phase, Phase::Failed | Phase::Omitted));
        let waited_for: BTreeSet<String> = tasks.values().flat_map(dependencies).collect();
        let leaves = endings
            .iter()
            .filter(|(name, _)| !waited_for.contains(*name))
            .flat_map(|(_, ending)| ending.leaves.clone())
            .collect();
        let ending = Ending {
            time,
            phase: if failed {
                Phase::Failed
            } else {
                Phase::Succeeded
            },
            leaves,
        };
        self.finish(path, &ending);
        ending
    }

    fn task(
        &mut self,
        parent: &str,
        name: &str,
        task: &Value,
        start: i64,
        upstream: &[Ending],
        taken: bool,
    ) -> Ending {
        let start = upstream
            .iter()
            .map(|ending| ending.time)
            .max()
            .unwrap_or(start)
            + 1;
        let mut hang_on: Vec<String> = upstream
            .iter()
            .flat_map(|ending| ending.leaves.clone())
            .collect();
        if hang_on.is_empty() {
            hang_on.push(parent.to_owned());
        }
        let always = task["triggerPolicy"]["strategy"] == "ALL_UPSTREAM_TASKS_COMPLETED";
        if let (true, Some(group)) = (always, dependencies(task).into_iter().next()) {
            return self.exit_task(
                &format!("{parent}.{group}.onExit"),
                name,
                task,
                start,
                &format!("{parent}.{group}"),
            );
        }
        let path = format!("{parent}.{name}");
        if upstream
            .iter()
            .any(|ending| matches!(ending.phase, Phase::Failed | Phase::Omitted))
        {
            return self.omitted(&path, start, &hang_on);
        }
        self.started(&path, task, start, &hang_on, taken)
    }

    fn started(
        &mut self,
        path: &str,
        task: &Value,
        start: i64,
        hang_on: &[String],
        taken: bool,
    ) -> Ending {
        let component = self
            .components
            .get(task["componentRef"]["name"].as_str().unwrap_or_default())
            .cloned();
        let component = component.unwrap_or_default();
        if task.get("parameterIterator").is_some() {
            return self.iterate(path, &component["dag"], start, hang_on);
        }
        if self
            .importers
            .contains(task["componentRef"]["name"].as_str().unwrap_or_default())
        {
            return self.import(path, start, hang_on);
        }
        let driver = format!("{path}-driver");
        let driver_end = start + self.random.between(3, 7);
        self.add(driver.clone(), start, driver_end);
        for leaf in hang_on {
            self.link(leaf, &driver);
        }
        let is_conditional = task["triggerPolicy"]["condition"].is_string();
        if is_conditional && (!taken || self.random.chance(30)) {
            self.add_with(path, Phase::Skipped, driver_end);
            self.link(&driver, path);
            return Ending {
                time: driver_end,
                phase: Phase::Skipped,
                leaves: vec![path.to_owned()],
            };
        }
        if component.get("dag").is_some() {
            return self.dag(path, &component["dag"], driver_end + 1, &[driver]);
        }
        self.container(path, driver_end + 1, &driver)
    }

    fn container(&mut self, path: &str, start: i64, driver: &str) -> Ending {
        let end = start + self.random.between(8, 240);
        let executor = format!("{path}.executor");
        self.add(path.to_owned(), start, end + 1);
        self.add(executor.clone(), start, end);
        self.link(driver, path);
        self.link(path, &executor);
        let mut phase = Phase::Succeeded;
        if self.failing == Some(self.containers) {
            phase = Phase::Failed;
        }
        self.containers += 1;
        let ending = Ending {
            time: end + 1,
            phase,
            leaves: vec![executor.clone()],
        };
        self.finish(path, &ending);
        self.finish(
            &executor,
            &Ending {
                time: end,
                ..ending.clone()
            },
        );
        ending
    }

    /// An importer: one pod, no driver.
    fn import(&mut self, path: &str, start: i64, hang_on: &[String]) -> Ending {
        let time = start + self.random.between(3, 9);
        self.add(path.to_owned(), start, time);
        for leaf in hang_on {
            self.link(leaf, path);
        }
        Ending {
            time,
            phase: Phase::Succeeded,
            leaves: vec![path.to_owned()],
        }
    }

    /// A loop and its items; a sample loop has three.
    fn iterate(&mut self, path: &str, dag: &Value, start: i64, hang_on: &[String]) -> Ending {
        let driver = format!("{path}.iteration-driver");
        let group = format!("{path}.iteration-iterations");
        let driver_end = start + self.random.between(3, 7);
        self.add(path.to_owned(), start, start);
        for leaf in hang_on {
            self.link(leaf, path);
        }
        self.add(driver.clone(), start, driver_end);
        self.link(path, &driver);
        self.add(group.clone(), driver_end + 1, driver_end + 1);
        self.link(&driver, &group);
        let mut leaves = Vec::new();
        let mut time = driver_end + 2;
        let mut phase = Phase::Succeeded;
        for index in 0..3 {
            let item = format!("{group}({index}:{index})");
            let item_driver = format!("{item}.iteration-item-driver");
            let item_start = driver_end + 2;
            let item_driver_end = item_start + self.random.between(3, 7);
            self.add(item.clone(), item_start, item_start);
            self.link(&group, &item);
            self.add(item_driver.clone(), item_start, item_driver_end);
            self.link(&item, &item_driver);
            let body = self.dag(
                &format!("{item}.iteration-item"),
                dag,
                item_driver_end + 1,
                &[item_driver],
            );
            let ending = Ending {
                time: body.time + 1,
                ..body
            };
            self.finish(&item, &ending);
            time = time.max(ending.time + 1);
            if ending.phase == Phase::Failed {
                phase = Phase::Failed;
            }
            leaves.extend(ending.leaves);
        }
        let ending = Ending {
            time,
            phase,
            leaves,
        };
        self.finish(&group, &ending);
        self.finish(path, &ending);
        ending
    }

    fn exit_task(
        &mut self,
        hook: &str,
        name: &str,
        task: &Value,
        start: i64,
        group: &str,
    ) -> Ending {
        self.add(hook.to_owned(), start, start);
        self.link(group, hook);
        let ending = self.started(
            &format!("{hook}.{name}"),
            task,
            start,
            &[hook.to_owned()],
            true,
        );
        let ending = Ending {
            time: ending.time + 1,
            ..ending
        };
        self.finish(hook, &ending);
        ending
    }

    fn omitted(&mut self, path: &str, time: i64, hang_on: &[String]) -> Ending {
        let driver = format!("{path}-driver");
        self.add_with(&driver, Phase::Omitted, time);
        for leaf in hang_on {
            self.link(leaf, &driver);
        }
        self.add_with(path, Phase::Omitted, time);
        self.link(&driver, path);
        Ending {
            time,
            phase: Phase::Omitted,
            leaves: vec![path.to_owned()],
        }
    }
}
