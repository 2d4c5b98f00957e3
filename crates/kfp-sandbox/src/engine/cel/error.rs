//! What can be wrong with an expression.

/// Why an expression has no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CelError {
    /// A character that begins no token.
    #[error("unexpected character {character:?} at {position}")]
    Character {
        /// The character.
        character: char,
        /// Its offset in characters.
        position: usize,
    },
    /// A text without its end, or with an escape that is none.
    #[error("the string that begins at {position} is malformed")]
    Text {
        /// Its offset in characters.
        position: usize,
    },
    /// A number too large or malformed.
    #[error("`{text}` is not a number")]
    Number {
        /// As written.
        text: String,
    },
    /// Another token than the grammar allows there.
    #[error("expected {expected}, found {found}")]
    Unexpected {
        /// What the grammar allows.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
    /// More levels than an expression may have.
    #[error("the expression is nested too deeply")]
    TooDeep,
    /// A name that is not bound.
    #[error("undeclared reference to `{name}`")]
    Undeclared {
        /// The name.
        name: String,
    },
    /// A key that is not there.
    #[error("no such key: {key}")]
    NoSuchKey {
        /// The key.
        key: String,
    },
    /// An operator or function between types that it does not know.
    #[error("no such overload: {operation} on {types}")]
    NoSuchOverload {
        /// The operator or function.
        operation: String,
        /// The types, separated by commas.
        types: String,
    },
    /// A cast that the value does not allow.
    #[error("cannot convert {from} to {to}")]
    Conversion {
        /// The value's type.
        from: &'static str,
        /// The wanted type.
        to: &'static str,
    },
    /// Beyond 64 bits, or divided by zero.
    #[error("integer overflow or division by zero")]
    Arithmetic,
    /// A condition of another type.
    #[error("a condition must be a boolean, this is {found}")]
    NotBoolean {
        /// The type it is.
        found: &'static str,
    },
}
