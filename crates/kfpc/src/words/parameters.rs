//! What is wrong with the values of a run, in Korean.

use kfp_core::spec::{ParameterFault, ParameterProblem, ParameterType};
use serde_json::Value;

/// A kind of value.
pub(crate) fn in_words(kind: &ParameterType) -> &str {
    match kind {
        ParameterType::NumberDouble => "수",
        ParameterType::NumberInteger => "정수",
        ParameterType::String => "문자열",
        ParameterType::Boolean => "true 또는 false",
        ParameterType::List => "목록",
        ParameterType::Struct => "객체",
        ParameterType::TaskFinalStatus | ParameterType::TaskConfig => "KFP가 스스로 채우는 값",
        ParameterType::Unspecified => "아무 값",
        ParameterType::Other(word) => word,
    }
}

/// What is wrong with one value.
pub(crate) fn in_korean(problem: &ParameterProblem) -> String {
    let name = &problem.parameter;
    match &problem.fault {
        ParameterFault::Unknown => no_input(name),
        ParameterFault::Missing { wanted } => {
            let wanted = in_words(wanted);
            format!("`{name}`: 기본값이 없는데 값을 주지 않았어요. 필요한 것: {wanted}")
        }
        ParameterFault::Kind { wanted, .. } => of_another_kind(name, wanted),
        ParameterFault::NotAmong { literals } => {
            let literals: Vec<String> = literals.iter().map(Value::to_string).collect();
            format!("`{name}`: 받는 값은 이것뿐이에요: {}", literals.join(", "))
        }
        ParameterFault::NotExact => format!(
            "`{name}`: KFP가 그대로 보관할 수 없는 정수가 들어 있어요. 2^53보다 큰 수는 문자열로 주세요"
        ),
        ParameterFault::FilledByKfp => format!("`{name}`: KFP가 스스로 채우는 값이에요"),
        _ => problem.to_string(),
    }
}

/// There is no input of this name.
pub(crate) fn no_input(name: &str) -> String {
    format!("이 파이프라인의 입력이 아니에요: `{name}`")
}

/// A value is not of the kind that its input wants.
pub(crate) fn of_another_kind(name: &str, wanted: &ParameterType) -> String {
    let wanted = in_words(wanted);
    format!("`{name}`: 값의 종류가 달라요. 필요한 것: {wanted}")
}
