//! What the steps of a pipeline run, and what they are given by Kubernetes.

use std::collections::BTreeSet;

use serde_json::Value;

use super::compiled::CompiledPipeline;
use super::component::PipelineSpec;

/// Settings for Kubernetes that some tasks have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KubernetesSettings {
    /// The tasks that have them, by their names; the executor's where no task uses it.
    pub tasks: Vec<String>,
    /// What is set, in the words of the spec: `secretAsVolume`, `nodeSelector`.
    pub settings: Vec<String>,
}

/// A container that some tasks run in.
#[derive(Clone, Debug, PartialEq)]
pub struct ContainerStep<'a> {
    /// The tasks, by their names.
    pub tasks: Vec<String>,
    /// The container, as the spec has it.
    pub container: &'a Value,
}

impl ContainerStep<'_> {
    /// Its image.
    pub fn image(&self) -> &str {
        let image = self.container.get("image").and_then(Value::as_str);
        image.unwrap_or_default()
    }

    /// Whether a container runs the same: image, command and arguments. What is beside them, such as resources, a server may
    /// write otherwise.
    pub fn runs_as(&self, container: &Value) -> bool {
        runs(self.container) == runs(container)
    }
}

impl CompiledPipeline {
    /// What it asks of Kubernetes, by task. A KFP that does not know the platform settings runs the tasks without.
    pub fn kubernetes_settings(&self) -> Vec<KubernetesSettings> {
        let platform = self.platform.as_ref();
        let executors = platform.and_then(|platform| {
            let kubernetes = platform.get("platforms")?.get("kubernetes")?;
            kubernetes.get("deploymentSpec")?.get("executors")
        });
        let executors = executors.and_then(Value::as_object).into_iter().flatten();
        let mut found: Vec<KubernetesSettings> = executors
            .filter_map(|(label, settings)| {
                let mut settings: Vec<String> = settings.as_object()?.keys().cloned().collect();
                settings.sort_unstable();
                (!settings.is_empty()).then(|| KubernetesSettings {
                    tasks: self.spec.tasks_run_by(label),
                    settings,
                })
            })
            .collect();
        found.sort_unstable_by(|one, other| one.tasks.cmp(&other.tasks));
        found
    }
}

impl PipelineSpec {
    /// The containers that tasks run in, each once. Importers have none, and what no task uses does not run.
    pub fn container_steps(&self) -> Vec<ContainerStep<'_>> {
        let executors = self.deployment_spec.get("executors");
        let executors = executors.and_then(Value::as_object).into_iter().flatten();
        executors
            .filter_map(|(label, executor)| {
                let tasks = self.tasks_of(label);
                let container = executor.get("container")?;
                (!tasks.is_empty()).then_some(ContainerStep { tasks, container })
            })
            .collect()
    }

    /// The names of the tasks that an executor runs, each once; its own where there is none.
    fn tasks_run_by(&self, label: &str) -> Vec<String> {
        let tasks = self.tasks_of(label);
        if tasks.is_empty() {
            vec![label.to_owned()]
        } else {
            tasks
        }
    }

    /// The names of the tasks that an executor runs, each once.
    fn tasks_of(&self, label: &str) -> Vec<String> {
        let components = self.components.iter();
        let run_by: BTreeSet<&str> = components
            .filter(|(_, component)| component.executor_label == label)
            .map(|(name, _)| name.as_str())
            .collect();
        let graphs = self.components.values().chain([&self.root]);
        let tasks = graphs.filter_map(|component| component.dag.as_ref());
        let tasks = tasks.flat_map(|dag| &dag.tasks).filter(|(_, task)| {
            let component = task.component_ref.as_ref();
            component.is_some_and(|component| run_by.contains(component.name.as_str()))
        });
        let names: BTreeSet<String> = tasks
            .map(|(key, task)| {
                let name = task.task_info.as_ref().map(|info| info.name.clone());
                name.filter(|name| !name.is_empty())
                    .unwrap_or_else(|| key.clone())
            })
            .collect();
        names.into_iter().collect()
    }
}

fn runs(container: &Value) -> [Option<&Value>; 3] {
    ["image", "command", "args"].map(|field| {
        let value = container.get(field);
        value.filter(|value| !matches!(value, Value::Array(items) if items.is_empty()))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn compiled(image: &str) -> CompiledPipeline {
        let spec = json!({
            "pipelineInfo": {"name": "p"}, "schemaVersion": "2.1.0",
            "root": {"dag": {"tasks": {
                "say": {"taskInfo": {"name": "say it"}, "componentRef": {"name": "comp-say"}},
                "loop": {"componentRef": {"name": "comp-loop"}},
            }}},
            "components": {
                "comp-loop": {"dag": {"tasks": {"again": {"componentRef": {"name": "comp-say"}}}}},
                "comp-say": {"executorLabel": "exec-say"},
            },
            "deploymentSpec": {"executors": {
                "exec-say": {"container": {"image": image, "command": ["echo"], "args": []}},
            }},
        });
        let platform = json!({"platforms": {"kubernetes": {"deploymentSpec": {"executors": {
            "exec-say": {"secretAsVolume": [{}], "imagePullPolicy": "Always"},
            "exec-gone": {"nodeSelector": {}},
            "exec-plain": {},
        }}}}});
        CompiledPipeline::from_value(json!({"pipeline_spec": spec, "platform_spec": platform}))
            .unwrap()
    }

    #[test]
    fn settings_are_told_by_the_tasks_that_have_them() {
        let settings = compiled("a:1").kubernetes_settings();
        let told: Vec<(String, String)> = settings
            .iter()
            .map(|of| (of.tasks.join(" "), of.settings.join(" ")))
            .collect();
        assert_eq!(
            told,
            [
                (
                    "again say it".to_owned(),
                    "imagePullPolicy secretAsVolume".to_owned()
                ),
                ("exec-gone".to_owned(), "nodeSelector".to_owned()),
            ]
        );
        let mut bare = compiled("a:1");
        bare.platform = None;
        assert_eq!(bare.kubernetes_settings(), []);
    }

    #[test]
    fn steps_are_compared_by_what_they_run() {
        let pipeline = compiled("a:1");
        let [step] = &pipeline.spec.container_steps()[..] else {
            panic!("{:?}", pipeline.spec.container_steps())
        };
        assert_eq!((step.image(), step.tasks.len()), ("a:1", 2));
        for (container, is_same) in [
            (
                json!({"image": "a:1", "command": ["echo"], "resources": {}}),
                true,
            ),
            (json!({"image": "b:2", "command": ["echo"]}), false),
            (
                json!({"image": "a:1", "command": ["echo"], "args": ["x"]}),
                false,
            ),
            (json!({}), false),
        ] {
            assert_eq!(step.runs_as(&container), is_same, "{container}");
        }
    }
}
