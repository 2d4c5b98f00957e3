//! How a sample run went, in the words of whoever walks it when somebody looks.

use super::runs::Standing;
use super::workflow::{Node, Phase};
use crate::engine::directive::Outcome;
use crate::workloads::Course;

/// User code of samples that go on runs so many times as long as that of other runs, so that there is something to
/// look at.
const PACE: u32 = 90;

/// After so many seconds a sample that waits is walked.
const POSTPONED: i64 = 15 * 60;

/// The course of a run with these drawn nodes; `None` where nothing is left to walk. Times in unix seconds.
pub(super) fn course(
    standing: Standing,
    id: &str,
    nodes: &[Node],
    created_at: i64,
    finished_at: i64,
) -> Option<Course> {
    let waits = |report_at| Course::GoesOn {
        pace: PACE,
        first_pass_at: Some(created_at + POSTPONED),
        report_at,
    };
    Some(match standing {
        Standing::Succeeded => Course::Succeeded { at: finished_at },
        Standing::Terminated => Course::Terminated { at: finished_at },
        Standing::Failed => Course::Failed {
            at: finished_at,
            node: failed_node(nodes)?,
            outcome: outcome(id),
        },
        Standing::Running => Course::GoesOn {
            pace: PACE,
            first_pass_at: None,
            report_at: None,
        },
        Standing::Pending => waits(None),
        Standing::Unreported => waits(Some(created_at + 1)),
        // It waits for a pod that does not go away.
        Standing::Canceling => return None,
    })
}

/// The container that failed first.
fn failed_node(nodes: &[Node]) -> Option<String> {
    let failed = nodes
        .iter()
        .filter(|node| node.phase == Phase::Failed && is_attempt(&node.path));
    let first = failed.min_by_key(|node| node.end)?;
    Some(first.path.clone())
}

fn is_attempt(path: &str) -> bool {
    path.rsplit('.')
        .next()
        .is_some_and(|name| name.split('(').next() == Some("executor"))
}

/// How a task of a sample failed: in one of the ways that a cluster has.
fn outcome(id: &str) -> Outcome {
    let byte = id.bytes().next().unwrap_or_default();
    match byte % 6 {
        0 => Outcome::OutOfMemory,
        1 => Outcome::Evicted,
        2 => Outcome::Timeout,
        3 => Outcome::ExitCode(2),
        _ => Outcome::ExitCode(1),
    }
}
