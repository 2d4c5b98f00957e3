//! Trees to values.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::ast::{Expression, Operator};
use super::{CelError, Value, number};

/// Variables by name.
pub type Variables = BTreeMap<String, Value>;

/// The value of an expression.
///
/// # Errors
/// [`CelError`] as CEL defines them: an unknown name or key, types that an operator does not know, a cast that the
/// value does not allow, overflow. `&&` and `||` swallow an error of one side if the other side decides.
pub fn evaluate(expression: &Expression, variables: &Variables) -> Result<Value, CelError> {
    match expression {
        Expression::Literal(value) => Ok(value.clone()),
        Expression::List(items) => items
            .iter()
            .map(|item| evaluate(item, variables))
            .collect::<Result<_, _>>()
            .map(Value::List),
        Expression::Name(name) => variables
            .get(name)
            .cloned()
            .ok_or_else(|| CelError::Undeclared { name: name.clone() }),
        Expression::Member(operand, field) => {
            lookup(evaluate(operand, variables)?, &Value::String(field.clone()))
        }
        Expression::Index(operand, index) => {
            lookup(evaluate(operand, variables)?, &evaluate(index, variables)?)
        }
        Expression::Call(name, arguments) => {
            let arguments: Vec<Value> = arguments
                .iter()
                .map(|argument| evaluate(argument, variables))
                .collect::<Result<_, _>>()?;
            call(name, &arguments)
        }
        Expression::Not(operand) => match evaluate(operand, variables)? {
            Value::Bool(value) => Ok(Value::Bool(!value)),
            other => Err(no_overload("!", &[&other])),
        },
        Expression::Negate(operand) => match evaluate(operand, variables)? {
            Value::Int(value) => value
                .checked_neg()
                .map(Value::Int)
                .ok_or(CelError::Arithmetic),
            Value::Double(value) => Ok(Value::Double(-value)),
            other => Err(no_overload("-", &[&other])),
        },
        Expression::Binary(Operator::And, left, right) => junction(false, left, right, variables),
        Expression::Binary(Operator::Or, left, right) => junction(true, left, right, variables),
        Expression::Binary(operator, left, right) => binary(
            *operator,
            &evaluate(left, variables)?,
            &evaluate(right, variables)?,
        ),
        Expression::Conditional(condition, then, otherwise) => {
            match evaluate(condition, variables)? {
                Value::Bool(true) => evaluate(then, variables),
                Value::Bool(false) => evaluate(otherwise, variables),
                other => Err(no_overload("?:", &[&other])),
            }
        }
    }
}

fn no_overload(operation: &str, operands: &[&Value]) -> CelError {
    let types: Vec<&str> = operands.iter().map(|operand| operand.type_name()).collect();
    CelError::NoSuchOverload {
        operation: operation.to_owned(),
        types: types.join(", "),
    }
}

/// `&&` and `||`: whichever side has the deciding value decides, whatever becomes of the other.
fn junction(
    deciding: bool,
    left: &Expression,
    right: &Expression,
    variables: &Variables,
) -> Result<Value, CelError> {
    let symbol = if deciding { "||" } else { "&&" };
    let boolean = |value: Result<Value, CelError>| match value {
        Ok(Value::Bool(value)) => Ok(value),
        Ok(other) => Err(no_overload(symbol, &[&other])),
        Err(error) => Err(error),
    };
    let left = boolean(evaluate(left, variables));
    if left == Ok(deciding) {
        return Ok(Value::Bool(deciding));
    }
    let right = boolean(evaluate(right, variables));
    if right == Ok(deciding) {
        return Ok(Value::Bool(deciding));
    }
    left?;
    right.map(Value::Bool)
}

fn lookup(operand: Value, index: &Value) -> Result<Value, CelError> {
    let missing = || CelError::NoSuchKey {
        key: index.to_string(),
    };
    match (operand, index) {
        (Value::Map(mut members), Value::String(key)) => members.remove(key).ok_or_else(missing),
        (Value::List(items), Value::Int(at)) => usize::try_from(*at)
            .ok()
            .and_then(|at| items.get(at).cloned())
            .ok_or_else(missing),
        (Value::List(items), Value::Double(at)) => {
            let at = number::exact_integer(*at).and_then(|at| usize::try_from(at).ok());
            at.and_then(|at| items.get(at).cloned()).ok_or_else(missing)
        }
        (operand, index) => Err(no_overload("_[_]", &[&operand, index])),
    }
}

fn binary(operator: Operator, left: &Value, right: &Value) -> Result<Value, CelError> {
    let ordered = |accepts: fn(Ordering) -> bool| {
        compare(left, right)
            .map(|ordering| Value::Bool(ordering.is_some_and(accepts)))
            .ok_or_else(|| no_overload(operator.symbol(), &[left, right]))
    };
    match operator {
        Operator::Equal => Ok(Value::Bool(left.equals(right))),
        Operator::NotEqual => Ok(Value::Bool(!left.equals(right))),
        Operator::Less => ordered(Ordering::is_lt),
        Operator::LessOrEqual => ordered(Ordering::is_le),
        Operator::Greater => ordered(Ordering::is_gt),
        Operator::GreaterOrEqual => ordered(Ordering::is_ge),
        Operator::In => contains(left, right),
        _ => arithmetic(operator, left, right),
    }
}

