//! What has no row among the known failures, in Korean.

use kfp_core::diagnose::Finding;
use kfp_core::error::TransportFault;

use super::korean::fix_of;

/// Cause and mend of what has no row.
pub(super) fn korean(finding: Finding) -> Option<(&'static str, &'static str)> {
    if let Some((_, why, fix)) = OWN.iter().find(|row| row.0 == finding) {
        return Some((why, fix));
    }
    let (_, fault, why) = FAULTS.iter().find(|row| row.0 == finding)?;
    Some((why, fix_of(*fault)?))
}

const CLAIM: &str = "관리자는 로그인 서비스가 사용자 이름을 가져오는 클레임을 바꾸세요. oauth2-proxy에서는 `oidc_email_claim`\
    (OAUTH2_PROXY_OIDC_EMAIL_CLAIM)이고, 메일 주소가 없는 계정이라면 `preferred_username`이나 `sub`를 쓸 수 있어요. Istio가 \
    kubeflow-userid에 넣는 클레임(`outputClaimToHeaders`)도 같아야 해요. authservice에서는 USERID_CLAIM이에요.";

/// What has a fix of its own.
const OWN: &[(Finding, &str, &str)] = &[
    (
        Finding::TlsOnThePlainPort,
        "이 포트는 평문 http로 답하면서 같은 포트의 https로 보내는데, 그 포트에는 TLS를 쓰는 것이 없어요. TLS 오류가 나도 인증서 문제가 아니에요.",
        "게이트웨이의 바깥 주소를 쓰거나, TLS 포트를 포워딩하고 https로 적으세요.",
    ),
    (
        Finding::SecureCookieOnPlainHttp,
        "로그인 서비스가 평문 http 페이지에 Secure 쿠키를 줘요. 브라우저는 그 쿠키를 돌려보내지 않으므로 로그인한 뒤에도 같은 주소가 끝없이 반복돼요.",
        "https 주소를 쓰세요. 관리자라면 TLS가 없는 곳에서 쿠키의 Secure 설정을 끄세요.",
    ),
    (
        Finding::NoUserName,
        "로그인은 됐지만 로그인 서비스가 사용자 이름을 넘기지 않아요. 계정에 메일 주소처럼 이름을 가져올 클레임이 없거나, 이름이 두 번 와요.",
        CLAIM,
    ),
    (
        Finding::EmptyUserName,
        "로그인 서비스가 빈 사용자 이름을 넘기는 것일 수 있어요. 빈 이름을 받으면 KFP의 API 서버가 끝나요. 부를 때마다 ml-pipeline 파드가 다시 시작하면 그래요.",
        CLAIM,
    ),
];

/// What happens between here and an answer: what mends it is told as it is of a call.
const FAULTS: &[(Finding, TransportFault, &str)] = &[
    (
        Finding::ProxyNameNotFound,
        TransportFault::ProxyNameNotFound,
        "설정된 프록시의 이름을 찾을 수 없어요. KFP의 이름은 물어보지도 않았어요.",
    ),
    (
        Finding::ProxyUnreachable,
        TransportFault::ProxyUnreachable,
        "설정된 프록시의 주소에서 답하는 것이 없어요. KFP에는 아직 묻지 않았어요.",
    ),
    (
        Finding::ProxyTls,
        TransportFault::ProxyTls,
        "설정된 프록시와 TLS로 연결해야 하는데 되지 않아요. KFP의 인증서는 보지도 않았어요.",
    ),
    (
        Finding::ProxyLogin,
        TransportFault::ProxyLogin,
        "프록시가 이름과 비밀번호를 요구하는데 받은 것이 없어요. KFP에는 아직 묻지 않았어요.",
    ),
    (
        Finding::ProxyLoginRefused,
        TransportFault::ProxyLoginRefused,
        "프록시가 변수에 적힌 이름과 비밀번호를 받아들이지 않아요. KFP에는 아직 묻지 않았어요.",
    ),
    (
        Finding::ProxyRefused,
        TransportFault::ProxyRefused,
        "프록시가 답은 하지만 이 호스트까지 길을 열어 주지 않아요. 규칙으로 막았거나 프록시도 호스트에 닿지 못해요.",
    ),
    (
        Finding::NameNotFound,
        TransportFault::NameNotFound,
        "이 컴퓨터는 호스트의 이름을 몰라요. 철자가 틀렸거나, 이 컴퓨터가 들어 있지 않은 네트워크에서만 아는 이름이에요.",
    ),
    (
        Finding::ConnectionRefused,
        TransportFault::ConnectionRefused,
        "기기는 있지만 이 포트에서 듣는 것이 없어요. 포트가 다르거나 듣던 프로그램이 끝났어요.",
    ),
    (
        Finding::NoConnection,
        TransportFault::Connect,
        "연결이 되지 않아요. 그쪽으로 가는 길이 없거나 도중에 무언가가 패킷을 버려요.",
    ),
    (
        Finding::Closed,
        TransportFault::Closed,
        "상대가 답 없이 연결을 끊어요. 다른 프로토콜을 쓰거나 그 앞의 무언가가 끊는 거예요.",
    ),
    (
        Finding::NotHttp,
        TransportFault::NotHttp,
        "상대가 평문 HTTP를 쓰지 않아요. TLS나 다른 프로토콜의 포트예요.",
    ),
    (
        Finding::Silence,
        TransportFault::Timeout,
        "제한 시간 안에 아무것도 오지 않았어요. 도중에 무언가가 패킷을 버리거나 서버가 밀려 있어요.",
    ),
    (
        Finding::UntrustedAuthority,
        TransportFault::UnknownIssuer,
        "여기서 믿지 않는 인증 기관이 서명한 인증서예요. 클러스터에 자체 인증 기관이 있거나, 네트워크가 TLS를 열어 다시 서명하거나, 서버가 중간 \
             인증서를 보내지 않아요.",
    ),
    (
        Finding::WrongName,
        TransportFault::WrongName,
        "주소의 이름이 아닌 다른 이름의 인증서예요. 주소가 다른 곳을 가리키거나 공개된 주소가 아니에요.",
    ),
    (
        Finding::OutOfDate,
        TransportFault::OutOfDate,
        "인증서가 만료됐거나 아직 유효하지 않아요. 이 컴퓨터의 시계가 틀렸을 수도 있어요.",
    ),
    (
        Finding::NotTls,
        TransportFault::NotTls,
        "상대가 TLS를 쓰지 않아요. 평문 HTTP의 포트예요.",
    ),
    (
        Finding::TlsFailed,
        TransportFault::Tls,
        "TLS 연결이 되지 않아요. 상대가 오래된 버전만 쓰거나, 호출자의 인증서를 요구하거나, 너무 길거나 깨진 인증서 체인을 보내요.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finding_is_told_with_what_mends_it() {
        let all = OWN.iter().map(|row| row.0);
        for finding in all.chain(FAULTS.iter().map(|row| row.0)) {
            let (why, fix) = korean(finding).unwrap_or_else(|| panic!("{finding:?}"));
            for text in [why, fix] {
                assert!(text.chars().any(|c| ('가'..='힣').contains(&c)), "{text}");
                assert!(text.ends_with('.'), "{text}");
            }
        }
    }
}
