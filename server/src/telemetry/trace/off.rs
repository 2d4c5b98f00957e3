//! No steps are sent: the feature `otlp` is off.

use std::error::Error;

use super::{Ended, Step, TraceParent};
use crate::config::TracesConfig;

/// Makes no steps.
#[derive(Clone, Debug)]
pub(crate) struct Tracer;

/// A step that nobody is told about.
#[derive(Debug)]
pub(crate) struct Span(Option<TraceParent>);

impl Tracer {
    /// Sets nothing up. A configuration that names a collector has been refused before.
    #[expect(clippy::unnecessary_wraps, reason = "with the feature it can fail")]
    pub(crate) fn new(_config: &TracesConfig) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(Self)
    }

    /// Begins a step.
    #[expect(clippy::unused_self, reason = "with the feature it is used")]
    pub(crate) fn begin(&self, _step: Step, parent: Option<TraceParent>) -> Span {
        Span(parent)
    }

    /// There is nothing to send.
    #[expect(clippy::unused_async, reason = "with the feature it waits")]
    pub(crate) async fn shutdown(&self) {}
}

impl Span {
    /// The place in the trace to name in calls: that of the request as it came.
    pub(crate) fn place(&self) -> Option<TraceParent> {
        self.0
    }

    /// Ends the step.
    #[expect(clippy::unused_self, reason = "with the feature it is used")]
    pub(crate) fn end(self, _ended: Ended<'_>) {}
}
