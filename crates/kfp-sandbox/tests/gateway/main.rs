//! The gateway, its login services and the mesh rule, held against recorded answers of the real programs.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod browser;
mod control;
mod cookies;
mod dashboard;
mod diagnosis;
mod echo;
mod exchange;
mod faults;
mod login;
mod logout;
mod mesh;
mod no_session;
mod paths;
mod rig;
mod session;
mod streams;
mod throttle;
mod tokens;
