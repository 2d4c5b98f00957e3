//! `ml-pipeline` behind its sidecar, whoever calls it.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use http::{HeaderMap, HeaderName, HeaderValue, Response};
use serde_json::Value;

use super::identity::ML_PIPELINE;
use super::local_reply::{LocalReply, settle};
use super::policy::Policy;
use super::realm::realm;
use super::sidecar::{Sidecar, from_envoy};
use crate::cluster::Cluster;
use crate::directory::account_user;
use crate::fault::{Place, Switch, Switchboard};
use crate::gateway;
use crate::login::Login;
use crate::tokens::TokenFault;

const SIDECAR: Sidecar = Sidecar {
    identity: ML_PIPELINE,
    policy: Policy::MlPipeline,
};
const USER_ID: HeaderName = HeaderName::from_static("kubeflow-userid");

/// The API server behind its sidecar; cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct MlPipeline {
    app: Router,
    cluster: Cluster,
    login: Arc<Login>,
    faults: Switchboard,
}

impl MlPipeline {
    /// `app` is the bare API server.
    pub(crate) fn new(
        app: Router,
        cluster: Cluster,
        login: Arc<Login>,
        faults: Switchboard,
    ) -> Self {
        Self {
            app,
            cluster,
            login,
            faults,
        }
    }

    /// One call of `caller` (`None` without a verified identity).
    pub(crate) async fn call(
        &self,
        caller: Option<&'static str>,
        request: Request,
    ) -> Response<Body> {
        let this = self.clone();
        let behind = move |request| async move { this.sidecar(caller, request).await };
        self.faults
            .through(Place::MlPipeline, request, behind)
            .await
    }

    async fn sidecar(&self, caller: Option<&'static str>, mut request: Request) -> Response<Body> {
        let switches = self.cluster.switches();
        let caller = switches.seen_as(caller);
        let refuses = switches.is_on(Switch::SidecarRefusesTokens);
        if refuses || switches.is_on(Switch::SidecarChecksTokens) {
            match self.user_of_token(&mut request) {
                Err(refusal) => return refused(refusal, request.headers()),
                // No rule names callers that are known by a token alone.
                Ok(true) if refuses => {
                    return refused(LocalReply::rbac_denied(), request.headers());
                }
                // From the final 1.9.0 on a valid token is enough, whoever sends it.
                Ok(true) => return settle(self.admitted(caller, request).await),
                Ok(false) => {}
            }
        }
        settle(SIDECAR.call(self.app.clone(), caller, request).await)
    }

    async fn admitted(&self, caller: Option<&'static str>, request: Request) -> Response<Body> {
        let any = Sidecar {
            policy: Policy::Anyone,
            ..SIDECAR
        };
        any.call(self.app.clone(), caller, request).await
    }

    /// Makes the user header from the token, as the sidecars of 1.9.0 do: without a token there is none, whatever the
    /// caller sent; the audience is not looked at.
    fn user_of_token(&self, request: &mut Request) -> Result<bool, LocalReply> {
        let claimed = request.headers_mut().remove(USER_ID);
        let Some(token) = gateway::bearer(request.headers()) else {
            tracing::debug!(had_user = claimed.is_some(), "no token, so no user header");
            return Ok(false);
        };
        let user = self
            .user(&token)
            .map_err(|reason| LocalReply::jwt_refused(reason, &realm(request)))?;
        if let Ok(user) = HeaderValue::from_str(&user) {
            request.headers_mut().insert(USER_ID, user);
        }
        Ok(true)
    }

    fn user(&self, token: &str) -> Result<String, &'static str> {
        match self
            .cluster
            .issuer()
            .check(token, self.cluster.clock().now())
        {
            Ok(claims) => Ok(account_user(&claims.namespace, &claims.service_account)),
            Err(TokenFault::Expired) => Err("Jwt is expired"),
            Err(TokenFault::Foreign) => {
                let claims = gateway::verify_dex_token(&self.login, token)?;
                let email = claims.get("email").and_then(Value::as_str);
                Ok(email.unwrap_or_default().to_owned())
            }
        }
    }
}

fn refused(refusal: LocalReply, asked: &HeaderMap) -> Response<Body> {
    settle(from_envoy(refusal.into_response(asked)))
}
