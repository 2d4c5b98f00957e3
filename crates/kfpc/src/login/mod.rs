//! Getting a session of the gateway: pasted, or through its sign-in form.

mod browser;
mod cookie;
mod error;
mod form;
mod html;
mod jar;
mod renewal;
mod whoami;

pub(crate) use cookie::pasted;
pub(crate) use error::LoginError;
pub(crate) use form::sign_in;
pub(crate) use renewal::Renewal;
pub(crate) use whoami::{Who, who_am_i};

use secrecy::SecretString;
use time::OffsetDateTime;

/// A session as it is kept.
pub(crate) struct Session {
    /// One or more cookies, as `name=value` with `; ` between.
    pub(crate) cookie: SecretString,
    /// When it ends, as far as the gateway said.
    pub(crate) expires_at: Option<OffsetDateTime>,
}

/// What the session cookies of Kubeflow's login services begin with: oauth2-proxy, its default name, authservice. A
/// cookie that is too long is split, and its parts are numbered.
const SESSION_COOKIES: [&str; 3] = [
    "oauth2_proxy_kubeflow",
    "_oauth2_proxy",
    "authservice_session",
];

/// Whether a cookie is a session of one of Kubeflow's login services, and not of a login that is going on.
fn is_session(name: &str) -> bool {
    session_of(name).is_some()
}

/// Whose session a cookie is, by what its name begins with: the parts of one have that in common.
fn session_of(name: &str) -> Option<&'static str> {
    let mut known = SESSION_COOKIES.into_iter();
    let known = known.find(|known| name.starts_with(known));
    known.filter(|_| !is_of_a_login(name))
}

fn is_of_a_login(name: &str) -> bool {
    name.contains("csrf")
}

/// The pairs that prove who we are: the known ones, else all but those of the login itself.
fn proof<'a>(pairs: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let known: Vec<_> = pairs
        .iter()
        .copied()
        .filter(|(name, _)| is_session(name))
        .collect();
    if !known.is_empty() {
        return known;
    }
    let others = pairs.iter().copied();
    others.filter(|(name, _)| !is_of_a_login(name)).collect()
}

fn joined(pairs: &[(&str, &str)]) -> SecretString {
    let texts: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    texts.join("; ").into()
}
