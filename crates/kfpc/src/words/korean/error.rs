//! Errors of calls.

use kfp_core::error::{
    CredentialsError, Error, ProxyReason, TokenFault, TokenRefusal, TransportFault,
};
use kfp_core::model::InvalidId;

use super::rules;

pub(super) fn call(error: &Error) -> String {
    match error {
        Error::InvalidRequest {
            operation,
            field,
            problem,
        } => {
            let why = rules::broken(field, problem);
            let why = why.unwrap_or_else(|| format!("{field} {problem}"));
            format!("보내지 않았어요({operation}): {why}")
        }
        Error::Credentials { operation, source } => {
            format!(
                "쓸 수 있는 자격 증명이 없어 보내지 않았어요({operation}): {}",
                credentials(source)
            )
        }
        Error::Transport { operation, source } => {
            format!("답이 오지 않았어요({operation}): {}", fault(source.fault()))
        }
        Error::Timeout { operation, after } => {
            format!(
                "{}초 안에 답이 오지 않았어요({operation}).",
                after.as_secs()
            )
        }
        Error::Cancelled { operation } => format!("취소됐어요({operation})."),
        Error::Api {
            operation,
            status,
            error,
        } => {
            format!(
                "KFP가 {} 상태로 답했어요({operation}): {}",
                status.as_u16(),
                error.summary()
            )
        }
        Error::Unexpected {
            operation,
            status,
            reason: why,
            ..
        } => {
            format!(
                "KFP가 아닌 것이 {} 상태로 답했어요({operation}): {}",
                status.as_u16(),
                reason(*why)
            )
        }
        Error::Decode {
            operation,
            at,
            length,
            ..
        } => {
            format!("답 {length}바이트를 읽을 수 없어요({operation}). 위치: {at}")
        }
        Error::TooLarge { operation, limit } => {
            format!("답이 {limit}바이트보다 커요({operation}).")
        }
        other => other.to_string(),
    }
}

pub(super) fn credentials(error: &CredentialsError) -> String {
    match error {
        CredentialsError::TokenFile { path, fault } => {
            format!("토큰 파일 {}: {}", path.display(), token(*fault))
        }
        CredentialsError::Bearer { fault } => format!("bearer 토큰: {}", token(*fault)),
        CredentialsError::Cookie => {
            "쿠키가 비었거나, 이름이 없거나, 헤더에 넣을 수 없는 글자가 있어요".to_owned()
        }
        CredentialsError::Header => {
            "신원 헤더가 비었거나, 헤더에 넣을 수 없는 글자가 있어요".to_owned()
        }
        CredentialsError::OtherOrigin { bound, asked } => {
            format!("{bound} 주소의 자격 증명이라 {asked} 주소에는 보내지 않아요")
        }
        CredentialsError::PlainHttp { asked } => {
            format!("평문 http 주소에는 자격 증명을 보내지 않아요: {asked}")
        }
        other => other.to_string(),
    }
}

pub(super) fn token(fault: TokenFault) -> String {
    match fault {
        TokenFault::Missing => "파일이 없어요",
        TokenFault::NotReadable => "파일을 읽을 권한이 없어요",
        TokenFault::NotAFile => "파일이 아니에요",
        TokenFault::Empty => "비어 있어요",
        TokenFault::TooLong => "어떤 토큰보다도 길어요",
        TokenFault::NotAJwt => "토큰이 아닌 것이 들어 있어요",
        TokenFault::NotAHeaderValue => "헤더에 넣을 수 없는 글자가 있어요",
        other => return other.to_string(),
    }
    .to_owned()
}

pub(super) fn id(problem: InvalidId) -> String {
    match problem {
        InvalidId::Empty => "비어 있어요".to_owned(),
        InvalidId::TooLong { limit } => format!("{limit}바이트보다 길어요"),
        InvalidId::NotAPathElement => "경로의 한 부분이 될 수 없어요".to_owned(),
        InvalidId::NotALabel => "소문자 DNS 레이블이 아니에요".to_owned(),
        other => other.to_string(),
    }
}

