//! Lines of the dialect, and schedules with windows and catch-up.

use proptest::prelude::*;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use super::*;

const NOW: OffsetDateTime = datetime!(2026-11-25 12:34:56 UTC);

fn next(line: &str) -> Option<OffsetDateTime> {
    line.parse::<CronExpression>().unwrap().next_after(NOW)
}

#[test]
fn seconds_come_first_and_five_fields_lack_the_weekday() {
    assert_eq!(next("0 0 9 * * *"), Some(datetime!(2026-11-26 9:00 UTC)));
    // Meant as "every five minutes" by who knows cron, read as "every five seconds".
    assert_eq!(
        next("*/5 * * * *"),
        Some(datetime!(2026-11-25 12:35:00 UTC))
    );
    assert_eq!(next("0 9 * * *"), Some(datetime!(2026-11-25 13:09 UTC)));
}

#[test]
fn reads_lists_ranges_steps_and_names() {
    assert_eq!(next("0 0 0 1 JAN ?"), Some(datetime!(2027-01-01 0:00 UTC)));
    assert_eq!(
        next("0 30 8-10/2 * * mon,Fri"),
        Some(datetime!(2026-11-27 8:30 UTC))
    );
    assert_eq!(
        next("15/20 * * * * *"),
        Some(datetime!(2026-11-25 12:35:15 UTC))
    );
    assert_eq!(next("0 0 0 29 2 *"), Some(datetime!(2028-02-29 0:00 UTC)));
    assert_eq!(next("0 0 0 31 2 *"), None);
}

#[test]
fn either_day_is_enough_unless_one_is_a_star() {
    assert_eq!(next("0 0 0 13 * fri"), Some(datetime!(2026-11-27 0:00 UTC)));
    assert_eq!(next("0 0 0 * * fri"), Some(datetime!(2026-11-27 0:00 UTC)));
    assert_eq!(next("0 0 0 13 * *"), Some(datetime!(2026-12-13 0:00 UTC)));
}

#[test]
fn knows_the_descriptors() {
    assert_eq!(next("@hourly"), Some(datetime!(2026-11-25 13:00 UTC)));
    assert_eq!(next("@weekly"), Some(datetime!(2026-11-29 0:00 UTC)));
    assert_eq!(
        next("@every 1h30m"),
        Some(datetime!(2026-11-25 14:04:56 UTC))
    );
    assert_eq!(
        next("@every 10ms"),
        Some(datetime!(2026-11-25 12:34:57 UTC))
    );
}

#[test]
fn says_what_it_cannot_read() {
    let error = |line: &str| line.parse::<CronExpression>().unwrap_err().to_string();
    assert_eq!(error(""), "Empty spec string");
    assert_eq!(error("* * * *"), "Expected 5 to 6 fields, found 4: * * * *");
    assert_eq!(
        error("61 * * * * *"),
        "End of range (61) above maximum (59): 61"
    );
    assert_eq!(
        error("* * * 0 * *"),
        "Beginning of range (0) below minimum (1): 0"
    );
    assert_eq!(
        error("9-3 * * * * *"),
        "Beginning of range (9) beyond end of range (3): 9-3"
    );
    assert_eq!(
        error("*/0 * * * * *"),
        "Step of range should be a positive number: */0"
    );
    assert_eq!(
        error("x * * * * *"),
        "Failed to parse int from x: strconv.Atoi: parsing \"x\": invalid syntax"
    );
    assert_eq!(error("1-2-3 * * * * *"), "Too many hyphens: 1-2-3");
    assert_eq!(error("1/2/3 * * * * *"), "Too many slashes: 1/2/3");
    assert_eq!(error("@never"), "Unrecognized descriptor: @never");
    assert_eq!(
        error("@every day"),
        "Failed to parse duration @every day: time: invalid duration \"day\""
    );
}

fn schedule(trigger: Trigger) -> Schedule {
    Schedule {
        trigger,
        start: None,
        end: None,
        no_catchup: false,
        max_concurrency: 1,
    }
}

