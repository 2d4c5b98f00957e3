//! Bearer tokens at the gateway, as programs send them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use crate::account::{Account, Known};
use crate::browser::send;
use crate::exchange::{Exchange, judge};
use crate::rig::Release;
use crate::tokens::dex_token;

const KNOWN: Known = Known {
    differences: &[
        ("default-dex", NOT_ROUTED),
        ("default-tok-spoof", NOT_ROUTED),
        ("default-tok-space", NOT_ROUTED),
        ("default-tok-sse", STREAM),
        ("era1-dex", NOT_ROUTED),
        ("era1-good-sa-token", NO_REVIEW),
        ("era1-expired-sa-token", NO_REVIEW),
        ("era1-tok-spoof", NOT_ROUTED),
        ("era1-tok-space", NOT_ROUTED),
        ("era1-tok-sse", STREAM),
        ("v190-dex", NOT_ROUTED),
        ("v190-tok-spoof", NOT_ROUTED),
        ("v190-tok-query", TOKEN),
        ("v190-tok-sse", STREAM),
    ],
    unsendable: &[
        ("dex-id-token-claims", "what a token holds"),
        (
            "kind-*",
            "an overlay that takes the cluster's tokens: it is not played",
        ),
    ],
};

const NOT_ROUTED: &str = "asks a route of the recording's gateway that exists for comparison only";
const STREAM: &str = "the recording's application streams there";
const TOKEN: &str = "the address holds a token, of another length here";
const NO_REVIEW: &str = "the older login service has no TokenReview here";

#[tokio::test]
async fn tokens_are_judged_as_recorded() {
    let mut account = Account::of("m2m", KNOWN);
    for release in [Release::Authservice, Release::Oauth2Proxy, Release::First] {
        let rig = release.start().await;
        let dex = dex_token(&rig, "jbpark8@example.com").await;
        for exchange in account.sent_in(release) {
            let token = token(&exchange, &dex);
            let put = |text: &str| match text.split_once("<jwt") {
                Some((head, _)) => format!("{head}{token}"),
                None => text.to_owned(),
            };
            let headers: Vec<(String, String)> = exchange
                .headers
                .iter()
                .map(|(name, value)| (name.clone(), put(value)))
                .collect();
            let url = put(&exchange.url);
            let reply = send(rig.gateway(), &exchange.method, &url, &headers, Vec::new()).await;
            account.note(&exchange, judge(&exchange, &reply));
        }
        rig.sandbox.shutdown().await;
    }
    account.settle();
}

/// The token that a recorded call carried, of its kind.
fn token(exchange: &Exchange, dex: &str) -> String {
    const CLUSTER: &str = "https://kubernetes.default.svc.cluster.local";
    match exchange.id.split_once('-').map_or("", |(_, case)| case) {
        "sa-short-iss" => made("https://kubernetes.default.svc", "RS256"),
        "sa-eks" => made("https://oidc.eks.example.com/id/0", "RS256"),
        "sa-none" => {
            let signed = made(CLUSTER, "none");
            signed.rsplit_once('.').unwrap().0.to_owned() + "."
        }
        "sa-hs" => made(CLUSTER, "HS256"),
        case if case.starts_with("sa") => made(CLUSTER, "RS256"),
        _ => dex.to_owned(),
    }
}

/// A token in form; nobody asks who signed it once its issuer is unknown.
fn made(issuer: &str, algorithm: &str) -> String {
    let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let head = part(json!({"alg": algorithm, "typ": "JWT", "kid": "k"}));
    let claims =
        part(json!({"iss": issuer, "sub": "system:serviceaccount:a:b", "exp": 4_000_000_000_u64}));
    format!("{head}.{claims}.{}", URL_SAFE_NO_PAD.encode([7; 256]))
}
