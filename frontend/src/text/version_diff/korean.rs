//! Korean.

use super::VersionDiffText;

pub(super) static KOREAN: VersionDiffText = VersionDiffText {
    show: "차이 보기",
    takes_two: "버전 2개를 고르세요",
    title: "두 버전의 차이",
    swap: "앞뒤 바꾸기",
    close: "스펙만 보기",
    choose: "다른 버전과 비교",
    same_version: "같은 버전이에요. 비교할 다른 버전을 고르세요.",
    same_spec: "두 버전의 스펙이 같아요.",
    gone: "다른 버전이 없어요",
    gone_text: "삭제됐거나, 이 파이프라인의 버전이 아니거나, 볼 권한이 없는 버전이에요.",
    no_spec: |version| format!("{version} 버전은 스펙 없이 저장됐어요."),
    unreadable: |version| {
        format!("{version} 버전은 컴파일된 파이프라인이 아니라서 텍스트만 비교해요.")
    },
    waits: "다른 버전을 읽는 중",
    summary: "달라진 점",
    none: "입력, 태스크, 이미지는 같아요.",
    inputs_added: "추가된 입력",
    inputs_removed: "삭제된 입력",
    inputs_changed: "바뀐 입력",
    tasks_added: "추가된 태스크",
    tasks_removed: "삭제된 태스크",
    tasks_changed: "바뀐 태스크",
    images: "바뀐 이미지",
    no_image: "없음",
    more: |count| format!("외 {count}개"),
};
