//! Login in place of an answer.

use axum::body::Body;
use http::header::{CONTENT_TYPE, LOCATION};
use http::{HeaderValue, Response, StatusCode};
use serde::{Deserialize, Serialize};

use crate::login;

/// The ways in which a login comes in place of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignInPage {
    /// 403, the page `Sign In` of oauth2-proxy.
    Oauth2Proxy,
    /// 401 and `{}`, as oauth2-proxy refuses calls to an API.
    Oauth2ProxyApi,
    /// 302 to Dex, as oidc-authservice answers everything without a session.
    Authservice,
    /// 200, the form of Dex: what a client sees that followed the redirect.
    Dex,
    /// 302 to a cloud's own login, which stands in front of the whole.
    Cognito,
}

impl SignInPage {
    pub(super) fn response(self, path: &str) -> Response<Body> {
        match self {
            Self::Oauth2Proxy => login::sign_in_page(path).map(Body::from),
            Self::Oauth2ProxyApi => {
                let mut response = Response::new(Body::from("{}"));
                *response.status_mut() = StatusCode::UNAUTHORIZED;
                let json = HeaderValue::from_static("application/json");
                response.headers_mut().insert(CONTENT_TYPE, json);
                response
            }
            Self::Authservice => redirect(
                "/dex/auth?client_id=kubeflow-oidc-authservice&redirect_uri=%2Fauthservice%2Foidc%2Fcallback\
                 &response_type=code&scope=profile+email+groups+openid&state=simulated",
            ),
            Self::Dex => login::password_form().map(Body::from),
            Self::Cognito => redirect(
                "https://login.example.com/login?client_id=simulated&redirect_uri=https%3A%2F%2Fkubeflow.example.com\
                 %2Foauth2%2Fidpresponse&response_type=code&scope=openid&state=simulated",
            ),
        }
    }
}

fn redirect(location: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::FOUND;
    let location = HeaderValue::from_static(location);
    response.headers_mut().insert(LOCATION, location);
    response
}
