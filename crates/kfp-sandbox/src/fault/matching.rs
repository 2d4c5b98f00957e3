//! Which calls a fault meets.

use http::Method;
use serde::{Deserialize, Serialize};

use super::action::Action;
use super::place::Place;

/// Something that goes wrong with some calls at one place.
///
/// ```
/// use kfp_sandbox::{Action, Fault, Place};
///
/// // The third and fourth creation of a run is taken, but its answer never comes.
/// let fault = Fault::at(Place::Kfp, Action::TakenButTimedOut)
///     .method("POST")
///     .path("/apis/v2beta1/runs")
///     .after(2)
///     .times(2);
/// # drop(fault);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Where it acts.
    pub at: Place,
    /// The method it meets; absent: every method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The path it meets, without the query; `*` stands for any text. Absent: every path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// So many matching calls pass unharmed first.
    #[serde(default)]
    pub after: u64,
    /// So many calls are harmed; absent: all from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// What happens to them.
    pub action: Action,
}

impl Fault {
    /// `action` happens to every call at `place`.
    pub fn at(place: Place, action: Action) -> Self {
        Self {
            at: place,
            method: None,
            path: None,
            after: 0,
            times: None,
            action,
        }
    }

    /// Only calls with this method.
    #[must_use]
    pub fn method(mut self, method: &str) -> Self {
        self.method = Some(method.to_owned());
        self
    }

    /// Only calls to this path; `*` stands for any text.
    #[must_use]
    pub fn path(mut self, path: &str) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    /// Lets so many matching calls pass first.
    #[must_use]
    pub fn after(mut self, calls: u64) -> Self {
        self.after = calls;
        self
    }

    /// Harms so many calls and no more.
    #[must_use]
    pub fn times(mut self, calls: u64) -> Self {
        self.times = Some(calls);
        self
    }

    pub(super) fn meets(&self, place: Place, method: &Method, path: &str) -> bool {
        self.at == place
            && self
                .method
                .as_deref()
                .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method.as_str()))
            && self
                .path
                .as_deref()
                .is_none_or(|pattern| covers(pattern, path))
    }
}

/// Whether `pattern`, in which `*` stands for any text, covers the whole of `text`.
fn covers(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, text) in [
            ("/runs", "/runs"),
            ("/runs*", "/runs"),
            ("/runs*", "/runs/1:archive"),
            ("*:archive", "/runs/1:archive"),
            ("/a/*/c", "/a/b/b/c"),
            ("*", ""),
            ("/a*b*", "/axb"),
        ] {
            assert!(covers(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [
            ("/runs", "/runs/1"),
            ("/runs", "/run"),
            ("*:archive", "/runs/1:unarchive/x"),
            ("/a*a", "/a"),
        ] {
            assert!(!covers(pattern, text), "{pattern} {text}");
        }
    }

    proptest! {
        #[test]
        fn a_pattern_made_of_a_text_covers_it(parts in prop::collection::vec("[a-z/]{0,4}", 1..6)) {
            prop_assert!(covers(&parts.join("*"), &parts.concat()));
            prop_assert!(covers(&parts.concat(), &parts.concat()));
        }
    }
}
