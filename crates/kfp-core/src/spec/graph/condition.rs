//! Conditions as people read them.

use super::names::without_prefix;

const REFERENCE: &str = "inputs.parameter_values['";
/// What the compiler wraps a reference in.
const CASTS: [&str; 3] = ["int(", "double(", "string("];

/// A condition with the names of inputs instead of the expressions that look them up, and without the casts around them.
pub(super) fn shown(condition: &str) -> String {
    let mut shown = String::with_capacity(condition.len());
    let mut rest = condition;
    while let Some(at) = rest.find(REFERENCE) {
        let after = &rest[at + REFERENCE.len()..];
        let Some((name, after)) = after.split_once("']") else {
            break;
        };
        let before = &rest[..at];
        let cast = CASTS.iter().find_map(|cast| before.strip_suffix(cast));
        let closed = after.strip_prefix(')');
        let (before, after) = match (cast, closed) {
            (Some(before), Some(closed)) => (before, closed),
            _ => (before, after),
        };
        shown.push_str(before);
        shown.push_str(without_prefix(name));
        rest = after;
    }
    shown.push_str(rest);
    shown
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn references_become_names() {
        for (written, read) in [
            (
                "inputs.parameter_values['pipelinechannel--loud'] == true",
                "loud == true",
            ),
            (
                "int(inputs.parameter_values['pipelinechannel--roll-Output']) > 5",
                "roll-Output > 5",
            ),
            (
                "!(int(inputs.parameter_values['a']) == 1) && int(inputs.parameter_values['a']) <= 3",
                "!(a == 1) && a <= 3",
            ),
            ("size(inputs.parameter_values['a']) > 0", "size(a) > 0"),
            (
                "inputs.parameter_values['broken",
                "inputs.parameter_values['broken",
            ),
            ("", ""),
        ] {
            assert_eq!(shown(written), read);
        }
    }
}
