//! The part of the Common Expression Language (CEL) that pipelines use in conditions and selectors.
//!
//! Literals, `inputs.parameter_values['name']`, member access and indexing, `== != < <= > >=`, `&& || !`,
//! arithmetic, `in`, the conditional operator, and the functions `int`, `double`, `string`, `bool`, `size` and
//! `parseJson`. Numbers of JSON are doubles, as they are when the driver hands them to CEL.

mod ast;
mod error;
mod evaluate;
mod lexer;
mod number;
mod parser;
mod value;

pub use ast::{Expression, Operator};
pub use error::CelError;
pub use evaluate::{Variables, evaluate};
pub use parser::parse;
pub use value::Value;

use serde_json::Value as Json;

/// Whether a task's condition holds for its parameters.
///
/// # Errors
/// [`CelError`] if the text is no expression, cannot be evaluated, or is not a boolean.
pub fn condition_holds(
    text: &str,
    parameters: &serde_json::Map<String, Json>,
) -> Result<bool, CelError> {
    let inputs = serde_json::json!({"parameter_values": parameters});
    let variables = Variables::from([("inputs".to_owned(), Value::from_json(&inputs))]);
    match evaluate(&parse(text)?, &variables)? {
        Value::Bool(holds) => Ok(holds),
        other => Err(CelError::NotBoolean {
            found: other.type_name(),
        }),
    }
}

/// What an expression such as `parseJson(string_value)["size"]` takes from a parameter.
///
/// # Errors
/// [`CelError`] if the text is no expression or cannot be evaluated.
pub fn select(selector: &str, parameter: &Json) -> Result<Json, CelError> {
    let text = match parameter {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let variables = Variables::from([("string_value".to_owned(), Value::String(text))]);
    Ok(evaluate(&parse(selector)?, &variables)?.to_json())
}

#[cfg(test)]
mod tests;
