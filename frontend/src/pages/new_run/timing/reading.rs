//! What was typed of the timing, read as the trigger of a recurring run. Pure.

use std::collections::BTreeMap;

use kfp_core::{
    model::Trigger,
    schedule::{Cron, InvalidTrigger, Timetable},
};
use time::OffsetDateTime;

use super::{
    super::reading::Fault,
    draft::TimingDraft,
    five_fields::five_fields,
    moment::{Clock, moment},
};
use crate::schedule::firings_after;

/// Most starts of a window that are counted.
pub(super) const MOST_COUNTED: usize = 1_000;

/// A field that something can be wrong with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::pages::new_run) enum Field {
    /// The cron line, or the interval.
    Rhythm,
    /// The first moment.
    Start,
    /// The last moment.
    End,
}

/// When runs would be made, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::pages::new_run) struct Timing {
    /// The trigger, as far as it can be read: also one that never fires.
    pub(in crate::pages::new_run) trigger: Option<Trigger>,
    /// The first moment, as it was read.
    pub(in crate::pages::new_run) start: Option<OffsetDateTime>,
    /// The last moment, as it was read.
    pub(in crate::pages::new_run) end: Option<OffsetDateTime>,
    /// How many starts there are until the end, at most [`MOST_COUNTED`] and one; `None` without an end.
    pub(in crate::pages::new_run) count: Option<usize>,
    /// What is wrong.
    pub(in crate::pages::new_run) faults: BTreeMap<Field, Fault>,
}

/// Reads the fields at a moment.
pub(in crate::pages::new_run) fn read(
    draft: &TimingDraft,
    now: OffsetDateTime,
    clock: Clock,
) -> Timing {
    let mut timing = Timing::default();
    timing.start = kept(&mut timing, Field::Start, moment(&draft.start, clock)).flatten();
    timing.end = kept(&mut timing, Field::End, moment(&draft.end, clock)).flatten();
    let (start, end) = (timing.start, timing.end);
    if start.zip(end).is_some_and(|(start, end)| end <= start) {
        timing.faults.insert(Field::End, Fault::EndsFirst);
    }
    let Some(mut trigger) = kept(&mut timing, Field::Rhythm, rhythm(draft)) else {
        return timing;
    };
    if let Some(cron) = &mut trigger.cron_schedule {
        (cron.start_time, cron.end_time) = (start, end);
    }
    if let Some(periodic) = &mut trigger.periodic_schedule {
        (periodic.start_time, periodic.end_time) = (start, end);
    }
    if timing.faults.is_empty() {
        let most = if end.is_some() { MOST_COUNTED + 1 } else { 1 };
        let count = firings_after(now, &trigger, None, most).len();
        timing.count = end.map(|_| count);
        if count == 0 {
            let field = end.map_or(Field::Rhythm, |_| Field::End);
            timing.faults.insert(field, Fault::NeverStarts);
        }
    }
    timing.trigger = Some(trigger);
    timing
}

fn kept<T>(timing: &mut Timing, field: Field, read: Result<T, Fault>) -> Option<T> {
    match read {
        Ok(read) => Some(read),
        Err(fault) => {
            timing.faults.insert(field, fault);
            None
        }
    }
}

/// The trigger without its window.
fn rhythm(draft: &TimingDraft) -> Result<Trigger, Fault> {
    if draft.by_interval {
        let count = draft.every.trim();
        if count.is_empty() {
            return Err(Fault::Missing);
        }
        let count: i64 = count.parse().map_err(|_| Fault::NoInterval)?;
        let seconds = count.checked_mul(draft.unit.seconds());
        let trigger = Trigger::every(seconds.ok_or(Fault::NoInterval)?);
        return match Timetable::of(&trigger) {
            Ok(_) => Ok(trigger),
            Err(_) => Err(Fault::NoInterval),
        };
    }
    let line = draft.cron.trim();
    if line.is_empty() {
        return Err(Fault::Missing);
    }
    if five_fields(line).is_some() {
        return Err(Fault::FiveFields);
    }
    line.parse::<Cron>().map_err(Fault::Cron)?;
    let trigger = Trigger::cron(line);
    match Timetable::of(&trigger) {
        Ok(_) => Ok(trigger),
        Err(InvalidTrigger::Cron(why)) => Err(Fault::Cron(why)),
        Err(_) => Err(Fault::NoInterval),
    }
}

#[cfg(test)]
mod tests {
    use kfp_core::schedule::InvalidCron;
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::{
        super::draft::{Unit, interval},
        *,
    };
    use crate::data::Recurs;

    const NOW: OffsetDateTime = datetime!(2026-11-05 12:00 UTC);

    fn utc(_: i64) -> i32 {
        0
    }

    fn cron(line: &str, start: &str, end: &str) -> Timing {
        let draft = TimingDraft {
            cron: line.to_owned(),
            start: start.to_owned(),
            end: end.to_owned(),
            ..TimingDraft::default()
        };
        read(&draft, NOW, utc)
    }

    fn faults(timing: Timing) -> Vec<(Field, Fault)> {
        timing.faults.into_iter().collect()
    }

