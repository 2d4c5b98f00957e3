//! The words of a report, one catalogue per language.
//!
//! They are written here and not in the page, which would carry the words of two languages for a page that is seldom
//! opened; and a program that asks gets sentences as well as codes. A catalogue matches over every reason, label and
//! value, so that what has no words in a language does not build.

mod english;
mod korean;

use time::Duration;

use super::evidence::{Label, Place, Value};
use super::reason::Reason;
use crate::language::Language;

impl Language {
    /// Why, and what to do.
    pub(super) fn advice(self, reason: &Reason) -> Advice {
        match self {
            Self::English => english::advice(reason),
            Self::Korean => korean::advice(reason),
        }
    }

    /// The name of a kind of evidence.
    pub(super) fn label(self, label: Label) -> &'static str {
        match self {
            Self::English => english::label(label),
            Self::Korean => korean::label(label),
        }
    }

    /// What was seen.
    pub(super) fn value(self, value: &Value) -> String {
        match self {
            Self::English => english::value(value),
            Self::Korean => korean::value(value),
        }
    }

    /// Where or what a hop is.
    pub(super) fn place(self, place: &Place) -> String {
        match self {
            Self::English => english::place(place),
            Self::Korean => korean::place(place),
        }
    }
}

/// Why a hop is not in order, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Advice {
    /// Why, most likely: one or two sentences.
    pub(super) cause: String,
    /// What to do, where something can be done.
    pub(super) hint: Option<String>,
}

impl Advice {
    fn new(cause: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            cause: cause.into(),
            hint: Some(hint.into()),
        }
    }

    fn only(cause: impl Into<String>) -> Self {
        Self {
            cause: cause.into(),
            hint: None,
        }
    }
}

/// How far off a moment is, in the unit that suits it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Span {
    /// Seconds ago.
    Past(i64),
    /// In less than two minutes.
    Seconds(i64),
    /// In less than two hours.
    Minutes(i64),
    /// In more than that.
    Hours(i64),
}

impl Span {
    fn of(left: Duration) -> Self {
        let seconds = left.whole_seconds();
        match seconds {
            ..=0 => Self::Past(-seconds),
            1..120 => Self::Seconds(seconds),
            120..7200 => Self::Minutes(seconds / 60),
            _ => Self::Hours(seconds / 3600),
        }
    }
}

/// What cannot be translated: the label that makes Istio put a sidecar into a pod.
const INJECT: &str = "sidecar.istio.io/inject: \"true\"";

#[cfg(test)]
mod tests;
