//! What to do about errors of calls.

use kfp_core::error::{
    CredentialsError, Error, ProxyReason, StatusCodeName, TokenFault, TokenRefusal, TransportFault,
};

const TOKEN: &str = "대상(audience)이 `pipelines.kubeflow.org`인 projected 서비스 계정 토큰을 마운트하세요. 노트북이라면 그렇게 하는 \
    PodDefault를 고르세요.";

pub(super) fn call(error: &Error) -> Option<String> {
    let text = match error {
        Error::Credentials { source, .. } => credentials(source),
        Error::Transport { source, .. } => fault(source.fault())?,
        Error::Timeout { .. } => fault(TransportFault::Timeout)?,
        Error::Api { error, .. } => match error.code() {
            StatusCodeName::PermissionDenied => {
                return Some(match error.denied_access() {
                    Some(access) if access.namespace.is_empty() => {
                        "네임스페이스를 적으세요. 여러 사용자의 Kubeflow에서는 모든 호출이 한 네임스페이스에 속해요."
                            .to_owned()
                    }
                    Some(access) => format!(
                        "네임스페이스 소유자에게 기여자로 추가해 달라고 하세요. 네임스페이스: {}, 이름: {}",
                        access.namespace, access.user
                    ),
                    None => "네임스페이스 소유자에게 기여자로 추가해 달라고 하세요.".to_owned(),
                });
            }
            StatusCodeName::Unauthenticated => TOKEN,
            StatusCodeName::Unavailable => "잠시 뒤에 다시 하세요.",
            _ => return None,
        },
        Error::Unexpected { reason, .. } => proxy(*reason)?,
        Error::Decode { .. } => "주소가 KFP로 이어지는지, 이 버전이 아는 릴리스인지 확인하세요.",
        Error::TooLarge { .. } => "더 작은 페이지를 요청하세요.",
        _ => return None,
    };
    Some(text.to_owned())
}

pub(super) fn credentials(error: &CredentialsError) -> &'static str {
    match error {
        CredentialsError::TokenFile {
            fault: TokenFault::Missing,
            ..
        } => TOKEN,
        CredentialsError::TokenFile {
            fault: TokenFault::NotReadable,
            ..
        } => "프로세스가 토큰 파일을 읽을 수 있게 파드의 `fsGroup`이나 사용자를 정하세요.",
        CredentialsError::TokenFile { .. } => {
            "이 경로에 무엇이 마운트됐는지 보세요. 서비스 계정 토큰 하나가 있어야 해요."
        }
        CredentialsError::Bearer { .. } => "`Bearer`와 줄바꿈 없이 토큰 하나를 주세요.",
        CredentialsError::Command { .. } => {
            "명령을 직접 실행해 보세요. 토큰 하나만 출력하고 오류 없이 끝나야 해요."
        }
        CredentialsError::Cookie => "쿠키를 `name=value` 꼴로 주세요.",
        CredentialsError::Header => "게이트웨이가 쓰는 그대로 사용자의 이름을 주세요.",
        CredentialsError::OtherOrigin { .. } => "부르는 주소의 자격 증명을 만드세요.",
        CredentialsError::PlainHttp { .. } => "https나 클러스터 안 서비스의 이름을 쓰세요.",
        _ => "자격 증명을 다시 확인하세요.",
    }
}

