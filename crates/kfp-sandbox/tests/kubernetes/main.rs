//! The sandbox's Kubernetes API: over HTTP, and with an unmodified kubectl.

#![expect(unreachable_pub, reason = "a test binary exports nothing")]
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "helpers of tests fail like tests, and a test that cannot run says why"
)]

mod api;
mod escalation;
mod kubectl;
mod kubectl_fields;
mod managers;
mod objects;
mod patches;
mod pods;
mod program;
mod rig;
mod rights;
mod runs;
mod watches;
