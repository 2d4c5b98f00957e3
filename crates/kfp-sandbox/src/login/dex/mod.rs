//! Dex, as far as its one connector with static passwords goes.

mod pages;
mod provider;

pub(crate) use provider::{CLIENT_ID, Dex, ISSUER};
