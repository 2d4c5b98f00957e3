//! What a timetable is made of, for those who say it in words of their own.

use time::Duration;

use super::cron::Fields;
use super::field::{Bounds, DAY_OF_MONTH, DAY_OF_WEEK, Field, HOUR, MINUTE, MONTH, SECOND};

/// What makes a recurring run fire, whenever it begins and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    /// It fires once, when it is created.
    Once,
    /// At this distance, in whole seconds.
    Every(Duration),
    /// Where the fields of a cron line meet the clock.
    Fields(CronFields),
}

/// The six fields of a cron line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CronFields(pub(super) Fields);

/// One field of a cron line.
#[derive(Clone, Copy, Debug)]
pub struct CronField {
    field: Field,
    bounds: &'static Bounds,
}

impl CronFields {
    /// Seconds of a minute, 0 to 59.
    pub fn second(&self) -> CronField {
        CronField::new(self.0.second, &SECOND)
    }

    /// Minutes of an hour, 0 to 59.
    pub fn minute(&self) -> CronField {
        CronField::new(self.0.minute, &MINUTE)
    }

    /// Hours of a day, 0 to 23.
    pub fn hour(&self) -> CronField {
        CronField::new(self.0.hour, &HOUR)
    }

    /// Days of a month, 1 to 31.
    pub fn day_of_month(&self) -> CronField {
        CronField::new(self.0.day_of_month, &DAY_OF_MONTH)
    }

    /// Months of a year, 1 to 12.
    pub fn month(&self) -> CronField {
        CronField::new(self.0.month, &MONTH)
    }

    /// Days of a week, 0 to 6; Sunday is 0.
    pub fn day_of_week(&self) -> CronField {
        CronField::new(self.0.day_of_week, &DAY_OF_WEEK)
    }

    /// Whether a day has to be in both of its fields; else in one of them.
    pub fn needs_both_days(&self) -> bool {
        self.0.day_of_month.is_star || self.0.day_of_week.is_star
    }
}

impl CronField {
    fn new(field: Field, bounds: &'static Bounds) -> Self {
        Self { field, bounds }
    }

    /// The values that it lets through, smallest first.
    pub fn values(self) -> impl Iterator<Item = u8> + Clone {
        self.field.values()
    }

    /// Whether it lets every value through.
    pub fn is_all(self) -> bool {
        self.field.is_all(self.bounds)
    }

    /// The one value, if there is one alone.
    pub fn single(self) -> Option<u8> {
        self.field.single()
    }

    /// The distance of its values, if they lie evenly from the first to the last possible one.
    pub fn step(self) -> Option<u8> {
        self.field.step(self.bounds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Trigger;
    use crate::schedule::Timetable;

    fn rhythm(trigger: &Trigger) -> Rhythm {
        Timetable::of(trigger).unwrap().rhythm()
    }

    #[test]
    fn a_timetable_tells_what_it_is_made_of() {
        assert_eq!(rhythm(&Trigger::default()), Rhythm::Once);
        let hour = Rhythm::Every(Duration::hours(1));
        assert_eq!(rhythm(&Trigger::every(3600)), hour);
        assert_eq!(rhythm(&Trigger::cron("@every 1h")), hour);
        let Rhythm::Fields(fields) = rhythm(&Trigger::cron("0 */5 9 ? 2,3 MON-FRI")) else {
            panic!("fields");
        };
        assert_eq!(fields.second().single(), Some(0));
        assert_eq!(fields.minute().step(), Some(5));
        assert_eq!(fields.hour().values().collect::<Vec<_>>(), [9]);
        assert!(fields.day_of_month().is_all() && !fields.day_of_week().is_all());
        assert_eq!(fields.month().values().collect::<Vec<_>>(), [2, 3]);
        assert_eq!(
            fields.day_of_week().values().collect::<Vec<_>>(),
            [1, 2, 3, 4, 5]
        );
        assert!(fields.needs_both_days());
    }
}
