//! The order of a mapping's keys: numbers within them count as numbers, and letters come after everything else.

use std::cmp::Ordering;

/// Compares two keys.
pub(super) fn compare(left: &str, right: &str) -> Ordering {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    let mut after_digit = false;
    for (at, (a, b)) in left.iter().zip(&right).enumerate() {
        if a == b {
            after_digit = a.is_ascii_digit();
            continue;
        }
        return match (a.is_alphabetic(), b.is_alphabetic()) {
            (true, true) => a.cmp(b),
            // Behind a number a letter goes first: `a1b` before `a1-`.
            (true, false) if after_digit => Ordering::Less,
            (false, true) if after_digit => Ordering::Greater,
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) => compare_numbers(&left, &right, at),
        };
    }
    left.len().cmp(&right.len())
}

/// Both keys differ at `at`, where neither has a letter.
fn compare_numbers(left: &[char], right: &[char], at: usize) -> Ordering {
    // Zeros behind other digits are part of a number that began before.
    let began_before = (left[at] == '0' || right[at] == '0')
        && left[..at]
            .iter()
            .rev()
            .take_while(|digit| digit.is_ascii_digit())
            .any(|digit| *digit != '0');
    let number = |key: &[char]| {
        let digits = key[at..]
            .iter()
            .map_while(|character| character.to_digit(10));
        digits.fold((u64::from(began_before), 0), |(value, count), digit| {
            let value: u64 = value;
            (
                value.saturating_mul(10).saturating_add(u64::from(digit)),
                count + 1,
            )
        })
    };
    number(left)
        .cmp(&number(right))
        .then(left[at].cmp(&right[at]))
}
