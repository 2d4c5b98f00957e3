//! The next firings.

use time::{Duration, OffsetDateTime, UtcOffset};

use super::cron::{Cron, Fields, When};
use super::zone::{Zone, local, start_of};

/// How far ahead is looked: the 29th of February is at most four years away, or eight around a year such as 2100, where KFP
/// gives up after five.
const YEARS: i32 = 5;

impl Cron {
    /// The interval of an `@every`; `None` for fields.
    pub(super) fn interval(&self) -> Option<Duration> {
        match &self.when {
            When::Every(interval) => Duration::try_from(*interval).ok(),
            When::Fields(_) => None,
        }
    }

    /// The first firing after a moment, in the zone's offset. `None` when there is none within five years, such as on the 31st
    /// of February.
    ///
    /// A time that the clocks leave out in spring is left out; one that they show twice in autumn fires twice. So KFP does it.
    pub fn next_after(&self, moment: OffsetDateTime, zone: impl Zone) -> Option<OffsetDateTime> {
        let next = match &self.when {
            When::Every(interval) => {
                let whole = moment.replace_nanosecond(0).ok()?;
                let interval = Duration::try_from(*interval).ok()?;
                whole.checked_add(interval)?
            }
            When::Fields(fields) => fields.next_after(moment, &zone)?,
        };
        local(&zone, next)
    }

    /// All firings after a moment, in order.
    pub fn firings<Z: Zone>(&self, moment: OffsetDateTime, zone: Z) -> Firings<'_, Z> {
        Firings {
            cron: self,
            moment: Some(moment),
            zone,
        }
    }
}

/// The firings of a cron line.
#[derive(Clone, Debug)]
pub struct Firings<'a, Z> {
    cron: &'a Cron,
    moment: Option<OffsetDateTime>,
    zone: Z,
}

impl<Z: Zone> Iterator for Firings<'_, Z> {
    type Item = OffsetDateTime;

    fn next(&mut self) -> Option<OffsetDateTime> {
        self.moment = self.cron.next_after(self.moment?, &self.zone);
        self.moment
    }
}

impl Fields {
    fn next_after(&self, moment: OffsetDateTime, zone: &impl Zone) -> Option<OffsetDateTime> {
        let mut moment = moment
            .checked_to_offset(UtcOffset::UTC)?
            .replace_nanosecond(0)
            .ok()?
            .checked_add(Duration::SECOND)?;
        let last_year = local(zone, moment)?.year() + YEARS;
        loop {
            let now = local(zone, moment)?;
            if now.year() > last_year {
                return None;
            }
            let date = now.date();
            let later = if !self.month.holds(u8::from(date.month())) {
                let next = date.replace_day(1).ok()?.checked_add(Duration::days(32))?;
                start_of(zone, next.replace_day(1).ok()?)?
            } else if !self.holds_day(date) {
                start_of(zone, date.next_day()?)?
            } else if !self.hour.holds(now.hour()) {
                let past = i64::from(now.minute()) * 60 + i64::from(now.second());
                moment.checked_add(Duration::seconds(3600 - past))?
            } else if !self.minute.holds(now.minute()) {
                moment.checked_add(Duration::seconds(60 - i64::from(now.second())))?
            } else if !self.second.holds(now.second()) {
                moment.checked_add(Duration::SECOND)?
            } else {
                return Some(moment);
            };
            // A clock that is set back must not lead in circles.
            moment = later.max(moment.checked_add(Duration::SECOND)?);
        }
    }

