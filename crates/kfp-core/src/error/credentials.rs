//! Why there is nothing to prove who we are with.

use std::path::PathBuf;

/// What is wrong with a token. Says nothing of its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenFault {
    /// There is no such file.
    Missing,
    /// The file may not be read.
    NotReadable,
    /// It is a directory, a pipe or a device.
    NotAFile,
    /// There is nothing but white space.
    Empty,
    /// It is longer than any token.
    TooLong,
    /// It is not three base64url sections with dots between them.
    NotAJwt,
    /// It holds what a header cannot: a control character, a blank, or bytes that are no text.
    NotAHeaderValue,
    /// It holds a character that is not ASCII, mostly one that cannot be seen and was copied along.
    Foreign {
        /// Its number in Unicode.
        code: u32,
        /// Where it stands, from 1.
        at: usize,
    },
}

impl std::fmt::Display for TokenFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Missing => "there is no such file",
            Self::NotReadable => "the file may not be read",
            Self::NotAFile => "it is not a file",
            Self::Empty => "it is empty",
            Self::TooLong => "it is longer than any token",
            Self::NotAJwt => "it is not a token: three base64url sections with dots between them",
            Self::NotAHeaderValue => "it holds characters that a header cannot carry",
            Self::Foreign { code, at } => {
                return write!(
                    f,
                    "it holds a character that no token has: U+{code:04X}, the {at}. of it; copy it again, or take it out"
                );
            }
        })
    }
}

/// What is wrong with a command that prints a token. Says nothing of what it printed.
#[cfg(feature = "native")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum CommandFault {
    /// There is no program to run.
    #[error("no program is named")]
    NoProgram,
    /// It cannot be started.
    #[error("it cannot be started")]
    NotStarted,
    /// It ended with an error.
    #[error("it ended with an error")]
    Failed,
    /// It did not end.
    #[error("it did not end within {} s", .0.as_secs())]
    TimedOut(std::time::Duration),
    /// What it printed is no token.
    #[error("what it printed is no token: {0}")]
    Output(TokenFault),
}

/// Why there are no credentials that may be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialsError {
    /// The token file cannot be used.
    #[error("the token file {} cannot be used: {fault}", path.display())]
    TokenFile {
        /// Where it was looked for.
        path: PathBuf,
        /// What is wrong.
        fault: TokenFault,
    },
    /// The token that was given cannot be used.
    #[error("the bearer token cannot be used: {fault}")]
    Bearer {
        /// What is wrong.
        fault: TokenFault,
    },
    /// The command that prints a token did not.
    #[cfg(feature = "native")]
    #[error("the token command `{program}` cannot be used: {fault}")]
    Command {
        /// The program, without its arguments.
        program: Box<str>,
        /// What went wrong.
        fault: CommandFault,
    },
    /// The cookie that was given cannot be used.
    #[error(
        "the cookie cannot be used: it is empty, has no name, or holds characters that a header cannot carry"
    )]
    Cookie,
    /// The identity header that was given cannot be used. An empty one is never sent: it ends KFP's process.
    #[error(
        "the identity header cannot be used: it is empty or holds characters that a header cannot carry"
    )]
    Header,
    /// The credentials belong to another origin.
    #[error("the credentials are for {bound} and are not sent to {asked}")]
    OtherOrigin {
        /// The origin they are for.
        bound: Box<str>,
        /// The origin they were to be sent to.
        asked: Box<str>,
    },
    /// The way is not protected.
    #[error("the credentials are not sent over plain http to {asked}")]
    PlainHttp {
        /// The origin they were to be sent to.
        asked: Box<str>,
    },
}
