//! KFP's filter: predicates that must all hold.

use std::fmt;

use percent_encoding::utf8_percent_encode;
use time::OffsetDateTime;

use super::wire::{WireFilter, WirePredicate};
use super::{InvalidQuery, Key, Listed};
use crate::request::path::UNRESERVED;

macro_rules! operations {
    ($( $(#[$doc:meta])* $variant:ident = $word:literal, $number:literal; )+) => {
        /// How a predicate compares.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Operation {
            $( $(#[$doc])* $variant, )+
        }

        impl Operation {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word on the wire.
            pub fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word, )+ }
            }

            pub(super) fn parse(word: &str) -> Option<Self> {
                match word {
                    $( $word | $number => Some(Self::$variant), )+
                    _ => None,
                }
            }
        }
    };
}

operations! {
    /// The same; for text without regard to case, accents and spaces at the end.
    Equals = "EQUALS", "1";
    /// Not the same.
    NotEquals = "NOT_EQUALS", "2";
    /// Above.
    GreaterThan = "GREATER_THAN", "3";
    /// Not below.
    GreaterThanEquals = "GREATER_THAN_EQUALS", "5";
    /// Below.
    LessThan = "LESS_THAN", "6";
    /// Not above.
    LessThanEquals = "LESS_THAN_EQUALS", "7";
    /// One of a list; nothing is one of an empty list.
    In = "IN", "8";
    /// Holds the text, without regard to case. `%` stands for any text and `_` for any character.
    IsSubstring = "IS_SUBSTRING", "9";
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What a predicate compares with. Does not print itself: filters hold what a user typed.
#[derive(Clone, PartialEq, Eq)]
pub enum FilterValue {
    /// A text.
    Text(String),
    /// One of these texts.
    Texts(Vec<String>),
    /// A number.
    Number(i64),
    /// One of these numbers.
    Numbers(Vec<i64>),
    /// A time; KFP compares whole seconds.
    Time(OffsetDateTime),
}

impl fmt::Debug for FilterValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(…)",
            Self::Texts(_) => "Texts(…)",
            Self::Number(_) => "Number(…)",
            Self::Numbers(_) => "Numbers(…)",
            Self::Time(_) => "Time(…)",
        })
    }
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Predicate {
    /// The column.
    pub key: Key,
    /// How to compare.
    pub operation: Operation,
    /// With what.
    pub value: FilterValue,
}

/// Conditions that must all hold. There is no "or".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The conditions.
    pub predicates: Vec<Predicate>,
}

impl Filter {
    /// A filter that everything passes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether everything passes.
    pub fn is_empty(&self) -> bool {
        self.predicates.is_empty()
    }

    /// Adds a condition.
    #[must_use]
    pub fn and(mut self, key: Key, operation: Operation, value: FilterValue) -> Self {
        self.predicates.push(Predicate {
            key,
            operation,
            value,
        });
        self
    }

    /// The column is this text.
    #[must_use]
    pub fn equals(self, key: Key, text: impl Into<String>) -> Self {
        self.and(key, Operation::Equals, FilterValue::Text(text.into()))
    }

    /// The column holds this text.
    #[must_use]
    pub fn contains(self, key: Key, text: impl Into<String>) -> Self {
        self.and(key, Operation::IsSubstring, FilterValue::Text(text.into()))
    }

    /// The column is one of these texts.
    #[must_use]
    pub fn one_of<T: Into<String>>(self, key: Key, texts: impl IntoIterator<Item = T>) -> Self {
        self.and(
            key,
            Operation::In,
            FilterValue::Texts(texts.into_iter().map(Into::into).collect()),
        )
    }

    /// The column is this time or a later one.
    #[must_use]
    pub fn since(self, key: Key, time: OffsetDateTime) -> Self {
        self.and(key, Operation::GreaterThanEquals, FilterValue::Time(time))
    }

    /// The predicates that a page token does not hold.
    #[must_use]
    pub fn tags_only(&self) -> Self {
        let tags = self
            .predicates
            .iter()
            .filter(|predicate| matches!(predicate.key, Key::Tag(_)));
        Self {
            predicates: tags.cloned().collect(),
        }
    }

