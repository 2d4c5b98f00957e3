//! JSON that is passed on or opened later.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A JSON document that stays text until it is opened.
///
/// Pipeline specs are large, are part of every version in a list, and most readers never look into them.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Document(Box<RawValue>);

impl Document {
    /// The JSON text, as it came.
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// Reads the text.
    ///
    /// # Errors
    /// When the document has another shape than `T`.
    pub fn read<'a, T: Deserialize<'a>>(&'a self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.0.get())
    }

    /// Takes JSON text.
    ///
    /// # Errors
    /// When the text is not one JSON value.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}

/// Equal texts; KFP puts spaces at random into its answers, so equal documents may differ.
impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Document {}

/// Only the length: a spec may hold what its author would not log.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Document({} bytes)", self.as_str().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_text_and_does_not_print_it() {
        let document = Document::parse(r#"{"b":1, "a":"secret"}"#).unwrap();
        assert_eq!(document.as_str(), r#"{"b":1, "a":"secret"}"#);
        assert_eq!(format!("{document:?}"), "Document(21 bytes)");
        assert_eq!(serde_json::to_string(&document).unwrap(), document.as_str());
    }

    #[test]
    fn opens_as_a_type() {
        let document = Document::parse("[1,2]").unwrap();
        assert_eq!(document.read::<Vec<u8>>().unwrap(), [1, 2]);
        assert!(document.read::<String>().is_err());
    }
}
