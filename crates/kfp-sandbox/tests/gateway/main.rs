//! The gateway, its login services and the mesh rule, held against recorded answers of the real programs.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test says what it expects by failing, and the accounts print their totals"
)]

mod account;
mod browser;
mod control;
mod cookies;
mod dashboard;
mod diagnosis;
mod echo;
mod exchange;
mod expiry;
mod faults;
mod limits;
mod login;
mod logout;
mod m2m;
mod mesh;
mod no_session;
mod older;
mod paths;
mod pipeline_ui;
mod rig;
mod session;
mod settings;
mod streams;
mod throttle;
mod tokens;
