//! A text that is made before it is known who reads it.

use std::fmt;

use super::Language;

/// A text in both languages; shown as it stands, it is English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Both {
    english: String,
    korean: String,
}

impl Both {
    /// Of two texts.
    pub(crate) fn new(english: impl Into<String>, korean: impl Into<String>) -> Self {
        Self {
            english: english.into(),
            korean: korean.into(),
        }
    }

    /// Of what is written the same in both: names, and the words of the system.
    pub(crate) fn same(text: impl fmt::Display) -> Self {
        let text = text.to_string();
        Self::new(text.clone(), text)
    }

    /// Of a text of the catalogue.
    pub(crate) fn of(text: impl Fn(Language) -> String) -> Self {
        Self::new(text(Language::English), text(Language::Korean))
    }

    /// The one that somebody reads.
    pub(crate) fn within(&self, language: Language) -> &str {
        match language {
            Language::English => &self.english,
            Language::Korean => &self.korean,
        }
    }

    /// Several, with something between.
    pub(crate) fn joined(texts: &[Self], between: &str) -> Self {
        Self::of(|language| {
            let texts: Vec<&str> = texts.iter().map(|text| text.within(language)).collect();
            texts.join(between)
        })
    }
}

impl fmt::Display for Both {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.english)
    }
}

/// A text in English and in Korean, with what is in scope filled into both.
macro_rules! both {
    ($english:literal, $korean:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::words::Both::new(
            format!($english $(, $name = $value)*),
            format!($korean $(, $name = $value)*),
        )
    };
}

pub(crate) use both;
