//! Korean. Sentences in 해요체, labels and states as noun endings, product nouns as people say them.

use console_api::{Hop, Verdict};

use super::{
    Duration, FailedHop, Finding,
    catalogue::{
        Catalogue, ConnectionText, ListText, SettingsText, ShellText, StateText, TimeText,
    },
    duration::Parts,
    number,
};
use crate::status::Status;

/// The Korean catalogue.
pub(super) static KOREAN: Catalogue = Catalogue {
    shell: SHELL,
    lists: LISTS,
    states: STATES,
    connection: CONNECTION,
    settings: SETTINGS,
    status,
    time: TIME,
};

const SHELL: ShellText = ShellText {
    product: "KFP Console",
    skip: "본문으로 건너뛰기",
    sections: "콘솔 메뉴",
    experiments: "실험",
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
    simulated: "시뮬레이션",
    simulated_hint: "이 콘솔 뒤에는 샌드박스가 있어요. 여기의 실행은 실제가 아니에요.",
    to_dark: "어두운 테마로 전환",
    to_light: "밝은 테마로 전환",
    own_tab: "별도 탭에서 열기",
    new_tab: "(새 탭)",
    copy: "복사",
    copied: "복사됨",
    copy_failed: "브라우저가 복사를 허용하지 않았어요. 텍스트를 선택해 복사하세요.",
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
    breadcrumb: "현재 위치",
    notifications: "알림",
};

const LISTS: ListText = ListText {
    experiment: "실험",
    created: "생성",
    last_run: "마지막 실행",
    no_run_yet: "아직 실행 없음",
    run: "실행",
    status: "상태",
    version: "파이프라인 버전",
    inline_spec: "자체 스펙",
    version_title: |pipeline, version| format!("파이프라인 {pipeline}, 버전 {version}"),
    duration: "소요 시간",
    started: "시작",
    actions: "동작",
    copy_run_id: |name| format!("{name} 실행의 ID 복사"),
    experiments_caption: |namespace| format!("{namespace} 네임스페이스의 실험"),
    runs_caption: |experiment| format!("{experiment} 실험의 실행"),
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
    sort_by: |column| format!("{column} 기준 정렬"),
    rows_of_another: "다른 필터나 정렬의 행",
    rows: |first, last, total| format!("{}개 중 {}–{}", number(total), number(first), number(last)),
    undecodable: |count| format!("이 버전이 읽지 못한 {count}개 행은 빠져 있어요"),
    pages: "페이지",
    previous: "이전",
    next: "다음",
    address_full: "주소에 더 많은 페이지를 담을 수 없어요. 필터로 좁혀 보세요.",
    found: |total| format!("{}개 일치", number(total)),
    loading: "불러오는 중",
    still_loading: "아직 KFP의 응답을 기다리고 있어요.",
};

