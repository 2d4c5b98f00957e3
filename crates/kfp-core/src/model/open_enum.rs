//! Enums of the wire that keep what they do not know.

/// Declares an enum whose values are known words, `Unspecified` for the absent one, or any other word as `Other`.
///
/// KFP writes enum values as words, leaves out the zero value, and writes a number when it does not know the word
/// itself; the number is kept as text.
macro_rules! open_enum {
    (
        $(#[$enum_doc:meta])*
        $name:ident, $zero:literal {
            $( $(#[$doc:meta])* $variant:ident = $word:literal, )+
        }
    ) => {
        $(#[$enum_doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
        pub enum $name {
            #[doc = concat!("Not said: KFP leaves the zero value `", $zero, "` out.")]
            #[default]
            Unspecified,
            $( $(#[$doc])* $variant, )+
            /// A word that this version does not know.
            Other(Box<str>),
        }

        impl $name {
            /// The values with a name of their own, in KFP's order.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),+];

            /// The word on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    Self::Unspecified => $zero,
                    $( Self::$variant => $word, )+
                    Self::Other(word) => word,
                }
            }

            /// Reads the word of the wire; a word that is not known is kept.
            pub fn parse(word: &str) -> Self {
                match word {
                    $( $word => Self::$variant, )+
                    other if other.is_empty() || other == $zero => Self::Unspecified,
                    other => Self::Other(other.into()),
                }
            }

            /// Whether KFP said nothing.
            pub fn is_unspecified(&self) -> bool {
                matches!(self, Self::Unspecified)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                Self::parse(word)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::model::wire_word(deserializer).map(|word| Self::parse(&word))
            }
        }
    };
}
pub(crate) use open_enum;

/// Reads a word, or a number as its digits.
pub(crate) fn word<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<std::borrow::Cow<'de, str>, D::Error> {
    deserializer.deserialize_any(Word)
}

struct Word;

impl<'de> serde::de::Visitor<'de> for Word {
    type Value = std::borrow::Cow<'de, str>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a word or a number")
    }

    fn visit_borrowed_str<E>(self, word: &'de str) -> Result<Self::Value, E> {
        Ok(word.into())
    }

    fn visit_str<E>(self, word: &str) -> Result<Self::Value, E> {
        Ok(word.to_owned().into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(number.to_string().into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(number.to_string().into())
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok("".into())
    }
}
