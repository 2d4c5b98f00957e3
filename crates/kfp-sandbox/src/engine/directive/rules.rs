//! The directives of a run.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::outcome::{DirectiveError, Outcome};
use super::path::{Role, TaskPath};
use crate::engine::template::PodKind;

/// What a run asks of the sandbox.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Directives {
    rules: Vec<Rule>,
    outputs: Vec<(TaskPath, Map<String, Value>)>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Rule {
    /// `None` is every task.
    target: Option<TaskPath>,
    outcome: Outcome,
    /// How often it is still followed; `None` is always.
    left: Option<u32>,
}

/// The root parameter that asks for failures.
const FAIL: &str = "sandbox_fail";
/// The root parameter that asks for outputs.
const OUTPUTS: &str = "sandbox_outputs";
/// What a pipeline or task that fails is called.
const NAME_PREFIX: &str = "fail-";

impl Directives {
    /// Nothing is asked.
    pub fn none() -> Self {
        Self::default()
    }

    /// What a run asks by its pipeline's name and its parameters.
    ///
    /// # Errors
    /// [`DirectiveError`] if the sentinel parameter names a kind that does not exist.
    pub fn of_run(pipeline: &str, parameters: &Map<String, Value>) -> Result<Self, DirectiveError> {
        let mut directives = match parameters.get(FAIL).and_then(Value::as_str) {
            Some(text) => Self::parse(text)?,
            None => Self::default(),
        };
        if let Some(outputs) = parameters.get(OUTPUTS) {
            directives.set_outputs(outputs);
        }
        if let Some(outcome) = named(pipeline) {
            directives.rules.push(Rule {
                target: None,
                outcome,
                left: None,
            });
        }
        Ok(directives)
    }

    /// The task of a node, named without its workflow, ends so whenever it runs.
    pub(crate) fn failing(node: &str, outcome: Outcome) -> Self {
        let (target, _) = TaskPath::of_node("", node, PodKind::Executor);
        Self {
            rules: vec![Rule {
                target: Some(target),
                outcome,
                left: None,
            }],
            outputs: Vec::new(),
        }
    }

    /// Reads `task=kind` pairs separated by commas; `task=kind*2` is followed twice.
    ///
    /// # Errors
    /// [`DirectiveError`] if a kind does not exist.
    pub fn parse(text: &str) -> Result<Self, DirectiveError> {
        let mut rules = Vec::new();
        for part in text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let unknown = || DirectiveError {
                text: part.to_owned(),
            };
            let (target, outcome) = part.split_once('=').ok_or_else(unknown)?;
            let (outcome, left) = match outcome.split_once('*') {
                Some((outcome, times)) => (outcome, Some(times.parse().map_err(|_| unknown())?)),
                None => (outcome, None),
            };
            rules.push(Rule {
                target: Some(TaskPath::parse(target)),
                outcome: outcome.trim().parse()?,
                left,
            });
        }
        Ok(Self {
            rules,
            outputs: Vec::new(),
        })
    }

    /// Adds outputs: an object of objects, by task and by output.
    pub fn set_outputs(&mut self, outputs: &Value) {
        let tasks = outputs.as_object().into_iter().flatten();
        self.outputs.extend(tasks.filter_map(|(task, outputs)| {
            Some((TaskPath::parse(task), outputs.as_object()?.clone()))
        }));
    }

    /// How the next pod of a task ends. Counts it.
    pub(crate) fn next_outcome(&mut self, task: &TaskPath, role: Role) -> Outcome {
        let followed = self.rules.iter_mut().find(|rule| {
            let is_meant = rule.target.as_ref().is_none_or(|target| target.means(task));
            is_meant
                && rule.left != Some(0)
                && rule.outcome.is_of_driver() == (role == Role::Driver)
        });
        if let Some(rule) = followed {
            rule.left = rule.left.map(|left| left.saturating_sub(1));
            return rule.outcome.clone();
        }
        let by_name = task
            .key()
            .and_then(named)
            .filter(|outcome| outcome.is_of_driver() == (role == Role::Driver));
        by_name.unwrap_or(Outcome::Success)
    }

    /// The value that is asked of a task's output.
    pub(crate) fn output(&self, task: &TaskPath, output: &str) -> Option<&Value> {
        self.outputs
            .iter()
            .find(|(target, outputs)| target.means(task) && outputs.contains_key(output))?
            .1
            .get(output)
    }
}

fn named(name: &str) -> Option<Outcome> {
    name.strip_prefix(NAME_PREFIX)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_a_rule_as_often_as_it_says() {
        let mut directives = Directives::parse("train=exit-3*2, prepare=driver").unwrap();
        let train = TaskPath::parse("train");
        assert_eq!(
            directives.next_outcome(&train, Role::Driver),
            Outcome::Success
        );
        assert_eq!(
            directives.next_outcome(&train, Role::Task),
            Outcome::ExitCode(3)
        );
        assert_eq!(
            directives.next_outcome(&train, Role::Task),
            Outcome::ExitCode(3)
        );
        assert_eq!(
            directives.next_outcome(&train, Role::Task),
            Outcome::Success
        );
        assert_eq!(
            directives.next_outcome(&TaskPath::parse("a/prepare"), Role::Driver),
            Outcome::DriverFails
        );
    }

    #[test]
    fn names_of_pipelines_and_tasks_ask_too() {
        let mut directives = Directives::of_run("fail-image-pull", &Map::new()).unwrap();
        assert_eq!(
            directives.next_outcome(&TaskPath::parse("any"), Role::Task),
            Outcome::ImagePull
        );
        let mut none = Directives::none();
        assert_eq!(
            none.next_outcome(&TaskPath::parse("a/fail-oom"), Role::Task),
            Outcome::OutOfMemory
        );
        assert_eq!(
            none.next_outcome(&TaskPath::parse("fail-now"), Role::Task),
            Outcome::Success
        );
    }

    #[test]
    fn an_unknown_kind_names_those_that_exist() {
        let error = Directives::parse("a=explode").unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("`explode` is no way to fail; there are oom"),
            "{error}"
        );
    }
}