const STATES: StateText = StateText {
    ended_title: "세션이 끝났어요",
    ended_text: "페이지와 필터는 그대로 있고, 로그인하면 여기로 돌아와요.",
    ended_frame: "대시보드 안에서는 로그인이 프레임이 아니라 최상위 창에서 열려요.",
    sign_in: "다시 로그인",
    forbidden_title: |verb, resource, namespace| {
        let (verb, resource) = (verb_word(verb), resource_word(resource));
        if namespace.is_empty() {
            format!("여기에서는 권한이 없어요: {resource} {verb}")
        } else {
            format!("{namespace} 네임스페이스에서 권한이 없어요: {resource} {verb}")
        }
    },
    forbidden_text: |namespaces, refused| {
        format!(
            "이 계정이 볼 수 있는 네임스페이스: {namespaces}. {refused} 네임스페이스의 소유자가 기여자로 추가할 수 있어요."
        )
    },
    forbidden_nowhere: |refused| {
        format!("{refused} 네임스페이스의 소유자가 기여자로 추가할 수 있어요.")
    },
    forbidden_plain: "이 계정에는 권한이 없어요",
    go_to: |namespace| format!("{namespace} 열기"),
    copy_request: "요청 문구 복사",
    owner_message: |user, verb, resource, namespace| {
        format!(
            "안녕하세요. {namespace} 네임스페이스에서 {} {} 권한이 필요해요. 제 계정({user})을 기여자로 추가해 주세요 \
             (Kubeflow 대시보드의 Manage Contributors). 감사합니다.",
            resource_word(resource),
            verb_word(verb)
        )
    },
    server_said: "서버의 응답",
    mesh_title: "메시가 이 요청을 거부해요",
    mesh_text: "서비스 메시의 정책이 KFP에 닿기 전에 요청을 막았어요. 연결 진단에서 어느 구간인지 볼 수 있어요.",
    see_hop: "실패한 구간 보기",
    no_namespace_title: "아직 네임스페이스가 없어요",
    no_namespace_text: "프로필이 있어야 네임스페이스가 생겨요. 보통은 첫 로그인 때 만들어지지만, 여기서는 관리자가 적용해야 해요.",
    copy_manifest: "프로필 매니페스트 복사",
    manifest: "프로필 매니페스트",
    check_connection: "연결 진단",
    down_title: |hop| {
        match hop {
            FailedHop::Console => "콘솔이 응답하지 않아요",
            FailedHop::MlPipeline => "ml-pipeline이 응답하지 않아요",
            FailedHop::Login => "로그인 서비스가 응답하지 않아요",
        }
        .to_owned()
    },
    down_again: |seconds, attempt| format!("{seconds}초 뒤 다시 시도해요 ({attempt}번째)."),
    down_text: "바뀐 것은 없어요. 다시 시도하거나 실패한 구간을 확인하세요.",
    try_now: "지금 시도",
    try_again: "다시 시도",
    kept: |clock| format!("{clock}에 불러온 데이터라서 오래되었을 수 있어요."),
    kept_of_another: "위의 필터와 정렬에 맞는 데이터가 아니에요.",
    no_page_title: "이런 페이지는 없어요",
    no_page_text: "주소가 잘렸거나, 이 버전에 없는 페이지일 수 있어요.",
    not_found_title: "이 실험은 존재하지 않아요",
    not_found_text: |namespace| {
        format!("삭제되었거나 {namespace} 말고 다른 네임스페이스에 있을 수 있어요.")
    },
    elsewhere_title: |namespace| format!("{namespace} 네임스페이스에 있는 실험이에요"),
    elsewhere_text: "주소에는 다른 네임스페이스가 적혀 있어요.",
    open_in: |namespace| format!("{namespace} 네임스페이스에서 열기"),
    to_experiments: "모든 실험",
    to_start: "처음으로",
    empty_experiments: |namespace| format!("{namespace} 네임스페이스에 아직 실험이 없어요"),
    empty_experiments_text: "첫 실행이 실험을 만들어요. 코드에서 제출하세요:",
    empty_archive: "보관된 항목이 없어요",
    empty_archive_text: "보관한 항목은 그대로 남아 있고 복원할 수 있어요.",
    empty_runs: "이 실험에 아직 실행이 없어요",
    empty_runs_text: "코드에서 제출하세요:",
    snippet: "첫 실행 코드",
    no_match: "필터에 맞는 항목이 없어요",
    no_match_narrowest: |filter| format!("가장 좁은 필터: {filter}."),
    drop_filter: |filter| format!("필터 제거: {filter}"),
    clear_all: "모두 지우기",
    name_filter: |text| format!("이름 ‘{text}’"),
    status_filter: |words| format!("상태 {words}"),
    rejected_title: "KFP가 잘못된 요청이라고 해요",
    rejected_text: "같은 요청은 다시 거부돼요.",
    rejected_page: "주소의 페이지가 다른 목록의 것이거나 너무 오래되었을 수 있어요.",
    first_page: "첫 페이지",
    garbled_title: "응답을 이해하지 못했어요",
    garbled_text: "KFP가 아닌 다른 것이 응답했거나, 이 버전이 모르는 KFP일 수 있어요.",
    offline: "브라우저가 오프라인이에요. 연결되면 자동으로 다시 불러와요.",
    broken_title: "콘솔 오류로 페이지가 멈췄어요. 새로 고치세요.",
    code: |code| format!("코드: {code}"),
    waiting_dashboard: "대시보드의 네임스페이스를 기다리는 중",
    silent_dashboard: "대시보드가 네임스페이스를 알려 주지 않았어요. 선택하세요:",
};

