//! Korean.

use super::ViewText;

pub(in crate::text) const KOREAN: ViewText = ViewText {
    views: "보기",
    built_in: ["전체", "실행 중", "실패", "반복 실행으로 시작", "내 실행"],
    not_asked: "KFP 목록에 물어볼 수 없어요",
    name: "보기 이름",
    save: "이 보기 저장",
    remove: |name| format!("{name} 보기 지우기"),
    modified: |name| format!("{name}: 바뀜"),
    save_changes: "변경 저장",
    revert: "되돌리기",
    kept: "보기와 열은 이 브라우저에 저장돼요. 링크로 보내면 누구에게나 같게 보여요.",
    columns_title: "열",
    columns: ["작업", "버전", "실험", "소요 시간", "시작"],
};
