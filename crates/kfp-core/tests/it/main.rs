//! Behaviour through the public interface.

#![expect(
    clippy::unwrap_used,
    reason = "a test says by panicking what is wrong, in its helpers too"
)]

mod calls;
mod client;
mod connect;
mod contract;
mod fixtures;
mod graph;
mod native;
mod package;
mod pages;
mod recorded_gateway;
mod recorded_kfp;
mod sandbox;
mod script;
mod secrets;
mod server;
mod tls;
mod token_file;
mod wait;