const CONNECTION: ConnectionText = ConnectionText {
    checked: |hops, when| format!("{hops}개 구간 점검, {when}"),
    checking: "점검 중",
    again: "다시 점검",
    copy_report: "보고서 복사",
    hops: "구간",
    way: "요청의 경로",
    hop: |hop| match hop {
        Hop::Browser => "브라우저",
        Hop::Gateway => "게이트웨이",
        Hop::Console => "콘솔",
        Hop::Sidecar => "Istio 사이드카",
        Hop::MlPipeline => "ml-pipeline",
        Hop::KfpAuthorization => "KFP 권한",
    },
    verdict: |verdict| match verdict {
        Verdict::Works => "정상",
        Verdict::Warning => "확인 필요",
        Verdict::Fails => "실패",
        Verdict::NotReached => "도달 못 함",
        Verdict::NotChecked => "확인 못 함",
    },
    all_works: "모두 정상이에요",
    all_works_text: |namespace| match namespace {
        Some(namespace) => {
            format!("이 브라우저의 요청이 KFP에 닿고, {namespace} 네임스페이스를 볼 권한도 있어요.")
        }
        None => "이 브라우저의 요청이 KFP에 닿아요.".to_owned(),
    },
    fails_at: |hop| format!("실패한 구간: {hop}"),
    warns_at: |hop| format!("동작하지만 확인이 필요한 구간: {hop}"),
    unfinished: "실패한 곳은 없어요",
    unfinished_text: "여기에서 점검할 수 없는 구간이 있어요. 따로 표시했어요.",
    seen: "확인한 내용",
    cause: "원인",
    hint: "할 일",
    nothing_to_do: "없어요. 이 구간은 정상이에요.",
    nothing_seen: "없어요. 이 구간에는 도달하지 못했어요.",
    finding: "코드",
    kfp_version: "KFP 릴리스",
    unknown: "알 수 없음",
    label_page: "페이지",
    label_transport: "전송",
    label_asked: "요청",
    label_answer: "응답",
    label_answered_by: "응답한 곳",
    label_user: "로그인한 계정",
    transport_tls: "https",
    transport_plain: "일반 http",
    no_answer: "없음",
    no_proxy: "이름을 밝힌 프록시 없음",
    label_said: "메시지",
    own_namespaces: "내 네임스페이스",
    checked_at: "점검 시각",
    nothing_checked: "없어요. 여기에서는 이 구간을 점검할 수 없어요.",
    gateway_not_seen: "응답에 이름을 밝힌 프록시가 없어요. 게이트웨이 없이 콘솔에 닿았거나, 게이트웨이가 이름을 숨겨요.",
    finding_words,
};

