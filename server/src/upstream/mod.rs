//! The two programs that the console calls.

mod broken;
mod call;
mod circuit;
mod client;
mod kfp;
mod kubernetes;
mod line;
mod reads;
mod retries;

pub(crate) use call::{Answer, Call, Refusal};
pub(crate) use kfp::Kfp;
pub(crate) use kubernetes::{Kubernetes, KubernetesError, ProfileNamespace, Question};
pub(crate) use line::Weight;
