//! Every line of this process, at every level, of every crate.

use std::sync::OnceLock;

use crate::support::Lines;

static LINES: OnceLock<Lines> = OnceLock::new();

/// Begins to keep lines, if nobody has yet.
pub(crate) fn keep() {
    LINES.get_or_init(|| {
        let lines = Lines::default();
        // The simulated surroundings write secrets of their own; what is looked at is the console's and its libraries'.
        tracing_subscriber::fmt()
            .with_env_filter("trace,kfp_sandbox=off")
            .with_ansi(false)
            .with_writer(lines.clone())
            .try_init()
            .expect("nobody else has a log here");
        lines
    });
}

/// What was written until now.
pub(crate) fn text() -> String {
    LINES.get().expect("lines are kept").text()
}
