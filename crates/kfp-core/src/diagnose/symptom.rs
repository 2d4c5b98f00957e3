//! What a probe saw.

use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::error::{TokenFault, TransportFault};

/// From where a request was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Vantage {
    /// From a pod of the cluster, straight to a service.
    Pod,
    /// From a program outside, through the gateway.
    Program,
    /// From a page in a browser, through the gateway.
    Browser,
}

impl Vantage {
    /// Whether the gateway is on the way.
    pub fn passes_gateway(self) -> bool {
        self != Self::Pod
    }
}

/// What the request was meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Target {
    /// KFP's API server; through the gateway it is reached as `/pipeline/apis/…`.
    MlPipeline,
    /// KFP's stock user interface, `ml-pipeline-ui`, apart from the API that it passes on.
    MlPipelineUi,
    /// An application of one's own behind the gateway, such as this console.
    Application,
    /// The central dashboard and its API.
    Dashboard,
    /// Another web application of Kubeflow, such as the notebooks' one.
    WebApplication,
    /// The access management, `profiles-kfam`.
    AccessManagement,
    /// A service in a profile's namespace: a notebook, a model server.
    ProfileService,
    /// The login service, as the browser passes through it while it signs in.
    Login,
    /// The metadata service, `metadata-grpc`.
    Metadata,
    /// The API server of Kubernetes.
    Kubernetes,
}

/// How the request said who sends it. What was sent is not held, only that it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Whether it bore the identity header of the gateway, `kubeflow-userid`.
    pub user_header: bool,
    /// The `Authorization` header.
    pub authorization: Option<Authorization>,
    /// Whether it bore a session cookie.
    pub cookie: bool,
}

impl Sent {
    /// No credential at all.
    pub const fn nothing() -> Self {
        Self {
            user_header: false,
            authorization: None,
            cookie: false,
        }
    }

    /// With the identity header of the gateway.
    #[must_use]
    pub const fn user_header(mut self) -> Self {
        self.user_header = true;
        self
    }

    /// With an `Authorization` header.
    #[must_use]
    pub const fn authorization(mut self, authorization: Authorization) -> Self {
        self.authorization = Some(authorization);
        self
    }

    /// With a session cookie.
    #[must_use]
    pub const fn cookie(mut self) -> Self {
        self.cookie = true;
        self
    }
}

/// The kind of an `Authorization` header, as the login services of the gateway tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Authorization {
    /// `Bearer`, spelled exactly so.
    Bearer,
    /// Anything else: `Basic`, `bearer`, no scheme.
    Other,
}

/// What came back. `Debug` shows no text of it.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Seen<'a> {
    /// An HTTP answer.
    Answer(Answer<'a>),
    /// No HTTP answer.
    Nothing(TransportFault),
    /// Nothing was sent, for want of a usable token.
    NoToken(TokenFault),
    /// A text that another program wrote: an event of Kubernetes, a line of a log, the message of the Python client, a
    /// line of the browser's console.
    Text(&'a str),
}

impl fmt::Debug for Seen<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer(answer) => answer.fmt(f),
            Self::Nothing(fault) => f.debug_tuple("Nothing").field(fault).finish(),
            Self::NoToken(fault) => f.debug_tuple("NoToken").field(fault).finish(),
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
        }
    }
}

/// An HTTP answer: its head, and the beginning of its body. Two KiB are enough. `Debug` shows neither headers nor body.
#[derive(Clone, Copy)]
pub struct Answer<'a> {
    /// The status.
    pub status: StatusCode,
    /// All headers. None of them is kept.
    pub headers: &'a HeaderMap,
    /// The beginning of the body.
    pub body: &'a [u8],
}

impl fmt::Debug for Answer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (status, bytes) = (self.status.as_u16(), self.body.len());
        write!(f, "Answer({status}, {bytes} bytes)")
    }
}

impl<'a> Answer<'a> {
    /// An answer.
    pub fn new(status: StatusCode, headers: &'a HeaderMap, body: &'a [u8]) -> Self {
        Self {
            status,
            headers,
            body,
        }
    }
}

/// One probe, and what it saw.
#[derive(Clone, Copy, Debug)]
pub struct Symptom<'a> {
    /// From where.
    pub from: Vantage,
    /// To what.
    pub to: Target,
    /// With which credentials.
    pub sent: Sent,
    /// What came back.
    pub seen: Seen<'a>,
}

impl<'a> Symptom<'a> {
    /// A probe that was answered.
    pub fn answered(from: Vantage, to: Target, sent: Sent, answer: Answer<'a>) -> Self {
        Self {
            from,
            to,
            sent,
            seen: Seen::Answer(answer),
        }
    }

    /// A probe that got no HTTP answer.
    pub fn unanswered(from: Vantage, to: Target, sent: Sent, fault: TransportFault) -> Self {
        Self {
            from,
            to,
            sent,
            seen: Seen::Nothing(fault),
        }
    }

    /// A call that was not sent, as there is no usable token.
    pub fn without_token(from: Vantage, to: Target, fault: TokenFault) -> Self {
        Self {
            from,
            to,
            sent: Sent::nothing(),
            seen: Seen::NoToken(fault),
        }
    }

    /// What another program wrote.
    pub fn text(from: Vantage, to: Target, text: &'a str) -> Self {
        Self {
            from,
            to,
            sent: Sent::nothing(),
            seen: Seen::Text(text),
        }
    }
}