pub(super) fn fault(fault: TransportFault) -> String {
    match fault {
        TransportFault::NameNotFound => "호스트 이름을 찾을 수 없어요",
        TransportFault::ConnectionRefused => "그 주소에서 듣는 것이 없어요",
        TransportFault::Connect => "연결되지 않았어요",
        TransportFault::Closed => "답이 끝나기 전에 연결이 끊겼어요",
        TransportFault::NotHttp => "HTTP가 아닌 것이 왔어요",
        TransportFault::Timeout => "제한 시간이 지났어요",
        TransportFault::TooLarge => "답이 한도보다 커요",
        TransportFault::Cancelled => "취소됐어요",
        TransportFault::Unsendable => "보낼 수 없는 요청이에요",
        TransportFault::UnknownIssuer => "믿지 않는 인증 기관의 인증서예요",
        TransportFault::WrongName => "인증서가 다른 이름의 것이에요",
        TransportFault::OutOfDate => "인증서가 만료됐거나 아직 유효하지 않아요",
        TransportFault::NotTls => "TLS가 아닌 것이 왔어요",
        TransportFault::Tls => "TLS 연결에 실패했어요",
        TransportFault::ProxyNameNotFound => "프록시의 이름을 찾을 수 없어요",
        TransportFault::ProxyTls => "프록시와 TLS로 연결하지 못했어요",
        TransportFault::ProxyLoginRefused => {
            "프록시가 이름과 비밀번호를 요구하는데, 받은 것은 받아들이지 않아요"
        }
        TransportFault::ProxyUnreachable => "프록시가 답하지 않아요",
        TransportFault::ProxyLogin => "프록시가 이름과 비밀번호를 요구해요",
        TransportFault::ProxyRefused => "프록시가 이 호스트까지 길을 열어 주지 않았어요",
        other => return kfp_core::error::TransportError::new(other).to_string(),
    }
    .to_owned()
}

fn reason(why: ProxyReason) -> String {
    match why {
        ProxyReason::RbacDenied => "메시의 정책이 이 호출을 거절했어요",
        ProxyReason::SignedOut { .. } => "게이트웨이의 세션이 없거나 끝났어요",
        ProxyReason::EmptyUnauthorized => "이유 없이 401이 왔어요",
        ProxyReason::TokenRefused { refusal } => token_refusal(refusal),
        ProxyReason::LoginServiceDown => "로그인 서비스가 꺼졌거나 너무 느려요",
        ProxyReason::LoginFailed => "로그인을 끝내지 못했어요",
        ProxyReason::NoHealthyUpstream => "서비스에 준비된 파드가 없어요",
        ProxyReason::ConnectFailure => "프록시가 서비스에 연결하지 못했어요",
        ProxyReason::Reset => "서비스가 연결을 끊었어요",
        ProxyReason::Timeout => "라우트의 제한 시간이 지났어요",
        ProxyReason::UnknownService => "라우트가 가리키는 서비스를 메시가 몰라요",
        ProxyReason::NoRoute => "이 경로에는 아무것도 없어요",
        ProxyReason::WrongApplication => "다른 애플리케이션이 답했어요",
        ProxyReason::PathCleaned => "경로를 고쳐 다른 주소로 보냈어요",
        ProxyReason::HeadersTooLarge => "쿠키와 헤더가 너무 커요",
        ProxyReason::BodyTooLarge => "본문이 프록시에게 너무 커요",
        ProxyReason::RateLimited => "프록시가 호출 수를 제한해요",
        ProxyReason::KubernetesApi => "쿠버네티스 API 서버가 답했어요",
        ProxyReason::KubernetesProxy => "쿠버네티스의 서비스 프록시가 답했어요",
        ProxyReason::NoContent => "내용이 없는 답이 왔어요",
        ProxyReason::Other => "알려진 답이 아니에요",
        other => return other.to_string(),
    }
    .to_owned()
}

fn token_refusal(refusal: TokenRefusal) -> &'static str {
    match refusal {
        TokenRefusal::Issuer => "메시가 이 토큰의 발급자를 몰라요",
        TokenRefusal::Audience => "토큰의 대상이 허용되지 않아요",
        TokenRefusal::Signature => "토큰의 서명이 맞지 않아요",
        TokenRefusal::NotYetValid => "토큰이 아직 유효하지 않아요. 시계가 달라요",
        TokenRefusal::Malformed => "토큰이 아닌 것을 보냈어요",
        TokenRefusal::Missing => "토큰이 필요한데 없었어요",
        TokenRefusal::KeysUnavailable => "프록시가 발급자의 키를 가져오지 못했어요",
        _ => "메시가 토큰을 받지 않았어요",
    }
}