/// `None` for types that have no order; `Some(None)` for NaN.
#[expect(
    clippy::option_option,
    reason = "not comparable and comparable but unordered are two answers"
)]
fn compare(left: &Value, right: &Value) -> Option<Option<Ordering>> {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) => Some(Some(left.cmp(right))),
        (Value::Double(left), Value::Double(right)) => Some(left.partial_cmp(right)),
        (Value::Int(left), Value::Double(right)) => Some(number::compare(*left, *right)),
        (Value::Double(left), Value::Int(right)) => {
            Some(number::compare(*right, *left).map(Ordering::reverse))
        }
        (Value::String(left), Value::String(right)) => Some(Some(left.cmp(right))),
        (Value::Bool(left), Value::Bool(right)) => Some(Some(left.cmp(right))),
        _ => None,
    }
}

fn contains(item: &Value, container: &Value) -> Result<Value, CelError> {
    match (item, container) {
        (item, Value::List(items)) => Ok(Value::Bool(items.iter().any(|other| other.equals(item)))),
        (Value::String(key), Value::Map(members)) => Ok(Value::Bool(members.contains_key(key))),
        (item, container) => Err(no_overload("in", &[item, container])),
    }
}

fn arithmetic(operator: Operator, left: &Value, right: &Value) -> Result<Value, CelError> {
    match (operator, left, right) {
        (Operator::Add, Value::String(left), Value::String(right)) => {
            Ok(Value::String(format!("{left}{right}")))
        }
        (Operator::Add, Value::List(left), Value::List(right)) => {
            Ok(Value::List(left.iter().chain(right).cloned().collect()))
        }
        (_, Value::Int(left), Value::Int(right)) => {
            let result = match operator {
                Operator::Add => left.checked_add(*right),
                Operator::Subtract => left.checked_sub(*right),
                Operator::Multiply => left.checked_mul(*right),
                Operator::Divide => left.checked_div(*right),
                _ => left.checked_rem(*right),
            };
            result.map(Value::Int).ok_or(CelError::Arithmetic)
        }
        (_, Value::Double(left), Value::Double(right)) if operator != Operator::Remainder => {
            Ok(Value::Double(match operator {
                Operator::Add => left + right,
                Operator::Subtract => left - right,
                Operator::Multiply => left * right,
                _ => left / right,
            }))
        }
        _ => Err(no_overload(operator.symbol(), &[left, right])),
    }
}

fn call(name: &str, arguments: &[Value]) -> Result<Value, CelError> {
    let [argument] = arguments else {
        let types: Vec<&Value> = arguments.iter().collect();
        return Err(no_overload(name, &types));
    };
    let conversion = |to| CelError::Conversion {
        from: argument.type_name(),
        to,
    };
    match (name, argument) {
        ("int", Value::Int(_))
        | ("double", Value::Double(_))
        | ("string", Value::String(_))
        | ("bool", Value::Bool(_)) => Ok(argument.clone()),
        ("int", Value::Double(value)) => number::truncate(*value)
            .map(Value::Int)
            .ok_or_else(|| conversion("int")),
        ("int", Value::String(text)) => text.parse().map(Value::Int).map_err(|_| conversion("int")),
        ("double", Value::Int(value)) => Ok(Value::Double(number::to_double(*value))),
        ("double", Value::String(text)) => text
            .parse()
            .map(Value::Double)
            .map_err(|_| conversion("double")),
        ("string", Value::Bool(_) | Value::Int(_)) => Ok(Value::String(argument.to_string())),
        ("string", Value::Double(value)) => Ok(Value::String(value.to_string())),
        ("bool", Value::String(text)) => match text.as_str() {
            "true" | "True" | "TRUE" | "t" | "1" => Ok(Value::Bool(true)),
            "false" | "False" | "FALSE" | "f" | "0" => Ok(Value::Bool(false)),
            _ => Err(conversion("bool")),
        },
        ("size", Value::String(text)) => Ok(length(text.chars().count())),
        ("size", Value::List(items)) => Ok(length(items.len())),
        ("size", Value::Map(members)) => Ok(length(members.len())),
        ("parseJson", Value::String(text)) => serde_json::from_str::<Json>(text)
            .map(|json| Value::from_json(&json))
            .map_err(|_| conversion("json")),
        ("int" | "double" | "string" | "bool" | "size" | "parseJson", other) => {
            Err(no_overload(name, &[other]))
        }
        _ => Err(CelError::Undeclared {
            name: name.to_owned(),
        }),
    }
}

fn length(length: usize) -> Value {
    Value::Int(i64::try_from(length).unwrap_or(i64::MAX))
}
