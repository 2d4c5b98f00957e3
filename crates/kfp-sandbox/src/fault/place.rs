//! Where on the way a fault acts.

use serde::{Deserialize, Serialize};

/// A place on the way from a client to KFP or to another part.
///
/// A fault acts *in front of* the part it names: what it answers is what the caller gets in place of that part's
/// answer, with the marks of every proxy between the place and the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// In front of the gateway: before login, tokens and policies.
    Gateway,
    /// Between the gateway and the console, with the path as the browser sent it.
    Console,
    /// Between the gateway and the server of the stock user interface (`/pipeline…`).
    PipelineUi,
    /// Between the gateway and the dashboard.
    Dashboard,
    /// In front of the sidecar of `ml-pipeline`, whoever calls it: a pod, the console, or `/pipeline`.
    MlPipeline,
    /// In front of the KFP API server, behind its sidecar.
    Kfp,
    /// In front of the Kubernetes API server.
    Kubernetes,
    /// In front of the login services' own listener.
    Login,
}

impl Place {
    /// All places.
    pub const ALL: [Self; 8] = [
        Self::Gateway,
        Self::Console,
        Self::PipelineUi,
        Self::Dashboard,
        Self::MlPipeline,
        Self::Kfp,
        Self::Kubernetes,
        Self::Login,
    ];
}
