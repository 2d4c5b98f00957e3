//! Dex, as far as its one connector with static passwords goes.

mod pages;
mod provider;

pub(crate) use provider::{CLIENT_ID, Dex, ISSUER};

use super::go_http::Answer;

/// The password form as a client sees it that followed a redirect.
pub(crate) fn password_form() -> Answer {
    pages::password_form("simulated", &[], None)
}
