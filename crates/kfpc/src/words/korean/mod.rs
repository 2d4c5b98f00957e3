//! Failures in Korean. A failure that has no words here yet is told in English: better than half of it.

mod connect;
mod error;
mod hint;
mod login;
mod rules;

use std::fmt::Write as _;

use kfp_core::error::{TokenFault, TransportFault};
use kfp_core::wait::WaitError;

use crate::failure::Failure;
use crate::logs::LogsError;
use crate::names::NameError;
use crate::pages::PageError;
use crate::words::Language;

/// A fault of the way.
pub(super) fn fault_in_words(fault: TransportFault) -> String {
    error::fault(fault)
}

/// What is wrong with a token.
pub(super) fn token_in_words(fault: TokenFault) -> String {
    error::token(fault)
}

/// What mends a fault of the way.
pub(super) fn fix_of(fault: TransportFault) -> Option<&'static str> {
    hint::fault(fault)
}

/// What failed.
pub(super) fn failure(failure: &Failure) -> Option<String> {
    Some(match failure {
        Failure::Connect(error) => connect::error(error),
        Failure::Credentials(error) => {
            format!("자격 증명을 쓸 수 없어요: {}", error::credentials(error))
        }
        Failure::Call(error) => error::call(error),
        Failure::Wait(error) => wait(error),
        Failure::Login(error) => login::login(error),
        Failure::Package { path, source } => login::package(path, source),
        Failure::Advised { failure: inner, .. } => return self::failure(inner),
        Failure::Lookup(error) => name(error),
        Failure::Logs(error) => logs(error),
        Failure::Page(PageError::NoPages) => {
            "이 주소에는 화면을 보여 주는 서버가 없어요.".to_owned()
        }
        Failure::Page(PageError::NoneForIt) => {
            "콘솔에는 이것을 보여 주는 화면이 없어요.".to_owned()
        }
        Failure::Name { text, problem, .. } => {
            format!("쓸 수 없는 이름이에요: `{text}` ({})", error::id(*problem))
        }
        Failure::Usage { problem, .. } => problem.within(Language::Korean).to_owned(),
        Failure::File { what, problem } => {
            let [what, problem] = [what, problem].map(|text| text.within(Language::Korean));
            format!("파일을 쓸 수 없어요: {what}: {problem}")
        }
        Failure::Output(error) => format!("결과를 쓰지 못했어요: {error}"),
    })
}

/// What to do about it.
pub(super) fn advice(failure: &Failure) -> Option<String> {
    match failure {
        Failure::Connect(error) => connect::advice(error),
        Failure::Usage { hint, .. } | Failure::Advised { hint, .. } => {
            Some(hint.within(Language::Korean).to_owned())
        }
        Failure::Credentials(error) => Some(hint::credentials(error).to_owned()),
        Failure::Login(error) => login::login_advice(error),
        Failure::Call(error) => hint::call(error),
        Failure::Wait(WaitError::Call { source, .. }) => hint::call(source),
        Failure::Wait(WaitError::Deadline { .. }) => Some(
            "다시 기다리세요. 실행은 계속돼요. 대기가 이어지면 파드의 이벤트를 보세요.".to_owned(),
        ),
        Failure::Wait(_) => Some("KFP API 서버의 로그를 보세요.".to_owned()),
        Failure::Lookup(error) => Some(
            match error {
                NameError::None { near, .. } if near.is_empty() => {
                    "이름은 적힌 그대로, 한 네임스페이스에서 찾아요. --namespace 옵션을 보세요."
                }
                NameError::None { .. } => "비슷한 이름이에요. 이름은 적힌 그대로 찾아요.",
                NameError::Several { .. } => "뜻한 것의 id를 주세요.",
            }
            .to_owned(),
        ),
        Failure::Logs(error) => Some(logs_advice(error)),
        Failure::Page(PageError::NoPages) => Some(
            "--endpoint 옵션에 게이트웨이의 주소를 https://GATEWAY/pipeline 꼴로 주거나, 그런 컨텍스트를 쓰세요."
                .to_owned(),
        ),
        Failure::Page(PageError::NoneForIt) => Some(
            "KFP의 기본 화면에는 있어요. --endpoint https://GATEWAY/pipeline 옵션을 주세요.".to_owned(),
        ),
        _ => None,
    }
}

