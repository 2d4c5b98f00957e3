//! Korean.

use super::ShellText;

pub(in crate::text) const KOREAN: ShellText = ShellText {
    product: "KFP Console",
    skip: "본문으로 건너뛰기",
    sections: "콘솔 메뉴",
    overview: "개요",
    runs: "실행",
    experiments: "실험",
    pipelines: "파이프라인",
    recurring_runs: "반복 실행",
    connection: "연결 진단",
    failing_checks: |_| "개 점검 실패".to_owned(),
    namespace: "네임스페이스:",
    choose_namespace: "네임스페이스 선택",
    find_namespace: "네임스페이스 찾기",
    no_namespace_found: "이름이 맞는 네임스페이스가 없어요",
    namespaces_incomplete: "목록이 전부가 아닐 수 있어요. 주소로도 열 수 있어요: /ns/이름/",
    owner: "소유자",
    contributor: "기여자",
    viewer: "뷰어",
    account: |user| format!("계정: {user}"),
    account_menu: "계정",
    signed_in_as: "로그인한 계정",
    sign_out: "로그아웃",
    sign_out_at_dashboard: "대시보드에서 로그아웃",
    sign_out_hint: "이 사이트의 로그인 서비스는 대시보드에서만 세션을 끝낼 수 있어요.",
    simulated: "시뮬레이션",
    simulated_hint: "이 콘솔 뒤에는 샌드박스가 있어요. 여기의 실행은 실제가 아니에요.",
    to_dark: "어두운 테마로 전환",
    to_light: "밝은 테마로 전환",
    own_tab: "별도 탭에서 열기",
    new_tab: "(새 탭)",
    copy: "복사",
    copied: "복사됨",
    copy_failed: "브라우저가 복사를 허용하지 않았어요. 텍스트를 선택해 복사하세요.",
    find: "검색하거나 이동",
    close: "닫기",
    refresh: "새로 고침",
    other_namespace: |page, dashboard| {
        format!("지금 보는 네임스페이스: {page}. 대시보드의 네임스페이스: {dashboard}.")
    },
    switch_dashboard: "대시보드 전환",
    switched: |new, old| {
        format!("네임스페이스 전환: {new}. 보던 항목은 {old} 네임스페이스에 있어요.")
    },
    open_it: "열기",
    address_dropped: |keys| format!("주소에서 이해하지 못한 부분은 무시했어요: {keys}"),
    classic: "기존 UI의 주소",
    breadcrumb: "현재 위치",
    notifications: "알림",
};
