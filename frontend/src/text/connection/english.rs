//! English.

use console_api::{Hop, Verdict};

use super::{ConnectionText, Finding};

pub(in crate::text) const ENGLISH: ConnectionText = ConnectionText {
    checked: |hops, when| format!("{hops} hops checked, {when}"),
    checking: "Checking",
    again: "Check again",
    copy_report: "Copy report",
    hops: "Hops",
    way: "Path of a request",
    hop: |hop| match hop {
        Hop::Browser => "Browser",
        Hop::Gateway => "Gateway",
        Hop::Console => "Console",
        Hop::Sidecar => "Istio sidecar",
        Hop::MlPipeline => "ml-pipeline",
        Hop::KfpAuthorization => "KFP authorization",
    },
    verdict: |verdict| match verdict {
        Verdict::Works => "Works",
        Verdict::Warning => "Look here",
        Verdict::Fails => "Fails",
        Verdict::NotReached => "Not reached",
        Verdict::NotChecked => "Not checked",
    },
    all_works: "Everything works",
    all_works_text: |namespace| match namespace {
        Some(namespace) => format!(
            "A request from this browser reaches KFP, and KFP lets you look at {namespace}."
        ),
        None => "A request from this browser reaches KFP.".to_owned(),
    },
    fails_at: |hop| format!("{hop} fails"),
    warns_at: |hop| format!("It works, but look at {hop}"),
    unfinished: "No failure was found",
    unfinished_text: "Some hops could not be checked from here; they are marked.",
    seen: "What was seen",
    cause: "Cause",
    hint: "What to do",
    nothing_to_do: "Nothing: this hop is in order.",
    nothing_seen: "Nothing: this hop was not reached.",
    finding: "Code",
    kfp_version: "KFP release",
    unknown: "unknown",
    label_page: "Page",
    label_transport: "Transport",
    label_asked: "Asked",
    label_answer: "Answer",
    label_answered_by: "Answered by",
    label_user: "Signed in as",
    transport_tls: "https",
    transport_plain: "plain http",
    no_answer: "none",
    no_proxy: "no proxy named itself",
    label_said: "Said",
    own_namespaces: "Your namespaces",
    checked_at: "Checked at",
    nothing_checked: "Nothing: there is no way to check this hop from here.",
    gateway_not_seen: "No proxy named itself in the answer: the console was reached without the gateway, or the gateway hides its name.",
    finding_words,
};

fn finding_words(finding: Finding) -> (&'static str, &'static str) {
    match finding {
        Finding::SessionEnded => (
            "The session at the gateway is over. It lasts 24 hours at most.",
            "Sign in again at the top of this page.",
        ),
        Finding::CookiesPiledUp => (
            "Cookies of earlier logins have piled up, and the request is too large for the gateway.",
            "Delete the cookies of this site and sign in again.",
        ),
        Finding::NoAnswer => (
            "No answer came to the browser: the network, a VPN, or the gateway itself.",
            "Check whether other pages of this site open, and try again.",
        ),
        Finding::LoginServiceDown => (
            "The login service does not answer the gateway, or too slowly.",
            "Ask an admin to look at the pods of oauth2-proxy or authservice, and at the policies before them.",
        ),
        Finding::TokenRefused => (
            "The mesh does not take the token of the session: its issuer is not known, or keys have changed.",
            "Sign in again; if it stays, ask an admin to check the RequestAuthentication of the gateway.",
        ),
        Finding::MeshRefuses => (
            "A policy of the mesh does not let the gateway reach the console.",
            "Ask an admin for an AuthorizationPolicy that admits the gateway's principal to the console.",
        ),
        Finding::NoRoute => (
            "This path does not lead to the console: its route is missing, or not bound to the gateway.",
            "Ask an admin to check the console's VirtualService and its gateway.",
        ),
        Finding::RateLimited => (
            "The gateway limits how often is asked.",
            "Wait a moment and try again.",
        ),
        Finding::ConsoleUnreachable => (
            "The gateway does not reach the console: no ready pod, or a closed network.",
            "Ask an admin to check the pods of the console and a NetworkPolicy from istio-system to its port.",
        ),
        Finding::ConsoleFailed => (
            "The console answered with an error of its own.",
            "Look at what it said; its log holds the same code.",
        ),
        Finding::NotUnderstood => (
            "Something answered that is not the console of this version.",
            "Reload the page; if it stays, ask an admin what stands at this path.",
        ),
    }
}
