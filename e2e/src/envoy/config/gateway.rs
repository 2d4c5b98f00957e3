//! The ingress gateway of both eras.

use std::net::SocketAddr;

use anyhow::{Context as _, Result};
use kfp_sandbox::LoginEra;
use serde_json::{Value, json};

use super::filters;
use super::listener::{self, ClientCert, Manager, route};

/// The gateway's listener. `login` is the cluster of the login services and `console` that of the console, to which the
/// route of `virtual_service` leads; `jwks` are Dex's keys.
///
/// # Errors
/// When the route says something that is not known here.
pub(in crate::envoy) fn gateway(
    era: LoginEra,
    at: SocketAddr,
    login: &str,
    console: &str,
    virtual_service: &Value,
    jwks: &str,
) -> Result<Value> {
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
        console_route(virtual_service, console)?,
        route("/dex/", login),
    ];
    if era == LoginEra::Oauth2Proxy {
        routes.push(route("/oauth2/", login));
    }
    routes.push(dashboard());
    Ok(listener::plain(
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
    ))
}

/// A route as a VirtualService writes it.
///
/// # Errors
/// When it says something that is not known here.
fn console_route(virtual_service: &Value, cluster: &str) -> Result<Value> {
    let text = |pointer: &str| {
        let value = virtual_service.pointer(pointer).and_then(Value::as_str);
        value.with_context(|| format!("no {pointer}"))
    };
    let mut console = route(text("/match/0/uri/prefix")?, cluster);
    console["route"]["prefix_rewrite"] = json!(text("/rewrite/uri")?);
    console["route"]["timeout"] = json!(text("/timeout")?);
    let headers = &virtual_service["headers"]["request"];
    console["request_headers_to_remove"] = headers["remove"].clone();
    let set = headers["set"].as_object().context("no header is set")?;
    let set = set.iter().map(|(key, value)| {
        json!({
            "header": {"key": key, "value": value},
            "append_action": "OVERWRITE_IF_EXISTS_OR_ADD",
        })
    });
    console["request_headers_to_add"] = set.collect();
    Ok(console)
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
