//! The gateway's check of Dex tokens (era of oauth2-proxy), in Envoy's words.

use axum::extract::Request;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::{ACCESS_CONTROL_REQUEST_METHOD, AUTHORIZATION, HeaderName, HeaderValue, ORIGIN};
use http::{HeaderMap, Method};
use serde_json::Value;

use crate::fault::Switch;
use crate::login::{DEX_ISSUER, Login};
use crate::mesh::{self, LocalReply};

const USER_ID: HeaderName = HeaderName::from_static("kubeflow-userid");
const GROUPS: HeaderName = HeaderName::from_static("kubeflow-groups");
/// Set from claims of the machines' tokens in 1.9.0.
const AUTH_REQUEST_USER: HeaderName = HeaderName::from_static("x-auth-request-user");
/// How far clocks may differ, in seconds.
const CLOCK_SKEW: i64 = 60;

/// Whether a request carries a token that Dex signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It does, and the identity headers were set from it.
    Valid,
    /// It carries no bearer token at all.
    Missing,
}

/// Checks the bearer token if there is one. The headers that are set from its claims are removed first, token or not.
///
/// # Errors
/// The refusal of a bad token.
pub(super) fn check(login: &Login, request: &mut Request) -> Result<Verdict, LocalReply> {
    if is_preflight(request) {
        return Ok(Verdict::Missing);
    }
    let refused = match bearer(request.headers()) {
        None => Ok(None),
        Some(token) => verify(login, &token).map(Some),
    };
    let claims = match refused {
        Ok(claims) => claims,
        Err(reason) => return Err(LocalReply::jwt_refused(reason, &mesh::realm(request))),
    };
    let headers = request.headers_mut();
    headers.remove(USER_ID);
    headers.remove(GROUPS);
    if login.switches().is_on(Switch::Oauth2ProxyFirst) {
        headers.remove(AUTH_REQUEST_USER);
    }
    let Some(claims) = claims else {
        return Ok(Verdict::Missing);
    };
    let email = claims
        .get("email")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if let Ok(email) = HeaderValue::from_str(email) {
        headers.insert(USER_ID, email);
    }
    if let Some(groups) = claims.get("groups") {
        let groups = base64::engine::general_purpose::STANDARD.encode(groups.to_string());
        headers.insert(
            GROUPS,
            HeaderValue::from_str(&groups).expect("base64 is visible ASCII"),
        );
    }
    Ok(Verdict::Valid)
}