    #[test]
    fn a_line_and_a_window_become_a_trigger() {
        let timing = cron(" 0 30 6 ? * MON-FRI ", "2026-11-06", "2026-11-13 06:30");
        assert_eq!(timing.count, Some(6));
        let schedule = timing.trigger.and_then(|trigger| trigger.cron_schedule);
        let schedule = schedule.expect("a cron line");
        assert_eq!(schedule.cron, "0 30 6 ? * MON-FRI");
        assert_eq!(schedule.start_time, Some(datetime!(2026-11-06 0:00 UTC)));
        assert!(timing.faults.is_empty());
    }

    #[test]
    fn bad_input_is_told_field_by_field() {
        assert_eq!(faults(cron("", "", "")), [(Field::Rhythm, Fault::Missing)]);
        for five in ["10 10 * * *", "*/10 * * * *", "0 0 * * 0"] {
            assert_eq!(
                faults(cron(five, "", "")),
                [(Field::Rhythm, Fault::FiveFields)]
            );
        }
        assert_eq!(
            faults(cron("0 0 2 * * * *", "", "")),
            [(Field::Rhythm, Fault::Cron(InvalidCron::Fields { found: 7 }))]
        );
        assert_eq!(
            faults(cron("nonsense", "2026-02-31", "soon")),
            [
                (Field::Rhythm, Fault::Cron(InvalidCron::Fields { found: 1 })),
                (Field::Start, Fault::NoSuchDay),
                (Field::End, Fault::NoMoment),
            ]
        );
        assert_eq!(
            faults(cron("@daily", "2026-11-07", "2026-11-06")),
            [(Field::End, Fault::EndsFirst)]
        );
    }

    #[test]
    fn what_never_starts_is_told_and_what_does_is_counted() {
        assert_eq!(
            faults(cron("0 0 0 30 2 *", "", "")),
            [(Field::Rhythm, Fault::NeverStarts)]
        );
        assert_eq!(
            faults(cron("@daily", "", "2026-11-05 23:59")),
            [(Field::End, Fault::NeverStarts)]
        );
        // Ten seconds in the place of ten minutes.
        let window = ("2026-11-06T00:00:00.00Z", "2026-11-06T00:40:00Z");
        assert_eq!(cron("*/10 * * * * *", window.0, window.1).count, Some(240));
        assert_eq!(cron("0 */10 * * * *", window.0, window.1).count, Some(4));
        assert_eq!(cron("@hourly", "", "2026-11-05 13:00").count, Some(1));
        let many = cron("* * * * * *", "", "2027-01-01").count;
        assert_eq!(many, Some(MOST_COUNTED + 1));
        assert_eq!(cron("@hourly", "", "").count, None);
    }

    #[test]
    fn an_interval_is_a_whole_number_of_its_unit() {
        let every = |count: &str, unit| {
            let draft = TimingDraft {
                by_interval: true,
                every: count.to_owned(),
                unit,
                ..TimingDraft::default()
            };
            read(&draft, NOW, utc)
        };
        let timing = every(" 90 ", Unit::Minutes);
        assert_eq!(timing.trigger, Some(Trigger::every(5_400)));
        for wrong in ["0", "-1", "1.5", "one", "9223372036854775807"] {
            assert_eq!(
                faults(every(wrong, Unit::Days)),
                [(Field::Rhythm, Fault::NoInterval)],
                "{wrong}"
            );
        }
        assert_eq!(
            faults(every("", Unit::Days)),
            [(Field::Rhythm, Fault::Missing)]
        );
    }

    #[test]
    fn a_recurring_run_fills_the_form_in() {
        let recurs = Recurs {
            trigger: Trigger::every(7_200),
            at_a_time: 3,
            no_catchup: true,
            is_on: false,
        };
        let draft = TimingDraft::of(&recurs);
        assert_eq!((draft.every.as_str(), draft.unit), ("2", Unit::Hours));
        assert!(draft.by_interval && draft.no_catchup && draft.is_off && draft.at_a_time == 3);
        assert_eq!(read(&draft, NOW, utc).trigger, Some(recurs.trigger));
        let line = TimingDraft::of_cron("@every 90s");
        assert_eq!((line.every.as_str(), line.unit), ("90", Unit::Seconds));
        assert_eq!(interval(86_400), "1d");
        assert_eq!(interval(90), "90s");
    }

    proptest! {
        #[test]
        fn a_recurring_run_that_is_cloned_as_it_is_keeps_its_trigger(
            seconds in 1_i64..100_000_000,
            start in 0_i64..4_000_000_000,
            ends in any::<bool>(),
        ) {
            let at = |seconds| OffsetDateTime::from_unix_timestamp(seconds).expect("a moment");
            let mut trigger = Trigger::every(seconds);
            if let Some(periodic) = &mut trigger.periodic_schedule {
                periodic.start_time = Some(at(start));
                periodic.end_time = ends.then(|| at(start + 10));
            }
            let recurs = Recurs { trigger: trigger.clone(), at_a_time: 1, no_catchup: false, is_on: true };
            prop_assert_eq!(read(&TimingDraft::of(&recurs), NOW, utc).trigger, Some(trigger));
        }

        #[test]
        fn no_text_breaks_the_reader(line in "\\PC{0,40}|[0-9*/,? @a-z-]{0,30}", start in "[0-9T: -]{0,20}") {
            let timing = cron(&line, &start, "");
            prop_assert!(timing.trigger.is_some() || !timing.faults.is_empty());
        }
    }
}
