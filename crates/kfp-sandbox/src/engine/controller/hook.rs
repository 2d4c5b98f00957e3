//! Exit hooks.

use super::dag::Scope;
use super::pass::Pass;
use super::template::Call;
use crate::engine::template::DagTask;

impl Pass<'_> {
    /// Runs the hook of a task that has run to an end; whether everything of it is done.
    pub(super) fn run_exit_hook(
        &mut self,
        scope: &Scope<'_>,
        task: &DagTask,
        node_name: &str,
    ) -> bool {
        let Some(hook) = &task.exit_hook else {
            return true;
        };
        if !self
            .state
            .nodes
            .named(node_name)
            .is_some_and(|node| node.phase.is_completed())
        {
            return true;
        }
        let name = format!("{node_name}.onExit");
        let call = Call {
            arguments: self.resolve_arguments(scope, &hook.arguments, None),
            boundary: Some(scope.boundary.clone()),
            on_exit: true,
            hooked: true,
            ..Call::new(name.clone(), &hook.template)
        };
        let blocked = self.execute_template(&call).is_err();
        self.add_child(node_name, &name);
        !blocked
            && self
                .state
                .nodes
                .named(&name)
                .is_some_and(super::super::node::Node::is_fulfilled)
    }
}
