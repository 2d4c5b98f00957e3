//! The JSON body of a write, read so that nobody can read it differently.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::problem::{Failure, ProblemCode};

/// A JSON object whose members each come once, whichever of KFP's two spellings they have.
///
/// KFP takes `experiment_id` and `experimentId`; a body with both could be judged by one and done by the other.
#[derive(Debug)]
pub(crate) struct StrictObject(BTreeMap<String, Box<RawValue>>);

impl StrictObject {
    /// Reads a body.
    ///
    /// # Errors
    /// A 400 for what is no JSON object, and for a member that comes twice.
    pub(crate) fn read(body: &[u8]) -> Result<Self, Failure> {
        serde_json::from_slice(body).map_err(|error| invalid(&error))
    }

    /// The text of a member; `None` if it is absent, null or empty, which KFP does not tell apart.
    ///
    /// # Errors
    /// A 400 if it is something other than a text.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, Failure> {
        let Some(value) = self.member(name) else {
            return Ok(None);
        };
        let text: Option<String> = serde_json::from_str(value.get()).map_err(|_| {
            Failure::new(
                ProblemCode::Invalid,
                format!("The member {name} of the body must be a text."),
            )
        })?;
        Ok(text.filter(|text| !text.is_empty()))
    }

    /// A member that is an object itself; `None` if it is absent or null.
    ///
    /// # Errors
    /// A 400 if it is something else, or names a member twice.
    pub(crate) fn object(&self, name: &str) -> Result<Option<Self>, Failure> {
        let Some(value) = self.member(name) else {
            return Ok(None);
        };
        if value.get() == "null" {
            return Ok(None);
        }
        serde_json::from_str(value.get())
            .map(Some)
            .map_err(|error| invalid(&error))
    }

    /// Whether there is a member of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.member(name).is_some()
    }

    /// A member as it was written; `None` if it is absent.
    pub(crate) fn raw(&self, name: &str) -> Option<&str> {
        self.member(name).map(RawValue::get)
    }

    fn member(&self, name: &str) -> Option<&RawValue> {
        self.0.get(name).map(AsRef::as_ref)
    }
}

fn invalid(error: &serde_json::Error) -> Failure {
    // The text of the error holds no part of the body but names of members, and those only when they come twice.
    let place = format!("line {} column {}", error.line(), error.column());
    let detail = match error.classify() {
        serde_json::error::Category::Data => {
            format!("The body must be a JSON object with each member once ({place}).")
        }
        _ => format!("The body is no JSON ({place})."),
    };
    Failure::new(ProblemCode::Invalid, detail)
}

impl<'de> Deserialize<'de> for StrictObject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = StrictObject;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<StrictObject, A::Error> {
                let mut members = BTreeMap::new();
                while let Some(key) = map.next_key::<String>()? {
                    let key = snake(&key);
                    if members.contains_key(&key) {
                        map.next_value::<IgnoredAny>()?;
                        return Err(de::Error::custom("a member comes twice"));
                    }
                    members.insert(key, map.next_value::<Box<RawValue>>()?);
                }
                Ok(StrictObject(members))
            }
        }

        deserializer.deserialize_map(Members)
    }
}

/// The snake case of a member's name, as in KFP's definitions.
fn snake(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            text.push('_');
            text.push(c.to_ascii_lowercase());
        } else {
            text.push(c);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(body: &str) -> Result<StrictObject, ProblemCode> {
        StrictObject::read(body.as_bytes()).map_err(|failure| failure.code)
    }

    #[test]
    fn both_spellings_are_one_member() {
        let body = read(r#"{"experimentId":"e","pipeline_version_reference":{"pipelineId":"p"}}"#)
            .expect("fine");
        assert_eq!(
            body.text("experiment_id").expect("a text").as_deref(),
            Some("e")
        );
        let reference = body
            .object("pipeline_version_reference")
            .expect("an object")
            .expect("there");
        assert_eq!(
            reference.text("pipeline_id").expect("a text").as_deref(),
            Some("p")
        );
        assert!(body.has("experiment_id") && !body.has("run_id"));
    }

    #[test]
    fn member_that_comes_twice_is_refused() {
        for body in [
            r#"{"experiment_id":"mine","experiment_id":"theirs"}"#,
            r#"{"experiment_id":"mine","experimentId":"theirs"}"#,
            r#"{"\u0065xperiment_id":"mine","experiment_id":"theirs"}"#,
        ] {
            assert_eq!(read(body).err(), Some(ProblemCode::Invalid), "{body}");
        }
        let nested = read(r#"{"a":{"b":1,"b":2}}"#).expect("the outer object is fine");
        assert!(nested.object("a").is_err());
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for body in ["", "null", "[]", "\"x\"", "{", "{}{}", "{} x", "\u{feff}{}"] {
            assert!(read(body).is_err(), "{body}");
        }
    }

    #[test]
    fn absent_null_and_empty_are_the_same() {
        let body = read(r#"{"a":null,"b":""}"#).expect("fine");
        for name in ["a", "b", "c"] {
            assert_eq!(body.text(name).expect("no error"), None);
        }
        assert!(body.object("a").expect("no error").is_none());
        assert!(read(r#"{"a":1}"#).expect("fine").text("a").is_err());
    }

    proptest! {
        #[test]
        fn never_panics(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = StrictObject::read(&body);
        }
    }
}
