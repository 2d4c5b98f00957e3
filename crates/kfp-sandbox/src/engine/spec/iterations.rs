//! What the items of a list must look like for the loop that runs over it.
//!
//! A made-up output has to fit its consumers: a loop whose body reads `item.size` needs objects with a `size`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::component::{Dag, ParameterType};
use super::input::ParameterSource;
use super::{IteratedItems, PipelineSpec, Task};

/// The shape of the items of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemShape {
    /// Their type as the loop's component declares it.
    pub parameter_type: ParameterType,
    /// The members that the loop's body reads, if they are objects.
    pub members: BTreeSet<String>,
}

/// The shapes of the lists that loops run over, by the component of the DAG, the producing task and its output.
pub fn item_shapes(spec: &PipelineSpec) -> BTreeMap<(String, String, String), ItemShape> {
    let mut shapes = BTreeMap::new();
    for (dag_name, dag) in spec.dags() {
        for task in dag.tasks.values() {
            let Some((producer, key)) = iterated_output(task) else {
                continue;
            };
            shapes.insert((dag_name.to_owned(), producer, key), shape(spec, task));
        }
    }
    shapes
}

fn iterated_output(task: &Task) -> Option<(String, String)> {
    let IteratedItems::InputParameter(input) = &task.iterator.as_ref()?.items else {
        return None;
    };
    match &task.parameters.get(input)?.source {
        ParameterSource::TaskOutput { producer, key } => Some((producer.clone(), key.clone())),
        _ => None,
    }
}

fn shape(spec: &PipelineSpec, task: &Task) -> ItemShape {
    let Some(iterator) = &task.iterator else {
        return ItemShape::default();
    };
    let Some(component) = spec.component(&task.component) else {
        return ItemShape::default();
    };
    let parameter_type = component
        .inputs
        .parameters
        .get(&iterator.item_input)
        .map(|input| input.parameter_type)
        .unwrap_or_default();
    let mut members = BTreeSet::new();
    if let Some(dag) = component.dag() {
        collect_members(spec, dag, &iterator.item_input, &mut members);
    }
    ItemShape {
        parameter_type,
        members,
    }
}

fn collect_members(spec: &PipelineSpec, dag: &Dag, item: &str, members: &mut BTreeSet<String>) {
    for task in dag.tasks.values() {
        for (name, input) in &task.parameters {
            let ParameterSource::ComponentInput(source) = &input.source else {
                continue;
            };
            if source != item {
                continue;
            }
            match input.selector.as_deref().and_then(first_member) {
                Some(member) => {
                    members.insert(member.to_owned());
                }
                None => {
                    if let Some(inner) = spec
                        .component(&task.component)
                        .and_then(super::Component::dag)
                    {
                        collect_members(spec, inner, name, members);
                    }
                }
            }
        }
    }
}

/// The member in `parseJson(string_value)["member"]`.
fn first_member(selector: &str) -> Option<&str> {
    let rest = selector.strip_prefix("parseJson(string_value)[")?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest.get(1..)?.split_once(quote).map(|(member, _)| member)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_member_of_a_selector() {
        assert_eq!(
            first_member(r#"parseJson(string_value)["size"]"#),
            Some("size")
        );
        assert_eq!(first_member("string_value"), None);
    }
}
