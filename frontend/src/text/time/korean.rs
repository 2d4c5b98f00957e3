//! Korean.

use super::TimeText;
use crate::text::{Duration, duration::Parts};

pub(in crate::text) const KOREAN: TimeText = TimeText {
    just_now: "방금",
    minutes_ago: |minutes| format!("{minutes}분 전"),
    yesterday: |clock| format!("어제 {clock}"),
    date_and_clock: |date, clock| format!("{date} {clock}"),
    soon: "1분 안에",
    in_minutes: |minutes| format!("{minutes}분 뒤"),
    in_hours: |hours| format!("{hours}시간 뒤"),
    weekday_and_clock: |day, clock| format!("{day} {clock}"),
    duration,
};

fn duration(length: Duration) -> String {
    match length.parts() {
        Parts::Days(days, hours) => format!("{days}일 {hours}시간"),
        Parts::Hours(hours, minutes) => format!("{hours}시간 {minutes}분"),
        Parts::Minutes(0, seconds) => format!("{seconds}초"),
        Parts::Minutes(minutes, seconds) => format!("{minutes}분 {seconds}초"),
    }
}
