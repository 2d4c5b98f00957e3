//! Times as people write them.

use kfp_core::schedule::{NamedZone, Zone as _};
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time};

use crate::failure::Failure;
use crate::words::both;

/// The zone that was named, else that of this machine.
pub(super) fn zone(named: Option<&str>) -> Result<NamedZone, Failure> {
    let Some(name) = named else {
        return Ok(NamedZone::of_machine());
    };
    name.parse().map_err(|problem| Failure::Usage {
        problem: both!(
            "--zone {name}: {problem}",
            "--zone {name}: 쓸 수 없는 시간대예요 ({problem})",
            name = name.escape_debug()
        ),
        hint: both!(
            "Leave it out for the zone of this machine.",
            "빼면 이 컴퓨터의 시간대를 써요."
        ),
    })
}

/// A moment: with an offset, or by the clock of the zone; a date alone is its midnight.
pub(super) fn moment(flag: &str, text: &str, zone: &NamedZone) -> Result<OffsetDateTime, Failure> {
    let text = text.trim();
    if let Ok(moment) = OffsetDateTime::parse(text, &Rfc3339) {
        return Ok(moment);
    }
    let minutes = format_description!("[year]-[month]-[day] [hour]:[minute]");
    let seconds = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
    let plain = text.replacen('T', " ", 1);
    let date = format_description!("[year]-[month]-[day]");
    let local = PrimitiveDateTime::parse(&plain, &seconds)
        .or_else(|_| PrimitiveDateTime::parse(&plain, &minutes))
        .or_else(|_| Date::parse(text, &date).map(|date| date.with_time(Time::MIDNIGHT)));
    match local {
        Ok(local) => Ok(by_the_clock(local, zone)),
        Err(_) => Err(Failure::Usage {
            problem: both!(
                "{flag} {text} is no time, or one that no calendar has",
                "{flag} {text}: 시각이 아니거나 달력에 없는 시각이에요",
                text = text.escape_debug()
            ),
            hint: both!(
                "Write it as 2026-11-26T09:00:00+09:00, 2026-11-26 09:00 or 2026-11-26.",
                "2026-11-26T09:00:00+09:00, 2026-11-26 09:00, 2026-11-26 가운데 한 꼴로 쓰세요."
            ),
        }),
    }
}

fn by_the_clock(local: PrimitiveDateTime, zone: &NamedZone) -> OffsetDateTime {
    let guess = local.assume_offset(zone.offset_at(local.assume_utc()));
    // The clock may have been changed between the guess and what it is a guess of.
    local.assume_offset(zone.offset_at(guess))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn times_are_read_with_their_zone() {
        let seoul: NamedZone = "Asia/Seoul".parse().unwrap();
        for (text, expected) in [
            ("2026-11-06T00:00:00Z", datetime!(2026-11-06 0:00 UTC)),
            ("2026-11-06", datetime!(2026-11-06 0:00 +9)),
            ("2026-11-06 09:00", datetime!(2026-11-06 9:00 +9)),
            ("2026-11-06T09:00:30", datetime!(2026-11-06 9:00:30 +9)),
            ("2026-11-06T09:00:00+09:00", datetime!(2026-11-06 9:00 +9)),
        ] {
            assert_eq!(moment("--start", text, &seoul).unwrap(), expected, "{text}");
        }
        for text in [
            "2026-02-31",
            "tomorrow",
            "",
            "2026-11-06 25:00",
            "06.11.2026",
        ] {
            assert!(moment("--start", text, &seoul).is_err(), "{text}");
        }
        let berlin: NamedZone = "Europe/Berlin".parse().unwrap();
        let after_the_change = moment("--start", "2026-03-29 03:30", &berlin).unwrap();
        assert_eq!(after_the_change, datetime!(2026-03-29 1:30 UTC));
        assert!(zone(Some("Nowhere/At all")).is_err());
    }
}
