//! Paths that are no resource.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde_json::json;

use super::{aggregated, groups, openapi};
use crate::cluster::Cluster;
use crate::kubernetes::status::object;
use crate::tokens::ISSUER;

/// Answers a path that is no resource; whether the caller may ask was decided before.
pub(in crate::kubernetes) fn answer(
    cluster: &Cluster,
    path: &str,
    headers: &HeaderMap,
) -> Response {
    let trimmed = path.trim_end_matches('/');
    let body = match trimmed {
        "/readyz" | "/livez" | "/healthz" => return plain_text(StatusCode::OK, "ok"),
        "/version" => version(),
        "/.well-known/openid-configuration" => json!({
            "issuer": ISSUER,
            "jwks_uri": format!("{ISSUER}/openid/v1/jwks"),
            "response_types_supported": ["id_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
        }),
        "/openid/v1/jwks" => cluster.issuer().jwks(),
        "/openapi/v2" => return openapi::v2(headers),
        "/openapi/v3" => openapi::v3_index(),
        "/api" | "/apis" => {
            if let Some(response) = aggregated::answer(trimmed, headers) {
                return response;
            }
            if trimmed == "/api" {
                groups::versions()
            } else {
                groups::all()
            }
        }
        _ => {
            let found = trimmed
                .strip_prefix("/openapi/v3/")
                .map_or_else(|| groups::below(trimmed), openapi::v3);
            match found {
                Some(body) => body,
                None => return no_such_page(),
            }
        }
    };
    object(StatusCode::OK, &body)
}

fn version() -> serde_json::Value {
    json!({
        "major": "1",
        "minor": "36",
        "emulationMajor": "1",
        "emulationMinor": "36",
        "minCompatibilityMajor": "1",
        "minCompatibilityMinor": "35",
        "gitVersion": "v1.36.2+kfp-sandbox-simulated",
        "gitCommit": "",
        "gitTreeState": "",
        "buildDate": "1970-01-01T00:00:00Z",
        "goVersion": "",
        "compiler": "",
        "platform": "kfp-sandbox (simulated)",
    })
}

/// Where nothing is.
pub(in crate::kubernetes) fn no_such_page() -> Response {
    plain_text(StatusCode::NOT_FOUND, "404 page not found\n")
}

fn plain_text(status: StatusCode, text: &'static str) -> Response {
    let headers = [
        ("content-type", "text/plain; charset=utf-8"),
        ("x-content-type-options", "nosniff"),
    ];
    (status, headers, text).into_response()
}
