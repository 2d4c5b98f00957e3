//! Korean.

use kfp_core::{schedule::InvalidCron, spec::ParameterType};

use super::NewRunText;

pub(super) static OF_RUN: NewRunText = KOREAN;

/// What is another in the form for a recurring run.
pub(super) static OF_RECURRING_RUN: NewRunText = NewRunText {
    title: "새 반복 실행",
    cloned_from: |recurring_run| format!("복제한 반복 실행: {recurring_run}"),
    own_spec: "복제한 반복 실행의 스펙",
    name: "이름",
    caching_note: "캐시를 끈 스펙을 함께 보내므로 새 버전을 따라가지 않아요.",
    checks: "만들기 전에",
    may_create: |namespace| format!("{namespace} 네임스페이스에서 반복 실행을 만들 수 있어요"),
    may_not_create: "여기서는 볼 수만 있고 반복 실행을 만들 수 없어요",
    start: "반복 실행 만들기",
    starting: "만드는 중…",
    keys: "만들기",
    started: |name| format!("{name} 반복 실행을 만들었어요"),
    not_started: "반복 실행을 만들지 못했어요",
    unknown: "반복 실행이 만들어졌는지 알 수 없어요",
    unknown_text: "응답이 오지 않았고 실험에도 보이지 않아요. 다시 만들기 전에 확인하세요. 두 번 만들어질 수 있어요.",
    not_there: "실험에 없어요. 다시 만들 수 있어요.",
    differences: "복제한 반복 실행과 비교",
    original_gone: "복제할 반복 실행을 읽을 수 없어 그것 없이 시작해요.",
    ..KOREAN
};

const KOREAN: NewRunText = NewRunText {
    title: "새 실행",
    cloned_from: |run| format!("복제한 실행: {run}"),
    source: "파이프라인",
    pipeline: "파이프라인",
    version: "버전",
    choose: "선택…",
    own: "이 네임스페이스",
    shared: "공유",
    own_spec: "복제한 실행의 스펙",
    latest: |version| format!("{version} (최신)"),
    newest_each_time: |version| format!("시작할 때마다 최신, 지금은 {version}"),
    more_pipelines: |count| {
        format!(
            "최신 {count}개만 보여요. 더 오래된 파이프라인은 그 페이지의 새 실행으로 시작하세요."
        )
    },
    name: "실행 이름",
    description: "설명",
    experiment: "실험",
    default_experiment: |name| format!("{name} (없으면 만들어요)"),
    parameters: "파라미터",
    inputs: |count| format!("입력 {count}개"),
    no_inputs: "이 파이프라인에는 파라미터가 없어요.",
    editor: "편집기",
    fields: "양식",
    json: "JSON",
    json_label: "JSON 파라미터",
    reset: "기본값으로 되돌리기",
    optional: "선택",
    not_set: "비워 두면 파이프라인이 정해요",
    kind: |kind| kind.as_str().to_owned(),
    one_of: |count| format!("{count}개 중 하나"),
    settings: "실행 방식",
    service_account: "서비스 계정",
    root: "출력 루트",
    of_namespace: "네임스페이스 기본값",
    caching: "캐시된 결과",
    caching_as_compiled: "파이프라인 설정대로",
    caching_off: "끔: 모든 작업 실행",
    caching_note: "캐시를 끈 스펙을 함께 보내므로 이 실행은 버전의 실행 목록에 나오지 않아요.",
    checks: "시작하기 전에",
    to_mend: |count| format!("고칠 문제 {count}개"),
    values_fit: "값이 파이프라인에 맞아요",
    may_create: |namespace| format!("{namespace} 네임스페이스에서 실행을 만들 수 있어요"),
    may_not_create: "여기서는 볼 수만 있고 실행을 만들 수 없어요",
    version_works: |version| format!("{version} 버전을 읽을 수 있어요"),
    tasks: |count| format!("작업 {count}개"),
    no_version: "먼저 버전이 있는 파이프라인을 고르세요",
    unreadable: "이 버전의 스펙을 읽을 수 없어요",
    unreadable_text: "입력을 알 수 없어 파라미터를 JSON으로 적어요. 맞는지는 KFP만 판단해요.",
    make_recurring: "반복 실행으로 만들기",
    start: "실행 시작",
    starting: "시작하는 중…",
    keys: "실행 시작",
    started: |name| format!("{name} 실행을 시작했어요"),
    not_started: "실행을 시작하지 못했어요",
    unknown: "실행이 시작되었는지 알 수 없어요",
    unknown_text: "응답이 오지 않았고 실험에도 보이지 않아요. 다시 시작하기 전에 확인하세요. 두 번 만들어질 수 있어요.",
    look_again: "다시 확인",
    not_there: "실험에 없어요. 다시 시작할 수 있어요.",
    code: "코드로 똑같이",
    code_language: "언어",
    code_of: |language| format!("{language} 코드"),
    copy_link: "이 양식의 링크 복사",
    differences: "복제한 실행과 비교",
    change: "변화",
    before: "이전",
    now: "지금",
    kept: "그대로",
    changed: "변경",
    gone: "없어짐",
    new: "새로 생김",
    draft: "전에 입력한 내용을 되살렸어요. 비밀로 보이는 이름의 값은 저장하지 않았어요.",
    discard: "초안 버리기",
    missing: "값을 입력하세요",
    wrong_kind: |kind| {
        match kind {
            ParameterType::NumberInteger => "정수가 아니에요",
            ParameterType::NumberDouble => "숫자가 아니에요",
            ParameterType::Boolean => "true 또는 false가 아니에요",
            ParameterType::List => "목록이 아니에요. 예: [1, 2]",
            ParameterType::Struct => "객체가 아니에요. 예: {\"a\": 1}",
            _ => "다른 종류의 값이에요",
        }
        .to_owned()
    },
    use_point: "소수점은 점으로 적으세요:",
    no_json: |line, column| format!("{line}행 {column}열부터 JSON이 아니에요"),
    no_object: "하나의 객체여야 해요. 예: {\"a\": 1}",
    not_among: |values| format!("다음 값만 쓸 수 있어요: {values}"),
    not_exact: "KFP가 이 크기의 숫자를 바꿔요. 2^53까지만 정확히 저장해요",
    unknown_input: "파이프라인에 이런 입력이 없어요",
    too_long: |most| format!("최대 {most}자까지 쓸 수 있어요"),
    no_cron: |why| format!("KFP가 받지 않는 줄이에요: {}", no_cron(why)),
    five_fields: "필드 5개는 두 가지로 읽혀요. 아래에서 하나를 고르세요",
    no_interval: "1 이상의 정수가 아니거나 100년보다 길어요",
    no_moment: "시각이 아니에요. 예: 2026-11-26 09:00 또는 2026-11-26T09:00:00+09:00",
    no_such_day: "없는 날짜예요",
    ends_first: "끝이 시작보다 늦지 않아요",
    never_starts: "한 번도 시작하지 않아요",
    no_pipelines: |namespace| format!("{namespace} 네임스페이스에 실행할 파이프라인이 없어요"),
    no_pipelines_text: "네임스페이스에도 공유 목록에도 없어요. 먼저 파이프라인을 업로드하세요.",
    version_gone: "이 버전은 이제 없어요",
    version_gone_text: "삭제되었을 수 있어요. 다른 버전을 고르세요. 입력한 내용은 그대로 있어요.",
    original_gone: "복제할 실행을 읽을 수 없어 그것 없이 시작해요.",
};

