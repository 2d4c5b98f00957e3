//! Why there is no session.

use kfp_core::error::TransportError;

use crate::failure::Exit;

/// Why there is no session. Holds neither a password nor a cookie, nor an address with its query.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LoginError {
    /// What was pasted is no cookie.
    #[error("what was given as the cookie cannot be used: {0}")]
    Pasted(&'static str),
    /// The form came back.
    #[error("the sign-in page took neither this name with this password")]
    Refused,
    /// The login leads to another site.
    #[error("the sign-in goes on at {0}, and a password is typed at the gateway's own page alone")]
    Elsewhere(String),
    /// There is nothing to fill in.
    #[error("the page at {path} asks for no name and password ({title})")]
    NoForm {
        /// Where; without its query.
        path: String,
        /// What it calls itself, made harmless.
        title: String,
    },
    /// It leads in a circle.
    #[error("the sign-in leads in a circle: {0} was asked for again and again")]
    Circle(String),
    /// It broke off.
    #[error("the sign-in broke off at {path}: {status}")]
    BrokeOff {
        /// Where; without its query.
        path: String,
        /// What was answered.
        status: http::StatusCode,
    },
    /// It ended, and nothing came of it.
    #[error("the sign-in ended and gave no session cookie")]
    NoSession,
    /// No answer came.
    #[error("the sign-in page cannot be asked")]
    Transport(#[from] TransportError),
}

/// Where a session can be had in any case.
const BROWSER: &str = "Sign in with the browser, copy the cookie oauth2_proxy_kubeflow (or authservice_session) from its \
    developer tools, and give it to `kfpc login URL` on stdin, as name=value.";

impl LoginError {
    /// What to do about it.
    pub(crate) fn hint(&self) -> String {
        match self {
            Self::Pasted(_) => "Give one line, name=value: in the browser's developer tools under Storage or Application, \
                Cookies, the one named oauth2_proxy_kubeflow or authservice_session. What a terminal cuts comes whole \
                out of a file: --cookie-file."
                .to_owned(),
            Self::Refused => "Check both. An account of a company's directory has no password here: then sign in with the \
                browser and paste the cookie."
                .to_owned(),
            Self::Circle(_) => format!(
                "Mostly its cookie is lost on the way: at a plain http address a cookie for https alone is. Try the https \
                 address. {BROWSER}"
            ),
            Self::Transport(error) => error
                .fault()
                .hint()
                .map_or_else(|| BROWSER.to_owned(), |hint| hint.to_string()),
            Self::Elsewhere(_) | Self::NoForm { .. } | Self::BrokeOff { .. } | Self::NoSession => {
                BROWSER.to_owned()
            }
        }
    }

    /// The exit code.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Pasted(_) => Exit::Usage,
            Self::Transport(_) => Exit::Unreachable,
            _ => Exit::NotLoggedIn,
        }
    }
}
