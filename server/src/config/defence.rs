//! Defences that a test can leave out.

use super::Config;

/// A defence that looks at what a request says and has no setting of its own.
///
/// No flag and no variable leaves one out: a test of a debug build does ([`Config`]'s field `without`), to see that what
/// the defence refuses would have worked. A release build has no such field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defence {
    /// Writes of foreign pages are told by origin, fetch metadata and media type.
    Origin,
    /// Page tokens are those that this console handed out, for this list and to this user.
    PageTokens,
    /// What only the server sets cannot be sent.
    ServerSet,
    /// The pipeline of a new run must be readable for who makes the run.
    PipelineOfARun,
    /// What a page says on its websocket is limited: how long, how often, how many lists.
    SocketLimits,
    /// Where a run belongs is asked anew for each request.
    FreshPlaces,
}

impl Config {
    /// Whether a defence stands; in a release build always.
    pub(crate) fn has(&self, defence: Defence) -> bool {
        #[cfg(debug_assertions)]
        let left_out = self.without;
        #[cfg(not(debug_assertions))]
        let left_out = None;
        left_out != Some(defence)
    }
}
