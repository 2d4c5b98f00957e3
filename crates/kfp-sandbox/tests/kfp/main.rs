//! The sandbox's KFP and Kubernetes endpoints, from outside.

#![expect(unreachable_pub, reason = "a test binary exports nothing")]
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests fail like tests, and the replay prints its count"
)]

mod all_pipelines;
mod cases;
mod client;
mod failures;
mod firing;
mod lists;
mod older;
mod opened;
mod package_server;
mod packages;
mod placeholders;
mod python_json;
mod raw;
mod replay;
mod request;
mod rig;
mod samples;
mod shutdown;
mod swagger;
mod tally;
mod tokens;
mod topic_more;
mod topic_runs;
mod topic_variants;
mod topics;
mod walk;