    fn holds_day(&self, date: time::Date) -> bool {
        let of_month = self.day_of_month.holds(date.day());
        let of_week = self
            .day_of_week
            .holds(date.weekday().number_days_from_sunday());
        if self.day_of_month.is_star || self.day_of_week.is_star {
            of_month && of_week
        } else {
            of_month || of_week
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::{datetime, offset};

    use super::*;

    fn next(line: &str, moment: OffsetDateTime) -> Option<OffsetDateTime> {
        line.parse::<Cron>()
            .unwrap()
            .next_after(moment, offset!(UTC))
    }

    #[test]
    fn seconds_come_first() {
        let now = datetime!(2026-11-25 10:00:30 UTC);
        assert_eq!(
            next("0 0 2 * * *", now),
            Some(datetime!(2026-11-26 2:00 UTC))
        );
        assert_eq!(
            next("0 2 * * *", now),
            Some(datetime!(2026-11-25 10:02 UTC))
        );
        assert_eq!(
            next("30 * * * * *", now),
            Some(datetime!(2026-11-25 10:01:30 UTC))
        );
        assert_eq!(
            next("* * * * * *", now),
            Some(datetime!(2026-11-25 10:00:31 UTC))
        );
    }

    #[test]
    fn either_day_will_do_unless_one_is_a_star() {
        let now = datetime!(2026-11-25 10:00 UTC);
        // The 13th is a Sunday; the first Friday after now is the 27th.
        assert_eq!(
            next("0 0 0 13 * FRI", now),
            Some(datetime!(2026-11-27 0:00 UTC))
        );
        assert_eq!(
            next("0 0 0 13 * *", now),
            Some(datetime!(2026-12-13 0:00 UTC))
        );
        assert_eq!(
            next("0 0 0 */2 * FRI", now),
            Some(datetime!(2026-11-27 0:00 UTC))
        );
        assert_eq!(
            next("0 0 0 2/2 * ?", now),
            Some(datetime!(2026-11-26 0:00 UTC))
        );
    }

    #[test]
    fn what_never_comes_is_not_waited_for() {
        let now = datetime!(2026-11-25 10:00 UTC);
        assert_eq!(next("0 0 0 31 2 *", now), None);
        assert_eq!(
            next("0 0 0 29 2 *", now),
            Some(datetime!(2028-02-29 0:00 UTC))
        );
        assert_eq!(
            next("* * * * * *", datetime!(9999-12-31 23:59:59 UTC)),
            None
        );
    }

    #[test]
    fn an_interval_begins_at_the_moment_itself() {
        let now = datetime!(2026-11-25 10:00:00.5 UTC);
        assert_eq!(
            next("@every 90s", now),
            Some(datetime!(2026-11-25 10:01:30 UTC))
        );
    }

    /// A zone whose clocks go one hour ahead on 2026-03-29 at 01:00 UTC and back on 2026-10-25 at 01:00 UTC.
    struct Summer;

    impl Zone for Summer {
        fn offset_at(&self, moment: OffsetDateTime) -> UtcOffset {
            let summer = datetime!(2026-03-29 1:00 UTC)..datetime!(2026-10-25 1:00 UTC);
            if summer.contains(&moment) {
                offset!(+2)
            } else {
                offset!(+1)
            }
        }
    }

    #[test]
    fn an_hour_that_is_left_out_is_left_out_and_one_that_comes_twice_fires_twice() {
        let cron: Cron = "0 30 2 * * *".parse().unwrap();
        let spring: Vec<_> = cron
            .firings(datetime!(2026-03-28 0:00 UTC), Summer)
            .take(2)
            .collect();
        assert_eq!(
            spring,
            [datetime!(2026-03-28 2:30 +1), datetime!(2026-03-30 2:30 +2)]
        );
        let autumn: Vec<_> = cron
            .firings(datetime!(2026-10-24 12:00 UTC), Summer)
            .take(3)
            .collect();
        let expected = [
            datetime!(2026-10-25 2:30 +2),
            datetime!(2026-10-25 2:30 +1),
            datetime!(2026-10-26 2:30 +1),
        ];
        assert_eq!(autumn, expected);
        let midnight: Cron = "0 0 0 * * *".parse().unwrap();
        let days: Vec<_> = midnight
            .firings(datetime!(2026-03-28 12:00 UTC), Summer)
            .take(2)
            .collect();
        assert_eq!(
            days,
            [datetime!(2026-03-29 0:00 +1), datetime!(2026-03-30 0:00 +2)]
        );
    }

    fn field(max: u8) -> impl Strategy<Value = String> {
        prop_oneof![
            Just("*".to_owned()),
            (0..=max).prop_map(|value| value.to_string()),
            (1_u8..30).prop_map(|step| format!("*/{step}")),
            (0..=max, 0..=max).prop_map(|(a, b)| format!("{}-{}", a.min(b), a.max(b))),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_firing_is_missed_and_none_is_made_up(
            second in field(59), minute in field(59), hour in field(23), start in 1_774_000_000_i64..1_775_500_000,
        ) {
            // Around the night in which the clocks go ahead, second by second.
            let cron: Cron = format!("{second} {minute} {hour} * * *").parse().unwrap();
            let When::Fields(fields) = &cron.when else { unreachable!("it has fields") };
            let start = OffsetDateTime::from_unix_timestamp(start).unwrap();
            let next = cron.next_after(start, Summer);
            let mut moment = start;
            for _ in 0..90_000 {
                moment += Duration::SECOND;
                let now = local(&Summer, moment).unwrap();
                if fields.second.holds(now.second()) && fields.minute.holds(now.minute()) && fields.hour.holds(now.hour()) {
                    prop_assert_eq!(next, Some(moment));
                    return Ok(());
                }
            }
        }

        #[test]
        fn any_text_is_read_or_refused(line in any::<String>(), fields in prop::collection::vec("[0-9*/,?a-zA-Z-]{1,6}", 5..7)) {
            for line in [line, fields.join(" ")] {
                if let Ok(cron) = line.parse::<Cron>() {
                    prop_assert!(!cron.to_string().is_empty());
                    let _ = cron.next_after(datetime!(2026-11-25 10:00 UTC), Summer);
                }
            }
        }
    }
}
