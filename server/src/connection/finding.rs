//! What was found at a hop, while it is being found.

use std::time::Duration;

use console_api::{Evidence, Hop, HopReport, Verdict};

use crate::problem::Failure;

/// The report of a hop, built up from what was seen.
#[derive(Clone, Debug)]
pub(super) struct Finding(HopReport);

impl Finding {
    /// A hop at which nothing was found wrong so far.
    pub(super) fn works(hop: Hop, code: impl Into<String>) -> Self {
        Self(HopReport {
            hop,
            verdict: Verdict::Works,
            code: code.into(),
            evidence: Vec::new(),
            cause: None,
            hint: None,
            duration_ms: None,
        })
    }

    /// What was seen.
    pub(super) fn saw(mut self, label: &str, value: impl Into<String>) -> Self {
        self.0.evidence.push(Evidence {
            label: label.to_owned(),
            value: value.into(),
        });
        self
    }

    /// How long the check took.
    pub(super) fn took(mut self, duration: Duration) -> Self {
        self.0.duration_ms = u64::try_from(duration.as_millis()).ok();
        self
    }

    /// Another verdict, with its reason. Evidence that was seen before stays.
    pub(super) fn is(
        mut self,
        verdict: Verdict,
        code: impl Into<String>,
        cause: impl Into<String>,
        hint: Option<String>,
    ) -> Self {
        self.0.verdict = verdict;
        self.0.code = code.into();
        self.0.cause = Some(cause.into());
        self.0.hint = hint;
        self
    }

    /// A failure that was met at this hop.
    pub(super) fn fails(self, failure: Failure) -> Self {
        let failure = failure.into_facts();
        self.is(
            Verdict::Fails,
            failure.code.slug(),
            failure.detail,
            failure.hint,
        )
    }

    /// Whether calls can pass this hop.
    pub(super) fn is_usable(&self) -> bool {
        matches!(self.0.verdict, Verdict::Works | Verdict::Warning)
    }

    pub(super) fn into_report(self) -> HopReport {
        self.0
    }
}
