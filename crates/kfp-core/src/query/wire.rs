//! The JSON of a filter.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::filter::{FilterValue, Operation, Predicate};
use super::invalid::InvalidQuery;
use crate::model::timestamp;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireFilter {
    #[serde(default)]
    pub(super) predicates: Vec<WirePredicate>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct WirePredicate {
    #[serde(deserialize_with = "word")]
    operation: String,
    key: String,
    #[serde(alias = "stringValue", skip_serializing_if = "Option::is_none")]
    string_value: Option<String>,
    #[serde(alias = "stringValues", skip_serializing_if = "Option::is_none")]
    string_values: Option<WireList<String>>,
    #[serde(alias = "intValue", skip_serializing_if = "Option::is_none")]
    int_value: Option<WireNumber>,
    #[serde(alias = "intValues", skip_serializing_if = "Option::is_none")]
    int_values: Option<WireList<WireNumber>>,
    #[serde(alias = "longValue", skip_serializing_if = "Option::is_none")]
    long_value: Option<WireNumber>,
    #[serde(alias = "longValues", skip_serializing_if = "Option::is_none")]
    long_values: Option<WireList<WireNumber>>,
    #[serde(alias = "timestampValue", skip_serializing_if = "Option::is_none")]
    timestamp_value: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireList<T> {
    #[serde(default = "Vec::new")]
    values: Vec<T>,
}

/// 64-bit numbers are text on the wire, and may be numbers.
struct WireNumber(i64);

impl Serialize for WireNumber {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for WireNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        word(deserializer)?
            .parse()
            .map(Self)
            .map_err(|_| serde::de::Error::custom("not a whole number"))
    }
}

fn word<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    crate::model::wire_word(deserializer).map(Into::into)
}

impl WirePredicate {
    pub(super) fn write(predicate: &Predicate) -> Result<Self, InvalidQuery> {
        let mut wire = Self {
            operation: predicate.operation.as_str().to_owned(),
            key: predicate.key.as_str().into(),
            ..Self::default()
        };
        match &predicate.value {
            FilterValue::Text(text) => wire.string_value = Some(text.clone()),
            FilterValue::Texts(texts) => {
                let values = texts.clone();
                wire.string_values = Some(WireList { values });
            }
            FilterValue::Number(number) => wire.long_value = Some(WireNumber(*number)),
            FilterValue::Numbers(numbers) => {
                let values = numbers.iter().copied().map(WireNumber).collect();
                wire.long_values = Some(WireList { values });
            }
            FilterValue::Time(time) => {
                let text = timestamp::format(*time);
                let unwritable = InvalidQuery::FilterGrammar {
                    reason: "a time is outside the years 0 to 9999",
                };
                wire.timestamp_value = Some(text.ok_or(unwritable)?);
            }
        }
        Ok(wire)
    }

    pub(super) fn read(self) -> Result<Predicate, InvalidQuery> {
        let wrong = |reason| InvalidQuery::FilterGrammar { reason };
        let operation =
            Operation::parse(&self.operation).ok_or(wrong("an operation is not known"))?;
        let numbers =
            |list: WireList<WireNumber>| list.values.into_iter().map(|number| number.0).collect();
        let time = match self.timestamp_value {
            None => None,
            Some(text) => {
                match OffsetDateTime::parse(&text, &time::format_description::well_known::Rfc3339) {
                    Ok(time) => Some(FilterValue::Time(time)),
                    Err(_) => return Err(wrong("a time is not RFC 3339")),
                }
            }
        };
        let values = [
            self.string_value.map(FilterValue::Text),
            self.string_values
                .map(|list| FilterValue::Texts(list.values)),
            self.int_value
                .or(self.long_value)
                .map(|number| FilterValue::Number(number.0)),
            self.int_values
                .or(self.long_values)
                .map(|list| FilterValue::Numbers(numbers(list))),
            time,
        ];
        let mut values = values.into_iter().flatten();
        let value = values.next().ok_or(wrong("a predicate has no value"))?;
        if values.next().is_some() {
            return Err(wrong("a predicate has two values"));
        }
        Ok(Predicate {
            key: self.key.parse()?,
            operation,
            value,
        })
    }
}
