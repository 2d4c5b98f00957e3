//! Fields of a sent object that are wrong.

/// What a `Status` says of one wrong field.
#[derive(Debug)]
pub(super) struct InvalidField {
    pub(super) reason: &'static str,
    pub(super) field: String,
    pub(super) message: String,
}

impl InvalidField {
    /// A value that is not allowed; `value` as Go prints it.
    pub(super) fn invalid(field: impl Into<String>, value: &str, why: &str) -> Self {
        Self {
            reason: "FieldValueInvalid",
            field: field.into(),
            message: format!("Invalid value: {value}: {why}"),
        }
    }

    /// A value that is missing.
    pub(super) fn required(field: impl Into<String>, why: &str) -> Self {
        let message = match why {
            "" => "Required value".to_owned(),
            why => format!("Required value: {why}"),
        };
        Self {
            reason: "FieldValueRequired",
            field: field.into(),
            message,
        }
    }

    /// A value that is none of those known.
    pub(super) fn unsupported(field: impl Into<String>, value: &str, known: &[&str]) -> Self {
        let known: Vec<String> = known.iter().map(|value| format!("\"{value}\"")).collect();
        Self {
            reason: "FieldValueNotSupported",
            field: field.into(),
            message: format!(
                "Unsupported value: \"{value}\": supported values: {}",
                known.join(", ")
            ),
        }
    }
}
