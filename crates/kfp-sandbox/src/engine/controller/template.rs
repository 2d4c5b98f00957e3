//! Running a template under a node name.

use super::pass::{Pass, PodRequest};
use super::retries::Decision;
use crate::engine::controller::Shape;
use crate::engine::node::{Node, NodeType, Phase};
use crate::engine::template::{
    Body, Parameter, RetryPolicyKind, RetryStrategy, Template, substitute,
};

/// The limit of parallel items is reached.
#[derive(Debug)]
pub(super) struct Blocked;

/// A template to run.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) name: String,
    pub(super) template: String,
    pub(super) arguments: Vec<Parameter>,
    pub(super) boundary: Option<String>,
    pub(super) on_exit: bool,
    pub(super) hooked: bool,
}

impl Call {
    pub(super) fn new(name: String, template: &str) -> Self {
        Self {
            name,
            template: template.to_owned(),
            arguments: Vec::new(),
            boundary: None,
            on_exit: false,
            hooked: false,
        }
    }
}

impl Pass<'_> {
    /// Runs the template, or goes on with it.
    pub(super) fn execute_template(&mut self, call: &Call) -> Result<(), Blocked> {
        let compiled = self.compiled;
        let Some(template) = compiled.template(&call.template) else {
            return Ok(());
        };
        if self
            .state
            .nodes
            .named(&call.name)
            .is_some_and(super::super::node::Node::is_fulfilled)
        {
            return Ok(());
        }
        self.check_parallelism(template, call)?;
        let inputs = inputs(template, &call.arguments);
        match self.retry_strategy(template, &inputs) {
            None => self.execute_body(&call.name, template, &inputs, call, false),
            Some(strategy) => self.execute_attempts(template, &inputs, call, &strategy),
        }
        Ok(())
    }

    fn execute_attempts(
        &mut self,
        template: &Template,
        inputs: &[Parameter],
        call: &Call,
        strategy: &RetryStrategy,
    ) {
        if self.state.nodes.named(&call.name).is_none() {
            self.make_node(
                &call.name,
                NodeType::Retry,
                &template.name,
                Phase::Running,
                "",
            )
            .boundary(call.boundary.as_ref())
            .inputs(inputs)
            // The controller marks an exit hook's retry node as an attempt too.
            .flags(call.hooked, call.hooked)
            .insert();
        }
        // An attempt can end in the same pass, for example a DAG whose only task is skipped.
        loop {
            match self.decide_retry(&call.name, strategy) {
                Decision::Ended => {
                    self.take_outputs_of_last_attempt(&call.name);
                    return;
                }
                Decision::Wait => return,
                Decision::GoOn(attempt) => {
                    self.execute_body(&attempt, template, inputs, call, true);
                    if !self
                        .state
                        .nodes
                        .named(&attempt)
                        .is_some_and(super::super::node::Node::is_fulfilled)
                    {
                        return;
                    }
                }
                Decision::Begin(attempt) => {
                    self.add_child(&call.name, &attempt);
                    self.execute_body(&attempt, template, inputs, call, true);
                    if !self
                        .state
                        .nodes
                        .named(&attempt)
                        .is_some_and(super::super::node::Node::is_fulfilled)
                    {
                        return;
                    }
                }
            }
        }
    }

    fn execute_body(
        &mut self,
        name: &str,
        template: &Template,
        inputs: &[Parameter],
        call: &Call,
        retried: bool,
    ) {
        match &template.body {
            Body::Dag(tasks) => {
                if self.state.nodes.named(name).is_none() {
                    self.make_node(name, NodeType::Dag, &template.name, Phase::Running, "")
                        .boundary(call.boundary.as_ref())
                        .inputs(inputs)
                        .flags(retried, call.hooked)
                        .insert();
                }
                self.execute_dag(name, tasks, inputs, call.on_exit);
            }
            Body::Pod(kind) => {
                if self.state.nodes.named(name).is_none() {
                    self.make_node(name, NodeType::Pod, &template.name, Phase::Pending, "")
                        .boundary(call.boundary.as_ref())
                        .inputs(inputs)
                        .flags(retried, call.hooked)
                        .pod(*kind)
                        .insert();
                }
                let node_id = self.id(name);
                if !self.state.pods.contains_key(&node_id)
                    && !self.wanted.iter().any(|pod| pod.node_id == node_id)
                {
                    self.wanted.push(PodRequest {
                        node_id,
                        node_name: name.to_owned(),
                        template: template.name.clone(),
                        kind: *kind,
                        inputs: inputs.to_vec(),
                        on_exit: call.on_exit,
                    });
                }
            }
        }
    }

    /// The template's own strategy merged with the configuration's.
    fn retry_strategy(&self, template: &Template, inputs: &[Parameter]) -> Option<RetryStrategy> {
        let own = template.retry.as_ref().map(|strategy| {
            let resolve = |text: &str| {
                substitute(text, |name| {
                    let name = name.strip_prefix("inputs.parameters.")?;
                    inputs
                        .iter()
                        .find(|input| input.name == name)?
                        .value
                        .clone()
                })
            };
            RetryStrategy {
                limit: resolve(&strategy.limit),
                backoff_duration: strategy.backoff_duration.as_deref().map(resolve),
                backoff_factor: strategy.backoff_factor.as_deref().map(resolve),
                backoff_max_duration: strategy.backoff_max_duration.as_deref().map(resolve),
                policy: strategy.policy,
            }
        });
        match self.state.shape {
            Shape::Plain => own,
            // What the template leaves open comes from the defaults: the policy always does.
            Shape::Stock => Some(match own {
                Some(own) => RetryStrategy {
                    policy: RetryPolicyKind::OnError,
                    ..own
                },
                None => RetryStrategy {
                    limit: "2".to_owned(),
                    backoff_duration: None,
                    backoff_factor: None,
                    backoff_max_duration: None,
                    policy: RetryPolicyKind::OnError,
                },
            }),
        }
    }

    /// After a retry of the run, attempts are reopened whose Retry nodes were dropped: they work again only once those
    /// are made anew, so they must not take the places that their own Retry nodes wait for.
    fn is_left_behind(&self, node: &Node) -> bool {
        node.retried
            && node
                .name
                .rsplit_once('(')
                .is_some_and(|(retry, _)| self.state.nodes.named(retry).is_none())
    }

    /// A template's limit holds back nodes that are not there yet.
    fn check_parallelism(&self, template: &Template, call: &Call) -> Result<(), Blocked> {
        let node = self.state.nodes.named(&call.name);
        let active = |boundary: &str, pods_only: bool| {
            let active = self.state.nodes.iter().filter(|node| {
                let counts = node.node_type == NodeType::Pod
                    || (!pods_only && node.node_type == NodeType::Dag);
                counts
                    && node.boundary_id.as_deref() == Some(boundary)
                    && !node.phase.is_end()
                    && !self.is_left_behind(node)
            });
            u32::try_from(active.count()).unwrap_or(u32::MAX)
        };
        if let (Some(node), Some(limit), Body::Dag(_)) =
            (node, template.parallelism, &template.body)
            && active(&node.id, true) >= limit
        {
            return Err(Blocked);
        }
        if node.is_some_and(|node| !node.phase.is_end()) {
            return Ok(());
        }
        let Some(boundary) = call
            .boundary
            .as_deref()
            .and_then(|id| self.state.nodes.get(id))
        else {
            return Ok(());
        };
        let limit = self
            .compiled
            .template(&boundary.template)
            .and_then(|template| template.parallelism);
        match limit {
            Some(limit) if active(&boundary.id, false) >= limit => Err(Blocked),
            _ => Ok(()),
        }
    }
}

/// A template's inputs with what is handed over.
fn inputs(template: &Template, arguments: &[Parameter]) -> Vec<Parameter> {
    template
        .inputs
        .iter()
        .map(|input| {
            let argument = arguments
                .iter()
                .find(|argument| argument.name == input.name);
            let value = argument.and_then(|argument| argument.value.clone());
            Parameter {
                name: input.name.clone(),
                value: value.or_else(|| input.default.clone()),
                default: input.default.clone(),
            }
        })
        .collect()
}
