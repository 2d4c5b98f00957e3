//! The ingress gateway of both eras.

use std::net::SocketAddr;

use kfp_sandbox::LoginEra;
use serde_json::{Value, json};

use super::filters;
use super::listener::{self, ClientCert, Manager, route};

/// The gateway's listener. `login` is the cluster of the login services and `console` that of the console; `jwks` are
/// Dex's keys.
pub(in crate::envoy) fn gateway(
    era: LoginEra,
    at: SocketAddr,
    login: &str,
    console: &str,
    jwks: &str,
) -> Value {
    let mut chain = match era {
        LoginEra::Authservice => vec![filters::authservice(login)],
        LoginEra::Oauth2Proxy => vec![
            filters::mark_for_login(),
            filters::oauth2_proxy(login),
            filters::jwt_authn(jwks),
            filters::require_jwt(),
        ],
    };
    chain.push(filters::allow_any());
    let mut routes = vec![
        json!({"match": {"path": "/kfp-console"}, "redirect": {"path_redirect": "/kfp-console/"}}),
        console_route(console),
        route("/dex/", login),
    ];
    if era == LoginEra::Oauth2Proxy {
        routes.push(route("/oauth2/", login));
    }
    routes.push(dashboard());
    listener::plain(
        at,
        Manager {
            name: match era {
                LoginEra::Authservice => "gateway-authservice",
                LoginEra::Oauth2Proxy => "gateway-oauth2-proxy",
            },
            server: "istio-envoy",
            edge: true,
            client_cert: ClientCert::SanitizeSet,
            filters: chain,
            routes,
        },
    )
}

/// What `deploy/overlays/istio/virtualservice.yaml` comes to.
fn console_route(cluster: &str) -> Value {
    let mut console = route("/kfp-console/", cluster);
    console["route"]["prefix_rewrite"] = json!("/");
    console["route"]["timeout"] = json!("600s");
    console["request_headers_to_remove"] = json!(["authorization", "cookie"]);
    console["request_headers_to_add"] = json!([{
        "header": {"key": "x-forwarded-prefix", "value": "/kfp-console"},
        "append_action": "OVERWRITE_IF_EXISTS_OR_ADD",
    }]);
    console
}

/// The dashboard is not behind this gateway: its title says whose answer this is.
fn dashboard() -> Value {
    json!({
        "match": {"prefix": "/"},
        "direct_response": {
            "status": 200,
            "body": {"inline_string": "<!doctype html><html><head><title>Kubeflow Central Dashboard</title></head>\
                                       <body>Simulated</body></html>"},
        },
    })
}