    /// Writes the value of the query parameter `filter`, **before** the percent-encoding of the query.
    ///
    /// KFP decodes the parameter a second time after HTTP has done so: text with `%` would be refused and `+` would
    /// become a space. So the JSON is percent-encoded here, and once more where the query is written.
    ///
    /// # Errors
    /// [`InvalidQuery::FilterGrammar`] for a time that RFC 3339 cannot write.
    pub fn encode(&self) -> Result<String, InvalidQuery> {
        Ok(utf8_percent_encode(&self.to_json()?, UNRESERVED).to_string())
    }

    /// Reads the value of the query parameter `filter` after HTTP's decoding, as KFP does.
    ///
    /// # Errors
    /// [`InvalidQuery::FilterGrammar`] when it is not KFP's grammar.
    pub fn decode(value: &str) -> Result<Self, InvalidQuery> {
        let spaced = value.replace('+', " ");
        let json = percent_encoding::percent_decode_str(&spaced)
            .decode_utf8()
            .map_err(|_| InvalidQuery::FilterGrammar {
                reason: "it is not UTF-8",
            })?;
        Self::from_json(&json)
    }

    /// The JSON of the filter.
    ///
    /// # Errors
    /// [`InvalidQuery::FilterGrammar`] for a time that RFC 3339 cannot write.
    pub fn to_json(&self) -> Result<String, InvalidQuery> {
        let predicates = self
            .predicates
            .iter()
            .map(WirePredicate::write)
            .collect::<Result<_, _>>()?;
        serde_json::to_string(&WireFilter { predicates }).map_err(|_| InvalidQuery::FilterGrammar {
            reason: "it cannot be written as JSON",
        })
    }

    /// Reads the JSON of a filter: names in `snake_case` or camelCase, operations as words or numbers.
    ///
    /// # Errors
    /// [`InvalidQuery::FilterGrammar`] when it is not KFP's grammar.
    pub fn from_json(json: &str) -> Result<Self, InvalidQuery> {
        // serde would take an array for a struct whose fields all have defaults.
        if !json.trim_start().starts_with('{') {
            return Err(InvalidQuery::FilterGrammar {
                reason: "it is not a JSON object",
            });
        }
        let wire: WireFilter =
            serde_json::from_str(json).map_err(|_| InvalidQuery::FilterGrammar {
                reason: "it is not JSON of the right shape",
            })?;
        let predicates = wire
            .predicates
            .into_iter()
            .map(WirePredicate::read)
            .collect::<Result<_, _>>()?;
        Ok(Self { predicates })
    }

    pub(super) fn check(&self, listed: Listed) -> Result<(), InvalidQuery> {
        self.predicates.iter().try_for_each(|predicate| {
            predicate.key.check(listed)?;
            if predicate.takes_its_value() {
                Ok(())
            } else {
                Err(InvalidQuery::ValueKind {
                    operation: predicate.operation,
                    key: predicate.key.kind(),
                })
            }
        })
    }
}

