//! The control address: faults, switches, limits, sessions, tokens and time of a running sandbox, over HTTP.
//!
//! For tests in other languages. It listens on loopback alone, on an address of its own that nothing else leads to,
//! and hears no browser: whoever reaches it may mint any token.

mod api;
mod faults;
mod guard;

pub(crate) use api::{Control, router};
pub(crate) use guard::only_loopback;