/// A browser's question before a cross-origin request is not checked, and so finds no token.
fn is_preflight(request: &Request) -> bool {
    let headers = request.headers();
    request.method() == Method::OPTIONS
        && headers.contains_key(ORIGIN)
        && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// What follows `Bearer `, written exactly so. Several headers count as one, joined by commas.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<String> {
    let lines: Vec<&str> = headers
        .get_all(AUTHORIZATION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    let joined = lines.join(",");
    joined
        .strip_prefix("Bearer ")
        .map(|token| token.trim().to_owned())
}

/// The claims of a token that Dex signed; the error is the reason in Envoy's words.
pub(crate) fn verify(login: &Login, token: &str) -> Result<Value, &'static str> {
    let sections: Vec<&str> = token
        .split('.')
        .filter(|section| !section.is_empty())
        .collect();
    let [header, payload, _] = sections[..] else {
        return Err(
            "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections",
        );
    };
    let header = URL_SAFE_NO_PAD
        .decode(header)
        .map_err(|_| "Jwt header is an invalid Base64url encoded")?;
    let header: Value =
        serde_json::from_slice(&header).map_err(|_| "Jwt header is an invalid JSON")?;
    let payload = URL_SAFE_NO_PAD
        .decode(payload)
        .map_err(|_| "Jwt payload is an invalid Base64url encoded")?;
    let claims: Value =
        serde_json::from_slice(&payload).map_err(|_| "Jwt payload is an invalid JSON")?;
    if claims.get("iss").and_then(Value::as_str) != Some(DEX_ISSUER) {
        return Err("Jwt issuer is not configured");
    }
    let now = login.sessions().now().unix_timestamp();
    let seconds = |claim: &str| claims.get(claim).and_then(Value::as_i64);
    if seconds("nbf").is_some_and(|not_before| now < not_before - CLOCK_SKEW) {
        return Err("Jwt not yet valid");
    }
    if seconds("exp").is_some_and(|expires| now > expires + CLOCK_SKEW) {
        return Err("Jwt is expired");
    }
    let jwks = login.dex().key().jwks();
    let key = jwks.pointer("/keys/0");
    let same = |name| header.get(name) == key.and_then(|key| key.get(name));
    if login.switches().is_on(Switch::DexKeysRotated)
        || !same("alg")
        || (header.get("kid").is_some() && !same("kid"))
    {
        return Err("Jwks doesn't have key to match kid or alg from Jwt");
    }
    login
        .dex()
        .key()
        .verify(token)
        .ok_or("Jwt verification fails")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::body::Body;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::clock::Clock;
    use crate::fault::Switches;

    fn login() -> Login {
        Login::new(
            &[],
            Clock::system(),
            Duration::from_hours(1),
            Switches::default(),
        )
        .unwrap()
    }

    fn claims(login: &Login, from_now: i64) -> Value {
        let now = login.sessions().now().unix_timestamp();
        json!({"iss": DEX_ISSUER, "sub": "s", "email": "a@example.com", "exp": now + from_now})
    }

    #[test]
    fn the_clocks_may_differ_by_a_minute() {
        let login = login();
        let check = |from_now| verify(&login, &login.dex().key().sign(&claims(&login, from_now)));
        assert!(check(10).is_ok());
        assert!(check(-50).is_ok());
        assert_eq!(check(-70), Err("Jwt is expired"));
        let mut early = claims(&login, 600);
        early["nbf"] = json!(login.sessions().now().unix_timestamp() + 120);
        assert_eq!(
            verify(&login, &login.dex().key().sign(&early)),
            Err("Jwt not yet valid")
        );
    }

    #[test]
    fn a_token_of_another_issuer_or_another_key_is_refused() {
        let login = login();
        let mut foreign = claims(&login, 10);
        foreign["iss"] = json!("https://kubernetes.default.svc.cluster.local");
        let foreign = login.dex().key().sign(&foreign);
        assert_eq!(
            verify(&login, &foreign),
            Err("Jwt issuer is not configured")
        );
        let other = super::tests::login();
        let stranger = other.dex().key().sign(&claims(&other, 10));
        assert_eq!(
            verify(&login, &stranger),
            Err("Jwks doesn't have key to match kid or alg from Jwt")
        );
    }

    #[test]
    fn the_identity_headers_come_from_the_token_or_not_at_all() {
        let login = login();
        let with = |authorization: Option<&str>| {
            let mut request = Request::new(Body::empty());
            request
                .headers_mut()
                .insert(USER_ID, HeaderValue::from_static("admin@evil.example"));
            request
                .headers_mut()
                .insert(GROUPS, HeaderValue::from_static("system:masters"));
            if let Some(value) = authorization {
                request
                    .headers_mut()
                    .insert(AUTHORIZATION, HeaderValue::from_str(value).unwrap());
            }
            let verdict = check(&login, &mut request);
            (
                verdict,
                request.headers().get(USER_ID).cloned(),
                request.headers().get(GROUPS).cloned(),
            )
        };
        assert_eq!(with(None), (Ok(Verdict::Missing), None, None));
        let mut claims = claims(&login, 10);
        claims["groups"] = json!(["ml", "ops"]);
        let (verdict, user, groups) =
            with(Some(&format!("Bearer {}", login.dex().key().sign(&claims))));
        assert_eq!(verdict, Ok(Verdict::Valid));
        assert_eq!(user.unwrap(), "a@example.com");
        assert_eq!(groups.unwrap(), "WyJtbCIsIm9wcyJd");
    }

    proptest! {
        #[test]
        fn no_text_passes_for_a_token(text in "[A-Za-z0-9_.=-]{0,60}") {
            prop_assert!(verify(&login(), &text).is_err());
        }
    }
}
