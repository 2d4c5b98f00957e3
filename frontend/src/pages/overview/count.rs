//! What is reckoned from the answer of the index.

use console_api::overview::{Extent, Period, StateCounts};

/// KFP's words for runs that work, though their end may have been asked for.
pub(super) const WORKING: &[&str] = &["RUNNING", "CANCELING"];
/// Its words for runs that wait. A young run has no state yet.
pub(super) const WAITING: &[&str] = &["PENDING", "PAUSED", "RUNTIME_STATE_UNSPECIFIED", ""];

/// A day in milliseconds.
pub(super) const DAY_MS: i64 = 86_400_000;

/// How many runs are in one of some states.
pub(super) fn count(counts: &StateCounts, states: &[&str]) -> u64 {
    let of = states.iter().filter_map(|state| counts.get(*state));
    of.copied().fold(0, u64::saturating_add)
}

/// Whether everything that was made since a moment has been read.
pub(super) fn covers(extent: &Extent, since_ms: i64) -> bool {
    extent.complete || extent.back_to_ms.is_some_and(|back_to| back_to <= since_ms)
}

/// Whether there is nothing to count: not one run has been read, and there may be some.
pub(super) fn nothing_read(extent: &Extent) -> bool {
    extent.read == 0 && !extent.complete
}

/// Whether the namespace has no run at all.
pub(super) fn is_empty(extent: &Extent) -> bool {
    extent.read == 0 && (extent.complete || extent.total == Some(0))
}

/// How a figure stands to the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// There is no figure.
    None,
    /// The time it is of has not been read to its end.
    SoFar,
    /// There is nothing to compare it with.
    Alone,
    /// It is larger by so much.
    Up(u64),
    /// It is smaller by so much.
    Down(u64),
    /// It is the same.
    Same,
}

impl Change {
    fn of(now: u64, before: u64) -> Self {
        match now.checked_sub(before) {
            Some(0) => Self::Same,
            Some(more) => Self::Up(more),
            None => Self::Down(before - now),
        }
    }
}

/// How many failed, and how that stands to the day before.
pub(super) fn failed(extent: &Extent, at_ms: i64, now: &Period, before: &Period) -> (u64, Change) {
    let failed = |period: &Period| count(&period.ended, &["FAILED"]);
    let change = if covers(extent, at_ms - 2 * DAY_MS) {
        Change::of(failed(now), failed(before))
    } else {
        Change::SoFar
    };
    (failed(now), change)
}

/// Thousandths of a share.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 1000 after clamp"
)]
pub(super) fn thousandths(share: f64) -> u64 {
    (share.clamp(0.0, 1.0) * 1000.0).round() as u64
}

/// Thousandths as percent, with a tenth where it is not full: `94.5`, `100`.
pub(super) fn percent(thousandths: u64) -> String {
    match thousandths % 10 {
        0 => (thousandths / 10).to_string(),
        tenth => format!("{}.{tenth}", thousandths / 10),
    }
}

/// The success rate in thousandths, and how it stands to the week before.
pub(super) fn success(
    extent: &Extent,
    at_ms: i64,
    now: &Period,
    before: &Period,
) -> (Option<u64>, Change) {
    let rate = now.success_rate.map(thousandths);
    let before = before.success_rate.map(thousandths);
    let change = match (rate, before) {
        (None, _) => Change::None,
        _ if !covers(extent, at_ms - 14 * DAY_MS) => Change::SoFar,
        (Some(_), None) => Change::Alone,
        (Some(now), Some(before)) => Change::of(now, before),
    };
    (rate, change)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 100 * DAY_MS;

    fn counts(of: &[(&str, u64)]) -> StateCounts {
        of.iter()
            .map(|(state, count)| ((*state).to_owned(), *count))
            .collect()
    }

    fn whole() -> Extent {
        Extent {
            complete: true,
            read: 9,
            ..Extent::default()
        }
    }

    fn period(failed: u64, success_rate: Option<f64>) -> Period {
        Period {
            ended: counts(&[("FAILED", failed), ("SUCCEEDED", 3)]),
            success_rate,
            median_ms: None,
        }
    }

    #[test]
    fn states_are_counted_together() {
        let counts = counts(&[("RUNNING", 2), ("CANCELING", 1), ("PENDING", 5)]);
        assert_eq!(count(&counts, WORKING), 3);
        assert_eq!(count(&counts, WAITING), 5);
        assert_eq!(count(&counts, &["FAILED"]), 0);
    }

    #[test]
    fn a_comparison_is_made_only_where_both_times_have_been_read() {
        let (now, before) = (period(3, None), period(1, None));
        assert_eq!(failed(&whole(), NOW, &now, &before), (3, Change::Up(2)));
        assert_eq!(failed(&whole(), NOW, &before, &now), (1, Change::Down(2)));
        assert_eq!(failed(&whole(), NOW, &now, &now), (3, Change::Same));
        let partly = |days: i64| Extent {
            read: 600,
            back_to_ms: Some(NOW - days * DAY_MS),
            ..Extent::default()
        };
        assert_eq!(failed(&partly(1), NOW, &now, &before), (3, Change::SoFar));
        assert_eq!(failed(&partly(2), NOW, &now, &before), (3, Change::Up(2)));
        assert_eq!(
            failed(&Extent::default(), NOW, &now, &before).1,
            Change::SoFar
        );
    }

    #[test]
    fn rates_are_compared_in_tenths_of_a_point() {
        let of = |now, before| success(&whole(), NOW, &period(0, now), &period(0, before));
        assert_eq!(of(Some(0.945), Some(0.927)), (Some(945), Change::Up(18)));
        assert_eq!(of(Some(0.5), Some(1.0)), (Some(500), Change::Down(500)));
        assert_eq!(of(Some(1.0), None), (Some(1000), Change::Alone));
        assert_eq!(of(None, Some(1.0)), (None, Change::None));
    }

    #[test]
    fn a_share_is_written_as_percent() {
        assert_eq!(percent(thousandths(0.945)), "94.5");
        assert_eq!(percent(thousandths(1.0)), "100");
        assert_eq!(percent(thousandths(0.0)), "0");
        assert_eq!(percent(thousandths(f64::NAN)), "0");
        assert_eq!(percent(thousandths(7.0)), "100");
        assert_eq!(percent(3), "0.3");
    }

    #[test]
    fn an_empty_namespace_is_told_from_one_that_has_not_been_read() {
        let unread = Extent::default();
        assert!(nothing_read(&unread) && !is_empty(&unread));
        let none = Extent {
            complete: true,
            ..Extent::default()
        };
        assert!(is_empty(&none) && !nothing_read(&none));
        let none_told = Extent {
            total: Some(0),
            ..Extent::default()
        };
        assert!(is_empty(&none_told));
        assert!(!is_empty(&whole()) && !nothing_read(&whole()));
    }
}