pub(super) fn fault(fault: TransportFault) -> Option<&'static str> {
    Some(match fault {
        TransportFault::NameNotFound => {
            "호스트의 철자와 VPN을 확인하세요. 클러스터 안에서는 KFP가 설치된 네임스페이스(보통 `kubeflow`)의 `ml-pipeline` 서비스예요."
        }
        TransportFault::ConnectionRefused => {
            "호스트와 포트를 확인하고, 서비스나 port-forward가 실행 중인지 보세요."
        }
        TransportFault::Connect | TransportFault::Timeout => {
            "주소와, 네트워크 정책이 이 클라이언트를 허용하는지 확인하고 다시 하세요."
        }
        TransportFault::Closed => {
            "다시 하세요. 계속되면 상대가 상호 TLS(메시 안에서 실행)나 TLS(https)를 요구하는지 보세요."
        }
        TransportFault::NotHttp => "스킴과 포트를 확인하세요. 그 포트는 평문 HTTP를 쓰지 않아요.",
        TransportFault::UnknownIssuer => {
            "회사나 클러스터의 인증 기관을 시스템 인증서에 넣거나, 그 인증서 파일을 --ca-file 옵션으로 주세요. 시스템 인증서에 더해 믿어요."
        }
        TransportFault::WrongName => "주소 대신 인증서에 적힌 이름을 쓰세요.",
        TransportFault::OutOfDate => "인증서를 새로 받고, 이 기기의 시계를 확인하세요.",
        TransportFault::NotTls => {
            "https:// 대신 http://를 쓰세요. port-forward처럼 평문 HTTP 포트예요."
        }
        TransportFault::Tls => {
            "포트가 TLS 1.2나 1.3을 쓰고 클라이언트 인증서를 요구하지 않는지 보세요."
        }
        TransportFault::ProxyNameNotFound => {
            "HTTPS_PROXY나 ALL_PROXY에 적힌 프록시의 철자와 VPN을 확인하세요. 회사 네트워크 밖에서는 이름을 모를 수 있어요. 프록시가 필요 없다면 \
             변수를 지우거나 NO_PROXY에 호스트를 적으세요."
        }
        TransportFault::ProxyTls => {
            "프록시는 대부분 평문 HTTP로 연결해요. HTTPS_PROXY에도 http://로 적으세요. 프록시가 TLS를 쓴다면 그 인증 기관을 믿게 해야 해요."
        }
        TransportFault::ProxyLoginRefused => {
            "프록시 변수의 이름과 비밀번호를 확인하세요. 그 안의 `@`는 %40, `:`는 %3A, `/`는 %2F로 적으세요."
        }
        TransportFault::ProxyUnreachable => {
            "HTTPS_PROXY나 ALL_PROXY에 적힌 프록시 주소와 VPN을 확인하세요. 프록시가 필요 없는 호스트라면 NO_PROXY에 적으세요."
        }
        TransportFault::ProxyLogin => {
            "프록시 변수에 이름과 비밀번호를 http://NAME:PASSWORD@HOST:PORT 꼴로 적으세요."
        }
        TransportFault::ProxyRefused => {
            "프록시가 이 호스트를 허용하는지 묻거나 NO_PROXY에 호스트를 적으세요. 파드에서는 사이드카가 프록시로 가는 호출을 보통 HTTP로 \
             읽기도 해요(상태 426). 그때는 `traffic.sidecar.istio.io/excludeOutboundPorts`로 프록시의 포트를 빼세요."
        }
        _ => return None,
    })
}

fn proxy(reason: ProxyReason) -> Option<&'static str> {
    Some(match reason {
        ProxyReason::RbacDenied => {
            "신원 헤더 없이 토큰으로 `ml-pipeline`을 부르거나, 메시가 이 호출을 허용하게 하세요."
        }
        ProxyReason::SignedOut { .. } => "다시 로그인하세요: `kfpc login`.",
        ProxyReason::EmptyUnauthorized => "다시 로그인하거나 토큰을 확인하세요.",
        ProxyReason::TokenRefused { refusal } => match refusal {
            TokenRefusal::Issuer => {
                "서비스 계정 토큰은 게이트웨이가 아니라 클러스터 안의 `ml-pipeline`에 보내세요."
            }
            TokenRefusal::Malformed | TokenRefusal::Missing => {
                "bearer로는 토큰을, 세션 쿠키는 쿠키로 보내세요."
            }
            TokenRefusal::NotYetValid => "시계를 맞추세요.",
            _ => "요구되는 대상의 새 토큰을 받으세요.",
        },
        ProxyReason::LoginServiceDown => {
            "관리자에게 로그인 서비스를 봐 달라고 하고, 잠시 뒤에 다시 하세요."
        }
        ProxyReason::LoginFailed => "로그인 중인 다른 탭을 닫고 첫 페이지부터 다시 하세요.",
        ProxyReason::NoHealthyUpstream | ProxyReason::ConnectFailure | ProxyReason::Reset => {
            "관리자에게 `ml-pipeline`의 파드를 봐 달라고 하고, 잠시 뒤에 다시 하세요."
        }
        ProxyReason::Timeout => "더 작은 페이지로 다시 하세요.",
        ProxyReason::UnknownService | ProxyReason::NoRoute | ProxyReason::WrongApplication => {
            "기본 주소를 확인하세요. 전체 Kubeflow의 게이트웨이를 거치면 `/pipeline`으로 끝나요."
        }
        ProxyReason::PathCleaned => {
            "주소에서 겹친 빗금과 점 조각을 빼고, 접두사는 빗금으로 끝내세요."
        }
        ProxyReason::HeadersTooLarge => "이 사이트의 쿠키를 지우고 다시 로그인하세요.",
        ProxyReason::BodyTooLarge => "더 작은 파일을 보내세요.",
        ProxyReason::RateLimited => "나중에 다시 하세요.",
        ProxyReason::KubernetesProxy => {
            "KFP의 답이 아니에요. 서버에 없는 호출에도 이렇게 답할 수 있어요. `kubectl port-forward --namespace kubeflow service/ml-pipeline \
             8888`을 실행하고 http://localhost:8888 주소를 쓰세요."
        }
        ProxyReason::KubernetesApi => "쿠버네티스 API 서버가 아니라 `ml-pipeline`의 주소를 쓰세요.",
        _ => return None,
    })
}
