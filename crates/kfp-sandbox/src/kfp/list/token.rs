//! Page tokens: base64 of JSON, unsigned, as the real server writes them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::filter::Filter;
use crate::kfp::error::ApiError;

/// Where a page starts and how its list is sorted and filtered.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PageToken {
    /// Model column that the list is sorted by; empty in a token that was made up.
    pub(super) sort_column: String,
    /// Its prefix, with the dot.
    pub(super) sort_prefix: String,
    /// Value of that column in the page's first row.
    pub(super) sort_value: Value,
    /// Model column of the id.
    pub(super) key_column: String,
    /// Id of the page's first row.
    pub(super) key_value: Value,
    pub(super) key_prefix: String,
    pub(super) is_descending: bool,
    pub(super) model: String,
    pub(super) filter: Option<Filter>,
}

impl PageToken {
    /// The token's text.
    pub(super) fn encode(&self) -> String {
        let token = json!({
            "SortByFieldName": self.sort_column,
            "SortBySQLColumn": self.sort_column,
            "SortByFieldValue": self.sort_value,
            "SortByFieldPrefix": self.sort_prefix,
            "KeyFieldName": self.key_column,
            "KeyFieldValue": self.key_value,
            "KeyFieldPrefix": self.key_prefix,
            "IsDesc": self.is_descending,
            "ModelName": self.model,
            "Filter": self.filter.as_ref().map(Filter::to_json),
        });
        STANDARD.encode(token.to_string())
    }

    /// Reads a token.
    ///
    /// # Errors
    /// 400 `Invalid page token` with the words of Go's decoders.
    pub(super) fn decode(text: &str) -> Result<Self, ApiError> {
        let invalid = |why: &str| ApiError::invalid_because("Invalid page token", why);
        let bytes = decode_base64(text).map_err(|why| invalid(&why))?;
        let token: Value =
            serde_json::from_slice(&bytes).map_err(|_| invalid(&why_no_json(&bytes)))?;
        if !token.is_object() {
            return Err(invalid(
                "json: cannot unmarshal into Go value of type list.token",
            ));
        }
        let name = |key: &str| {
            let name = token[key].as_str().unwrap_or_default();
            let valid = name
                .strip_suffix('.')
                .unwrap_or(name)
                .chars()
                .enumerate()
                .all(|(index, character)| {
                    character.is_ascii_alphabetic()
                        || (index > 0 && (character.is_ascii_digit() || character == '_'))
                });
            if valid {
                Ok(name.to_owned())
            } else {
                Err(unsafe_name(key, name))
            }
        };
        Ok(Self {
            sort_column: name("SortByFieldName")?,
            sort_prefix: name("SortByFieldPrefix")?,
            sort_value: token["SortByFieldValue"].clone(),
            key_column: name("KeyFieldName")?,
            key_value: token["KeyFieldValue"].clone(),
            key_prefix: name("KeyFieldPrefix")?,
            is_descending: token["IsDesc"].as_bool().unwrap_or_default(),
            model: name("ModelName")?,
            filter: Filter::from_json(&token["Filter"]).filter(|_| token["Filter"].is_object()),
        })
    }
}

fn unsafe_name(key: &str, name: &str) -> ApiError {
    let what = match key {
        "SortByFieldName" => "sort field name",
        "SortByFieldPrefix" => "sort field prefix",
        "KeyFieldName" => "key field name",
        "KeyFieldPrefix" => "key field prefix",
        _ => "model name",
    };
    ApiError::invalid(format!(
        "Invalid {what}: \"{name}\". Field names must start with a letter and contain only letters, numbers, and \
         underscores (max 128 characters)"
    ))
}

/// Standard base64; the error names the first bad byte's offset as Go counts it.
fn decode_base64(text: &str) -> Result<Vec<u8>, String> {
    STANDARD.decode(text).map_err(|error| {
        let offset = match error {
            base64::DecodeError::InvalidByte(offset, _) => offset,
            // Go finds a wrong length at the start of the quantum that is cut short.
            _ => text.len() - text.len() % 4,
        };
        format!("illegal base64 data at input byte {offset}")
    })
}

fn why_no_json(bytes: &[u8]) -> String {
    match crate::wire::parse_body(bytes) {
        Err(crate::wire::JsonError::Syntax(why)) => why,
        _ => "unexpected end of JSON input".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::filter::{Operand, Operation, Predicate};
    use super::*;

    #[test]
    fn a_token_has_the_real_servers_members() {
        let token = PageToken {
            sort_column: "Name".to_owned(),
            sort_prefix: "experiments.".to_owned(),
            sort_value: json!("exp-b"),
            key_column: "UUID".to_owned(),
            key_value: json!("1234"),
            key_prefix: "experiments.".to_owned(),
            is_descending: true,
            model: "experiments".to_owned(),
            filter: None,
        };
        let decoded: Value =
            serde_json::from_slice(&STANDARD.decode(token.encode()).unwrap()).unwrap();
        let recorded = json!({
            "SortByFieldName": "Name", "SortBySQLColumn": "Name", "SortByFieldValue": "exp-b",
            "SortByFieldPrefix": "experiments.", "KeyFieldName": "UUID", "KeyFieldValue": "1234",
            "KeyFieldPrefix": "experiments.", "IsDesc": true, "ModelName": "experiments", "Filter": null
        });
        assert_eq!(decoded, recorded);
    }

    #[test]
    fn what_is_no_token_is_refused_in_gos_words() {
        let why = |text: &str| PageToken::decode(text).unwrap_err().message().to_owned();
        assert_eq!(
            why("garbage"),
            "InvalidInputError: Invalid page token: illegal base64 data at input byte 4"
        );
        assert_eq!(
            why("x"),
            "InvalidInputError: Invalid page token: illegal base64 data at input byte 0"
        );
        assert_eq!(
            why("aGVsbG8="),
            "InvalidInputError: Invalid page token: invalid character 'h' looking for beginning of value"
        );
    }

    proptest! {
        #[test]
        fn text_survives_a_token_and_numbers_come_back_as_another_kind(
            value in ".*", number in any::<i32>(), descending in any::<bool>()
        ) {
            let predicate = |operation, operand| Predicate { operation, column: "experiments.Name".to_owned(), operand };
            let filter = Filter { predicates: vec![predicate(Operation::Equals, Operand::Text(value.clone()))] };
            let token = PageToken {
                sort_column: "Name".to_owned(),
                sort_value: json!(value),
                key_column: "UUID".to_owned(),
                key_value: json!("id"),
                is_descending: descending,
                filter: Some(filter),
                ..PageToken::default()
            };
            prop_assert_eq!(&PageToken::decode(&token.encode()).unwrap(), &token);

            let filter = Filter { predicates: vec![predicate(Operation::Equals, Operand::Integer(number.into()))] };
            let token = PageToken { filter: Some(filter), ..token };
            prop_assert_ne!(&PageToken::decode(&token.encode()).unwrap(), &token);
        }

        #[test]
        fn any_text_is_answered(text in ".*") {
            let _ = PageToken::decode(&text);
        }
    }
}
