//! What was found at a hop, while it is being found.

use std::time::Duration;

use console_api::{Evidence, FindingCode, Hop, HopReport, Verdict};
use http::StatusCode;

use super::evidence::{Label, Place, Value};
use super::reason::Reason;
use super::words::Advice;
use crate::known::Known;
use crate::language::Language;

/// The report of a hop, built up from what was seen. It becomes words when it is written.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    ok: FindingCode,
    place: Option<Place>,
    evidence: Vec<(Label, Value)>,
    reason: Option<Reason>,
    status: Option<StatusCode>,
    took: Option<Duration>,
}

impl Finding {
    /// A hop at which nothing was found wrong so far.
    pub(super) fn works(ok: FindingCode) -> Self {
        Self {
            ok,
            place: None,
            evidence: Vec::new(),
            reason: None,
            status: None,
            took: None,
        }
    }

    /// Where or what the hop is.
    pub(super) fn at(mut self, place: Option<Place>) -> Self {
        self.place = place;
        self
    }

    /// What was seen.
    pub(super) fn saw(mut self, label: Label, value: impl Into<Value>) -> Self {
        self.evidence.push((label, value.into()));
        self
    }

    /// The answer that was seen: its status, and its first words where they say something.
    pub(super) fn answered(mut self, status: StatusCode, said: &str) -> Self {
        self.status = Some(status);
        self.saw(Label::Answer, Value::answer(status, said))
    }

    /// How long the check took.
    pub(super) fn took(mut self, duration: Duration) -> Self {
        self.took = Some(duration);
        self
    }

    /// The failure known from the field that was seen.
    pub(super) fn known_as(self, known: Option<&Known>) -> Self {
        match known {
            Some(known) => self.saw(Label::KnownFailure, known.to_string()),
            None => self,
        }
    }

    /// The hop is not in order. Evidence that was seen before stays.
    pub(super) fn is(mut self, reason: Reason) -> Self {
        self.reason = Some(reason);
        self
    }

    /// What it means for the hop.
    pub(super) fn verdict(&self) -> Verdict {
        self.reason.as_ref().map_or(Verdict::Works, Reason::verdict)
    }

    /// Its code.
    pub(super) fn code(&self) -> FindingCode {
        self.reason.as_ref().map_or(self.ok, Reason::code)
    }

    /// Whether calls can pass this hop.
    pub(super) fn is_usable(&self) -> bool {
        matches!(self.verdict(), Verdict::Works | Verdict::Warning)
    }

    /// Writes it in a language.
    pub(super) fn write(&self, language: Language) -> HopReport {
        let verdict = self.verdict();
        let advice = self.reason.as_ref().map(|reason| language.advice(reason));
        let (cause, hint) = match advice {
            Some(Advice { cause, hint }) => (Some(cause), hint),
            None => (None, None),
        };
        let evidence = self.evidence.iter().map(|(label, value)| Evidence {
            kind: label.kind().to_owned(),
            label: language.label(*label).to_owned(),
            value: language.value(value),
        });
        HopReport {
            hop: self.hop(),
            verdict,
            code: self.code().slug().to_owned(),
            place: self.place.as_ref().map(|place| language.place(place)),
            evidence: evidence.collect(),
            cause,
            hint,
            status: self
                .status
                .filter(|_| verdict == Verdict::Fails)
                .map(|status| status.as_u16()),
            duration_ms: self
                .took
                .and_then(|took| u64::try_from(took.as_millis()).ok()),
        }
    }

    fn hop(&self) -> Hop {
        // Not that of the reason: KFP can fail while rights are checked, and then the check of the rights fails.
        self.ok.hop()
    }
}
