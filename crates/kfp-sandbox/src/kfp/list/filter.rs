//! The filter grammar.

use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::listable::Listable;
use crate::kfp::call::{go_quote, text, unescape};
use crate::kfp::error::ApiError;
use crate::kfp::messages::FILTER;
use crate::wire::decode_text;

/// How a predicate compares. The order is that in which a page token writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Operation {
    Equals,
    NotEquals,
    GreaterThan,
    GreaterThanEquals,
    LessThan,
    LessThanEquals,
    In,
    IsSubstring,
}

/// The operations with their names in the API and in a page token.
const OPERATIONS: [(Operation, &str, &str); 8] = [
    (Operation::Equals, "EQUALS", "EQ"),
    (Operation::NotEquals, "NOT_EQUALS", "NEQ"),
    (Operation::GreaterThan, "GREATER_THAN", "GT"),
    (Operation::GreaterThanEquals, "GREATER_THAN_EQUALS", "GTE"),
    (Operation::LessThan, "LESS_THAN", "LT"),
    (Operation::LessThanEquals, "LESS_THAN_EQUALS", "LTE"),
    (Operation::In, "IN", "IN"),
    (Operation::IsSubstring, "IS_SUBSTRING", "SUBSTRING"),
];

/// What a predicate compares with. A value that went through a page token comes back as another kind (numbers as
/// doubles, lists untyped), and two values of different kinds are never equal: that is why a filter with numbers
/// cannot be sent again with its token.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    Text(String),
    Integer(i64),
    Double(f64),
    Texts(Vec<String>),
    Integers(Vec<i64>),
    /// A list that came out of a page token.
    Untyped(Vec<Value>),
}

/// One comparison of a column.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Predicate {
    pub(super) operation: Operation,
    /// The qualified model column, for example `experiments.Name`; before that, the API's key.
    pub(super) column: String,
    pub(super) operand: Operand,
}

/// Predicates that must all hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Filter {
    pub(super) predicates: Vec<Predicate>,
}

/// Reads the query's filter, which is escaped once more than HTTP needs. The predicates still carry the API's keys.
pub(super) fn parse(encoded: &str) -> Result<Vec<Predicate>, ApiError> {
    let message = read_message(encoded)?;
    let mut predicates = Vec::new();
    for predicate in message
        .get("predicates")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        if let Value::Object(predicate) = predicate {
            predicates.push(read_predicate(predicate)?);
        }
    }
    predicates.iter().try_for_each(check)?;
    Ok(predicates)
}

/// The filter of `predicates`, their keys replaced by the listed resource's columns.
pub(super) fn resolve(
    mut predicates: Vec<Predicate>,
    listable: &Listable,
) -> Result<Option<Filter>, ApiError> {
    for predicate in &mut predicates {
        let Some(column) = listable.model_column(&predicate.column) else {
            let key = go_quote(&predicate.column);
            return Err(ApiError::invalid(format!(
                "no support for filtering on unrecognized field {key}"
            )));
        };
        predicate.column = format!("{}{column}", listable.prefix());
    }
    Ok((!predicates.is_empty()).then(|| Filter::new(predicates)))
}

fn read_message(encoded: &str) -> Result<Map<String, Value>, ApiError> {
    if encoded.is_empty() {
        return Ok(Map::new());
    }
    let refuse = |why: String| {
        ApiError::invalid(format!(
            "failed to parse valid filter from {}: {why}",
            go_quote(encoded)
        ))
    };
    let decoded = unescape(encoded)
        .map_err(|escape| refuse(format!("invalid URL escape {}", go_quote(&escape))))?;
    decode_text(&decoded, &FILTER).map_err(|error| refuse(error.to_string()))
}

fn read_predicate(predicate: &Map<String, Value>) -> Result<Predicate, ApiError> {
    let name = text(predicate, "operation");
    let Some((operation, ..)) = OPERATIONS.iter().find(|(_, known, _)| *known == name) else {
        return Err(ApiError::unknown_version(
            "Filter.Predicate.Operation",
            "go_client.Predicate_Operation",
        ));
    };
    let Some(operand) = read_operand(predicate) else {
        return Err(ApiError::unknown_version("Filter.Predicate.Value", "<nil>"));
    };
    let key = text(predicate, "key");
    if key.is_empty() {
        let text = format!(
            "Predicate key cannot be empty for operation {name} and value {}",
            operand.printed()
        );
        return Err(ApiError::invalid(text));
    }
    Ok(Predicate {
        operation: *operation,
        column: key.to_owned(),
        operand,
    })
}

