//! Korean.

use super::OverviewText;
use crate::text::number;

pub(in crate::text) const KOREAN: OverviewText = OverviewText {
    figures: "네임스페이스 지표",
    running: "지금 실행 중",
    waiting: |count| format!("{}개 대기 중", number(count)),
    none_waiting: "대기 없음",
    failed: "최근 24시간 실패",
    more_failed: |count| format!("전날보다 {}개 많음", number(count)),
    fewer_failed: |count| format!("전날보다 {}개 적음", number(count)),
    as_many_failed: "전날과 같음",
    success: "성공률, 7일",
    points_up: |points| format!("전주보다 {points}포인트 높음"),
    points_down: |points| format!("전주보다 {points}포인트 낮음"),
    same_rate: "전주와 같음",
    median: "소요 시간 중앙값, 7일",
    median_before: |length| format!("전주에는 {length}"),
    nothing_before: "전주 기록 없음",
    none_ended: "끝난 실행 없음",
    so_far: "지금까지 읽은 만큼: 더 오래된 실행은 아직 읽지 않았어요",
    not_read: "아직 읽지 않음",
    next: "다음 예약 실행",
    no_next: "없음",
    none_on: "실행을 시작할 반복 실행이 없어요",
    not_known: "알 수 없음",
    per_day: "일별 실행",
    days: "차트의 기간",
    last_days: |days| format!("{days}일"),
    chart: |first, last, succeeded, failed, canceled| {
        format!(
            "{first}부터 {last}까지 끝난 실행: 성공 {}개, 실패 {}개, 취소 {}개.",
            number(succeeded),
            number(failed),
            number(canceled)
        )
    },
    chart_scrolls: "차트, 좁은 화면에서는 옆으로 스크롤돼요",
    today: "오늘",
    below_line: "선 아래",
    all_runs: "전체 실행",
    nothing_runs: "지금 실행 중인 것이 없어요.",
    more: |count| format!("{}개 더", number(count)),
    attention: "확인 필요",
    nothing_failed: "최근 7일 동안 실패가 없어요.",
    no_error: "KFP가 이유를 알려 주지 않았어요",
    first_after: |count| format!("{}번 성공한 뒤 첫 실패", number(count)),
    failed_once: "7일 동안 한 번 실패",
    same_way: |count| format!("7일 동안 같은 실패 {}번", number(count)),
    in_use: "사용 중인 파이프라인",
    strips: "최근 실행 20개, 오래된 순",
    strip: |count, states| format!("최근 실행 {count}개: {states}"),
    all_pipelines: "전체 파이프라인",
    caption: |namespace| format!("{namespace} 네임스페이스에서 사용 중인 파이프라인"),
    pipeline: "파이프라인",
    history: "기록",
    rate: "성공",
    typical: "중앙값",
    next_start: "다음",
    none_in_use: "읽은 실행 중에 파이프라인에서 시작한 것이 없어요.",
    to_start: "다음에 시작할 실행",
    all_recurring: "전체 반복 실행",
    nothing_starts: "켜진 반복 실행이 없거나, 남은 시작이 없어요.",
    recurring_unread: "반복 실행을 읽지 못해서 다음에 무엇이 시작하는지 알 수 없어요.",
    newest_recurring: |read, all| {
        format!(
            "반복 실행 {all}개 중 최신 {read}개에서 찾았어요. 다른 것이 더 일찍 시작할 수 있어요."
        )
    },
    partly: |read, all| {
        format!("실행 {all}개 중 {read}개까지 세었어요. 나머지를 읽는 동안 지표가 바뀌어요.")
    },
    partly_unknown: |read| {
        format!("실행 {read}개까지 세었어요. 나머지를 읽는 동안 지표가 바뀌어요.")
    },
    nothing_read: "아직 읽은 실행이 없어요. 처음 몇 개를 읽으면 지표가 나와요.",
    back_to: |when| format!("{when} 이후의 실행은 모두 들어 있어요."),
};
