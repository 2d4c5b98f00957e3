//! Korean.

use kfp_core::schedule::{CronField, CronFields, Rhythm, Timetable};

use super::RecurringText;

pub(in crate::text) const KOREAN: RecurringText = RecurringText {
    name: "반복 실행",
    when: "주기",
    next: "다음 시작",
    switch: "켜짐 또는 꺼짐",
    at_a_time: "동시 실행",
    words,
    unreadable: "이 트리거는 읽을 수 없어서 한 번도 시작하지 않을 수 있어요",
    five_fields: "필드가 5개예요. crontab의 첫 필드는 분이지만 KFP는 첫 필드를 초로 읽어요.",
    caption: |namespace| format!("{namespace} 네임스페이스의 반복 실행"),
    filter: "이름으로 필터",
    choice: "켜짐, 꺼짐 또는 전체",
    on: "켜짐",
    off: "꺼짐",
    fires: |name| format!("{name} 반복 실행 켜기"),
    no_next: "더 없음",
    narrowed: |shown, read| {
        format!("이 페이지의 {read}개 중 {shown}개: KFP는 켜짐과 꺼짐으로 필터할 수 없어요")
    },
    none_left: "이 페이지에는 없어요.",
    empty: |namespace| format!("{namespace} 네임스페이스에 아직 반복 실행이 없어요"),
    empty_text: "반복 실행은 cron 줄이나 간격에 따라 실행을 만들어요. 여기나 코드에서 만드세요:",
    next_firings: "다음 시작 5번",
    zone_note: "UTC로 계산했어요. 운영자가 다른 시간대를 정하지 않았다면 KFP도 UTC로 계산해요. 놓친 시작은 들어 있지 않아요.",
    your_zone: |zone| format!("내 시간대, {zone}"),
    off_note: "꺼져 있어서, 켤 때까지는 시작하지 않아요.",
    new: "새 반복 실행",
    clone: "복제",
    details: "세부 정보",
    cron: "Cron, 초가 먼저",
    starts: "시작 제한",
    ends: "종료 제한",
    missed: "놓친 시작",
    caught_up: "차례로 따라잡음",
    left_missed: "건너뜀",
    service_account: "서비스 계정",
    id: "ID",
    parameters: "파라미터",
    no_parameters: "정해 둔 파라미터 없이 실행을 시작해요.",
    parameter: "파라미터",
    value: "값",
    hidden_value: "이름이 비밀처럼 보여서 숨겼어요",
    runs: |name| format!("{name} 반복 실행의 실행"),
    picked: |own, read| {
        format!("이 페이지의 {read}개 중 {own}개가 해당해요: KFP에 인덱스가 없어요")
    },
    none_picked: "최근 실행 중에 해당하는 것이 없어요",
    none_picked_text: "KFP에 인덱스가 없어서 실행을 최신순으로 한 페이지씩 읽어요.",
    switched_on: |name| format!("켜짐: {name}"),
    switched_off: |name| format!("꺼짐: {name}"),
    not_switched: |name, why| format!("{name} 반복 실행의 상태를 바꾸지 못했어요: {why}"),
};

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

fn words(timetable: &Timetable) -> String {
    match timetable.rhythm() {
        Rhythm::Once => "만들 때 한 번".to_owned(),
        Rhythm::Every(interval) => format!("{}마다", length(interval.whole_seconds())),
        Rhythm::Fields(fields) => {
            let months = months(&fields);
            let (days, time) = (days(&fields), time(&fields));
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
    use kfp_core::model::Trigger;

    use super::*;

    fn told(trigger: &Trigger) -> String {
        words(&Timetable::of(trigger).expect("a trigger"))
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
        }
        assert_eq!(told(&Trigger::every(3_600)), "1시간마다");
        assert_eq!(told(&Trigger::default()), "만들 때 한 번");
    }
}
