//! The sandbox's KFP and Kubernetes endpoints, from outside.

mod client;
mod samples;
