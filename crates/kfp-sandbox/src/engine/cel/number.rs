//! Numbers of two kinds side by side.

use std::cmp::Ordering;

/// Beyond this a double does not hold every integer any more.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The double as an integer, if it is one that a double holds exactly.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the range is checked just before"
)]
pub(super) fn exact_integer(double: f64) -> Option<i64> {
    (double.fract() == 0.0 && double.abs() <= EXACT).then_some(double as i64)
}

/// The double without its fraction, as CEL's `int()` gives it.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the range is checked just before"
)]
pub(super) fn truncate(double: f64) -> Option<i64> {
    // 2^63 is the first double beyond the range; -2^63 is within it.
    (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0)
        .contains(&double)
        .then_some(double as i64)
}

/// The integer as the nearest double.
#[expect(clippy::cast_precision_loss, reason = "CEL's double() rounds too")]
pub(super) fn to_double(int: i64) -> f64 {
    int as f64
}

/// Compares by value.
pub(super) fn compare(int: i64, double: f64) -> Option<Ordering> {
    match truncate(double) {
        Some(whole) if int == whole => to_double(0).partial_cmp(&double.fract()),
        Some(whole) => Some(int.cmp(&whole)),
        None if double.is_nan() => None,
        None if double > 0.0 => Some(Ordering::Less),
        None => Some(Ordering::Greater),
    }
}
