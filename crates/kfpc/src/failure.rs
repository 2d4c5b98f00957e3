//! Why a command ends without what was asked for.

use std::fmt;
use std::process::ExitCode;

use kfp_core::connect::{ConnectError, ContextFileError};
use kfp_core::error::{CredentialsError, Error, ProxyReason};
use kfp_core::model::InvalidId;
use kfp_core::package::PackageError;
use kfp_core::wait::WaitError;

use crate::login::LoginError;
use crate::logs::LogsError;
use crate::names::{Candidate, NameError};
use crate::pages::PageError;
use crate::words::Both;

/// What a script can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done,
    /// Anything that has no number of its own.
    Failed,
    /// The command itself cannot be used; clap's number too.
    Usage,
    /// The run that was waited for did not succeed.
    RunFailed,
    /// Not signed in, or not accepted.
    NotLoggedIn,
    /// Signed in, and not allowed.
    NotAllowed,
    /// There is no such object.
    NotFound,
    /// Nothing answers, or something else than KFP does.
    Unreachable,
    /// The deadline passed.
    TimedOut,
}

impl Exit {
    /// The number.
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::RunFailed => 3,
            Self::NotLoggedIn => 4,
            Self::NotAllowed => 5,
            Self::NotFound => 6,
            Self::Unreachable => 7,
            Self::TimedOut => 8,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.number())
    }
}

/// Why there is no result.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The settings lead nowhere.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// A credential on the command line cannot be used.
    #[error("the credentials cannot be used")]
    Credentials(#[source] CredentialsError),
    /// There is no session.
    #[error(transparent)]
    Login(#[from] LoginError),
    /// A call failed.
    #[error(transparent)]
    Call(#[from] Error),
    /// The wait for a run ended without its end.
    #[error(transparent)]
    Wait(#[from] WaitError),
    /// A name or an id on the command line cannot be one.
    #[error("`{text}` cannot be used as {what}: {problem}")]
    Name {
        /// What stood there. Names are no secrets.
        text: String,
        /// What it should have been.
        what: &'static str,
        /// What is wrong with it.
        problem: InvalidId,
    },
    /// A name on the command line does not lead to an id.
    #[error(transparent)]
    Lookup(NameError),
    /// There is no log to show.
    #[error(transparent)]
    Logs(#[from] LogsError),
    /// There is no page to open.
    #[error(transparent)]
    Page(#[from] PageError),
    /// A value on the command line cannot be used.
    #[error("{problem}")]
    Usage {
        /// What is wrong.
        problem: Both,
        /// What to do.
        hint: Both,
    },
    /// A file cannot be used.
    #[error("{what}: {problem}")]
    File {
        /// Which file, for what.
        what: Both,
        /// What is wrong with it, in the words of the system or of ours.
        problem: Both,
    },
    /// A package cannot be used.
    #[error("the package {path} cannot be used")]
    Package {
        /// Which.
        path: String,
        /// What is wrong with it.
        source: PackageError,
    },
    /// Something failed, and more is known of it than it says itself.
    #[error("{}", Chain(failure.as_ref()))]
    Advised {
        /// What failed.
        failure: Box<Self>,
        /// What to do.
        hint: Both,
    },
    /// The result cannot be written.
    #[error("the result cannot be written: {0}")]
    Output(std::io::Error),
}

impl From<ContextFileError> for Failure {
    fn from(source: ContextFileError) -> Self {
        Self::Connect(ConnectError::Contexts { source })
    }
}

impl Failure {
    /// What to do about it.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Connect(error) => Some(error.hint().to_string()),
            Self::Login(error) => Some(error.hint()),
            Self::Credentials(error) => Some(error.hint().to_string()),
            Self::Call(error) => error.hint().map(|hint| hint.to_string()),
            Self::Wait(error) => error.hint().map(|hint| hint.to_string()),
            Self::Lookup(error) => Some(error.hint().to_owned()),
            Self::Logs(error) => Some(error.hint()),
            Self::Page(error) => Some(error.hint().to_owned()),
            Self::Package { source, .. } => Some(source.hint().to_string()),
            Self::Usage { hint, .. } | Self::Advised { hint, .. } => Some(hint.to_string()),
            Self::Name { .. } | Self::File { .. } | Self::Output(_) => None,
        }
    }

    /// What the name on the command line may mean.
    pub(crate) fn candidates(&self) -> &[Candidate] {
        match self {
            Self::Lookup(error) => error.candidates(),
            _ => &[],
        }
    }

    /// Whether the session at the gateway is gone.
    pub(crate) fn is_signed_out(&self) -> bool {
        match self {
            Self::Call(error) | Self::Wait(WaitError::Call { source: error, .. }) => {
                error.is_signed_out()
            }
            _ => false,
        }
    }

    /// Whether an examination of the connection would say more.
    pub(crate) fn is_about_the_connection(&self) -> bool {
        // A sign-in that failed has said what it met.
        let exit = self.exit();
        let met = matches!(self, Self::Login(_));
        !met && matches!(
            exit,
            Exit::Unreachable | Exit::NotLoggedIn | Exit::NotAllowed
        )
    }

    /// Whether it may be gone at the next attempt.
    pub(crate) fn is_retryable(&self) -> bool {
        match self {
            Self::Call(error) => error.is_retryable(),
            Self::Logs(error) => matches!(error, LogsError::BrokenOff { .. }),
            _ => false,
        }
    }

    /// The exit code.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Connect(_)
            | Self::Credentials(_)
            | Self::Name { .. }
            | Self::Lookup(NameError::Several { .. })
            | Self::Usage { .. } => Exit::Usage,
            Self::Login(error) => error.exit(),
            Self::Lookup(NameError::None { .. })
            | Self::Logs(LogsError::NoTask { .. })
            | Self::Page(_) => Exit::NotFound,
            Self::Call(error) => of_call(error),
            Self::Wait(WaitError::Deadline { .. }) => Exit::TimedOut,
            Self::Wait(WaitError::Call { source, .. }) => of_call(source),
            Self::Advised { failure, .. } => failure.exit(),
            Self::Wait(_)
            | Self::Logs(_)
            | Self::File { .. }
            | Self::Package { .. }
            | Self::Output(_) => Exit::Failed,
        }
    }
}

fn of_call(error: &Error) -> Exit {
    match error {
        Error::InvalidRequest { .. } => Exit::Usage,
        Error::Credentials { .. } => Exit::NotLoggedIn,
        Error::Transport { .. } | Error::Timeout { .. } => Exit::Unreachable,
        error if error.is_signed_out() || error.is_unauthenticated() => Exit::NotLoggedIn,
        error if error.is_forbidden() => Exit::NotAllowed,
        error if error.is_not_found() => Exit::NotFound,
        Error::Unexpected {
            reason: ProxyReason::TokenRefused { .. },
            ..
        } => Exit::NotLoggedIn,
        Error::Unexpected { .. } => Exit::Unreachable,
        _ => Exit::Failed,
    }
}

/// An error with what caused it, in one line.
pub(crate) struct Chain<'a>(pub(crate) &'a dyn std::error::Error);

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut next = self.0.source();
        while let Some(cause) = next {
            write!(f, ": {cause}")?;
            next = cause.source();
        }
        Ok(())
    }
}
