//! An application's own sidecar, and how proxies sign what passes.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use http::{HeaderMap, HeaderName, HeaderValue, Response, header};
use tokio::time::Instant;
use tower::ServiceExt;

use super::identity::{FORWARDED_CLIENT_CERT, forwarded_client_cert};
use super::local_reply::{LocalReply, is_local};
use super::policy::Policy;
use crate::listener::Abort;

/// How long the application took, in milliseconds: its presence shows that an answer came from further on.
const SERVICE_TIME: HeaderName = HeaderName::from_static("x-envoy-upstream-service-time");

/// A workload's identity and policy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sidecar {
    pub(crate) identity: &'static str,
    pub(crate) policy: Policy,
}

impl Sidecar {
    /// Judges a call and tells the application who the caller is. Whatever the caller itself claimed is replaced; without
    /// a verified caller the claim is removed.
    ///
    /// # Errors
    /// The refusal, when the policy does not admit the caller.
    pub(crate) fn admit(
        self,
        caller: Option<&str>,
        request: &mut Request,
    ) -> Result<(), LocalReply> {
        if !self.policy.admits(caller, request.headers()) {
            return Err(LocalReply::rbac_denied());
        }
        let headers = request.headers_mut();
        match caller {
            Some(caller) => {
                headers.insert(
                    FORWARDED_CLIENT_CERT,
                    forwarded_client_cert(self.identity, caller),
                );
            }
            None => {
                headers.remove(FORWARDED_CLIENT_CERT);
            }
        }
        Ok(())
    }

    /// One call to an application that runs in this process.
    pub(crate) async fn call(
        self,
        app: Router,
        caller: Option<&str>,
        mut request: Request,
    ) -> Response<Body> {
        let asked = request.headers().clone();
        if let Err(refusal) = self.admit(caller, &mut request) {
            return from_envoy(refusal.into_response(&asked));
        }
        let start = Instant::now();
        let Ok(response) = app.oneshot(request).await;
        from_envoy(answered(response, &asked, start))
    }
}

/// What a proxy makes of the answer of whoever stands behind it: no answer becomes its own words.
pub(crate) fn answered(
    mut response: Response<Body>,
    asked: &HeaderMap,
    start: Instant,
) -> Response<Body> {
    if Abort::is_refused(&response) {
        return LocalReply::connection_refused().into_response(asked);
    }
    if response.extensions().get::<Abort>().is_some() {
        return LocalReply::connection_terminated().into_response(asked);
    }
    if !is_local(&response) {
        set_service_time(&mut response, start);
    }
    response
}

/// Notes how long whoever stands behind took to answer.
pub(crate) fn set_service_time(response: &mut Response<Body>, start: Instant) {
    let milliseconds = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    response
        .headers_mut()
        .insert(SERVICE_TIME, HeaderValue::from(milliseconds));
}

/// Signs an answer as Istio's Envoy does at a gateway and on the way in to an application.
pub(crate) fn from_envoy(response: Response<Body>) -> Response<Body> {
    signed(response, "istio-envoy")
}

/// Signs an answer as a sidecar does on the way out: Istio gives Envoy no name there, so it overwrites whatever the
/// far side wrote with its own.
pub(crate) fn from_outbound_envoy(response: Response<Body>) -> Response<Body> {
    signed(response, "envoy")
}

fn signed(mut response: Response<Body>, name: &'static str) -> Response<Body> {
    response
        .headers_mut()
        .insert(header::SERVER, HeaderValue::from_static(name));
    response
}
