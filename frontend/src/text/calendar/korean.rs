//! Korean.

use super::CalendarText;

pub(in crate::text) const KOREAN: CalendarText = CalendarText {
    next_days: "앞으로 7일",
    days_from: |day| format!("{day}부터 7일"),
    starts: |count| format!("시작 {count}번."),
    busiest: |from, to, runs| format!("가장 바쁜 때: {from}–{to}, 반복 실행 {runs}개"),
    evenly: "하루에 고르게 퍼져 있음",
    span: "주 또는 월",
    week: "주",
    month: "월",
    earlier: "이전",
    no_earlier: "앞으로 시작할 것만 보여요",
    later: "다음",
    today: "오늘",
    zones: |zone| {
        format!("시간대: {zone}. 운영자가 다른 시간대를 정하지 않았다면 KFP는 UTC로 계산해요.")
    },
    by_hour: "시간대별 시작",
    day: "날짜",
    hour: |day, from, to, count| match count {
        0 => format!("{day} {from}–{to}: 시작 없음"),
        _ => format!("{day} {from}–{to}: 시작 {count}번"),
    },
    of_day: |day, count| match count {
        0 => format!("{day}: 시작 없음"),
        _ => format!("{day}: 시작 {count}번"),
    },
    passed: |day| format!("{day}: 지난 날"),
    month_keys: "화살표 키로 날짜를 옮기고, Enter 키로 그날부터의 7일을 보세요.",
    hour_keys: "화살표 키로 날짜와 시간을 옮기세요.",
    none: "시작 없음",
    none_in_span: "이 기간에는 시작하는 것이 없어요.",
    none_on: "켜진 반복 실행이 없어서 저절로 시작하는 것이 없어요.",
    times: |count| format!("{count}번"),
    more: |count| format!("{count}개 더"),
    fewer: "접기",
    not_listed: |count| format!("{count}개는 목록에 없어요"),
    often: |names| format!("너무 자주 시작해서 그리지 않음: {names}"),
    and_more: |names, count| format!("{names} 외 {count}개"),
    cut: |done, all| {
        format!(
            "켜진 반복 실행 {all}개 중 {done}개만 계산했어요. 달력 하나에 담기에는 시작이 너무 많아요"
        )
    },
    unread: |read, all| format!("반복 실행 {all}개 중 최신 {read}개만 읽었어요"),
    unreadable: |count| format!("트리거를 읽을 수 없는 반복 실행 {count}개"),
    coming: "다음 시작을 계산하는 중",
};
