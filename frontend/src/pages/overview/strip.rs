//! The last runs as a strip of bars: as high as they took long, in the look of their state.

use std::fmt::Write as _;

use console_api::overview::{Bar, LAST};
use kfp_core::model::RuntimeState;

use crate::status::Status;

/// The height of the longest bar.
const HEIGHT: i64 = 20;
/// The least height of a bar: also of what has not begun.
const LEAST: i64 = 3;
/// From one bar to the next.
const STEP: usize = 7;

/// The status of a bar.
pub(super) fn status(bar: &Bar) -> Status {
    // A run whose end was asked for is counted as canceled, and comes as such.
    Status::of_what_is_known(
        &RuntimeState::parse(&bar.state),
        false,
        bar.duration_ms.is_some(),
    )
}

/// How long a run took, or takes so far; nothing for what waits.
fn length(bar: &Bar, at_ms: i64) -> i64 {
    let so_far = || match status(bar) {
        Status::Running | Status::Canceling => at_ms.saturating_sub(bar.created_at_ms),
        _ => 0,
    };
    bar.duration_ms.unwrap_or_else(so_far).max(0)
}

/// Draws the bars of at most [`LAST`] runs, the newest last. Where there are fewer, the places of the oldest are marked as
/// empty.
pub(super) fn drawing(bars: &[Bar], at_ms: i64) -> String {
    let bars = &bars[bars.len().saturating_sub(LAST)..];
    let longest = bars.iter().map(|bar| length(bar, at_ms)).max().unwrap_or(0);
    let mut out = String::new();
    let empty = LAST - bars.len();
    for at in 0..empty {
        let x = at * STEP;
        let _written = write!(
            out,
            r#"<rect class="bar-none" x="{x}" y="18.5" width="5" height="1.5"/>"#
        );
    }
    for (at, bar) in bars.iter().enumerate() {
        let x = (empty + at) * STEP;
        let part = i128::from(length(bar, at_ms)) * i128::from(HEIGHT) / i128::from(longest.max(1));
        let height = i64::try_from(part).unwrap_or(HEIGHT).max(LEAST);
        draw(&mut out, &status(bar), x, height);
    }
    out
}

fn draw(out: &mut String, status: &Status, x: usize, height: i64) {
    let class = match status {
        Status::Succeeded => "bar-succeeded",
        Status::Failed => "bar-failed",
        Status::Running | Status::Canceling => "bar-running",
        Status::Canceled => "bar-canceled",
        Status::Skipped | Status::Omitted => "bar-skipped",
        _ => "bar-pending",
    };
    let y = HEIGHT - height;
    let _written = match status {
        // Lines are drawn on the edge: half a pixel inside it looks as wide as a filled bar.
        Status::Running
        | Status::Canceling
        | Status::Canceled
        | Status::Skipped
        | Status::Omitted => write!(
            out,
            r#"<rect class="{class}" x="{x}.5" y="{y}.5" width="4" height="{}" rx="1"/>"#,
            height - 1
        ),
        _ => write!(
            out,
            r#"<rect class="{class}" x="{x}" y="{y}" width="5" height="{height}" rx="1"/>"#
        ),
    };
    if *status == Status::Failed {
        let _written = write!(
            out,
            r#"<rect class="{class}" x="{x}" y="21.5" width="5" height="2" rx=".5"/>"#
        );
    }
}

/// How many runs there are of each status, in the order of what ended well, what did not, and what goes on.
pub(super) fn tally(bars: &[Bar]) -> Vec<(Status, usize)> {
    let mut tally: Vec<(Status, usize)> = Vec::new();
    for bar in bars {
        let status = status(bar);
        match tally.iter_mut().find(|(known, _)| *known == status) {
            Some((_, count)) => *count += 1,
            None => tally.push((status, 1)),
        }
    }
    tally.sort_by_key(|(status, _)| place(status));
    tally
}

fn place(status: &Status) -> usize {
    const ORDER: [Status; 8] = [
        Status::Succeeded,
        Status::Failed,
        Status::Canceled,
        Status::Skipped,
        Status::Running,
        Status::Canceling,
        Status::Pending,
        Status::Paused,
    ];
    let place = ORDER.iter().position(|known| known == status);
    place.unwrap_or(ORDER.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bar(state: &str, duration_ms: Option<i64>) -> Bar {
        Bar {
            run_id: "r".to_owned(),
            state: state.to_owned(),
            created_at_ms: 1_000,
            duration_ms,
        }
    }

    #[test]
    fn the_longest_run_has_the_full_height_and_a_short_one_is_still_seen() {
        let bars = [
            bar("SUCCEEDED", Some(100_000)),
            bar("SUCCEEDED", Some(50_000)),
            bar("SUCCEEDED", Some(1)),
        ];
        let drawing = drawing(&bars, 0);
        assert_eq!(drawing.matches("bar-none").count(), LAST - 3);
        for rect in [
            r#"x="119" y="0" width="5" height="20""#,
            r#"x="126" y="10" width="5" height="10""#,
            r#"x="133" y="17" width="5" height="3""#,
        ] {
            assert!(drawing.contains(rect), "{rect}: {drawing}");
        }
    }

    #[test]
    fn a_failure_has_a_mark_under_the_line_and_what_runs_is_hollow() {
        let bars = [bar("FAILED", Some(2_000)), bar("RUNNING", None)];
        let drawing = drawing(&bars, 5_000);
        assert_eq!(drawing.matches("bar-failed").count(), 2);
        assert!(drawing.contains(
            r#"<rect class="bar-running" x="133.5" y="0.5" width="4" height="19" rx="1"/>"#
        ));
    }

    #[test]
    fn what_waits_has_no_length_of_its_own() {
        let bars = [bar("PENDING", None), bar("", None)];
        let drawing = drawing(&bars, i64::MAX);
        assert_eq!(drawing.matches(r#"class="bar-pending""#).count(), 2);
        assert_eq!(drawing.matches(r#"height="3""#).count(), 2);
    }

    #[test]
    fn the_strip_is_told_in_one_order() {
        let bars = ["RUNNING", "FAILED", "SUCCEEDED", "MOON", "SUCCEEDED"];
        let bars = bars.map(|state| bar(state, None));
        let tally = tally(&bars);
        assert_eq!(
            tally,
            [
                (Status::Succeeded, 2),
                (Status::Failed, 1),
                (Status::Running, 1),
                (Status::Unknown("MOON".into()), 1),
            ]
        );
    }

    proptest! {
        #[test]
        fn no_answer_draws_outside_of_the_strip(lengths in proptest::collection::vec(proptest::option::of(any::<i64>()), 0..30), at_ms in any::<i64>(), state in "[A-Z]{0,9}|RUNNING|FAILED") {
            let bars: Vec<Bar> = lengths.into_iter().map(|length| bar(&state, length)).collect();
            let drawing = drawing(&bars, at_ms);
            prop_assert!(!drawing.contains("=\"-"));
            prop_assert!(!drawing.contains("x=\"140"));
        }
    }
}
