//! The order of ids, as people count.

use std::cmp::Ordering;

/// Runs of digits count as numbers; ids that differ in leading zeros alone are told apart by their bytes.
pub(crate) fn compare(left: &str, right: &str) -> Ordering {
    let (mut a, mut b) = (left.as_bytes(), right.as_bytes());
    loop {
        match (number(a), number(b)) {
            (Some((digits_a, rest_a)), Some((digits_b, rest_b))) => {
                let by_value = digits_a.len().cmp(&digits_b.len());
                let by_value = by_value.then_with(|| digits_a.cmp(digits_b));
                if by_value.is_ne() {
                    return by_value;
                }
                (a, b) = (rest_a, rest_b);
            }
            _ => match (a.split_first(), b.split_first()) {
                (Some((x, rest_a)), Some((y, rest_b))) if x == y => (a, b) = (rest_a, rest_b),
                (Some((x, _)), Some((y, _))) => return x.cmp(y),
                (None, None) => return left.cmp(right),
                (None, _) => return Ordering::Less,
                (_, None) => return Ordering::Greater,
            },
        }
    }
}

/// The digits at the start without leading zeros, and what follows them.
fn number(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = text.iter().position(|byte| !byte.is_ascii_digit());
    let (digits, rest) = text.split_at(end.unwrap_or(text.len()));
    let zeros = digits.iter().take_while(|byte| **byte == b'0').count();
    (!digits.is_empty()).then(|| (&digits[zeros..], rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    #[test]
    fn numbers_count_as_numbers() {
        let mut names = ["shard-10", "shard-2", "shard-02", "shard", "b", "shard-2-a"];
        names.sort_by(|a, b| compare(a, b));
        let sorted = ["b", "shard", "shard-02", "shard-2", "shard-2-a", "shard-10"];
        assert_eq!(names, sorted);
    }

    proptest! {
        #[test]
        fn it_is_an_order(a in "[a0-2]{0,5}", b in "[a0-2]{0,5}", c in "[a0-2]{0,5}") {
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            prop_assert_eq!(compare(&a, &b).is_eq(), a == b);
            if compare(&a, &b).is_le() && compare(&b, &c).is_le() {
                prop_assert!(compare(&a, &c).is_le());
            }
        }
    }
}
