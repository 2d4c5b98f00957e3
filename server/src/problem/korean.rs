//! The words of the page of errors in Korean.

use super::ProblemCode;

/// What a kind means, in one sentence.
pub(super) fn meaning(code: ProblemCode) -> &'static str {
    use ProblemCode as Code;
    match code {
        Code::IdentityMissing => "요청에 사용자가 없습니다.",
        Code::IdentityInvalid => "사용자 헤더를 쓸 수 없습니다.",
        Code::IdentityPeer => "사용자 헤더가 등록된 게이트웨이에서 오지 않았습니다.",
        Code::AccessDenied => "Kubernetes가 이 사용자에게 이 권한을 주지 않습니다.",
        Code::NamespaceRequired => "어느 네임스페이스에 관한 요청인지 알 수 없습니다.",
        Code::SharedReadOnly => "누구의 것도 아닌 파이프라인은 읽을 수만 있고 바꿀 수 없습니다.",
        Code::ReviewUnavailable => "Kubernetes가 허용 여부에 답하지 않았습니다.",
        Code::UnknownPath => "접근 표에 이 경로에 관한 규칙이 없습니다.",
        Code::UnknownKfpMethod => "알려진 경로에 없는 메서드에 대해 KFP가 하는 답입니다.",
        Code::UnknownMethod => "경로는 있지만 이 메서드는 없습니다.",
        Code::Invalid => "매개변수나 본문을 쓸 수 없습니다.",
        Code::Text => "KFP의 데이터베이스에 저장할 수 없는 텍스트입니다.",
        Code::Pipeline => "KFP가 이 파이프라인을 실행할 수 없습니다.",
        Code::ScheduleGone => "반복 실행을 일으키는 Kubernetes 객체가 없어졌습니다.",
        Code::PageToken => "이 목록을 위해 발급된 페이지 토큰이 아닙니다.",
        Code::ForeignOrigin => "다른 출처의 페이지가 쓰기 요청을 보냈습니다.",
        Code::ContentType => "이 경로가 받지 않는 콘텐츠 형식입니다.",
        Code::HeadTooLarge => "요청 줄과 헤더가 너무 크거나 너무 많습니다.",
        Code::UpgradeRequired => "이 주소는 웹소켓만 받습니다.",
        Code::TooLarge => "본문이 너무 큽니다.",
        Code::BodyTimeout => "본문이 제시간에 도착하지 않았습니다.",
        Code::BodyBroken => "본문이 도중에 끊겼습니다.",
        Code::PackageEmpty => "패키지가 비어 있습니다.",
        Code::PackageNotText => "패키지가 텍스트도 압축 파일도 아닙니다.",
        Code::PackageArchive => "패키지의 압축 파일을 쓸 수 없습니다.",
        Code::PackageYaml => "패키지가 올바른 YAML이 아닙니다.",
        Code::PackageExcessive => {
            "패키지가 너무 깊이 중첩되었거나, 되풀이되거나, 값이 너무 많습니다."
        }
        Code::PackagePlatform => "파이프라인 뒤에 있는 것이 플랫폼 설정이 아닙니다.",
        Code::PackageNotAPipeline => "YAML이지만 컴파일된 파이프라인이 아닙니다.",
        Code::Overloaded => "한꺼번에 너무 많은 일이 몰렸습니다.",
        Code::Internal => "콘솔의 결함입니다.",
        Code::NoBrowserProgram => "이 콘솔은 브라우저 프로그램을 제공하지 않습니다.",
        Code::TokenFile => "콘솔 자신의 KFP 토큰을 쓸 수 없습니다.",
        Code::KfpUnreachable => "KFP에 연결할 수 없습니다.",
        Code::KfpUnavailable => "KFP 앞의 프록시가 호출을 보낼 곳이 없습니다.",
        Code::KfpTimeout => "KFP가 제시간에 답하지 않았습니다.",
        Code::KfpRefusedConsole => "KFP가 콘솔 자신의 토큰을 받아들이지 않습니다.",
        Code::KfpBehindLogin => {
            "KFP가 있어야 할 곳에서 로그인 서비스가 답합니다. 콘솔이 게이트웨이를 부르고 있습니다."
        }
        Code::MeshDenied => "메시가 콘솔을 KFP로 들여보내지 않습니다.",
        Code::KfpAnswer => {
            "KFP가 아닌 것이 답했거나, 이 버전이 이해하지 못하는 답을 KFP가 보냈습니다."
        }
        Code::KfpAnswerTooLarge => "KFP의 답이 너무 큽니다.",
        Code::Costly => {
            "KFP에 부담이 큰 질문이고, 같은 사용자의 그런 질문이 이미 처리되고 있습니다."
        }
        Code::KfpTooMany => "KFP가 속도를 늦추라고 합니다.",
    }
}

