//! Timetables, and what is wrong with them, in Korean. A part ends so that a particle need not follow it.

use super::cron::Cron;
use super::error::InvalidCron;
use super::rhythm::{CronField, CronFields, Rhythm};
use super::timetable::{InvalidTrigger, Timetable};

impl Timetable {
    /// What it means, in Korean; its [`Display`](std::fmt::Display) is English.
    pub fn in_korean(&self) -> String {
        rhythm(&self.rhythm())
    }
}

impl Cron {
    /// What it means, in Korean; its [`Display`](std::fmt::Display) is English.
    pub fn in_korean(&self) -> String {
        rhythm(&self.rhythm())
    }
}

impl InvalidTrigger {
    /// The same in Korean, without a full stop.
    pub fn in_korean(&self) -> String {
        match self {
            Self::Both => "cron 줄과 간격이 함께 있어요".to_owned(),
            Self::Cron(why) => format!("cron 줄을 쓸 수 없어요: {}", why.in_korean()),
            Self::Interval => "간격이 1초보다 짧거나 100년보다 길어요".to_owned(),
            Self::Backwards => "시작하기 전에 끝나요".to_owned(),
        }
    }
}

impl InvalidCron {
    /// The same in Korean, without a full stop.
    pub fn in_korean(&self) -> String {
        match self {
            Self::Empty => "비어 있어요".to_owned(),
            Self::Fields { found } => {
                format!("필드가 {found}개예요. KFP는 초, 분, 시, 일, 월, 요일 6개를 읽어요")
            }
            Self::Zone => "시간대를 적었지만 KFP는 받지 않아요".to_owned(),
            Self::NotANumber { field, part } => {
                format!("{} 필드의 `{part}` 값은 숫자나 이름이 아니에요", field_name(field))
            }
            Self::OutOfRange {
                field,
                part,
                min,
                max,
            } => format!(
                "{} 필드의 `{part}` 값이 {min}–{max} 범위 밖이에요",
                field_name(field)
            ),
            Self::Backwards { part } => format!("`{part}` 범위가 거꾸로예요"),
            Self::Step { part } => format!("`{part}` 값의 간격이 1 이상의 숫자가 아니에요"),
            Self::NoPart { field } => format!("{} 필드가 비어 있어요", field_name(field)),
            Self::Descriptor => {
                "`@` 다음에는 yearly, annually, monthly, weekly, daily, midnight, hourly 또는 every와 1h30m 같은 길이만 쓸 수 있어요"
                    .to_owned()
            }
            }
    }
}

/// A field of a cron line.
fn field_name(field: &str) -> &str {
    match field {
        "second" => "초",
        "minute" => "분",
        "hour" => "시",
        "day of the month" => "일",
        "month" => "월",
        "day of the week" => "요일",
        other => other,
    }
}

const DAYS: [&str; 7] = [
    "일요일",
    "월요일",
    "화요일",
    "수요일",
    "목요일",
    "금요일",
    "토요일",
];
/// How many times of a day are listed one by one.
const LISTED_TIMES: usize = 6;

fn rhythm(rhythm: &Rhythm) -> String {
    match rhythm {
        Rhythm::Once => "만들 때 한 번".to_owned(),
        Rhythm::Every(interval) => format!("{}마다", length(interval.whole_seconds())),
        Rhythm::Fields(fields) => {
            let months = months(fields);
            let (days, time) = (days(fields), time(fields));
            let parts = [months, days, time];
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            parts.join(" ")
        }
    }
}

/// `1시간 30분`
fn length(seconds: i64) -> String {
    let units = [
        (seconds / 86_400, "일"),
        (seconds / 3_600 % 24, "시간"),
        (seconds / 60 % 60, "분"),
        (seconds % 60, "초"),
    ];
    let parts = units.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts
        .map(|(count, unit)| format!("{count}{unit}"))
        .collect();
    parts.join(" ")
}