impl Predicate {
    fn takes_its_value(&self) -> bool {
        use FilterValue::{Numbers, Text, Texts};
        match (&self.key, self.operation) {
            (Key::Tag(_), operation) => {
                operation == Operation::Equals && matches!(self.value, Text(_))
            }
            (_, Operation::In) => matches!(self.value, Texts(_) | Numbers(_)),
            (_, Operation::IsSubstring) => matches!(self.value, Text(_)),
            _ => !matches!(self.value, Texts(_) | Numbers(_)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    #[test]
    fn the_json_is_kfps() {
        let filter = Filter::new()
            .contains(Key::Name, "train")
            .one_of(Key::State, ["RUNNING", "PENDING"])
            .since(Key::CreatedAt, datetime!(2026-08-01 0:00 UTC));
        insta::assert_snapshot!(filter.to_json().unwrap(), @r#"{"predicates":[{"operation":"IS_SUBSTRING","key":"name","string_value":"train"},{"operation":"IN","key":"state","string_values":{"values":["RUNNING","PENDING"]}},{"operation":"GREATER_THAN_EQUALS","key":"created_at","timestamp_value":"2026-08-01T00:00:00Z"}]}"#);
    }

    #[test]
    fn percent_and_plus_survive_a_server_that_decodes_twice() {
        let filter = Filter::new().equals(Key::Name, "100 % + é");
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("filter", &filter.encode().unwrap())
            .finish();
        let once = form_urlencoded::parse(query.as_bytes())
            .next()
            .unwrap()
            .1
            .into_owned();
        assert!(!once.contains('+') && once.contains("%25"), "{once}");
        assert_eq!(Filter::decode(&once).unwrap(), filter);
    }

    #[test]
    fn both_spellings_and_numbers_are_read() {
        let json = r#"{"predicates":[{"operation":8,"key":"state","stringValues":{"values":["RUNNING"]}},
            {"operation":"EQUALS","key":"created_at","intValue":12},{"operation":"EQUALS","key":"id","longValue":"12"}]}"#;
        let filter = Filter::from_json(json).unwrap();
        assert_eq!(filter.predicates.len(), 3);
        assert_eq!(filter.predicates[1].value, FilterValue::Number(12));
        assert_eq!(Filter::from_json("{}").unwrap(), Filter::new());
    }

    #[test]
    fn what_kfp_refuses_is_refused() {
        for json in [
            "",
            "[]",
            r#"{"predicates":[{"op":"EQUALS","key":"name","string_value":"x"}]}"#,
            r#"{"predicates":[{"operation":"equals","key":"name","string_value":"x"}]}"#,
            r#"{"predicates":[{"operation":"EQUALS","key":"name"}]}"#,
            r#"{"predicates":[{"operation":"EQUALS","key":"name","string_value":"x","int_value":1}]}"#,
            r#"{"predicates":[{"operation":"EQUALS","key":"bogus","string_value":"x"}]}"#,
            r#"{"predicates":[{"operation":"EQUALS","key":"created_at","timestamp_value":"now"}]}"#,
        ] {
            assert!(Filter::from_json(json).is_err(), "{json}");
        }
    }

    #[test]
    fn an_operation_takes_only_its_kind_of_value() {
        let text = || FilterValue::Text("x".into());
        let wrong = [
            Filter::new().and(Key::Name, Operation::In, text()),
            Filter::new().and(Key::Name, Operation::Equals, FilterValue::Texts(vec![])),
            Filter::new().and(Key::Name, Operation::IsSubstring, FilterValue::Number(1)),
            Filter::new().and(Key::Tag("a".into()), Operation::NotEquals, text()),
        ];
        for filter in wrong {
            assert!(
                matches!(
                    filter.check(Listed::Pipelines),
                    Err(InvalidQuery::ValueKind { .. })
                ),
                "{filter:?}"
            );
        }
    }

    fn value() -> impl Strategy<Value = FilterValue> {
        prop_oneof![
            any::<String>().prop_map(FilterValue::Text),
            prop::collection::vec("[%+& é漢]{0,6}", 0..4).prop_map(FilterValue::Texts),
            any::<i64>().prop_map(FilterValue::Number),
            prop::collection::vec(any::<i64>(), 0..4).prop_map(FilterValue::Numbers),
            (0_i64..253_402_300_000).prop_map(|seconds| FilterValue::Time(
                OffsetDateTime::from_unix_timestamp(seconds).unwrap()
            )),
        ]
    }

    fn key() -> impl Strategy<Value = Key> {
        prop_oneof![
            prop::sample::select(Key::WORDS.to_vec()),
            "[a-z%+ é]{1,8}".prop_map(|tag| Key::Tag(tag.into())),
        ]
    }

    prop_compose! {
        fn predicate()(key in key(), operation in prop::sample::select(Operation::ALL.to_vec()), value in value())
            -> Predicate
        {
            Predicate { key, operation, value }
        }
    }

    proptest! {
        #[test]
        fn every_filter_survives_two_decodings(predicates in prop::collection::vec(predicate(), 0..4)) {
            let filter = Filter { predicates };
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("filter", &filter.encode().unwrap())
                .finish();
            let once = form_urlencoded::parse(query.as_bytes()).next().unwrap().1.into_owned();
            prop_assert_eq!(Filter::decode(&once).unwrap(), filter);
        }

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            let _ = Filter::decode(&text);
        }

        #[test]
        fn what_a_user_typed_is_not_printed(text in "[a-z]{12}") {
            let printed = format!("{:?}", Filter::new().equals(Key::Name, text.clone()));
            prop_assert!(!printed.contains(&text));
        }
    }
}
