//! Why a line is no cron line.

/// Why KFP would refuse a cron line. Repeats no more of it than one part.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidCron {
    /// There is nothing.
    #[error("it is empty")]
    Empty,
    /// There are too many or too few fields.
    #[error(
        "it has {found} fields and not the six that KFP wants: second, minute, hour, day of the month, month, day of the week"
    )]
    Fields {
        /// How many there are.
        found: usize,
    },
    /// A zone stands before the fields.
    #[error("it names a zone, which KFP does not take")]
    Zone,
    /// A part of a field is neither a number nor a name.
    #[error("`{part}` is no {field}")]
    NotANumber {
        /// The field.
        field: &'static str,
        /// The part.
        part: Box<str>,
    },
    /// A number is outside of its field.
    #[error("`{part}` is not within {min} to {max}, as a {field} has to be")]
    OutOfRange {
        /// The field.
        field: &'static str,
        /// The part.
        part: Box<str>,
        /// The least there is.
        min: u8,
        /// The greatest there is.
        max: u8,
    },
    /// A range runs backwards.
    #[error("`{part}` runs backwards")]
    Backwards {
        /// The part.
        part: Box<str>,
    },
    /// A step is zero or no number.
    #[error("the step of `{part}` is not a number from 1 on")]
    Step {
        /// The part.
        part: Box<str>,
    },
    /// A field has no part.
    #[error("the {field} is empty")]
    NoPart {
        /// The field.
        field: &'static str,
    },
    /// A word after `@` is not known.
    #[error(
        "`@` is followed by none of yearly, annually, monthly, weekly, daily, midnight, hourly, or `every` and a duration such \
         as 1h30m"
    )]
    Descriptor,
}
