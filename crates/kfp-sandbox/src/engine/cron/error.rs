//! What can be wrong with a cron line.

/// Why a cron line cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CronError {
    /// Too few or too many fields.
    #[error("expected 5 to 6 fields, found {found}")]
    Fields {
        /// How many there are.
        found: usize,
    },
    /// A word that is neither a number nor a name of the field.
    #[error("`{text}` is no number of this field")]
    Number {
        /// As written.
        text: String,
    },
    /// A number outside of the field, or a range backwards.
    #[error("`{text}` is outside of {min} to {max}, or runs backwards")]
    Range {
        /// As written.
        text: String,
        /// The smallest number of the field.
        min: u8,
        /// The largest.
        max: u8,
    },
    /// A word after `@` that is none.
    #[error("unrecognized descriptor `{text}`")]
    Descriptor {
        /// As written.
        text: String,
    },
}