/// What to do, where something can be done.
pub(super) fn hint(code: ProblemCode) -> Option<&'static str> {
    use ProblemCode as Code;
    Some(match code {
        Code::IdentityMissing => "Kubeflow 게이트웨이를 통해 콘솔을 열고 로그인하세요.",
        Code::IdentityInvalid => "게이트웨이가 사용자 헤더에 무엇을 쓰는지 확인하세요.",
        Code::IdentityPeer => {
            "Kubeflow 게이트웨이를 통해 콘솔을 여세요. 이미 그렇게 했다면 --gateway-principal에 게이트웨이의 ID를 \
             지정하거나 콘솔의 파드에 사이드카를 붙이세요."
        }
        Code::NamespaceRequired => "매개변수 `namespace`에 네임스페이스를 적으세요.",
        Code::SharedReadOnly => "파이프라인을 자신의 네임스페이스에 업로드하세요.",
        Code::ReviewUnavailable => {
            "잠시 뒤 다시 시도하세요. 운영자는 콘솔의 로그에서 이유를 찾을 수 있습니다."
        }
        Code::Pipeline => {
            "존재하는 파이프라인과 그 버전을 고르세요. 함께 보내는 스펙은 KFP 컴파일러가 만든 것이어야 합니다."
        }
        Code::ScheduleGone => {
            "같은 설정으로 반복 실행을 새로 만들고 이것은 지우세요. 지우는 것은 여전히 됩니다."
        }
        Code::PageToken => "첫 페이지부터 다시 시작하세요.",
        Code::ForeignOrigin => {
            "콘솔 자신의 페이지를 쓰거나, 프로그램이라면 Origin 헤더를 보내지 마세요."
        }
        Code::UpgradeRequired => {
            "대신 /api/feed에 이따금 물어보거나, 도중의 모든 프록시가 웹소켓을 통과시키는지 운영자에게 확인을 요청하세요."
        }
        Code::HeadTooLarge => {
            "같은 호스트의 다른 페이지가 남긴 쿠키를 지우거나, 운영자에게 --max-header-bytes를 올려 달라고 하세요."
        }
        Code::PackageEmpty => {
            "파이프라인을 다시 컴파일하세요. 컴파일러가 중간에 멈췄을 수 있습니다."
        }
        Code::PackageNotText => "`kfp.compiler`가 쓴 것을 올리세요.",
        Code::PackageArchive => "압축 파일의 맨 위에 pipeline.yaml이라는 파일 하나를 넣으세요.",
        Code::PackageYaml => {
            "그 줄을 살펴보세요. 컴파일러가 쓴 것은 손으로 고치지 않는 것이 좋습니다."
        }
        Code::PackageExcessive => "파이프라인에서 데이터를 빼고 아티팩트나 주소로 전달하세요.",
        Code::PackagePlatform => "첫 `---` 뒤에는 플랫폼 설정만 남기세요.",
        Code::PackageNotAPipeline => "KFP 2의 `kfp.compiler`로 파이프라인을 컴파일하세요.",
        Code::Overloaded | Code::KfpTooMany => "잠시 뒤 다시 시도하세요.",
        Code::Internal => "요청 ID와 함께 알려 주세요.",
        Code::NoBrowserProgram => "빌드한 브라우저 프로그램의 폴더를 --assets로 지정해 시작하세요.",
        Code::TokenFile => {
            "콘솔의 파드에 대상(audience)이 pipelines.kubeflow.org인 프로젝션된 서비스 어카운트 토큰을 주세요."
        }
        Code::KfpUnreachable => {
            "ml-pipeline이 실행 중인지, --kfp-url이 그것을 가리키는지 확인하세요."
        }
        Code::KfpUnavailable => "ml-pipeline이 준비될 때까지 기다리세요.",
        Code::KfpTimeout => "다시 시도하세요. 계속 느리다면 KFP에 부하가 너무 큰 것입니다.",
        Code::KfpRefusedConsole => {
            "연결 페이지를 여세요. 운영자가 콘솔의 토큰과 그 대상(audience)을 확인해야 합니다."
        }
        Code::KfpBehindLogin => {
            "--kfp-url이 게이트웨이가 아니라 클러스터 안의 ml-pipeline을 가리키게 하세요."
        }
        Code::MeshDenied => {
            "연결 페이지를 여세요. 운영자가 ml-pipeline의 정책에서 콘솔을 허용해야 합니다."
        }
        Code::KfpAnswerTooLarge => "더 짧은 페이지를 요청하세요.",
        Code::Costly => {
            "앞의 질문이 끝날 때까지 기다리세요. 많아야 50행을 요청하고, 생성 시각으로 정렬하고, 이름 대신 시간으로 \
             거르세요."
        }
        Code::AccessDenied
        | Code::UnknownPath
        | Code::UnknownKfpMethod
        | Code::UnknownMethod
        | Code::Invalid
        | Code::Text
        | Code::ContentType
        | Code::TooLarge
        | Code::BodyTimeout
        | Code::BodyBroken
        | Code::KfpAnswer => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_stands_where_there_is_one_in_english() {
        for code in ProblemCode::ALL {
            assert_eq!(
                hint(*code).is_some(),
                code.hint().is_some(),
                "{}",
                code.slug()
            );
            let words = [Some(meaning(*code)), hint(*code)];
            for text in words.into_iter().flatten() {
                assert!(
                    text.chars().any(|c| ('가'..='힣').contains(&c)),
                    "{text} is no Korean"
                );
            }
        }
    }
}
