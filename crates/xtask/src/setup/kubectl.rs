//! kubectl, with which the sandbox's Kubernetes API is tested.

use super::{apt, step::Step};
use crate::process;

pub(super) fn steps() -> Vec<Step> {
    vec![Step {
        name: "kubectl",
        purpose: "an unmodified one is run against the sandbox's Kubernetes API",
        cost: "those tests are skipped",
        find: |_| {
            let said =
                process::output(process::command("kubectl").args(["version", "--client"])).ok()?;
            said.lines().next().map(|line| line.trim().to_owned())
        },
        install: |_| apt::install(&["kubernetes-client"]),
    }]
}
