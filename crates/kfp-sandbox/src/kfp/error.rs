//! Refusals, as the real server words them.

use http::StatusCode;
use serde_json::{Value, json};

/// A gRPC status code that the API server answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    InvalidArgument,
    NotFound,
    AlreadyExists,
    PermissionDenied,
    FailedPrecondition,
    /// KFP's "bad request" class.
    Aborted,
    Unimplemented,
    Internal,
    DeadlineExceeded,
    /// Of an error that is none of KFP's own, in the details only.
    Unknown,
    Unavailable,
    Unauthenticated,
}

impl Code {
    fn number(self) -> u32 {
        match self {
            Self::InvalidArgument => 3,
            Self::NotFound => 5,
            Self::AlreadyExists => 6,
            Self::PermissionDenied => 7,
            Self::FailedPrecondition => 9,
            Self::Aborted => 10,
            Self::Unimplemented => 12,
            Self::Internal => 13,
            Self::DeadlineExceeded => 4,
            Self::Unknown => 2,
            Self::Unavailable => 14,
            Self::Unauthenticated => 16,
        }
    }

    /// The HTTP status that the gateway gives it.
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::InvalidArgument | Self::FailedPrecondition => StatusCode::BAD_REQUEST,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::AlreadyExists | Self::Aborted => StatusCode::CONFLICT,
            Self::PermissionDenied => StatusCode::FORBIDDEN,
            Self::Unimplemented => StatusCode::NOT_IMPLEMENTED,
            Self::Internal | Self::Unknown => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::DeadlineExceeded => StatusCode::GATEWAY_TIMEOUT,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
        }
    }
}

/// Why a call is refused.
#[derive(Debug)]
pub(super) enum ApiError {
    /// An answer with `code`, `message` and mostly `details`.
    Status(Box<Status>),
    /// The real process dies of this call: no answer, the connection closes.
    Crash,
}

/// A refusal that is answered.
#[derive(Debug)]
pub(super) struct Status {
    pub(super) code: Code,
    /// The whole chain, outermost first.
    pub(super) message: String,
    /// The text meant for the user; absent where the gateway itself refuses.
    pub(super) detail: Option<String>,
    /// The code beside that text: mostly the same.
    pub(super) detail_code: Code,
}

impl ApiError {
    fn new(code: Code, message: String, detail: Option<String>) -> Self {
        Self::Status(Box::new(Status {
            code,
            message,
            detail,
            detail_code: code,
        }))
    }

