//! Signing in: Dex and the login services of both eras, as the gateway asks them and as browsers see them.
//!
//! What differs: no groups, no second connector and no page to choose one; oidc-authservice's way in by TokenReview and
//! its `X-Auth-Token` are not played, nor is oauth2-proxy's style sheet; Dex offers no token endpoint, since both
//! services redeem their codes in this process.

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
pub(crate) use dex::{ISSUER as DEX_ISSUER, password_form};
pub(crate) use go_http::{Answer, escape_html};
pub(crate) use listener::{page, router};
pub(crate) use oauth2_proxy::sign_in_page;
pub(crate) use service::Login;
pub(crate) use style::STYLE;