fn finding_words(finding: Finding) -> (&'static str, &'static str) {
    match finding {
        Finding::SessionEnded => (
            "게이트웨이의 세션이 끝났어요. 길어야 24시간이에요.",
            "이 페이지 위쪽에서 다시 로그인하세요.",
        ),
        Finding::CookiesPiledUp => (
            "이전 로그인의 쿠키가 쌓여 요청이 게이트웨이의 한도를 넘었어요.",
            "이 사이트의 쿠키를 지우고 다시 로그인하세요.",
        ),
        Finding::NoAnswer => (
            "브라우저가 응답을 받지 못했어요. 네트워크, VPN 또는 게이트웨이 문제일 수 있어요.",
            "이 사이트의 다른 페이지가 열리는지 확인하고 다시 시도하세요.",
        ),
        Finding::LoginServiceDown => (
            "로그인 서비스가 게이트웨이에 응답하지 않거나 너무 느려요.",
            "관리자에게 oauth2-proxy 또는 authservice의 파드와 정책 확인을 요청하세요.",
        ),
        Finding::TokenRefused => (
            "메시가 세션의 토큰을 받지 않아요. 발급자를 모르거나 키가 바뀌었어요.",
            "다시 로그인하세요. 계속되면 관리자에게 게이트웨이의 RequestAuthentication 확인을 요청하세요.",
        ),
        Finding::MeshRefuses => (
            "메시의 정책이 게이트웨이에서 콘솔로 가는 요청을 막아요.",
            "관리자에게 게이트웨이의 principal을 허용하는 AuthorizationPolicy를 요청하세요.",
        ),
        Finding::NoRoute => (
            "이 경로는 콘솔로 이어지지 않아요. 라우트가 없거나 게이트웨이에 연결되지 않았어요.",
            "관리자에게 콘솔의 VirtualService와 게이트웨이 확인을 요청하세요.",
        ),
        Finding::ConsoleUnreachable => (
            "게이트웨이가 콘솔에 닿지 못해요. 준비된 파드가 없거나 네트워크가 막혀 있어요.",
            "관리자에게 콘솔의 파드와 istio-system에서 오는 NetworkPolicy 확인을 요청하세요.",
        ),
        Finding::ConsoleFailed => (
            "콘솔이 오류로 응답했어요.",
            "메시지를 확인하세요. 콘솔 로그에 같은 코드가 있어요.",
        ),
        Finding::NotUnderstood => (
            "이 버전의 콘솔이 아닌 다른 것이 응답했어요.",
            "페이지를 새로 고치세요. 계속되면 관리자에게 이 경로에 무엇이 있는지 물어보세요.",
        ),
    }
}

const SETTINGS: SettingsText = SettingsText {
    title: "설정",
    theme: "테마",
    system: "시스템",
    light: "밝게",
    dark: "어둡게",
    language: "언어",
    single_keys: "한 글자 단축키",
    single_keys_hint: "예: 필터는 /, 행 이동은 j, k. 입력란에 초점이 없을 때만 동작해요.",
    on: "켬",
    off: "끔",
    kept_here: "설정은 이 브라우저에 저장돼요.",
    about: "정보",
    console_version: "콘솔",
    keys: "단축키",
    key_filter: "필터로 이동",
    key_rows: "다음 행, 이전 행",
    key_experiments: "실험으로 이동",
    key_connection: "연결 진단으로 이동",
    key_help: "이 목록",
};

const TIME: TimeText = TimeText {
    just_now: "방금",
    minutes_ago: |minutes| format!("{minutes}분 전"),
    yesterday: |clock| format!("어제 {clock}"),
    date_and_clock: |date, clock| format!("{date} {clock}"),
    duration,
};

fn duration(length: Duration) -> String {
    match length.parts() {
        Parts::Days(days, hours) => format!("{days}일 {hours}시간"),
        Parts::Hours(hours, minutes) => format!("{hours}시간 {minutes}분"),
        Parts::Minutes(0, seconds) => format!("{seconds}초"),
        Parts::Minutes(minutes, seconds) => format!("{minutes}분 {seconds}초"),
    }
}

fn status(status: &Status) -> String {
    match status {
        Status::Pending => "대기 중",
        Status::Running => "실행 중",
        Status::Succeeded => "성공",
        Status::Cached => "캐시 사용",
        Status::Skipped => "건너뜀",
        Status::Omitted => "생략됨",
        Status::Failed => "실패",
        Status::Canceling => "취소 중",
        Status::Canceled => "취소됨",
        Status::Paused => "일시 중지",
        Status::Unknown(word) => word,
    }
    .to_owned()
}

/// Verbs as Kubernetes names them; one without a Korean word stays as it is.
fn verb_word(verb: &str) -> &str {
    match verb {
        "list" => "목록 보기",
        "get" => "보기",
        "create" => "만들기",
        "delete" => "삭제",
        other => other,
    }
}

fn resource_word(resource: &str) -> &str {
    match resource {
        "experiments" => "실험",
        "runs" => "실행",
        "pipelines" => "파이프라인",
        other => other,
    }
}
