//! Korean.

use super::GraphText;
use crate::text::number;

fn counted(count: usize) -> String {
    format!("{}개", number(count as u64))
}

pub(in crate::text) const KOREAN: GraphText = GraphText {
    version: "파이프라인 버전",
    views: "버전 보기",
    graph: "그래프",
    spec: "스펙",
    drawing_of: |pipeline, tasks| {
        format!("{pipeline} 파이프라인의 그래프, 태스크 {}", counted(tasks))
    },
    spec_of: |pipeline| format!("{pipeline} 파이프라인의 스펙"),
    zoom: "확대/축소",
    zoom_in: "확대",
    zoom_out: "축소",
    fit: "전체 그래프 맞춤",
    direction: "방향",
    down: "위에서 아래로",
    right: "왼쪽에서 오른쪽으로",
    close_groups: "모두 접기",
    open_groups: "모두 펼치기",
    keys: "화살표 키로 태스크를 옮겨 다니고 Enter 키로 열어요. + 키와 - 키로 확대하고 축소하며 0 키로 전체를 맞춰요.",

    task: "태스크",
    importer: "임포터",
    nested: "하위 DAG",
    loop_word: "반복",
    condition: "조건",
    branches: "분기",
    exit_handler: "종료 핸들러",
    missing: "이 파이프라인에 없음",
    no_component: "컴포넌트 없음",
    always_runs: "항상 실행",
    tasks: |count| format!("태스크 {}", counted(count)),
    items: |count| format!("항목 {}", counted(count)),
    items_of: |name| format!("{name} 값의 항목"),
    at_a_time: |count| format!("한 번에 {}개", number(count)),
    waits_for: |tasks| format!("먼저 끝나야 하는 태스크: {tasks}"),

    close: "닫기",
    kind: "종류",
    key: "키",
    image: "이미지",
    runs_if: "실행 조건",
    cache: "캐시",
    cache_on: "이전 결과를 다시 쓸 수 있음",
    cache_off: "항상 새로 실행",
    after: "앞선 태스크",
    before: "다음 태스크",
    nothing: "없음",
    carried: |output, input| format!("{output} → {input}"),
    order_only: "순서만",

    findings: |count| format!("이 스펙의 문제 {}", counted(count)),
    missing_task: |task, missing| {
        format!("{task} 태스크가 기다리는 {missing} 태스크는 이 파이프라인에 없어요.")
    },
    missing_component: |task, missing| {
        format!("{task} 태스크가 쓰는 {missing} 컴포넌트는 이 파이프라인에 없어요.")
    },
    unnamed_component: |task| format!("{task} 태스크에 컴포넌트 이름이 없어요."),
    meant: |meant| format!("혹시 {meant} 태스크인가요?"),
    circle: |tasks| format!("태스크가 서로를 기다려서 아무것도 실행되지 않아요: {tasks}"),
    in_itself: |task, component| {
        format!("{task} 태스크가 {component} 컴포넌트를 그 안에서 다시 써요.")
    },
    too_deep: |task| format!("{task} 그룹은 그릴 수 있는 것보다 깊이 중첩되어 있어요."),
    too_many: |drawn| {
        format!(
            "그릴 수 있는 것보다 태스크가 많아서 처음 {}만 그렸어요.",
            counted(drawn)
        )
    },
    other_finding: "이 스펙의 일부를 이 버전의 콘솔이 이해하지 못해요.",

    empty_title: "이 파이프라인에는 태스크가 없어요",
    empty_text: "그릴 것이 없어요. 버전에 담긴 내용은 스펙에서 볼 수 있어요.",
    unreadable_title: "이 버전은 그릴 수 없어요",
    no_spec: "스펙 없이 저장되었어요.",
    is_argo: "KFP 1의 파이프라인인 Argo 워크플로예요. KFP 2로 컴파일하세요.",
    is_object: "컴파일된 파이프라인이 아니라 Kubernetes 객체예요.",
    no_field: |field| format!("스펙에 {field} 항목이 없어요."),
    bad_shape: |at| format!("스펙의 {at} 위치를 읽을 수 없어요."),
    see_spec: "스펙 보기",
    no_version: "이 버전은 존재하지 않아요",
};
