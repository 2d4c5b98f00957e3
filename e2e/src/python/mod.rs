//! The real Python client of Kubeflow Pipelines.

mod client;
mod explore;
mod pod;
mod script;
mod sign_in;
mod unittest;

pub use client::{Client, Failure, Outcome};
pub use explore::{Caller, Exploration, FailedCall, explore, explore_console};
pub use pod::Pod;
pub use sign_in::sign_in;
pub use unittest::unittest;