#[test]
fn missed_times_are_made_up_one_by_one_or_only_the_last() {
    let created = datetime!(2026-11-25 9:15 UTC);
    let mut hourly = schedule(Trigger::Cron("0 0 * * * *".parse().unwrap()));
    assert_eq!(
        hourly.next(None, created, NOW),
        Some(datetime!(2026-11-25 10:00 UTC))
    );
    assert_eq!(
        hourly.next(Some(datetime!(2026-11-25 10:00 UTC)), created, NOW),
        Some(datetime!(2026-11-25 11:00 UTC))
    );
    hourly.no_catchup = true;
    assert_eq!(
        hourly.next(None, created, NOW),
        Some(datetime!(2026-11-25 12:00 UTC))
    );

    let mut interval = schedule(Trigger::Interval(3600));
    assert_eq!(
        interval.next(None, created, NOW),
        Some(datetime!(2026-11-25 10:15 UTC))
    );
    interval.no_catchup = true;
    assert_eq!(interval.next(None, created, NOW), Some(NOW));
    // A window in the past: one run, planned for its end.
    interval.end = Some(datetime!(2026-11-25 11:00 UTC));
    assert_eq!(interval.next(None, created, NOW), interval.end);
}

#[test]
fn a_line_of_every_second_is_caught_up_at_once() {
    let mut every_second = schedule(Trigger::Cron("* * * * * *".parse().unwrap()));
    every_second.no_catchup = true;
    every_second.start = Some(datetime!(1971-01-01 0:00 UTC));
    assert_eq!(every_second.next(None, NOW, NOW), Some(NOW));
}

#[test]
fn windows_and_running_runs_hold_it_back() {
    let created = datetime!(2026-11-25 9:15 UTC);
    let mut interval = schedule(Trigger::Interval(60));
    interval.start = Some(datetime!(2026-11-26 0:00 UTC));
    assert_eq!(
        interval.next(None, created, NOW),
        Some(datetime!(2026-11-26 0:01 UTC))
    );
    assert_eq!(interval.due(None, created, NOW, 0), None);
    interval.start = None;
    assert_eq!(interval.due(None, created, NOW, 1), None);
    assert_eq!(
        interval.due(None, created, NOW, 0),
        Some(datetime!(2026-11-25 9:16 UTC))
    );
    interval.end = Some(datetime!(2026-11-25 9:15:30 UTC));
    assert_eq!(interval.next(None, created, NOW), None);
}

proptest! {
    #[test]
    fn the_next_time_is_later_and_matches_its_second_and_minute(second in 0u8..60, minute in 0u8..60, offset in 0i64..100_000_000) {
        let after = NOW + Duration::seconds(offset);
        let expression: CronExpression = format!("{second} {minute} * * * *").parse().unwrap();
        let next = expression.next_after(after).unwrap();
        prop_assert!(next > after && next - after <= Duration::HOUR);
        prop_assert_eq!((next.second(), next.minute()), (second, minute));
    }

    #[test]
    fn the_last_time_is_the_one_after_which_none_comes(
        line in prop::sample::select(vec![
            "0 0 * * * *", "*/7 * * * * *", "0 30 4 * * *", "5 0 0 1 * *", "0 0 0 29 2 *", "@every 90s", "* 5 3 * * *",
        ]),
        days in 0i64..800,
        seconds in 0i64..86_400,
    ) {
        let expression: CronExpression = line.parse().unwrap();
        let first = expression.next_after(NOW).unwrap();
        let until = NOW + Duration::days(days) + Duration::seconds(seconds);
        let last = expression.last_until(first, until);
        prop_assert!(last == first || last <= until);
        prop_assert!(first > until || expression.next_after(last).is_none_or(|next| next > until));
    }

    #[test]
    fn no_line_makes_it_panic(line in "[0-9a-z*?/,@ -]{0,30}") {
        if let Ok(expression) = line.parse::<CronExpression>() {
            let _ = expression.next_after(NOW);
        }
    }
}
