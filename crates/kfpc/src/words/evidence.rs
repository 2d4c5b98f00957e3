//! What the doctor saw, in Korean: evidence is written in English, in a few forms that are known here.

use kfp_core::connect::{Choice, Setting, Source};
use kfp_core::error::{TokenFault, TransportError, TransportFault};

use super::korean::{fault_in_words, token_in_words};

/// A sentence of the report; `None` where its form is not known.
pub(super) fn korean(english: &str) -> Option<String> {
    let fixed = FIXED.iter().find(|(known, _)| *known == english);
    fixed
        .map(|(_, korean)| (*korean).to_owned())
        .or_else(|| of_answer(english))
        .or_else(|| of_token(english))
        .or_else(|| of_kfp(english))
        .or_else(|| of_failure(english))
}

const FIXED: &[(&str, &str)] = &[
    ("an HTTP answer came", "HTTP 답이 왔어요"),
    (
        "none is configured: only what is public can be read",
        "설정된 것이 없어요. 공개된 것만 읽을 수 있어요",
    ),
    ("a session cookie", "세션 쿠키"),
    (
        "a bearer token that says nothing of itself",
        "내용을 알 수 없는 bearer 토큰",
    ),
    (
        "no namespace was named, so no authorised call was made",
        "네임스페이스를 몰라서 권한이 필요한 호출은 하지 않았어요",
    ),
    (
        "The user interface answers in place of an API server that is not ready.",
        "준비되지 않은 API 서버 대신 사용자 인터페이스가 답해요.",
    ),
    (
        "This is none of the failures that are known from the field.",
        "지금까지 알려진 문제 가운데 하나가 아니에요.",
    ),
    (
        "Look at the logs of what answered.",
        "답한 쪽의 로그를 보세요.",
    ),
    (
        "Leave the namespace out. Where people should be told apart, ask an administrator for KFP in multi-user mode.",
        "네임스페이스를 빼세요. 사용자를 구분해야 한다면 관리자에게 여러 사용자 모드의 KFP를 부탁하세요.",
    ),
    ("JSON", "JSON"),
    ("a page", "웹 페이지"),
    ("plain text", "일반 텍스트"),
    ("no media type", "형식 없음"),
    ("something else", "다른 형식"),
];

fn of_answer(english: &str) -> Option<String> {
    if let Some((status, rest)) = english.split_once(": ") {
        let told = match rest {
            "a gateway wants a session here, as it should" => {
                "게이트웨이가 세션을 요구해요. 그래야 해요"
            }
            "KFP answers without a gateway in between, or behind an open one" => {
                "사이에 게이트웨이가 없거나 열려 있어 KFP가 바로 답해요"
            }
            _ => return of_list(english),
        };
        return Some(format!("{status}: {told}"));
    }
    if let Some(what) = english.strip_prefix("may list ") {
        return Some(format!("목록을 볼 수 있어요: {}", of_place(what)));
    }
    let (status, kind) = english.strip_prefix("answered ")?.split_once(" with ")?;
    let kind = FIXED.iter().find(|(known, _)| *known == kind)?.1;
    Some(format!("상태 {status} 응답이 왔어요({kind})"))
}

/// A list that was refused, and for whom the caller is taken.
fn of_list(english: &str) -> Option<String> {
    let (what, rest) = english.strip_prefix("list ")?.split_once(": ")?;
    let (answer, name) = match rest.split_once("; KFP takes the caller for ") {
        Some((answer, name)) => (answer, Some(name)),
        None => (rest, None),
    };
    let name = name.map(|name| format!(". KFP가 아는 호출자: {name}"));
    Some(format!(
        "목록 {}: {}{}",
        of_place(what),
        of_answer(answer)?,
        name.unwrap_or_default()
    ))
}

fn of_place(what: &str) -> String {
    match what.split_once(" in ") {
        Some((kind, namespace)) => format!("{kind} ({namespace})"),
        None => what.to_owned(),
    }
}

fn of_token(english: &str) -> Option<String> {
    if let Some(name) = english.strip_prefix("the header ") {
        return Some(format!("헤더 {name}"));
    }
    let rest = english.strip_prefix("a token of ")?;
    if let Some((whose, rest)) = rest.split_once(" that ended ") {
        let seconds = rest.strip_suffix(" s ago")?;
        return Some(format!("{seconds}초 전에 끝난 토큰. 주인: {whose}"));
    }
    let (whose, rest) = rest.split_once(" for ")?;
    Some(match rest.split_once(", not for ") {
        Some((given, wanted)) => {
            format!("토큰의 주인: {whose}. 대상은 {wanted} 값이어야 하는데 {given}")
        }
        None => format!("토큰의 주인: {whose}, 대상: {rest}"),
    })
}

