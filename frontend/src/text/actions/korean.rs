//! Korean.

use super::{ActionText, WhyNot};
use crate::{
    data::{TargetKind, Verb},
    text::number,
};

pub(in crate::text) const KOREAN: ActionText = ActionText {
    verb,
    selected: |count| format!("{count}개 선택"),
    toolbar: "선택한 행의 동작",
    clear: "선택 해제",
    select: |name| format!("선택: {name}"),
    select_all: "이 페이지의 모든 행 선택",
    some: |verb, fitting, all| format!("{all}개 중 {fitting}개 {verb}"),
    ask: |does, kind, count| format!("{} {count}개: {}할까요?", thing(kind), verb_stem(does)),
    effect: |verb, kind| match (verb, kind) {
        (Verb::Archive, _) => "보관하면 활성 목록에서 빠져요. 그대로 남아 있고 복원할 수 있어요.",
        (Verb::Restore, _) => "복원하면 다시 활성 목록에 보여요.",
        (Verb::Retry, _) => "실패한 곳부터 다시 시작해요. 성공한 작업은 다시 하지 않아요.",
        (Verb::Terminate, _) => "파드가 끝나요. 되돌릴 수 없고, KFP는 이런 실행을 실패로 기록해요.",
        (Verb::Enable, _) => "다시 시작해요. 따라잡도록 정했다면 놓친 시작도 따라잡아요.",
        (Verb::Disable, _) => "켤 때까지 시작하지 않아요. 진행 중인 실행은 그대로 둬요.",
        (Verb::Delete, TargetKind::Run) => {
            "실행이 완전히 사라져요. 아티팩트는 오브젝트 스토어에 남아요."
        }
        (Verb::Delete, TargetKind::RecurringRun) => {
            "완전히 사라지고 더는 실행을 만들지 않아요. 만들어진 실행은 남고, 진행 중인 실행은 계속돼요."
        }
        (Verb::Delete, TargetKind::Pipeline) => {
            "모든 버전도 함께 완전히 삭제돼요(cascade). 실행은 남지만 더는 복제할 수 없고, 이 파이프라인의 반복 실행은 다음 시작 때 실패해요."
        }
    },
    why_not: |why| match why {
        WhyNot::Archived => "이미 보관됨",
        WhyNot::NotArchived => "보관되지 않음",
        WhyNot::NotFailed => "실패한 것만 다시 시도할 수 있음",
        WhyNot::Ended => "이미 끝남",
        WhyNot::GoesOn => "진행 중이라 먼저 중지해야 함",
        WhyNot::IsOn => "이미 켜짐",
        WhyNot::IsOff => "이미 꺼짐",
    },
    compare: "비교",
    compare_some: "비교하려면 실행을 2개에서 10개까지 선택하세요",
    none_fits: "선택한 행 중에 할 수 있는 것이 없어요",
    viewer: |namespace| {
        format!("{namespace} 네임스페이스에서는 뷰어예요. 소유자가 기여자로 추가할 수 있어요.")
    },
    left_out: |count| format!("{count}개 제외:"),
    and_more: |count| format!("외 {count}개"),
    type_number: |count| format!("확인하려면 {count} 입력"),
    number_missing: "먼저 숫자를 입력하세요",
    cancel: "취소",
    stop: "멈추기",
    done: "닫기",
    progress: |ended, all| format!("{all}개 중 {ended}개 끝남"),
    report: |done, failed, unknown| {
        let (done, failed, unknown) = (number(done), number(failed), number(unknown));
        format!("{done}개 완료, {failed}개 실패, {unknown}개 확인 못 함")
    },
    each: "항목별 결과",
    waits: "대기",
    goes_on: "진행 중",
    is_done: "완료",
    is_not_done: |why| format!("안 됨: {why}"),
    is_unknown: "응답이 없어서 이미 됐을 수도 있어요. 다시 시도하기 전에 확인하세요",
    not_begun: "시작하지 않음",
    refused: |verb, resource, namespace| {
        format!("{namespace} 네임스페이스에서 권한 없음: {resource} {verb}")
    },
    signed_out: "세션이 끝났어요",
    gone: "더는 존재하지 않아요",
    again: |count| format!("{count}개 다시 시도"),
    undo: "되돌리기",
    key_select: "행 선택, Shift와 함께 누르면 그 행까지 모두 선택",
    key_clear: "선택 해제",
};

fn verb(verb: Verb) -> &'static str {
    match verb {
        Verb::Archive => "보관",
        Verb::Restore => "복원",
        Verb::Retry => "다시 시도",
        Verb::Terminate => "중지",
        Verb::Enable => "켜기",
        Verb::Disable => "끄기",
        Verb::Delete => "삭제",
    }
}

/// What stands before `할까요`.
fn verb_stem(does: Verb) -> &'static str {
    match does {
        Verb::Enable => "켜기를 ",
        Verb::Disable => "끄기를 ",
        other => verb(other),
    }
}

fn thing(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Run => "실행",
        TargetKind::RecurringRun => "반복 실행",
        TargetKind::Pipeline => "파이프라인",
    }
}
