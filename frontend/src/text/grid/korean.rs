//! Korean.

use super::GridText;
use crate::text::number;

pub(in crate::text) const KOREAN: GridText = GridText {
    grid: "그리드",
    recurring: "반복 실행",
    title: |count| format!("최근 실행 {count}개의 작업별 결과"),
    caption: |pipeline| format!("{pipeline} 파이프라인의 작업별 실행"),
    bars: "실행 소요 시간",
    median: "중앙값",
    runs: "실행 수",
    last: |count| format!("실행 {count}개"),
    version: "버전",
    all_versions: "모든 버전",
    run: |name, state, length| {
        if length.is_empty() {
            format!("{name}: {state}")
        } else {
            format!("{name}: {state}, {length}")
        }
    },
    cell: |task, run, state| format!("{task}, {run}: {state}"),
    unknown: "알 수 없음",
    keys: "화살표로 이동, b는 다음 실패, x는 실행 선택, c는 고른 실행 비교, Enter는 목록에서 실행 찾기예요.",
    find_run: "실행 찾기",
    picked: |count| format!("실행 {count}개 선택"),
    clear: "선택 해제",
    unread: |read, all| {
        format!(
            "실행 {all}개 중 {read}개의 작업을 읽었어요. 작업이 많은 실행은 KFP에 부담을 주지 않도록 조금씩 읽어요."
        )
    },
    read_on: "더 읽기",
    frozen: |count| {
        format!(
            "실행 {count}개는 워크플로가 너무 커져서 KFP가 끝나기 전에 작업 상태를 더 알려 주지 않았어요."
        )
    },
    too_many: |count| format!("실행 {count}개는 작업이 너무 많아 여기서 읽을 수 없어요."),
    left_out: |count| format!("작업 {}개는 표시하지 않았어요.", number(count)),
    partly: |read, all| {
        format!(
            "네임스페이스의 실행 {all}개 중 {read}개에서 찾았어요. 나머지를 읽는 중이라 더 오래된 실행이 추가될 수 있어요."
        )
    },
    partly_unknown: |read| {
        format!(
            "네임스페이스의 실행 {read}개에서 찾았어요. 나머지를 읽는 중이라 더 오래된 실행이 추가될 수 있어요."
        )
    },
    none: "아직 이 파이프라인의 실행이 없어요",
    none_of_version: "이 버전의 실행이 없어요",
    none_text: "실행이 생기면 그 작업들이 이전 실행과 나란히 표시돼요. 보관한 실행은 세지 않아요.",
    time: "시간이 드는 곳",
    time_text: "중앙값, 선은 가장 느린 10%까지",
    fails: "실패하는 작업",
    nothing_fails: "이 실행들에서 실패한 작업이 없어요.",
    failed_in: |count, when| {
        if count == 1 {
            format!("실행 1개, {when}")
        } else {
            format!("실행 {count}개, 마지막 {when}")
        }
    },
    reused: "캐시",
    reused_text: "결과를 다시 쓴 실행의 비율",
    nothing_reused: "이 실행들에서 다시 쓴 결과가 없어요.",
    no_times: "이 실행들에서 성공한 작업이 없어요.",
    looked: |at, all| format!("네임스페이스의 실행 {all}개 중 {at}개에서 찾았어요."),
    looked_unknown: |at| format!("네임스페이스의 실행 {at}개에서 찾았어요."),
    no_runs: "읽은 실행 중에 이 파이프라인의 실행이 없어요",
    no_runs_text: "KFP에는 이를 위한 색인이 없어서 콘솔이 읽은 네임스페이스의 실행에서 찾아요. 더 오래된 실행은 누군가 보고 있는 동안 읽어요.",
    recurring_of: |pipeline| format!("{pipeline} 파이프라인의 반복 실행"),
    recurring_picked: |own, read| {
        format!(
            "이 페이지의 {read}개 중 {own}개가 이 파이프라인의 것이에요. KFP에는 이를 위한 색인이 없어요"
        )
    },
    no_recurring: "이 파이프라인의 실행을 만드는 반복 실행이 없어요",
    no_recurring_text: "반복 실행은 cron 줄이나 간격에 따라 실행을 만들어요. KFP에는 파이프라인 색인이 없어서 네임스페이스의 최신 반복 실행에만 해당해요.",
};
