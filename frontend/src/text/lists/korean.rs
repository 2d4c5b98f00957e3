//! Korean.

use super::ListText;
use crate::text::number;

pub(in crate::text) const KOREAN: ListText = ListText {
    new_run: "새 실행",
    clone: |name| format!("{name} 실행 복제"),
    experiment: "실험",
    created: "생성",
    last_run: "마지막 실행",
    no_run_yet: "아직 실행 없음",
    run: "실행",
    status: "상태",
    tasks: "작업",
    tasks_ended: |ended, of, or_more, by_status| {
        let or_more = if or_more { " 이상" } else { "" };
        format!("작업 {of}개{or_more} 중 {ended}개 끝남: {by_status}")
    },
    task_failed: |task| format!("{task} 실패"),
    version: "파이프라인",
    latest_version: "최신",
    inline_spec: "자체 스펙",
    version_title: |pipeline, version| format!("파이프라인 {pipeline}, 버전 {version}"),
    duration: "소요 시간",
    started: "시작",
    actions: "동작",
    copy_run_id: |name| format!("{name} 실행의 ID 복사"),
    experiments_caption: |namespace| format!("{namespace} 네임스페이스의 실험"),
    runs_caption: |experiment| format!("{experiment} 실험의 실행"),
    runs_of_namespace: |namespace| format!("{namespace} 네임스페이스의 실행"),
    active: "활성",
    archived: "보관됨",
    storage: "활성 또는 보관됨",
    filter_experiments: "이름으로 필터",
    filter_runs: "이름으로 필터하거나 status: 같은 키를 입력하세요",
    unknown_term: "알 수 없는 필터라서 적용되지 않아요",
    remove_filter: |term| format!("필터 제거: {term}"),
    by_status: "상태로 필터",
    all: "전체",
    failed_or_canceled: "실패 또는 취소됨",
    no_index: "KFP에 이 열의 인덱스가 없어서, 정렬하려면 네임스페이스의 모든 실행을 읽어야 해요",
    sorted_among: |read, of| {
        format!(
            "실행 {}개 중 읽은 {}개 안에서 정렬했어요",
            number(of),
            number(read)
        )
    },
    sort_by: |column| format!("{column} 기준 정렬"),
    rows_of_another: "다른 필터나 정렬의 행",
    rows: |first, last, total| format!("{}개 중 {}–{}", number(total), number(first), number(last)),
    undecodable: |count| format!("이 버전이 읽지 못한 {count}개 행은 빠져 있어요"),
    pages: "페이지",
    previous: "이전",
    next: "다음",
    address_full: "주소에 더 많은 페이지를 담을 수 없어요. 필터로 좁혀 보세요.",
    found: |total| format!("{}개 일치", number(total)),
    live: "실시간",
    live_asking: "최신 상태예요. 프록시가 실시간 연결을 막아서 몇 초마다 콘솔에 물어보고 있어요",
    live_waiting: |seconds| format!("{seconds}초 뒤 다시 연결"),
    live_stale: "실시간이 아니에요. 콘솔이 KFP의 응답을 받지 못하고 있어요",
    new_runs: |count| format!("새 실행 {count}개."),
    gone_runs: |count| format!("이 목록에서 빠진 실행 {count}개."),
    show_new: "보기",
    loading: "불러오는 중",
    still_loading: "아직 KFP의 응답을 기다리고 있어요.",
};
