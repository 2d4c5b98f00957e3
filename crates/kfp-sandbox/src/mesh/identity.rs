//! Who is who in the mesh, and how a sidecar tells its application who called.

use std::fmt::Write;

use http::HeaderValue;
use ring::digest::{SHA256, digest};

/// The ingress gateway.
pub(crate) const GATEWAY: &str =
    "spiffe://cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account";
/// The console's backend.
pub(crate) const CONSOLE: &str = "spiffe://cluster.local/ns/kubeflow/sa/kfp-console";
/// The central dashboard.
pub(crate) const DASHBOARD: &str = "spiffe://cluster.local/ns/kubeflow/sa/centraldashboard";
/// The KFP API server.
pub(crate) const ML_PIPELINE: &str = "spiffe://cluster.local/ns/kubeflow/sa/ml-pipeline";
/// The server of the stock KFP user interface.
pub(crate) const ML_PIPELINE_UI: &str = "spiffe://cluster.local/ns/kubeflow/sa/ml-pipeline-ui";

/// The header in which a sidecar names the verified peer.
pub(super) const FORWARDED_CLIENT_CERT: http::HeaderName =
    http::HeaderName::from_static("x-forwarded-client-cert");

/// The header's value for a call from `caller` to `own`. There are no certificates here: the hash is that of the
/// caller's name.
pub(super) fn forwarded_client_cert(own: &str, caller: &str) -> HeaderValue {
    let hash =
        digest(&SHA256, caller.as_bytes())
            .as_ref()
            .iter()
            .fold(String::new(), |mut hash, byte| {
                // Writing to a string cannot fail.
                let _ = write!(hash, "{byte:02x}");
                hash
            });
    HeaderValue::from_str(&format!("By={own};Hash={hash};Subject=\"\";URI={caller}"))
        .expect("identities are visible ASCII")
}
