//! Korean.

use super::{FailedHop, StateText};

pub(in crate::text) const KOREAN: StateText = StateText {
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
            FailedHop::Busy => "한꺼번에 요청이 너무 많아요",
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
    no_pipeline_title: "이 파이프라인은 존재하지 않아요",
    no_recurring_run_title: "이 반복 실행은 존재하지 않아요",
    not_found_text: |namespace| {
        format!("삭제되었거나 {namespace} 말고 다른 네임스페이스에 있을 수 있어요.")
    },
    elsewhere_title: |namespace| format!("{namespace} 네임스페이스에 있는 실험이에요"),
    pipeline_elsewhere: |namespace| format!("{namespace} 네임스페이스에 있는 파이프라인이에요"),
    recurring_run_elsewhere: |namespace| format!("{namespace} 네임스페이스에 있는 반복 실행이에요"),
    elsewhere_text: "주소에는 다른 네임스페이스가 적혀 있어요.",
    open_in: |namespace| format!("{namespace} 네임스페이스에서 열기"),
    to_experiments: "모든 실험",
    to_pipelines: "모든 파이프라인",
    to_recurring_runs: "모든 반복 실행",
    to_start: "처음으로",
    empty_experiments: |namespace| format!("{namespace} 네임스페이스에 아직 실험이 없어요"),
    empty_experiments_text: "첫 실행이 실험을 만들어요. 코드에서 제출하세요:",
    empty_archive: "보관된 항목이 없어요",
    empty_archive_text: "보관한 항목은 그대로 남아 있고 복원할 수 있어요.",
    empty_runs_of_namespace: |namespace| format!("{namespace} 네임스페이스에 아직 실행이 없어요"),
    empty_runs: "이 실험에 아직 실행이 없어요",
    empty_runs_text: "코드에서 제출하세요:",
    snippet: "첫 실행 코드",
    no_match: "필터에 맞는 항목이 없어요",
    no_match_narrowest: |filter| format!("가장 좁은 필터: {filter}."),
    drop_filter: |filter| format!("필터 제거: {filter}"),
    clear_all: "모두 지우기",
    name_filter: |text| format!("이름 ‘{text}’"),
    status_filter: |words| format!("상태 {words}"),
    console_refused_title: "KFP가 콘솔의 자격 증명을 받지 않아요",
    console_refused_text: "사용자 잘못이 아니고, 기다려도 해결되지 않아요. 운영자가 고쳐야 해요. 연결 페이지에서 어느 구간인지 볼 수 있어요.",
    rejected_title: "잘못된 요청이라 거절됐어요",
    rejected_text: "같은 요청은 다시 거부돼요.",
    rejected_page: "주소의 페이지가 다른 목록의 것이거나 너무 오래되었을 수 있어요.",
    first_page: "첫 페이지",
    part_missing_title: "페이지를 가져오지 못했어요",
    part_missing_text: "지금 콘솔에 연결할 수 없거나, 이 탭을 연 뒤에 새 버전이 설치되었을 수 있어요. 페이지를 새로 고치면 새 버전을 불러와요.",
    reload: "페이지 새로 고침",
    garbled_title: "응답을 이해하지 못했어요",
    garbled_text: "KFP가 아닌 다른 것이 응답했거나, 이 버전이 모르는 KFP일 수 있어요.",
    offline: "브라우저가 오프라인이에요. 연결되면 자동으로 다시 불러와요.",
    broken_title: "콘솔 오류로 페이지가 멈췄어요. 새로 고치세요.",
    code: |code| format!("코드: {code}"),
    waiting_dashboard: "대시보드의 네임스페이스를 기다리는 중",
    silent_dashboard: "대시보드가 네임스페이스를 알려 주지 않았어요. 선택하세요:",
};

/// Verbs as Kubernetes names them; one without a Korean word stays as it is.
fn verb_word(verb: &str) -> &str {
    match verb {
        "list" => "목록 보기",
        "get" => "보기",
        "create" => "만들기",
        "delete" => "삭제",
        "archive" => "보관",
        "unarchive" => "복원",
        "retry" => "다시 시도",
        "terminate" => "중지",
        "enable" => "켜기",
        "disable" => "끄기",
        other => other,
    }
}

fn resource_word(resource: &str) -> &str {
    match resource {
        "experiments" => "실험",
        "runs" => "실행",
        "pipelines" => "파이프라인",
        "jobs" => "반복 실행",
        other => other,
    }
}
