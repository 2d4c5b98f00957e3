//! What a fault does.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::envoy::EnvoyReply;
use super::sign_in::SignInPage;

/// What happens to a call that a fault matches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Action {
    /// The call waits this long on the machine's clock, and then goes on.
    Delay {
        /// The wait.
        milliseconds: u64,
    },
    /// The call is never answered; the connection stays open.
    Stall,
    /// The answer begins and then stands still, with the connection open.
    StallBody {
        /// Bytes of the body that still come.
        after: u64,
    },
    /// The connection ends in the middle of the body.
    CutBody {
        /// Bytes of the body that still come.
        after: u64,
    },
    /// `Content-Length` is wrong by this much: with less the body is short of its end, with more the connection ends
    /// before the promised bytes came.
    WrongLength {
        /// Added to the true length.
        by: i64,
    },
    /// The first half of the body, with a length that fits it.
    HalfBody,
    /// A JSON object of this size in place of the body.
    GiantBody {
        /// Size of the body.
        bytes: u64,
    },
    /// An answer of a proxy, in Envoy's words.
    Envoy {
        /// Which one.
        reply: EnvoyReply,
    },
    /// The way to a sign-in page in place of the answer.
    SignIn {
        /// Which one.
        page: SignInPage,
    },
    /// The call is taken and carried out; the client hears 504 `upstream request timeout`.
    TakenButTimedOut,
    /// The call is taken and carried out; the connection ends without an answer.
    TakenButDropped,
    /// The connection ends once this much of the request's body was read; nothing is carried out.
    CutUpload {
        /// Bytes of the request's body that are read.
        after: u64,
    },
    /// The connection ends without an answer.
    Drop,
    /// The connection ends without an answer if an earlier call used it; the first call of a connection goes on.
    DropReused,
    /// This answer. In the values of headers `{host}` and `{path}` stand for those of the call.
    Answer {
        /// The status.
        status: u16,
        /// Headers by name.
        #[serde(default)]
        headers: BTreeMap<String, String>,
        /// The body.
        #[serde(default)]
        body: String,
    },
    /// Headers added to the answer, in place of those of the same name.
    AddHeaders {
        /// Headers by name.
        headers: BTreeMap<String, String>,
    },
    /// Headers of the request lost on the way.
    LoseHeaders {
        /// Their names.
        names: Vec<String>,
    },
}

impl Action {
    /// An answer with this status, media type and body.
    pub fn answer(status: u16, media_type: &str, body: impl Into<String>) -> Self {
        Self::Answer {
            status,
            headers: BTreeMap::from([("content-type".to_owned(), media_type.to_owned())]),
            body: body.into(),
        }
    }
}
