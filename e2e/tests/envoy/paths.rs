//! Paths that one part of the way reads otherwise than another lead nowhere.

use anyhow::Result;
use e2e::envoy::send;
use kfp_sandbox::LoginEra;

use crate::platform::{OWN_EXPERIMENTS, OWNER, Platform};

/// Somebody whose experiments the owner may not see, and whose name the client writes into every header.
const OTHER: &str = "nlp-lead@example.com";

const TRICKS: [&str; 22] = [
    "/kfp-console/../kfp-console/apis/v2beta1/experiments?namespace=team-nlp",
    "/kfp-console//apis/v2beta1/experiments?namespace=team-nlp",
    "//kfp-console/apis/v2beta1/experiments?namespace=team-nlp",
    "/kfp-console/apis//v2beta1/experiments?namespace=team-nlp",
    "/kfp-console/apis/v2beta1/./experiments?namespace=team-nlp",
    "/kfp-console/apis/v2beta1/%2e%2e/v2beta1/experiments?namespace=team-nlp",
    "/kfp-console/apis/v2beta1/x/../experiments?namespace=team-nlp",
    "/kfp-console/apis%2fv2beta1%2fexperiments?namespace=team-nlp",
    "/kfp-console/%61pis/v2beta1/experiments?namespace=team-nlp",
    "/kfp-console/apis/v2beta1/experiments;x=1?namespace=team-nlp",
    "/kfp-console/apis/v2beta1/experiments/?namespace=team-nlp",
    "/kfp-console/apis/v2beta1/runs/..%2f..%2fv2beta1%2fexperiments?namespace=team-nlp",
    "/kfp-console/apis/v2beta1/experiments?namespace=kubeflow-jbpark8&namespace=team-nlp",
    "/kfp-console/apis/v2beta1/experiments?namespace=team%2dnlp",
    "/kfp-console/kfp-console/apis/v2beta1/experiments?namespace=team-nlp",
    // Prefixes that pass without a login.
    "/dex/../kfp-console/api/session",
    "/dex/%2e%2e/kfp-console/api/session",
    "/dex/..%2fkfp-console/api/session",
    "/oauth2/..%2fkfp-console/api/session",
    "/authservice/..%2fkfp-console/api/session",
    // The second port.
    "/kfp-console/metrics",
    "/kfp-console/../metrics",
];

#[tokio::test]
async fn none_shows_what_is_another_users_with_a_session_or_without() -> Result<()> {
    for era in [LoginEra::Authservice, LoginEra::Oauth2Proxy] {
        let platform = Platform::start(era).await?;
        let jar = platform.sign_in(OWNER).await?;
        let own = platform.get(&jar, OWN_EXPERIMENTS, &[]).await?;
        assert!(own.text().contains("experiment_id"), "{}", own.text());
        for cookie in [jar.header(), String::new()] {
            for url in TRICKS {
                for method in ["GET", "HEAD", "POST", "OPTIONS"] {
                    let headers = [
                        ("Host", "kubeflow.example.com"),
                        ("Cookie", cookie.as_str()),
                        ("kubeflow-userid", OTHER),
                        ("x-original-url", "/apis/v2beta1/experiments"),
                        ("x-http-method-override", "GET"),
                    ];
                    let reply = send(platform.gateway(), method, url, &headers, "").await?;
                    let shown = reply.text();
                    for secret in ["experiment_id", "kfp_console_requests", OTHER] {
                        assert!(
                            !shown.contains(secret),
                            "{era:?} {method} {url}: {} {shown}",
                            reply.status
                        );
                    }
                }
            }
        }
        platform.stop().await;
    }
    Ok(())
}
