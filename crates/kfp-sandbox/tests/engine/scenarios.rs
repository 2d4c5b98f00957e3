//! What was played in each recording, in the engine's words.

use serde_json::{Value, json};

/// A recorded scenario.
#[derive(Debug)]
pub(crate) struct Scenario {
    /// Its name, `stock-` for the shape of KFP 2.17.
    pub(crate) name: &'static str,
    /// What is asked of the engine.
    pub(crate) fail: &'static str,
    /// Outputs that the played tasks gave.
    pub(crate) outputs: Value,
    /// What somebody does meanwhile.
    pub(crate) act: Act,
}

/// What somebody does while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Nothing,
    /// Terminates when all these nodes run (or wait).
    Terminate(&'static [&'static str]),
    /// Retries when it has ended.
    Retry,
    /// Both.
    TerminateAndRetry(&'static [&'static str]),
    /// Deletes the pod of a node as soon as it runs.
    DeletePod(&'static str),
}

/// Recorded and not reproduced node by node, with the reason.
pub(crate) const NOT_REPRODUCED: [(&str, &str); 0] = [];

fn scenario(name: &'static str, fail: &'static str) -> Scenario {
    Scenario {
        name,
        fail,
        outputs: json!({}),
        act: Act::Nothing,
    }
}

fn rolled(name: &'static str, roll: u32) -> Scenario {
    Scenario {
        outputs: json!({"roll": {"Output": roll}}),
        ..scenario(name, "")
    }
}

fn acted(name: &'static str, fail: &'static str, act: Act) -> Scenario {
    Scenario {
        act,
        ..scenario(name, fail)
    }
}

/// All of them.
pub(crate) fn scenarios() -> Vec<Scenario> {
    let executors = &["root.train-left.executor", "root.train-right.executor"];
    vec![
        scenario("conditional-fail", "roll=exit-1"),
        rolled("conditional-high-loud-both", 6),
        rolled("conditional-low-loud-outer", 3),
        rolled("conditional-one", 1),
        rolled("stock-conditional-one", 1),
        scenario("diamond-driver-fails", "train-right=driver"),
        scenario("stock-diamond-driver-fails", "train-right=driver"),
        scenario("diamond-fail", "train-right=exit-1"),
        scenario("stock-diamond-fail", "train-right=exit-1"),
        scenario("diamond-ok", ""),
        scenario("stock-diamond-ok", ""),
        scenario("diamond-oom", "train-right=oom"),
        acted("diamond-retry", "train-right=exit-1*1", Act::Retry),
        acted("stock-diamond-retry", "train-right=exit-1*1", Act::Retry),
        acted("diamond-terminate", "", Act::Terminate(executors)),
        acted("stock-diamond-terminate", "", Act::Terminate(executors)),
        acted(
            "diamond-terminate-retry",
            "",
            Act::TerminateAndRetry(executors),
        ),
        scenario("exit-handler-fail", "fail-now=exit-1"),
        scenario("stock-exit-handler-fail", "fail-now=exit-1"),
        scenario("exit-handler-ok", ""),
        scenario("stock-exit-handler-ok", ""),
        acted("exit-handler-retry", "fail-now=exit-1*1", Act::Retry),
        acted(
            "exit-handler-terminate",
            "",
            Act::Terminate(&["root.exit-handler-1.fail-now.executor"]),
        ),
        scenario("hello-cached", "greet=cached"),
        scenario("stock-hello-cached", "greet=cached"),
        scenario("hello-evicted", "greet=evicted"),
        scenario("stock-hello-evicted", "greet=evicted"),
        acted(
            "hello-imagepull",
            "greet=image-pull",
            Act::Terminate(&["root.greet.executor"]),
        ),
        scenario("hello-ok", ""),
        scenario("stock-hello-ok", ""),
        acted(
            "hello-pod-deleted-early",
            "",
            Act::DeletePod("root.greet.executor"),
        ),
        scenario("hello-pod-deleted-graceful", "greet=exit-143"),
        scenario("stock-hello-pod-deleted-graceful", "greet=exit-143"),
        scenario("hello-pod-deleted", "greet=deleted*1"),
        scenario("stock-hello-pod-deleted", "greet=deleted*1"),
        scenario("hello-root-driver-fails", "root=driver"),
        scenario("stock-hello-root-driver-fails", "root=driver"),
        acted(
            "hello-terminate-pending",
            "greet=unschedulable",
            Act::Terminate(&["root.greet.executor"]),
        ),
        scenario("hello-unschedulable", "greet=unschedulable-20"),
        scenario("hello-wait-fails", "greet=wait*1"),
        scenario("stock-hello-wait-fails", "greet=wait*1"),
        scenario("importer-ok", ""),
        scenario("stock-importer-ok", ""),
        scenario("kubernetes-config-ok", ""),
        scenario("stock-kubernetes-config-ok", ""),
        scenario("literal-params-ok", ""),
        scenario("metrics-ok", ""),
        scenario("nested-fail", "compare/fit-and-score-2/score=exit-1"),
        scenario("nested-ok", ""),
        scenario("stock-nested-ok", ""),
        scenario("parallel-for-driver-fails", "for-loop-1=driver"),
        Scenario {
            outputs: json!({"list-shards": {"Output": []}}),
            ..scenario("parallel-for-empty", "")
        },
        scenario("parallel-for-fail", "for-loop-1[2]/work=exit-1"),
        scenario("stock-parallel-for-fail", "for-loop-1[2]/work=exit-1"),
        scenario("parallel-for-ok", ""),
        scenario("stock-parallel-for-ok", ""),
        acted(
            "parallel-for-retry",
            "for-loop-1[2]/work=exit-1*1",
            Act::Retry,
        ),
        scenario("stock-pipeline-config-ok", ""),
        scenario("retry-caching-exhausted", "flaky=exit-1"),
        scenario("retry-caching-ok", "flaky=exit-1*2,plain=cached"),
        acted("retry-caching-retry", "flaky=exit-1*4", Act::Retry),
        scenario("stock-retry-caching-fails", "flaky=exit-1"),
        scenario("typed-params-ok", ""),
        scenario("wide-500-ok", ""),
    ]
}
