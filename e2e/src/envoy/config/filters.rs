//! HTTP filters.

use serde_json::{Value, json};

use super::typed;

/// The issuer of the tokens that the gateway knows.
const DEX: &str = "http://dex.auth.svc.cluster.local:5556/dex";

/// Paths that the policies of oauth2-proxy's era ask nothing of.
fn not_a_login_path() -> Value {
    json!({"not_rule": {"or_rules": {"rules": [
        {"url_path": {"path": {"prefix": "/dex/"}}},
        {"url_path": {"path": {"prefix": "/oauth2/"}}},
    ]}}})
}

fn rbac(fields: Value) -> Value {
    json!({
        "name": "envoy.filters.http.rbac",
        "typed_config": typed("envoy.extensions.filters.http.rbac.v3.RBAC", fields),
    })
}

/// Marks the requests that the login service is asked about: without `Authorization`, and not for a login path.
pub(super) fn mark_for_login() -> Value {
    rbac(json!({
        "shadow_rules_stat_prefix": "istio_ext_authz_",
        "shadow_rules": {"action": "DENY", "policies": {
            "istio-ext-authz-ns[istio-system]-policy[istio-ingressgateway-oauth2-proxy]-rule[0]": {
                "permissions": [{"and_rules": {"rules": [not_a_login_path()]}}],
                "principals": [{"and_ids": {"ids": [
                    {"not_id": {"header": {"name": "authorization", "present_match": true}}},
                ]}}],
            },
        }},
    }))
}

fn patterns(names: &[&str]) -> Value {
    let patterns: Vec<Value> = names
        .iter()
        .map(|name| json!({"exact": name, "ignore_case": true}))
        .collect();
    json!({"patterns": patterns})
}

fn ext_authz(fields: Value) -> Value {
    let mut config = typed(
        "envoy.extensions.filters.http.ext_authz.v3.ExtAuthz",
        fields,
    );
    config["transport_api_version"] = json!("V3");
    config["failure_mode_allow"] = json!(false);
    config["status_on_error"] = json!({"code": "Forbidden"});
    json!({"name": "envoy.filters.http.ext_authz", "typed_config": config})
}

/// oauth2-proxy, asked about the requests that [`mark_for_login`] marked.
pub(super) fn oauth2_proxy(cluster: &str) -> Value {
    ext_authz(json!({
        "allowed_headers": patterns(&["authorization", "cookie"]),
        "http_service": {
            "server_uri": {"uri": "http://oauth2-proxy.oauth2-proxy", "cluster": cluster, "timeout": "600s"},
            "path_prefix": "/ext_authz/oauth2-proxy",
            "authorization_response": {
                "allowed_upstream_headers": patterns(&[
                    "authorization",
                    "path",
                    "x-auth-request-email",
                    "x-auth-request-groups",
                    "x-auth-request-user",
                ]),
                "allowed_client_headers": patterns(&["content-type", "set-cookie"]),
            },
        },
        "filter_enabled_metadata": {
            "filter": "envoy.filters.http.rbac",
            "path": [{"key": "istio_ext_authz_shadow_effective_policy_id"}],
            "value": {"string_match": {"prefix": "istio-ext-authz"}},
        },
    }))
}

/// oidc-authservice, asked about everything.
pub(super) fn authservice(cluster: &str) -> Value {
    ext_authz(json!({
        "allowed_headers": patterns(&["authorization", "cookie", "x-auth-token"]),
        "http_service": {
            "server_uri": {"uri": "http://authservice.istio-system:8080", "cluster": cluster, "timeout": "10s"},
            "path_prefix": "/ext_authz/authservice",
            "authorization_response": {"allowed_upstream_headers": patterns(&["kubeflow-userid"])},
        },
    }))
}

/// Dex tokens; the identity headers are set from their claims and from nothing else.
pub(super) fn jwt_authn(jwks: &str) -> Value {
    json!({
        "name": "envoy.filters.http.jwt_authn",
        "typed_config": typed("envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication", json!({
            "providers": {"origins-0": {
                "issuer": DEX,
                "local_jwks": {"inline_string": jwks},
                "forward": true,
                "payload_in_metadata": "payload",
                "from_headers": [{"name": "Authorization", "value_prefix": "Bearer "}],
                "claim_to_headers": [
                    {"header_name": "kubeflow-userid", "claim_name": "email"},
                    {"header_name": "kubeflow-groups", "claim_name": "groups"},
                ],
            }},
            "rules": [{
                "match": {"prefix": "/"},
                "requires": {"requires_any": {"requirements": [
                    {"provider_name": "origins-0"},
                    {"allow_missing": {}},
                ]}},
            }],
            "bypass_cors_preflight": true,
        })),
    })
}

/// Refuses what carries no valid token, login paths excepted.
pub(super) fn require_jwt() -> Value {
    let claim = |name: &str| {
        json!({"sourced_metadata": {"metadata_matcher": {
            "filter": "envoy.filters.http.jwt_authn",
            "path": [{"key": "payload"}, {"key": name}],
            "value": {"string_match": {"safe_regex": {"regex": ".+"}}},
        }}})
    };
    rbac(json!({"rules": {"action": "DENY", "policies": {
        "ns[istio-system]-policy[istio-ingressgateway-require-jwt]-rule[0]": {
            "permissions": [{"and_rules": {"rules": [not_a_login_path()]}}],
            "principals": [{"not_id": {"and_ids": {"ids": [claim("iss"), claim("sub")]}}}],
        },
    }}}))
}

/// Refuses whoever fits one of the policies.
pub(super) fn deny(policies: &Value) -> Value {
    rbac(json!({"rules": {"action": "DENY", "policies": policies}}))
}

/// Admits whoever fits one of the policies.
pub(super) fn allow(policies: &Value) -> Value {
    rbac(json!({"rules": {"action": "ALLOW", "policies": policies}}))
}

/// Anyone.
pub(super) fn allow_any() -> Value {
    allow(
        &json!({"ns[istio-system]-policy[istio-ingressgateway]-rule[0]": {
            "permissions": [{"any": true}],
            "principals": [{"any": true}],
        }}),
    )
}
