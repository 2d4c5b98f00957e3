//! Specs, each once, and values that are too long to be told.

use std::collections::HashMap;

use console_api::compare::{ComparedSpec, LONGEST_SPEC};
use kfp_core::model::Document;
use sha2::{Digest as _, Sha256};

use crate::random::digits;

/// Bytes of a digest that are told: enough that nobody finds two values with equal ones.
const DIGEST_BYTES: usize = 16;

/// The specs of some runs.
#[derive(Debug, Default)]
pub(super) struct Specs {
    told: Vec<ComparedSpec>,
    places: HashMap<String, usize>,
}

impl Specs {
    /// Where a spec stands, which is written [`compact`]ly.
    pub(super) fn place(&mut self, text: &str) -> usize {
        let next = self.told.len();
        let place = *self.places.entry(digest(text)).or_insert(next);
        if place == next {
            let is_told = text.len() <= LONGEST_SPEC;
            self.told.push(ComparedSpec {
                document: is_told.then(|| Document::parse(text).ok()).flatten(),
                bytes: text.len(),
            });
        }
        place
    }

    /// All of them.
    pub(super) fn told(self) -> Vec<ComparedSpec> {
        self.told
    }
}

/// By what equal texts are told from others.
pub(super) fn digest(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digits(&digest[..DIGEST_BYTES])
}

/// JSON without what stands between its tokens: KFP puts spaces there at random, so that equal values differ.
pub(super) fn compact(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    let mut in_text = false;
    let mut is_escaped = false;
    for c in json.chars() {
        if in_text {
            match c {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '"' => in_text = false,
                _ => {}
            }
        } else if matches!(c, ' ' | '\t' | '\n' | '\r') {
            continue;
        } else {
            in_text = c == '"';
        }
        text.push(c);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_between_tokens_are_left_out_and_those_in_texts_are_not() {
        let spaced = "{ \"a b\" :\t[1,  2],\r\n \"c\": \" \\\" x \\\\\" , \"d\": {} }";
        assert_eq!(compact(spaced), r#"{"a b":[1,2],"c":" \" x \\","d":{}}"#);
    }

    #[test]
    fn equal_specs_stand_once_and_one_that_is_too_long_is_counted_alone() {
        let mut specs = Specs::default();
        let long = format!("\"{}\"", "x".repeat(LONGEST_SPEC));
        let places = ["{}", "[]", "{}", &long].map(|text| specs.place(text));
        assert_eq!(places, [0, 1, 0, 2]);
        let told = specs.told();
        assert_eq!(told.len(), 3);
        assert!(told[0].document.is_some() && told[2].document.is_none());
        assert_eq!(told[2].bytes, LONGEST_SPEC + 2);
    }
}
