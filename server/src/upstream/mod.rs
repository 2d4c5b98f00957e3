//! The two programs that the console calls.

mod client;
mod kfp;
mod kubernetes;

pub(crate) use kfp::{Answer, Call, Kfp, Refusal};
pub(crate) use kubernetes::{Kubernetes, KubernetesError, ProfileNamespace, Question};
