//! The gateway, its login services and the mesh rule, held against recorded answers of the real programs.

mod browser;
mod echo;
mod exchange;
mod login;
mod no_session;
mod rig;
