//! The connection report.

mod english;
mod korean;

pub(super) use english::ENGLISH;
pub(super) use korean::KOREAN;

use super::words::words;

/// What the browser concludes from a failed call for the connection report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    /// The session is gone.
    SessionEnded,
    /// Cookies and headers are too large together.
    CookiesPiledUp,
    /// No answer came.
    NoAnswer,
    /// The login service does not answer the gateway.
    LoginServiceDown,
    /// The mesh did not take the token of the session.
    TokenRefused,
    /// A policy of the mesh stopped the call.
    MeshRefuses,
    /// The path does not lead to the console.
    NoRoute,
    /// The gateway limits how often is asked.
    RateLimited,
    /// The gateway does not reach the console.
    ConsoleUnreachable,
    /// The console answered with an error.
    ConsoleFailed,
    /// The answer is not one that is known.
    NotUnderstood,
}

#[cfg(test)]
impl Finding {
    /// Every one of them.
    pub(crate) const ALL: [Self; 11] = [
        Self::SessionEnded,
        Self::CookiesPiledUp,
        Self::NoAnswer,
        Self::LoginServiceDown,
        Self::TokenRefused,
        Self::MeshRefuses,
        Self::NoRoute,
        Self::RateLimited,
        Self::ConsoleUnreachable,
        Self::ConsoleFailed,
        Self::NotUnderstood,
    ];
}

words! {
    /// The connection report.
    pub(crate) struct ConnectionText {
        /// Under the title: how many hops, when.
        checked: fn(usize, &str) -> String,
        /// While it is being checked.
        checking: &'static str,
        /// Checks again.
        again: &'static str,
        /// Copies the report.
        copy_report: &'static str,
        /// The chain.
        hops: &'static str,
        /// The way of a request.
        way: &'static str,
        /// The names of the hops.
        hop: fn(console_api::Hop) -> &'static str,
        /// The words of the verdicts.
        verdict: fn(console_api::Verdict) -> &'static str,
        /// Everything works.
        all_works: &'static str,
        /// What that means, with the namespace that was asked for.
        all_works_text: fn(Option<&str>) -> String,
        /// A hop fails: its name.
        fails_at: fn(&str) -> String,
        /// A hop warns: its name.
        warns_at: fn(&str) -> String,
        /// The way was not checked to its end.
        unfinished: &'static str,
        /// The same, in a sentence.
        unfinished_text: &'static str,
        /// What was seen.
        seen: &'static str,
        /// Why.
        cause: &'static str,
        /// What to do.
        hint: &'static str,
        /// There is nothing to be done.
        nothing_to_do: &'static str,
        /// Nothing was seen.
        nothing_seen: &'static str,
        /// The code of a finding.
        finding: &'static str,
        /// The release of KFP.
        kfp_version: &'static str,
        /// Nobody knows.
        unknown: &'static str,
        /// What the browser saw: labels.
        label_page: &'static str,
        /// What the browser saw: labels.
        label_transport: &'static str,
        /// What the browser saw: labels.
        label_asked: &'static str,
        /// What the browser saw: labels.
        label_answer: &'static str,
        /// What the browser saw: labels.
        label_answered_by: &'static str,
        /// What the browser saw: labels.
        label_user: &'static str,
        /// The page stands on https.
        transport_tls: &'static str,
        /// The page stands on plain http.
        transport_plain: &'static str,
        /// Nobody answered.
        no_answer: &'static str,
        /// No proxy named itself.
        no_proxy: &'static str,
        /// What the browser saw: labels.
        label_said: &'static str,
        /// The list of the namespaces that are offered.
        own_namespaces: &'static str,
        /// When the server ended its checks.
        checked_at: &'static str,
        /// Nothing was seen of a hop that was not checked.
        nothing_checked: &'static str,
        /// Why the gateway is not checked.
        gateway_not_seen: &'static str,
        /// Cause and hint of a finding of the browser.
        finding_words: fn(Finding) -> (&'static str, &'static str),
    }
}
