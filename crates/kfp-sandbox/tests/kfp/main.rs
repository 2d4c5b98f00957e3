//! The sandbox's KFP and Kubernetes endpoints, from outside.

#![expect(unreachable_pub, reason = "a test binary exports nothing")]

mod client;
mod lists;
mod packages;
mod placeholders;
mod python_json;
mod replay;
mod rig;
mod samples;
mod tokens;
mod topics;