/// `1월과` would need a particle, so months stand alone: `1월, 7월`.
fn months(fields: &CronFields) -> String {
    let month = fields.month();
    if month.is_all() {
        String::new()
    } else {
        spans(month, |month| format!("{month}월"))
    }
}

fn days(fields: &CronFields) -> String {
    let (of_month, of_week) = (fields.day_of_month(), fields.day_of_week());
    let month = || {
        let every = if fields.month().is_all() {
            "매월 "
        } else {
            ""
        };
        format!("{every}{}", spans(of_month, |day| format!("{day}일")))
    };
    let week = || spans(of_week, |day| DAYS[usize::from(day % 7)].to_owned());
    match (of_month.is_all(), of_week.is_all()) {
        (true, false) if fields.needs_both_days() => format!("매주 {}", week()),
        (false, true) if fields.needs_both_days() => month(),
        (false, false) if fields.needs_both_days() => format!("{} 중 {}", month(), week()),
        (false, false) => format!("{} 또는 {}", month(), week()),
        // Every day, which is said with a time of the day alone.
        _ if is_at_times(fields) => "매일".to_owned(),
        _ => String::new(),
    }
}

/// Whether it fires at times of the day, and not every so often.
fn is_at_times(fields: &CronFields) -> bool {
    let single = fields.second().single().is_some() && fields.minute().single().is_some();
    single && !fields.hour().is_all()
}

fn time(fields: &CronFields) -> String {
    let (second, minute, hour) = (fields.second(), fields.minute(), fields.hour());
    match (second.single(), minute.single()) {
        (Some(0), Some(0)) if hour.is_all() => "매시 정각".to_owned(),
        (Some(second), Some(minute)) if hour.is_all() => {
            format!(
                "매시 {}",
                length(i64::from(minute) * 60 + i64::from(second))
            )
        }
        (Some(second), Some(minute)) => at_times(hour, minute, second),
        (Some(second), None) => {
            let every = often(minute, "분");
            let at = if second == 0 {
                String::new()
            } else {
                format!(" {second}초")
            };
            format!("{}{every}{at}", of_hours(hour))
        }
        (None, _) => {
            let of_minutes = if minute.is_all() {
                String::new()
            } else {
                format!("{} ", spans(minute, |minute| format!("{minute}분")))
            };
            format!("{}{of_minutes}{}", of_hours(hour), often(second, "초"))
        }
    }
}

fn at_times(hour: CronField, minute: u8, second: u8) -> String {
    let time = |hour: u8| {
        if second == 0 {
            format!("{hour:02}:{minute:02}")
        } else {
            format!("{hour:02}:{minute:02}:{second:02}")
        }
    };
    if hour.values().count() <= LISTED_TIMES {
        return hour.values().map(time).collect::<Vec<_>>().join(", ");
    }
    let past = match length(i64::from(minute) * 60 + i64::from(second)) {
        past if past.is_empty() => "정각".to_owned(),
        past => past,
    };
    match hour.step() {
        Some(step) => format!("0시부터 {step}시간마다 {past}"),
        None => format!("{} {past}", spans(hour, |hour| format!("{hour}시"))),
    }
}

/// `매분`, `5분마다`, `1분, 2분`
fn often(field: CronField, unit: &str) -> String {
    match field.step().filter(|step| 60 % step == 0) {
        _ if field.is_all() => format!("매{unit}"),
        Some(step) => format!("{step}{unit}마다"),
        None => spans(field, |value| format!("{value}{unit}")),
    }
}

fn of_hours(hour: CronField) -> String {
    if hour.is_all() {
        String::new()
    } else {
        format!("{} ", spans(hour, |hour| format!("{hour}시")))
    }
}

