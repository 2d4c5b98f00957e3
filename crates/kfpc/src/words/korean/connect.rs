//! Settings that lead nowhere.

use kfp_core::connect::ConnectError;

use super::{error as call, hint};

pub(super) fn error(error: &ConnectError) -> String {
    match error {
        ConnectError::NoEndpoint { looked_at } => {
            format!("KFP의 주소가 없어요. 찾아본 곳: {}", looked_at.join(", "))
        }
        ConnectError::Endpoint { from, source } => {
            format!("주소를 쓸 수 없어요({from}): {source}")
        }
        ConnectError::Namespace { from, problem } => {
            format!(
                "네임스페이스를 쓸 수 없어요({from}): {}",
                call::id(*problem)
            )
        }
        ConnectError::TwoCredentials { first, second } => {
            format!("자격 증명은 하나만 보낼 수 있는데 둘을 줬어요: {first}, {second}")
        }
        ConnectError::Credentials { from, source } => {
            format!(
                "자격 증명을 쓸 수 없어요({from}): {}",
                call::credentials(source)
            )
        }
        ConnectError::Contexts { source } => format!("컨텍스트 파일을 쓸 수 없어요: {source}"),
        ConnectError::UnknownContext { name, names } => {
            format!("없는 컨텍스트예요: `{name}`. 있는 것: {}", names.join(", "))
        }
        other => other.to_string(),
    }
}

pub(super) fn advice(error: &ConnectError) -> Option<String> {
    let text = match error {
        ConnectError::NoEndpoint { .. } => {
            "주소를 주세요. 클러스터 안에서는 `http://ml-pipeline.kubeflow:8888`, 바깥에서는 `/pipeline`으로 끝나는 게이트웨이의 주소예요."
        }
        ConnectError::Endpoint { .. } => {
            "사용자 이름이나 비밀번호 없이 `https://kubeflow.example.com/pipeline` 꼴의 주소를 주세요."
        }
        ConnectError::Namespace { .. } => "쿠버네티스 네임스페이스의 이름을 소문자로 주세요.",
        ConnectError::TwoCredentials { .. } => {
            "하나만 주세요. 게이트웨이는 토큰이 있으면 쿠키를 보지 않고, 메시는 신원 헤더와 함께 온 토큰을 거절해요."
        }
        ConnectError::Credentials { source, .. } => hint::credentials(source),
        ConnectError::UnknownContext { .. } => "있는 이름을 주거나 먼저 컨텍스트를 만드세요.",
        _ => return None,
    };
    Some(text.to_owned())
}