/// Why a line is no cron line.
fn no_cron(why: &InvalidCron) -> String {
    match why {
        InvalidCron::Empty => "비어 있어요".to_owned(),
        InvalidCron::Fields { found } => {
            format!("필드가 {found}개예요. KFP는 초, 분, 시, 일, 월, 요일 6개를 읽어요")
        }
        InvalidCron::Zone => "시간대를 적었지만 KFP는 받지 않아요".to_owned(),
        InvalidCron::NotANumber { field, part } => {
            format!("{} 필드의 `{part}` 값은 숫자나 이름이 아니에요", field_name(field))
        }
        InvalidCron::OutOfRange {
            field,
            part,
            min,
            max,
        } => format!(
            "{} 필드의 `{part}` 값이 {min}–{max} 범위 밖이에요",
            field_name(field)
        ),
        InvalidCron::Backwards { part } => format!("`{part}` 범위가 거꾸로예요"),
        InvalidCron::Step { part } => format!("`{part}` 값의 간격이 1 이상의 숫자가 아니에요"),
        InvalidCron::NoPart { field } => format!("{} 필드가 비어 있어요", field_name(field)),
        InvalidCron::Descriptor => {
            "`@` 다음에는 yearly, annually, monthly, weekly, daily, midnight, hourly 또는 every와 1h30m 같은 길이만 쓸 수 있어요"
                .to_owned()
        }
        _ => why.to_string(),
    }
}

/// A field of a cron line.
fn field_name(field: &str) -> &str {
    match field {
        "second" => "초",
        "minute" => "분",
        "hour" => "시",
        "day of the month" => "일",
        "month" => "월",
        "day of the week" => "요일",
        other => other,
    }
}