fn wait(failed: &WaitError) -> String {
    match failed {
        WaitError::Deadline { after, state } => {
            let seconds = after.as_secs();
            if state.is_unspecified() {
                format!("실행이 {seconds}초 안에 끝나지 않았어요. 아직 상태가 없어요.")
            } else {
                format!("실행이 {seconds}초 안에 끝나지 않았어요. 마지막 상태: {state}")
            }
        }
        WaitError::Call {
            failures, source, ..
        } => {
            format!(
                "실행을 더 지켜볼 수 없어요(연속 {failures}번 실패): {}",
                error::call(source)
            )
        }
        WaitError::Unreadable { summary } => {
            format!("KFP가 자기 기록을 읽지 못해요: {summary}")
        }
        other => other.to_string(),
    }
}

fn kind(english: &str) -> &str {
    match english {
        "experiment" | "experiments" => "실험",
        "run" | "runs" => "실행",
        "pipeline" | "pipelines" => "파이프라인",
        "version" | "versions" => "버전",
        "recurring run" | "recurring runs" => "반복 실행",
        other => other,
    }
}

fn name(error: &NameError) -> String {
    match error {
        NameError::None {
            what, name, place, ..
        } => {
            format!(
                "{}을(를) 찾지 못했어요: `{name}` (찾은 곳: {place})",
                kind(what)
            )
        }
        NameError::Several {
            what,
            name,
            place,
            count,
            ..
        } => {
            format!(
                "`{name}` 이름의 {}이(가) {count}개 있어요. (찾은 곳: {place})",
                kind(what)
            )
        }
    }
}

fn logs(error: &LogsError) -> String {
    match error {
        LogsError::NotServed { .. } => "이 주소에서 답하는 서버는 로그를 주지 않아요.".to_owned(),
        LogsError::NoWorkflow { .. } => {
            "이 실행에 어떤 파드가 있는지 KFP가 알려 주지 않아요.".to_owned()
        }
        LogsError::NoTask { task, .. } => format!("이 실행의 파드 가운데 찾지 못했어요: `{task}`"),
        LogsError::NoPods => "아직 파드가 있는 태스크가 없어요.".to_owned(),
        LogsError::BrokenOff { why } => format!("답이 중간에 끊겼어요: {why}"),
        LogsError::Refused { pod, why, .. } => format!("파드의 로그가 없어요: {pod}: {why}"),
    }
}

fn logs_advice(error: &LogsError) -> String {
    match error {
        LogsError::NotServed { command } | LogsError::NoWorkflow { command } => {
            format!("클러스터에 접근할 수 있다면: {command}")
        }
        LogsError::NoTask { tasks, .. } => {
            let mut text = "있는 것:".to_owned();
            for task in tasks {
                let _ = write!(text, " {task}");
            }
            text
        }
        LogsError::NoPods => "시작된 뒤에 다시 하거나 --follow 옵션을 주세요.".to_owned(),
        LogsError::BrokenOff { .. } => {
            "다시 하세요. --follow 옵션을 주면 저절로 다시 해요.".to_owned()
        }
        LogsError::Refused { command, .. } => {
            format!("파드와 로그는 끝나고 얼마 뒤에 지워져요. 파드가 있는 동안에는: {command}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_with_its_kind_and_place() {
        let error = NameError::None {
            what: "run",
            name: "train".to_owned(),
            place: "team".to_owned(),
            near: Vec::new(),
        };
        assert_eq!(
            name(&error),
            "실행을(를) 찾지 못했어요: `train` (찾은 곳: team)"
        );
    }
}