/// `월요일, 수요일`, `월요일–금요일`
fn spans(field: CronField, name: impl Fn(u8) -> String) -> String {
    let mut runs: Vec<(u8, u8)> = Vec::new();
    for value in field.values() {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == value => *end = value,
            _ => runs.push((value, value)),
        }
    }
    let parts = runs.iter().map(|(start, end)| match end - start {
        0 => name(*start),
        1 => format!("{}, {}", name(*start), name(*end)),
        _ => format!("{}–{}", name(*start), name(*end)),
    });
    parts.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Trigger;

    fn told(trigger: &Trigger) -> String {
        Timetable::of(trigger).unwrap().in_korean()
    }

    #[test]
    fn triggers_are_told_as_people_would() {
        for (line, words) in [
            ("* * * * * *", "매초"),
            ("*/10 * * * * *", "10초마다"),
            ("0 * * * * *", "매분"),
            ("0 */5 * * * *", "5분마다"),
            ("30 * * * * *", "매분 30초"),
            ("0 0 * * * *", "매시 정각"),
            ("0 15 * * * *", "매시 15분"),
            ("30 2 * * * *", "매시 2분 30초"),
            ("0 0 2 * * *", "매일 02:00"),
            ("15 0 2 * * *", "매일 02:00:15"),
            ("0 0 6,12,18 * * *", "매일 06:00, 12:00, 18:00"),
            ("0 30 */2 * * *", "매일 0시부터 2시간마다 30분"),
            ("0 0 0-8 * * *", "매일 0시–8시 정각"),
            (
                "0 */10 9-17 * * MON-FRI",
                "매주 월요일–금요일 9시–17시 10분마다",
            ),
            ("0 30 6 ? * MON-FRI", "매주 월요일–금요일 06:30"),
            ("0 0 0 * * SUN,WED", "매주 일요일, 수요일 00:00"),
            ("0 0 0 1,15 * ?", "매월 1일, 15일 00:00"),
            ("0 0 0 1 1,7 *", "1월, 7월 1일 00:00"),
            ("0 0 0 * 6-8 *", "6월–8월 매일 00:00"),
            ("0 0 0 13 * FRI", "매월 13일 또는 금요일 00:00"),
            (
                "0 0 0 */10 * FRI",
                "매월 1일, 11일, 21일, 31일 중 금요일 00:00",
            ),
            ("0 0 0 1-31 * FRI", "매일 00:00"),
            ("@weekly", "매주 일요일 00:00"),
            ("@every 1h30m", "1시간 30분마다"),
        ] {
            assert_eq!(told(&Trigger::cron(line)), words, "{line}");
            assert_eq!(line.parse::<Cron>().unwrap().in_korean(), words, "{line}");
        }
        assert_eq!(told(&Trigger::every(3_600)), "1시간마다");
        assert_eq!(told(&Trigger::default()), "만들 때 한 번");
    }

    #[test]
    fn what_is_wrong_with_a_line_is_told_with_its_part() {
        for (line, words) in [
            ("", "비어 있어요"),
            ("0 0 2", "필드가 3개예요"),
            ("TZ=UTC 0 0 2 * * *", "시간대"),
            ("a 0 2 * * *", "초 필드의 `a` 값은"),
            ("0 71 2 * * *", "분 필드의 `71` 값이 0–59 범위 밖"),
            ("0 5-1 2 * * *", "`5-1` 범위가 거꾸로"),
            ("0 */0 2 * * *", "간격이 1 이상의 숫자가"),
            ("0 , 2 * * *", "분 필드가 비어"),
            ("@often", "hourly"),
        ] {
            let why = line.parse::<Cron>().unwrap_err();
            let told = why.in_korean();
            assert!(told.contains(words), "{line}: {told}");
            let told = InvalidTrigger::Cron(why).in_korean();
            assert!(told.contains(words), "{line}: {told}");
        }
        for trigger in [
            Trigger::every(0),
            Trigger {
                cron_schedule: Trigger::cron("@daily").cron_schedule,
                ..Trigger::every(60)
            },
        ] {
            let told = Timetable::of(&trigger).unwrap_err().in_korean();
            assert!(told.contains("간격"), "{told}");
        }
    }
}
