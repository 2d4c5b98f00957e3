//! Service-account tokens, as the Kubernetes API server mints and checks them.

use std::time::Duration;

use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::key::SigningKey;
use crate::directory::account_user;

/// The cluster's token issuer; also the audience of a token that asks for none.
pub(crate) const ISSUER: &str = "https://kubernetes.default.svc.cluster.local";

/// Kubernetes accepts a token this long after its `exp`.
const LEEWAY_SECONDS: i64 = 60;

/// Asks for a service-account token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRequest {
    /// Namespace of the service account.
    pub namespace: String,
    /// Name of the service account.
    pub service_account: String,
    /// Audiences of the token; none means the cluster's own.
    pub audiences: Vec<String>,
    /// Life of the token. The sandbox's own minting has no minimum; the Kubernetes endpoint refuses less than ten
    /// minutes.
    pub expires_in: Duration,
}

impl TokenRequest {
    /// A token for KFP (audience `pipelines.kubeflow.org`) that lives an hour.
    pub fn for_pipelines(namespace: &str, service_account: &str) -> Self {
        Self {
            namespace: namespace.to_owned(),
            service_account: service_account.to_owned(),
            audiences: vec!["pipelines.kubeflow.org".to_owned()],
            expires_in: Duration::from_hours(1),
        }
    }

    /// The account as Kubernetes names it in reviews.
    pub(crate) fn user(&self) -> String {
        account_user(&self.namespace, &self.service_account)
    }
}

/// A pod that a token is bound to, as the kubelet asks for it.
#[derive(Clone, Debug)]
pub(crate) struct BoundPod {
    pub(crate) name: String,
    pub(crate) uid: Uuid,
}

/// What a valid token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ServiceAccountClaims {
    pub(crate) namespace: String,
    pub(crate) service_account: String,
    pub(crate) service_account_uid: String,
    pub(crate) audiences: Vec<String>,
    pub(crate) token_id: String,
}

/// Why a token is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenFault {
    /// Not a token of this issuer.
    Foreign,
    /// A token of this issuer that is over, the leeway included.
    Expired,
}

/// Mints and checks service-account tokens.
#[derive(Debug)]
pub(crate) struct TokenIssuer {
    key: SigningKey,
}

impl TokenIssuer {
    pub(crate) fn new(key: SigningKey) -> Self {
        Self { key }
    }

    /// The public half of its key.
    pub(crate) fn jwks(&self) -> Value {
        self.key.jwks()
    }

    /// A token as asked for, valid from `now`; `account_uid` is the service account's.
    pub(crate) fn mint(
        &self,
        request: &TokenRequest,
        account_uid: &str,
        pod: Option<&BoundPod>,
        now: OffsetDateTime,
    ) -> String {
        let issued = now.unix_timestamp();
        let life = i64::try_from(request.expires_in.as_secs()).unwrap_or(i64::MAX);
        let audiences = if request.audiences.is_empty() {
            vec![ISSUER.to_owned()]
        } else {
            request.audiences.clone()
        };
        let mut private = json!({"namespace": request.namespace});
        if let Some(pod) = pod {
            private["pod"] = json!({"name": pod.name, "uid": pod.uid.to_string()});
        }
        private["serviceaccount"] = json!({"name": request.service_account, "uid": account_uid});
        self.key.sign(&json!({
            "aud": audiences,
            "exp": issued.saturating_add(life),
            "iat": issued,
            "iss": ISSUER,
            "jti": Uuid::new_v4().to_string(),
            "kubernetes.io": private,
            "nbf": issued,
            "sub": request.user(),
        }))
    }

    /// What `token` says, if this issuer signed it and it is not over.
    pub(crate) fn check(
        &self,
        token: &str,
        now: OffsetDateTime,
    ) -> Result<ServiceAccountClaims, TokenFault> {
        let claims = self.key.verify(token).ok_or(TokenFault::Foreign)?;
        if claims["iss"] != ISSUER {
            return Err(TokenFault::Foreign);
        }
        let private = &claims["kubernetes.io"];
        let text = |value: &Value| value.as_str().map(str::to_owned).ok_or(TokenFault::Foreign);
        let read = ServiceAccountClaims {
            namespace: text(&private["namespace"])?,
            service_account: text(&private["serviceaccount"]["name"])?,
            service_account_uid: text(&private["serviceaccount"]["uid"])?,
            audiences: claims["aud"]
                .as_array()
                .ok_or(TokenFault::Foreign)?
                .iter()
                .map(text)
                .collect::<Result<_, _>>()?,
            token_id: text(&claims["jti"])?,
        };
        let expiry = claims["exp"].as_i64().ok_or(TokenFault::Foreign)?;
        if now.unix_timestamp() > expiry.saturating_add(LEEWAY_SECONDS) {
            return Err(TokenFault::Expired);
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issuer() -> TokenIssuer {
        TokenIssuer::new(SigningKey::generate().unwrap())
    }

    #[test]
    fn a_token_is_accepted_until_a_minute_after_its_expiry() {
        let issuer = issuer();
        let start = OffsetDateTime::UNIX_EPOCH + Duration::from_hours(500_000);
        let request = TokenRequest::for_pipelines("team-a", "default-editor");
        let token = issuer.mint(&request, "uid-1", None, start);

        let end = start + request.expires_in;
        let claims = issuer.check(&token, end + Duration::from_mins(1)).unwrap();
        assert_eq!(claims.namespace, "team-a");
        assert_eq!(claims.service_account, "default-editor");
        assert_eq!(claims.audiences, ["pipelines.kubeflow.org"]);
        assert_eq!(
            issuer.check(&token, end + Duration::from_secs(61)),
            Err(TokenFault::Expired)
        );
    }

    #[test]
    fn a_token_of_another_sandbox_is_foreign() {
        let now = OffsetDateTime::UNIX_EPOCH;
        let token = issuer().mint(&TokenRequest::for_pipelines("a", "b"), "uid", None, now);
        assert_eq!(issuer().check(&token, now), Err(TokenFault::Foreign));
    }

    #[test]
    fn other_claims_of_the_same_key_are_no_service_account() {
        let issuer = issuer();
        let token = issuer
            .key
            .sign(&json!({"iss": "http://dex", "sub": "someone", "exp": i64::MAX}));
        assert_eq!(
            issuer.check(&token, OffsetDateTime::UNIX_EPOCH),
            Err(TokenFault::Foreign)
        );
    }
}
