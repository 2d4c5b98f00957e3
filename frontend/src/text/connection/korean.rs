//! Korean.

use console_api::{Hop, Verdict};

use super::{ConnectionText, Finding};

pub(in crate::text) const KOREAN: ConnectionText = ConnectionText {
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
        Finding::RateLimited => (
            "게이트웨이가 요청 횟수를 제한하고 있어요.",
            "잠시 기다린 뒤 다시 시도하세요.",
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
