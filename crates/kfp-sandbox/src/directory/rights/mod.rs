//! Role-based access control: who may do what, by the roles and bindings there are.

mod binding;
mod escalation;
mod review;
mod rule;

pub(crate) use review::{Attributes, Decision, Rights, Subject};
pub(crate) use rule::PolicyRule;
