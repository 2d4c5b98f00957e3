//! The steps of a request.

use http::StatusCode;

/// What kind of step it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The console serves a request.
    Request,
    /// A call waits for its turn before KFP.
    Line,
    /// KFP is called.
    Kfp,
    /// Kubernetes is asked.
    Kubernetes,
}

/// How a step ended.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(
    not(feature = "otlp"),
    expect(dead_code, reason = "read by what sends it")
)]
pub(crate) struct Ended<'a> {
    /// Of a request: its method, one of a few, and its path with names in place of ids.
    pub(crate) request: Option<(&'static str, &'static str)>,
    /// The status of the answer, where there was one.
    pub(crate) status: Option<StatusCode>,
    /// The kind of failure, where it failed.
    pub(crate) problem: Option<&'a str>,
}
