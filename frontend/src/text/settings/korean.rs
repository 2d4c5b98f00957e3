//! Korean.

use super::SettingsText;

pub(in crate::text) const KOREAN: SettingsText = SettingsText {
    title: "설정",
    theme: "테마",
    system: "시스템",
    light: "밝게",
    dark: "어둡게",
    language: "언어",
    density: "행 높이",
    densities: ["좁게", "보통", "넓게"],
    zone: "시간대",
    zone_of_browser: |zone| format!("브라우저의 시간대 ({zone})"),
    now: |now| format!("지금: {now}"),
    single_keys: "한 글자 단축키",
    single_keys_hint: "예: 필터는 /, 행 이동은 j, k. 입력란에 초점이 없을 때만 동작해요.",
    on: "켬",
    off: "끔",
    kept_here: "설정은 이 브라우저에 저장돼요.",
    about: "정보",
    console_version: "콘솔",
    views: "보기와 열",
    keys: "단축키",
};
