//! Paths from templates.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// `:` is encoded as well: after it KFP looks for an action.
const ELEMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Puts an id in the place of the one placeholder; a template without one stays as it is.
pub(super) fn fill(template: &str, id: &str) -> String {
    match (template.find('{'), template.find('}')) {
        (Some(start), Some(end)) if start < end => {
            let (before, after) = (&template[..start], &template[end + 1..]);
            format!("{before}{}{after}", utf8_percent_encode(id, ELEMENT))
        }
        _ => template.to_owned(),
    }
}
