//! What a timetable means.

use kfp_core::model::Trigger;
use kfp_core::schedule::{NamedZone, Timetable, Zone as _};
use serde::Serialize;
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

use crate::failure::Failure;
use crate::output::moment;
use crate::words::{Both, Language, both};

/// As many firings as are told.
const TOLD: usize = 5;

/// What a timetable means.
#[derive(Debug, Serialize)]
pub(in crate::commands) struct Preview {
    trigger: Trigger,
    words: String,
    #[serde(skip)]
    korean: String,
    /// The next ones, by KFP's clock: UTC, unless its operator set another zone.
    #[serde(serialize_with = "firings")]
    next: Vec<OffsetDateTime>,
}

impl Preview {
    /// # Errors
    /// What KFP would refuse, or would take and never fire.
    pub(in crate::commands) fn of(trigger: Trigger) -> Result<Self, Failure> {
        Self::at(trigger, OffsetDateTime::now_utc())
    }

    fn at(trigger: Trigger, now: OffsetDateTime) -> Result<Self, Failure> {
        let unusable = |problem: Both| Failure::Usage {
            problem,
            hint: both!(
                "Look at --cron or --every together with --start and --end.",
                "--cron 또는 --every 옵션을 --start, --end 옵션과 함께 확인하세요."
            ),
        };
        let timetable = Timetable::of(&trigger).map_err(|problem| {
            let korean = problem.in_korean();
            unusable(both!(
                "the timetable cannot be used: {problem}",
                "일정을 쓸 수 없어요: {korean}"
            ))
        })?;
        let mut next = Vec::new();
        let mut last = now;
        while next.len() < TOLD
            && let Some(firing) = timetable.next_after(last, now, UtcOffset::UTC)
        {
            next.push(firing);
            last = firing;
        }
        let (words, korean) = (timetable.to_string(), timetable.in_korean());
        if next.is_empty() {
            return Err(unusable(both!(
                "it would never fire: {words}",
                "한 번도 실행되지 않을 일정이에요: {korean}"
            )));
        }
        Ok(Self {
            trigger,
            words,
            korean,
            next,
        })
    }

    /// The same for people.
    pub(in crate::commands) fn told(&self, zone: &NamedZone, language: Language) -> String {
        let mut lines = vec![language.fires(match language {
            Language::English => &self.words,
            Language::Korean => &self.korean,
        })];
        match self.next.len() {
            1 => lines.push(language.fires_once()),
            few if few < TOLD => lines.push(language.fires_times(few)),
            _ => {}
        }
        let named = zone.name();
        let named = named.map_or_else(|| language.zone_of_machine(), str::to_owned);
        lines.extend(self.next.iter().map(|firing| {
            let utc = moment(Some(*firing));
            let here = moment(Some(firing.to_offset(zone.offset_at(*firing))));
            if here == utc {
                format!("  {utc}")
            } else {
                format!("  {utc}  {here} ({named})")
            }
        }));
        lines.join("\n")
    }
}

fn firings<S: serde::Serializer>(
    times: &[OffsetDateTime],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let texts = times.iter().filter_map(|time| time.format(&Rfc3339).ok());
    serializer.collect_seq(texts)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-26 9:00 UTC);

    #[test]
    fn the_next_firings_are_told_in_both_zones() {
        let preview = Preview::at(Trigger::cron("0 30 6 ? * MON-FRI"), NOW).unwrap();
        let seoul: NamedZone = "Asia/Seoul".parse().unwrap();
        let told = preview.told(&seoul, Language::English);
        let lines: Vec<&str> = told.lines().collect();
        assert!(lines[0].starts_with("Fires at 06:30 from Monday to Friday,"));
        assert_eq!(
            lines[1],
            "  2026-11-27T06:30:00Z  2026-11-27T15:30:00+09:00 (Asia/Seoul)"
        );
        assert_eq!(lines.len(), 6);
        let korean = preview.told(&seoul, Language::Korean);
        assert!(korean.contains("매주 월요일–금요일 06:30."), "{korean}");
        assert_eq!(korean.lines().skip(1).collect::<Vec<_>>(), lines[1..]);
        let value = serde_json::to_value(&preview).unwrap();
        assert_eq!(value["next"][1], "2026-11-30T06:30:00Z");
        assert_eq!(value["words"], "at 06:30 from Monday to Friday");
    }

    #[test]
    fn what_never_fires_is_refused_and_what_fires_seldom_is_told() {
        let mut trigger = Trigger::every(3_600);
        let window = |trigger: &mut Trigger, end| {
            if let Some(schedule) = &mut trigger.periodic_schedule {
                schedule.end_time = Some(end);
            }
        };
        window(&mut trigger, datetime!(2026-11-26 9:30 UTC));
        let never = Preview::at(trigger.clone(), NOW).unwrap_err();
        assert!(never.to_string().contains("never fire"), "{never}");
        window(&mut trigger, datetime!(2026-11-26 10:30 UTC));
        let once = Preview::at(trigger, NOW).unwrap();
        assert!(
            once.told(&NamedZone::of_machine(), Language::English)
                .contains("It fires once.")
        );
        assert!(Preview::at(Trigger::cron("0 0 0 30 2 *"), NOW).is_err());
    }
}
