//! Signing in: Dex and the login services of both eras, as the gateway asks them and as browsers see them.

mod authservice;
mod call;
mod cookies;
mod dex;
mod go_http;
mod listener;
mod oauth2_proxy;
mod paths;
mod pending;
mod seal;
mod service;
mod sessions;
mod style;

pub(crate) use call::Call;
pub(crate) use dex::ISSUER as DEX_ISSUER;
pub(crate) use go_http::{Answer, escape_html};
pub(crate) use listener::{page, router};
pub(crate) use service::Login;
pub(crate) use style::STYLE;
