//! What can be wrong with a cron line.

/// Why a cron line cannot be read, in the words of robfig/cron 1.2.0, which the API server passes on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CronError {
    /// No line at all.
    #[error("Empty spec string")]
    Empty,
    /// Too few or too many fields.
    #[error("Expected 5 to 6 fields, found {found}: {line}")]
    Fields {
        /// How many there are.
        found: usize,
        /// As written.
        line: String,
    },
    /// More than a start and an end.
    #[error("Too many hyphens: {text}")]
    Hyphens {
        /// As written.
        text: String,
    },
    /// More than a range and a step.
    #[error("Too many slashes: {text}")]
    Slashes {
        /// As written.
        text: String,
    },
    /// A word that is neither a number nor a name of the field.
    #[error("Failed to parse int from {text}: strconv.Atoi: parsing \"{text}\": invalid syntax")]
    Number {
        /// As written.
        text: String,
    },
    /// A number below zero.
    #[error("Negative number ({text}) not allowed: {text}")]
    Negative {
        /// As written.
        text: String,
    },
    /// Starts before the field does.
    #[error("Beginning of range ({start}) below minimum ({min}): {text}")]
    Below {
        /// The number.
        start: u32,
        /// The smallest of the field.
        min: u8,
        /// As written.
        text: String,
    },
    /// Ends after the field does.
    #[error("End of range ({end}) above maximum ({max}): {text}")]
    Above {
        /// The number.
        end: u32,
        /// The largest of the field.
        max: u8,
        /// As written.
        text: String,
    },
    /// Runs backwards.
    #[error("Beginning of range ({start}) beyond end of range ({end}): {text}")]
    Backwards {
        /// The first number.
        start: u32,
        /// The last.
        end: u32,
        /// As written.
        text: String,
    },
    /// A step of nothing.
    #[error("Step of range should be a positive number: {text}")]
    Step {
        /// As written.
        text: String,
    },
    /// A span of time behind `@every` that is none.
    #[error("Failed to parse duration {line}: time: invalid duration \"{text}\"")]
    Duration {
        /// The whole line.
        line: String,
        /// What should be a span.
        text: String,
    },
    /// A word after `@` that is none.
    #[error("Unrecognized descriptor: {text}")]
    Descriptor {
        /// As written.
        text: String,
    },
}
