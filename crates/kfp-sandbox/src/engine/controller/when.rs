//! The comparison in a task's `when`.

/// Whether `left != right` or `left == right` holds for its two texts.
///
/// The compiler writes no other comparison; anything else runs the task, as a missing `when` does.
pub(super) fn holds(comparison: &str) -> bool {
    if let Some((left, right)) = comparison.split_once(" != ") {
        return left.trim() != right.trim();
    }
    if let Some((left, right)) = comparison.split_once(" == ") {
        return left.trim() == right.trim();
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_texts() {
        assert!(!holds("false != false"));
        assert!(holds("nil != false"));
        assert!(!holds("true != true"));
    }
}
