//! The simulated API is called at random, as its schema allows: it answers everything, and fails only where the real
//! server does.

use std::path::Path;

use e2e::python::{FailedCall, explore};
use kfp_sandbox::{Sandbox, SandboxConfig};

/// Calls of each of the forty operations.
const EXAMPLES: u32 = 20;

/// Mistakes of the caller for which the real server too answers 500, by what it says of them, and the recorded exchange
/// that shows it.
const REAL_FAILURES: [(&str, &str); 8] = [
    (
        "Experiment must have a non-empty name",
        "experiments: create without a name",
    ),
    ("Run name cannot be empty", "runs: create without a name"),
    ("Recurring run's name cannot be empty", "recurringruns-042"),
    ("Incorrect string value:", "more-005"),
    ("Data too long for column", "more-012"),
    ("length cannot exceed", "experiments: a name of 129 bytes"),
    (
        "Cannot create a job with an empty pipeline ID",
        "recurringruns-049",
    ),
    ("Failed to fetch a template", "recurringruns-050"),
];

fn is_real(failed: &FailedCall) -> bool {
    failed.status == 500
        && REAL_FAILURES
            .iter()
            .any(|(words, _)| failed.message.contains(words))
}

#[tokio::test]
async fn no_call_hangs_or_fails_but_where_the_real_server_fails() {
    let mut config = SandboxConfig::default();
    config.multi_user = false;
    config.seed = false;
    let sandbox = Sandbox::start(config).await.expect("a sandbox");
    let schema = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../crates/kfp-sandbox/tests/recorded/kfp/swagger.json");
    let server = format!("http://{}", sandbox.addresses().kfp);

    let exploration = explore(&schema, &server, EXAMPLES)
        .await
        .expect("the calls are made");

    let unexpected: Vec<&FailedCall> = exploration
        .failed
        .iter()
        .filter(|failed| !is_real(failed))
        .collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
    assert_eq!(exploration.operations, 40);
    assert!(exploration.calls >= 400, "{}", exploration.calls);
    sandbox.shutdown().await;
}
