//! The way to the Kubernetes API, which decides on access.

use std::path::PathBuf;
use std::time::Duration;

use super::{duration, env};

/// The Kubernetes API and how its answers are kept.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Kubernetes")]
pub struct KubernetesConfig {
    /// URL of the Kubernetes API; without it the pod's own cluster or the kubeconfig is used
    #[arg(long, env = env::KUBERNETES_URL, value_name = "URL")]
    pub kubernetes_url: Option<String>,

    /// File of the token for the API at --kubernetes-url
    #[arg(long, env = env::KUBERNETES_TOKEN_FILE, value_name = "FILE", requires = "kubernetes_url")]
    pub kubernetes_token_file: Option<PathBuf>,

    /// File of the certificate authority of the API at --kubernetes-url, in PEM
    #[arg(long, env = env::KUBERNETES_CA_FILE, value_name = "FILE", requires = "kubernetes_url")]
    pub kubernetes_ca_file: Option<PathBuf>,

    /// Longest wait for an access review; no answer means no access
    #[arg(long, env = env::REVIEW_TIMEOUT, value_name = "DURATION", default_value = "5s", value_parser = duration::parse)]
    pub review_timeout: Duration,

    /// How long a decision is kept: so long may a right that was taken away still work
    #[arg(long, env = env::REVIEW_CACHE, value_name = "DURATION", default_value = "5s", value_parser = duration::parse)]
    pub review_cache: Duration,

    /// Label selector of the profile namespaces that are offered to users
    #[arg(
        long,
        env = env::PROFILE_SELECTOR,
        value_name = "SELECTOR",
        default_value = "app.kubernetes.io/part-of=kubeflow-profile"
    )]
    pub profile_selector: String,
}
