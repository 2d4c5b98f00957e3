//! Triggers of recurring runs: their words, and when they fire next.

use kfp_core::{
    model::Trigger,
    schedule::{InvalidTrigger, Timetable},
};
use leptos::prelude::*;
use time::{OffsetDateTime, UtcOffset};

use crate::{text::moment, ui::Clock};

/// A trigger, read.
#[derive(Debug)]
pub(crate) struct TriggerWords {
    /// What it means.
    pub(crate) timetable: Result<Timetable, InvalidTrigger>,
    /// Its cron line; empty without one.
    pub(crate) line: String,
    /// Whether the line has five fields, as crontab has them, which KFP reads in another way.
    pub(crate) has_five_fields: bool,
}

/// Reads a trigger.
pub(crate) fn in_words(trigger: &Trigger) -> TriggerWords {
    let line = trigger.cron_schedule.as_ref();
    let line = line.map_or_else(String::new, |schedule| schedule.cron.clone());
    TriggerWords {
        timetable: Timetable::of(trigger),
        has_five_fields: line.split_whitespace().count() == 5,
        line,
    }
}

/// The next firings by the clock of the page, as KFP counts them where its operator has set no zone. They are reckoned
/// anew when the first of them has passed.
pub(crate) fn use_firings(
    trigger: Trigger,
    created_at: Option<OffsetDateTime>,
    count: usize,
) -> Memo<Vec<OffsetDateTime>> {
    let clock = expect_context::<Clock>();
    Memo::new(move |told: Option<&Vec<OffsetDateTime>>| {
        let Some(now) = moment(clock.now()) else {
            return Vec::new();
        };
        match told {
            Some(told) if !has_passed(now, told) => told.clone(),
            _ => firings_after(now, &trigger, created_at, count),
        }
    })
}

/// The next firings of a trigger that changes, as it would be created now.
pub(crate) fn use_firings_of(
    trigger: Memo<Option<Trigger>>,
    count: usize,
) -> Memo<Vec<OffsetDateTime>> {
    let clock = expect_context::<Clock>();
    let told = Memo::new(
        move |told: Option<&(Option<Trigger>, Vec<OffsetDateTime>)>| {
            let (trigger, now) = (trigger.get(), moment(clock.now()));
            let (Some(of), Some(now)) = (&trigger, now) else {
                return (trigger, Vec::new());
            };
            let firings = match told {
                Some((known, told)) if *known == trigger && !has_passed(now, told) => told.clone(),
                _ => firings_after(now, of, None, count),
            };
            (trigger, firings)
        },
    );
    Memo::new(move |_| told.read().1.clone())
}

/// Whether the first of some firings has passed. Where there is none, there never will be one.
fn has_passed(now: OffsetDateTime, told: &[OffsetDateTime]) -> bool {
    told.first().is_some_and(|first| *first <= now)
}

/// The firings after a moment.
pub(crate) fn firings_after(
    now: OffsetDateTime,
    trigger: &Trigger,
    created_at: Option<OffsetDateTime>,
    count: usize,
) -> Vec<OffsetDateTime> {
    let Ok(timetable) = Timetable::of(trigger) else {
        return Vec::new();
    };
    let created_at = created_at.unwrap_or(now);
    let next = |moment: &OffsetDateTime| timetable.next_after(*moment, created_at, UtcOffset::UTC);
    std::iter::successors(next(&now), next)
        .take(count)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(seconds).expect("a moment")
    }

    #[test]
    fn firings_follow_each_other() {
        const HOUR: i64 = 3_600;
        let now = at(10 * HOUR + 5);
        let told = firings_after(now, &Trigger::cron("0 0 * * * *"), None, 3);
        assert_eq!(told, [11, 12, 13].map(|hour| at(hour * HOUR)));
        let told = firings_after(now, &Trigger::every(HOUR), Some(at(100)), 2);
        assert_eq!(told, [at(10 * HOUR + 100), at(11 * HOUR + 100)]);
        assert!(!has_passed(at(10 * HOUR + 99), &told));
        assert!(has_passed(at(10 * HOUR + 100), &told));
        assert!(!has_passed(now, &[]));
        assert!(firings_after(now, &Trigger::cron("0 0 0 31 2 *"), None, 5).is_empty());
        assert!(firings_after(now, &Trigger::cron("nonsense"), None, 5).is_empty());
        assert!(firings_after(now, &Trigger::default(), None, 5).is_empty());
    }

    #[test]
    fn a_line_of_crontab_is_told_from_one_of_kfp() {
        assert!(in_words(&Trigger::cron("0 2 * * *")).has_five_fields);
        assert!(!in_words(&Trigger::cron("0 0 2 * * *")).has_five_fields);
        assert!(!in_words(&Trigger::every(60)).has_five_fields);
    }
}