fn read_operand(predicate: &Map<String, Value>) -> Option<Operand> {
    let integer = |value: &Value| value.as_i64().or_else(|| value.as_str()?.parse().ok());
    if let Some(value) = predicate.get("string_value") {
        return Some(Operand::Text(value.as_str().unwrap_or_default().to_owned()));
    }
    if let Some(value) = predicate
        .get("int_value")
        .or_else(|| predicate.get("long_value"))
    {
        return Some(Operand::Integer(integer(value).unwrap_or_default()));
    }
    if let Some(value) = predicate.get("timestamp_value") {
        let time = OffsetDateTime::parse(value.as_str().unwrap_or_default(), &Rfc3339).ok()?;
        return Some(Operand::Integer(time.unix_timestamp()));
    }
    let list = |key: &str| {
        let values = predicate.get(key)?.get("values").and_then(Value::as_array);
        Some(values.cloned().unwrap_or_default())
    };
    if let Some(values) = list("string_values") {
        return Some(Operand::Texts(
            values
                .iter()
                .map(|value| value.as_str().unwrap_or_default().to_owned())
                .collect(),
        ));
    }
    let values = list("int_values").or_else(|| list("long_values"))?;
    Some(Operand::Integers(
        values.iter().filter_map(integer).collect(),
    ))
}

/// Refuses operations and operands that do not go together.
fn check(predicate: &Predicate) -> Result<(), ApiError> {
    let (_, name, _) = OPERATIONS[predicate.operation as usize];
    let is_list = matches!(
        predicate.operand,
        Operand::Texts(_) | Operand::Integers(_) | Operand::Untyped(_)
    );
    match predicate.operation {
        Operation::In if !is_list => Err(ApiError::invalid(format!(
            "cannot use IN operator with scalar type {}",
            predicate.operand.go_type()
        ))),
        // The real message has its two values the wrong way round.
        Operation::IsSubstring if !matches!(predicate.operand, Operand::Text(_)) => {
            Err(ApiError::invalid(format!(
                "cannot use non string value type string with operator {}",
                predicate.operand.printed()
            )))
        }
        Operation::In | Operation::IsSubstring => Ok(()),
        _ if is_list => Err(ApiError::invalid(format!(
            "cannot use scalar operator {name} on array type {}",
            predicate.operand.go_type()
        ))),
        _ => Ok(()),
    }
}

impl Operand {
    fn go_type(&self) -> &'static str {
        match self {
            Self::Text(_) => "string",
            Self::Integer(_) => "int64",
            Self::Double(_) => "float64",
            Self::Texts(_) => "[]string",
            Self::Integers(_) => "[]int64",
            Self::Untyped(_) => "[]interface {}",
        }
    }

    fn printed(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Double(number) => number.to_string(),
            Self::Texts(texts) => format!("[{}]", texts.join(" ")),
            Self::Integers(numbers) => {
                format!(
                    "[{}]",
                    numbers
                        .iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>()
                        .join(" ")
                )
            }
            Self::Untyped(values) => json!(values).to_string(),
        }
    }

    fn to_json(&self) -> Value {
        match self {
            Self::Text(text) => json!(text),
            Self::Integer(number) => json!(number),
            Self::Double(number) => json!(number),
            Self::Texts(texts) => json!(texts),
            Self::Integers(numbers) => json!(numbers),
            Self::Untyped(values) => json!(values),
        }
    }

    fn from_json(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(Self::Text(text.clone())),
            Value::Number(number) => number.as_f64().map(Self::Double),
            Value::Array(values) => Some(Self::Untyped(values.clone())),
            _ => None,
        }
    }
}

impl Filter {
    /// Predicates in the order of a page token, so that equal filters are equal whatever order they came in.
    fn new(mut predicates: Vec<Predicate>) -> Self {
        predicates.sort_by(|a, b| (a.operation, &a.column).cmp(&(b.operation, &b.column)));
        Self { predicates }
    }

    /// The filter as a page token holds it.
    pub(super) fn to_json(&self) -> Value {
        let mut filter = Map::new();
        for (operation, _, name) in OPERATIONS {
            let mut columns = Map::new();
            for predicate in self
                .predicates
                .iter()
                .filter(|predicate| predicate.operation == operation)
            {
                let operands = columns
                    .entry(predicate.column.clone())
                    .or_insert_with(|| json!([]));
                if let Value::Array(operands) = operands {
                    operands.push(predicate.operand.to_json());
                }
            }
            filter.insert(name.to_owned(), Value::Object(columns));
        }
        Value::Object(filter)
    }

    /// The filter out of a page token.
    pub(super) fn from_json(value: &Value) -> Option<Self> {
        let mut predicates = Vec::new();
        for (operation, _, name) in OPERATIONS {
            for (column, operands) in value
                .get(name)
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
            {
                for operand in operands.as_array()? {
                    let operand = Operand::from_json(operand)?;
                    predicates.push(Predicate {
                        operation,
                        column: column.clone(),
                        operand,
                    });
                }
            }
        }
        Some(Self::new(predicates))
    }
}
