//! oauth2-proxy, the login service of Kubeflow from 1.9.1 on.
//!
//! One service in two places: behind the gateway's route `/oauth2/`, and as the gateway's `ext_authz` for every
//! other path. Which of both a request belongs to is only a matter of its path, as with the real program.

mod pages;
mod redirect;
mod service;

pub(crate) use service::OAuth2Proxy;

use super::go_http::Answer;

/// The sign-in page that stands in place of `path`.
pub(crate) fn sign_in_page(path: &str) -> Answer {
    pages::sign_in(http::StatusCode::FORBIDDEN, path)
}