fn of_kfp(english: &str) -> Option<String> {
    if let Some(rest) = english.strip_prefix("A namespace says nothing to this KFP: ") {
        let namespace = rest.rsplit_once("not in ")?.1.trim_end_matches('.');
        return Some(format!(
            "이 KFP에는 네임스페이스가 쓰이지 않아요. 사용자 구분이 없고, 파드는 {namespace}에서가 아니라 KFP가 설치된 곳에서 실행돼요."
        ));
    }
    let (release, users) = english.strip_prefix("KFP ")?.split_once(" answers and ")?;
    let release = match release {
        "of an unknown release" => "(릴리스를 알 수 없음)",
        release => release,
    };
    let users = match users {
        "tells users apart" => "사용자를 구분해요",
        "does not tell users apart: everybody sees everything" => {
            "사용자를 구분하지 않아서 누구나 모두 볼 수 있어요"
        }
        "does not say whether it tells users apart" => "사용자를 구분하는지는 알리지 않아요",
        _ => return None,
    };
    Some(format!("KFP {release} 서버가 답했고, {users}"))
}

fn of_failure(english: &str) -> Option<String> {
    if let Some((_, why)) = english.split_once(" got no answer: ") {
        let fault = FAULTS
            .iter()
            .find(|fault| TransportError::new(**fault).to_string() == why)?;
        return Some(format!("답이 없어요: {}", fault_in_words(*fault)));
    }
    if let Some((_, after)) = english.split_once(" was not answered within ") {
        let milliseconds = after.strip_suffix(" ms")?;
        return Some(format!("{milliseconds} ms 안에 답이 없었어요"));
    }
    let rest = english.strip_prefix("the token file ")?;
    let (path, why) = rest.rsplit_once(" cannot be used: ")?;
    let fault = TOKENS.iter().find(|fault| fault.to_string() == why)?;
    Some(format!("토큰 파일 {path}: {}", token_in_words(*fault)))
}

const FAULTS: [TransportFault; 18] = [
    TransportFault::NameNotFound,
    TransportFault::ConnectionRefused,
    TransportFault::Connect,
    TransportFault::Closed,
    TransportFault::NotHttp,
    TransportFault::Timeout,
    TransportFault::Unsendable,
    TransportFault::ProxyNameNotFound,
    TransportFault::ProxyUnreachable,
    TransportFault::ProxyTls,
    TransportFault::ProxyLogin,
    TransportFault::ProxyLoginRefused,
    TransportFault::ProxyRefused,
    TransportFault::UnknownIssuer,
    TransportFault::WrongName,
    TransportFault::OutOfDate,
    TransportFault::NotTls,
    TransportFault::Tls,
];

const TOKENS: [TokenFault; 7] = [
    TokenFault::Missing,
    TokenFault::NotReadable,
    TokenFault::NotAFile,
    TokenFault::Empty,
    TokenFault::TooLong,
    TokenFault::NotAJwt,
    TokenFault::NotAHeaderValue,
];

/// What was taken from where.
pub(super) fn choice(choice: &Choice) -> String {
    let what = match choice.setting {
        Setting::Endpoint => "주소",
        Setting::Namespace => "네임스페이스",
        Setting::Bearer => "bearer 토큰",
        Setting::Cookie => "쿠키",
        Setting::Header => "신원 헤더",
        Setting::TokenFile => "토큰 파일",
        Setting::TokenCommand => "토큰 명령",
        Setting::NoCredentials => "자격 증명 없음",
        _ => return choice.to_string(),
    };
    let from = match &choice.from {
        Source::Caller => "명령줄".to_owned(),
        Source::Context(name) => format!("컨텍스트 {name}"),
        Source::PodDefault => "파드의 기본값".to_owned(),
        Source::Nothing => "설정 없음".to_owned(),
        other => other.to_string(),
    };
    format!("{what}: {from}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_are_known() {
        for english in [
            "401: a gateway wants a session here, as it should",
            "200: KFP answers without a gateway in between, or behind an open one",
            "answered 503 with a page",
            "the header kubeflow-userid",
            "a token of system:serviceaccount:lab:trainer for pipelines.kubeflow.org",
            "a token of nobody for a, b, not for pipelines.kubeflow.org",
            "a token of nobody that ended 12 s ago",
            "KFP 2.17.0 answers and tells users apart",
            "may list jobs in team-a",
            "may list runs",
            "list runs in team-a: answered 403 with JSON; KFP takes the caller for A@B.C",
            "GET x got no answer: the TLS handshake failed",
            "GET x was not answered within 30000 ms",
            "the token file /a: b cannot be used: it is empty",
        ] {
            let told = korean(english).unwrap_or_else(|| panic!("{english}"));
            assert!(told.chars().any(|c| ('가'..='힣').contains(&c)), "{told}");
        }
        for other in ["", "nothing of the kind", "a token of", "KFP", "list "] {
            assert_eq!(korean(other), None, "{other}");
        }
    }
}
