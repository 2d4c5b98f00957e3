//! `google.rpc.Status`, KFP's form of an error.

use serde::{Deserialize, Serialize};

/// An error as KFP writes it, in answers and inside objects.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Status {
    /// The gRPC code, not the HTTP status.
    pub code: i32,
    /// The whole chain inside KFP, outermost first, joined with `: `.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// One entry with the text that is meant for people.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<StatusDetail>,
}

/// An entry of [`Status::details`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StatusDetail {
    /// The gRPC code; 2 when the error was not one that KFP foresaw.
    pub code: i32,
    /// The text for people.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// The reason of a `google.rpc.ErrorInfo`: a stable word for programs. KFP writes none; a proxy before it may.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// What KFP says when it has nothing to say.
const NOTHING_SAID: &str = "Internal Server Error";

impl Status {
    /// The text to show: the short one of the details, else the innermost part of the chain that says something.
    pub fn summary(&self) -> &str {
        let short = self.details.iter().map(|detail| detail.message.as_str());
        // A detail with more than one line holds a stack trace.
        let mut short =
            short.filter(|text| !text.is_empty() && *text != NOTHING_SAID && !text.contains('\n'));
        short.next().unwrap_or_else(|| {
            let first_line = self.message.lines().next().unwrap_or_default();
            let mut parts = first_line.rsplit(": ");
            parts
                .find(|part| !part.is_empty() && *part != NOTHING_SAID)
                .unwrap_or(first_line)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(message: &str, detail: &str) -> Status {
        let details = vec![StatusDetail {
            code: 13,
            message: detail.to_owned(),
            ..StatusDetail::default()
        }];
        Status {
            code: 13,
            message: message.to_owned(),
            details,
        }
    }

    #[test]
    fn the_detail_is_shown_where_it_says_something() {
        assert_eq!(
            status("a: b: c", "Run x not found").summary(),
            "Run x not found"
        );
    }

    #[test]
    fn else_the_innermost_part_that_says_something() {
        let chain = "Failed: InternalServerError: no such row: Internal Server Error";
        assert_eq!(
            status(chain, "Internal Server Error").summary(),
            "no such row"
        );
    }

    #[test]
    fn a_stack_trace_is_not_shown() {
        assert_eq!(
            status("Failed: broken\ngoroutine 1", "x\ngoroutine 1").summary(),
            "broken"
        );
    }

    #[test]
    fn nothing_said_is_an_empty_text() {
        assert_eq!(Status::default().summary(), "");
    }
}
