//! Korean.

use super::TrialText;

pub(in crate::text) const KOREAN: TrialText = TrialText {
    title: "파라미터",
    show: "파라미터 보기",
    hide: "파라미터 숨기기",
    no_metrics: "KFP의 실행 목록에는 파라미터와 시각만 있고 지표가 없어요. 그래서 소요 시간을 대신 보여요.",
    inside: |inside, all| format!("실행 {all}개 중 {inside}개"),
    clear: "범위 지우기",
    drop_brush: |axis| format!("{axis} 필터 지우기"),
    narrowed: |axis, from, to| match (from, to) {
        ("", to) => format!("{axis} {to} 이하"),
        (from, "") => format!("{axis} {from} 이상"),
        (from, to) if from == to => format!("{axis} {from}"),
        (from, to) => format!("{axis} {from}–{to}"),
    },
    add: "축 추가",
    from: |axis| format!("{axis} 시작"),
    to: |axis| format!("{axis} 끝"),
    to_left: |axis| format!("{axis} 축을 왼쪽으로"),
    to_right: |axis| format!("{axis} 축을 오른쪽으로"),
    log: |axis| format!("{axis} 축을 log 눈금으로"),
    remove: |axis| format!("{axis} 축 빼기"),
    scrolls: "평행 축으로 본 파라미터",
    lines: |runs, axes| format!("실행 {runs}개를 축 {axes}개에 선으로 나타냄. 값은 아래 표에 있음"),
    series: "실행별 소요 시간",
    series_told: |runs, shortest, longest| {
        format!("오래된 순서로 실행 {runs}개의 소요 시간: {shortest}–{longest}")
    },
    none_ended: "끝난 실행이 없음",
    best: "지금까지 최고",
    none_vary: "읽은 실행의 파라미터가 모두 같아요.",
    not_drawn: |names| format!("값이 너무 많거나 길어서 그리지 않음: {names}"),
    of_newest: |read, all| format!("실행 {all}개 중 최신 {read}개만 읽었어요"),
    caption: |name| format!("{name} 실험의 실행과 파라미터"),
    none_inside: "모든 범위에 드는 실행이 없어요.",
    compare: |runs| format!("이 {runs}개 비교"),
    duration: "소요 시간",
};
