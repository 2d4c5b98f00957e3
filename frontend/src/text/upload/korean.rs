//! Korean.

use super::UploadText;

pub(super) static KOREAN: UploadText = UploadText {
    title: "파이프라인 업로드",
    title_version: |pipeline| format!("새 버전: {pipeline}"),
    package: "패키지",
    source: "패키지 위치",
    file: "파일",
    paste: "텍스트",
    address: "주소",
    drop: "파일을 선택하거나 이 페이지에 끌어다 놓으세요",
    formats: "KFP 컴파일러가 만든 파일이에요. zip이나 tar.gz도 돼요. 최대 32MiB예요.",
    chosen: |name, size| format!("{name}, {size}"),
    text_label: "패키지 텍스트",
    address_label: "패키지 주소",
    address_note: "브라우저가 아니라 KFP 서버가 가져와요. https 주소여야 하고 운영자가 허용한 호스트만 돼요. 그래서 여기서 미리 볼 수 없어요.",
    address_cut: "쿼리, 이름과 비밀번호, # 뒤쪽처럼 접근 권한이 담긴 부분은 브라우저에 저장하지 않아요. 주소 전체를 다시 넣어 주세요.",
    address_fault: "https 주소가 아니에요",
    address_refused: "KFP가 이 호스트에 접근하지 못할 수 있어요. 패키지를 파일로 저장해서 업로드하세요.",
    checking: |percent| format!("패키지 확인 중… {percent}%"),
    check_again: "다시 확인",
    contents: "패키지 내용",
    spec_name: "스펙의 이름",
    spec_name_refused: |name, proposal| {
        format!(
            "스펙의 이름에는 소문자와 숫자, 하이픈만 쓸 수 있어서 KFP가 거부해요: {name:?}. 다른 이름으로 다시 컴파일하세요. 예: {proposal} (위에 적는 파이프라인 이름에는 어떤 글자든 쓸 수 있어요)"
        )
    },
    compiler: "컴파일러",
    description: "설명",
    task_count: "작업",
    tasks: |count| format!("작업 {count}개"),
    inputs: "입력",
    no_inputs: "입력이 없어요.",
    input: "입력",
    kind: "종류",
    default: "기본값",
    required: "없음(필수)",
    optional: "없음(선택)",
    hidden: "숨김(비밀로 보이는 이름)",
    platform: "볼륨이나 시크릿 같은 Kubernetes 설정이 있어요. 2.0보다 오래된 KFP는 무시해요.",
    spilled: |first, last| {
        format!(
            "{first}행부터 {last}행까지가 맨 위 주석에서 벗어나 있어 KFP가 거부해요. 이 줄들을 주석으로 바꿔 업로드해요."
        )
    },
    secrets: |names| {
        format!(
            "이름이 비밀로 보이는 값이 패키지에 그대로 있어서 파이프라인을 읽는 모두가 볼 수 있어요: {names}. 빼고 Kubernetes 시크릿을 쓰세요."
        )
    },
    no_preview: "너무 커서 여기서 보여 드릴 수 없어요. 업로드는 할 수 있어요.",
    refused: |code| {
        match code {
            "request.too_large" => "압축을 풀었을 때까지 쳐서 KFP가 받는 32MiB보다 커요. 데이터는 파이프라인이 아니라 아티팩트에 두세요.",
            "package.empty" => "비어 있어요. 파이프라인을 다시 컴파일하세요.",
            "package.not_text" => "YAML도 zip도 tar.gz도 아니에요. KFP 컴파일러가 만든 파일을 올리세요.",
            "package.archive" => "압축 파일을 쓸 수 없어요. 맨 위에 pipeline.yaml 파일 하나를 넣으세요.",
            "package.yaml" => "올바른 YAML이 아니에요. 컴파일러가 만든 것은 손으로 고치지 마세요.",
            "package.excessive" => "너무 깊거나 되풀이되거나 값이 너무 많아요. 파이프라인에서 데이터를 빼세요.",
            "package.platform" => "파이프라인 뒤에 있는 것이 플랫폼 설정이 아니에요.",
            "package.not_a_pipeline" => "컴파일된 파이프라인이 아니에요. KFP 2의 kfp.compiler로 컴파일하세요.",
            _ => "확인하지 못했어요.",
        }
        .to_owned()
    },
    details: "이름과 설명",
    name: "파이프라인 이름",
    version_name: "버전 이름",
    blank: "눈에 보이는 글자가 하나는 있어야 해요",
    too_long: |bytes| format!("KFP는 127바이트까지 받는데 이 이름은 {bytes}바이트예요"),
    unstorable: "KFP는 이모지처럼 U+FFFF를 넘는 문자를 저장하지 못해요",
    length: |bytes| format!("127바이트 중 {bytes}바이트"),
    trimmed: "앞뒤 공백은 빼고 올려요.",
    exists: |namespace| format!("{namespace} 네임스페이스에 같은 이름의 파이프라인이 있어요."),
    version_exists: "이 파이프라인에 같은 이름의 버전이 있어요. 다른 이름을 쓰세요.",
    as_version: "새 버전으로 업로드",
    as_pipeline: "새 파이프라인으로 업로드",
    checks: "업로드하기 전에",
    no_package: "먼저 패키지를 고르세요",
    package_fits: "KFP가 읽을 수 있는 패키지예요",
    package_broken: "패키지를 쓸 수 없어요",
    package_unseen: "패키지는 KFP만 확인해요",
    package_waits: "패키지를 확인하고 있어요",
    no_name: "이름을 입력하세요",
    name_fits: "쓸 수 있는 이름이에요",
    name_broken: "이름을 쓸 수 없어요",
    may_upload: |namespace| format!("{namespace} 네임스페이스에 파이프라인을 만들 수 있어요"),
    may_not_upload: "여기서는 볼 수만 있고 파이프라인을 만들 수 없어요",
    upload: "업로드",
    uploading: "업로드 중…",
    keys: "업로드",
    sent: |percent| format!("{percent}% 보냄"),
    stop: "중지",
    uploaded: |name| format!("{name} 업로드를 마쳤어요"),
    not_uploaded: "업로드하지 못했어요",
    unknown: "업로드되었는지 알 수 없어요",
    unknown_text: "응답이 오지 않았고 그 이름도 보이지 않아요. 다시 업로드하기 전에 확인하세요.",
    look_again: "다시 확인하기",
    not_there: "없어요. 다시 업로드할 수 있어요.",
    kept: "패키지와 입력한 내용은 그대로 있어요",
    kept_text: "다른 창에서 로그인한 다음 여기서 계속하세요. 이 페이지를 떠나면 패키지가 사라져요.",
    sign_in_beside: "다른 창에서 로그인",
    go_on: "계속하기",
    not_signed_in: "아직 로그인하지 않았어요.",
    pipeline_gone: "버전을 추가할 파이프라인을 읽을 수 없어요.",
};
