//! The program itself, against the simulated Kubeflow.

#![expect(
    clippy::unwrap_used,
    reason = "a test says by panicking what is wrong, in its helpers too"
)]

mod contexts;
mod doctor;
mod guide;
mod kit;
mod lists;
mod login;
mod names;
mod program;
mod proxy;
mod refusals;
mod runs;
mod session;
mod tls;
mod watch;
