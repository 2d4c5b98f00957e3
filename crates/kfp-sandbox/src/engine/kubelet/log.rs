//! What containers say.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// A line of a container's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// The container.
    pub container: String,
    /// How loud.
    pub level: LogLevel,
    /// The line as written, with ANSI colours where a program would use them.
    pub text: String,
}

impl LogLine {
    /// A line of user code that has worked for so many seconds.
    pub(crate) fn working(at: OffsetDateTime, seconds: i64) -> Self {
        Self {
            at,
            container: "main".to_owned(),
            level: LogLevel::Info,
            text: format!("INFO working for {seconds} s (simulated)"),
        }
    }
}

/// How loud a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[expect(missing_docs, reason = "named as everywhere")]
pub enum LogLevel {
    Debug,
    Info,
    Warning,
    Error,
}
