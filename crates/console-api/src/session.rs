//! Who is signed in, what may be offered, and what the console knows of itself.

use serde::{Deserialize, Serialize};

/// The answer of `GET {prefix}/api/session`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The user as the gateway named it, without the configured prefix.
    pub user: String,
    /// Profile namespaces in which Kubernetes lets this user list experiments, sorted by name.
    ///
    /// Offering grants nothing: every call is reviewed on its own. Inside the dashboard the browser prefers what the
    /// dashboard names.
    pub namespaces: Vec<OfferedNamespace>,
    /// Whether [`namespaces`](Self::namespaces) is complete; `false` when there were more profile namespaces than
    /// the server reviews for one answer, or when Kubernetes did not answer.
    pub namespaces_complete: bool,
    /// How the console stands towards its surroundings.
    pub connection: SessionConnection,
    /// The console itself.
    pub console: ConsoleInfo,
}

/// A namespace that the user may be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedNamespace {
    /// The name of the Kubernetes namespace.
    pub name: String,
    /// The user's part in it, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

/// The part of a user in a profile namespace, as the dashboard calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Owner of the profile.
    Owner,
    /// May change things.
    Contributor,
    /// May look.
    Viewer,
    /// A part this version does not know.
    #[serde(other)]
    Unknown,
}

/// What the console knows of its own connection without asking anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionConnection {
    /// Whether the identity header is believed only from a verified gateway (mutual TLS). `false` when the operator
    /// turned that off for a mesh without mutual TLS.
    pub peer_verified: bool,
    /// As whom the console calls KFP.
    pub upstream_identity: UpstreamIdentity,
}

/// As whom the console calls the KFP API server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UpstreamIdentity {
    /// With its own audience-scoped service-account token, after reviewing the user's access.
    ServiceAccount,
    /// With the user's identity header and no token.
    UserHeader,
}

/// The console's version and place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsoleInfo {
    /// The version of the server.
    pub version: String,
    /// The path prefix under which the gateway serves the console, with both slashes, such as `/kfp-console/`.
    pub prefix: String,
    /// Whether everything behind this console is the sandbox.
    #[serde(default)]
    pub simulated: bool,
}