    /// Refused by the gateway before any service saw the call: no `details`.
    pub(super) fn gateway(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, message.into(), None)
    }

    pub(super) fn invalid(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::new(
            Code::InvalidArgument,
            format!("Invalid input error: {text}"),
            Some(text),
        )
    }

    /// An invalid input that names an inner cause in the long message only.
    pub(super) fn invalid_because(text: &str, cause: &str) -> Self {
        Self::new(
            Code::InvalidArgument,
            format!("InvalidInputError: {text}: {cause}"),
            Some(text.to_owned()),
        )
    }

    /// What the filter code calls an unknown API version: a missing operation or value.
    pub(super) fn unknown_version(what: &str, value: &str) -> Self {
        let text = format!("Error using {what} with {value}");
        Self::new(
            Code::InvalidArgument,
            format!("UnknownApiVersionError: {text}"),
            Some(text),
        )
    }

    /// `kind` `name` does not exist, for example `Run 1234`.
    pub(super) fn not_found(kind: &str, name: &str) -> Self {
        let text = format!("{kind} {name} not found");
        Self::new(
            Code::NotFound,
            format!("ResourceNotFoundError: {text}"),
            Some(text),
        )
    }

    pub(super) fn already_exists(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::new(
            Code::AlreadyExists,
            format!("Already exist error: {text}"),
            Some(text),
        )
    }

    pub(super) fn permission_denied(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::new(
            Code::PermissionDenied,
            format!("PermissionDenied: {text}: Unauthorized access"),
            Some(text),
        )
    }

    pub(super) fn unauthenticated(text: &str, cause: &str) -> Self {
        Self::new(
            Code::Unauthenticated,
            format!("Unauthenticated: {text}: {cause}"),
            Some(text.to_owned()),
        )
    }

    pub(super) fn failed_precondition(text: &str, cause: &str) -> Self {
        Self::new(
            Code::FailedPrecondition,
            format!("FailedPreconditionError: {text}: {cause}"),
            Some(text.to_owned()),
        )
    }

    pub(super) fn bad_request(text: &str, cause: &str) -> Self {
        Self::new(
            Code::Aborted,
            format!("BadRequestError: {text}: {cause}"),
            Some(text.to_owned()),
        )
    }

    /// What may pass; `chain` is everything below the class name.
    pub(super) fn unavailable(chain: &str) -> Self {
        let message = format!("ServiceUnavailable: {chain}");
        Self::new(
            Code::Unavailable,
            message,
            Some("Service unavailable".to_owned()),
        )
    }

    /// An internal error; `chain` is everything below the class name.
    pub(super) fn internal(chain: impl AsRef<str>) -> Self {
        let message = format!("InternalServerError: {}", chain.as_ref());
        Self::new(
            Code::Internal,
            message,
            Some("Internal Server Error".to_owned()),
        )
    }

    /// An error that is none of KFP's own classes: printed with the call stacks of where it came from and of each of
    /// `outer`, from the inside out, of which the sandbox has none.
    pub(super) fn plain(text: &str, outer: &[&str]) -> Self {
        const STACK: &str = "(no stack: simulated)";
        let message = std::iter::once(&text)
            .chain(outer)
            .map(|text| format!("{text}\n{STACK}"))
            .collect::<Vec<_>>()
            .join("\n");
        Self::Status(Box::new(Status {
            code: Code::Internal,
            detail: Some(message.clone()),
            message,
            detail_code: Code::Unknown,
        }))
    }

    /// The same refusal one level further out.
    #[must_use]
    pub(super) fn wrap(self, outer: impl AsRef<str>) -> Self {
        match self {
            Self::Status(mut status) => {
                status.message = format!("{}: {}", outer.as_ref(), status.message);
                Self::Status(status)
            }
            Self::Crash => Self::Crash,
        }
    }

    /// The refusal with other words at its head, where another version of the API says the same.
    #[must_use]
    pub(super) fn reworded(self, head: &str, other: &str) -> Self {
        match self {
            Self::Status(mut status) => {
                if let Some(rest) = status.message.strip_prefix(head) {
                    status.message = format!("{other}{rest}");
                }
                Self::Status(status)
            }
            Self::Crash => Self::Crash,
        }
    }

    /// The refusal turned into an internal error with `outer` in front, whatever it was.
    #[must_use]
    pub(super) fn into_internal(self, outer: &str) -> Self {
        match self {
            Self::Status(status) => Self::internal(format!("{outer}: {}", status.message)),
            Self::Crash => Self::Crash,
        }
    }

    /// What kind of refusal it is, for a log: its words may hold what a caller sent.
    pub(super) fn code_name(&self) -> String {
        match self {
            Self::Status(status) => format!("{:?}", status.code),
            Self::Crash => "Crash".to_owned(),
        }
    }

    /// The chain of an answered refusal.
    #[cfg(test)]
    pub(super) fn message(&self) -> &str {
        match self {
            Self::Status(status) => &status.message,
            Self::Crash => "",
        }
    }
}

impl From<rusqlite::Error> for ApiError {
    fn from(error: rusqlite::Error) -> Self {
        tracing::error!(%error, "the sandbox's store failed");
        Self::internal("the sandbox's store failed")
    }
}

impl Status {
    /// The answer's body.
    pub(super) fn body(&self) -> Value {
        let mut body = json!({"code": self.code.number(), "message": self.message});
        if let Some(detail) = &self.detail {
            body["details"] = json!([{
                "@type": "type.googleapis.com/google.rpc.Status",
                "code": self.detail_code.number(),
                "message": detail,
            }]);
        }
        body
    }
}
