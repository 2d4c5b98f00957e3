//! What a failure may be: what stands on the caller's side of Kubeflow, the known failures, and what is left.

use bytes::Bytes;
use http::response::Parts;

use super::report::Cause;
use super::signature::{Fit, Mender, diagnose};
use super::symptom::Symptom;
use super::{detour, nameless};
use crate::address::BaseUrl;
use crate::error::{Error, Hint};
use crate::operation::Operation;
use crate::response;

/// The rows of a call whose identity KFP does not take; what mends them is a pod's.
const OF_A_POD: [&str; 4] = ["D48", "D49", "D50", "D51"];

/// What it may be, the most likely first; never nothing.
pub(super) fn of(
    symptom: Option<&Symptom<'_>>,
    base: &BaseUrl,
    came: Result<(&Parts, &Bytes), &Error>,
) -> Vec<Cause> {
    let detour = match came {
        Ok((parts, _)) => detour::of(base, parts),
        Err(Error::Transport { source, .. }) => detour::of_proxy(source.fault()),
        Err(_) => None,
    };
    let nameless = symptom.and_then(nameless::of);
    let is_nameless = nameless
        .as_ref()
        .is_some_and(|cause| cause.fit == Fit::Certain);
    let found = symptom.map(diagnose).unwrap_or_default();
    let rows = found
        .iter()
        .filter(|found| !is_nameless || !OF_A_POD.contains(&found.signature.id))
        .map(Cause::from);
    let mut causes: Vec<Cause> = detour.into_iter().chain(rows).chain(nameless).collect();
    // Stable: of equals, what was found first.
    causes.sort_by_key(|cause| cause.fit);
    if causes.is_empty() {
        causes.extend(came.err().and_then(detour::of_silence));
    }
    if causes.is_empty() {
        let hint = match came {
            Err(error) => error.hint(),
            Ok((parts, body)) => {
                let checked = response::check(Operation::PassThrough { safe: true }, parts, body);
                checked.err().and_then(|error| error.hint())
            }
        };
        let why = "This is none of the failures that are known from the field.";
        causes.push(by_hint(why.to_owned(), hint));
    }
    causes
}

pub(super) fn by_hint(cause: String, hint: Option<Hint>) -> Cause {
    Cause {
        id: None,
        finding: None,
        fit: Fit::Likely,
        cause,
        fix: hint.map_or_else(
            || "Look at the logs of what answered.".to_owned(),
            |hint| hint.to_string(),
        ),
        mender: Mender::Caller.to_string(),
        next_probe: None,
        remedies: Vec::new(),
    }
}
