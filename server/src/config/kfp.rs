//! The way to the KFP API server.

use std::path::PathBuf;
use std::time::Duration;

use super::{duration, env};

/// The KFP API server and as whom it is called.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "KFP")]
pub struct KfpConfig {
    /// Base URL of the KFP API server
    #[arg(long, env = env::KFP_URL, value_name = "URL", default_value = "http://ml-pipeline.kubeflow.svc.cluster.local:8888")]
    pub kfp_url: String,

    /// As whom the console calls KFP
    ///
    /// `service-account` sends the token of --kfp-token-file after Kubernetes has allowed the user the very same.
    /// `user-header` sends the user's name in the identity header and no token, for installations whose ml-pipeline
    /// policy admits the console's principal. Never both: the mesh refuses that.
    #[arg(long, env = env::UPSTREAM_IDENTITY, value_enum, default_value_t)]
    pub upstream_identity: UpstreamIdentity,

    /// File of the projected token with audience pipelines.kubeflow.org, read again as the kubelet rotates it
    #[arg(
        long,
        env = env::KFP_TOKEN_FILE,
        value_name = "FILE",
        default_value = "/var/run/secrets/kubeflow/pipelines/token"
    )]
    pub kfp_token_file: PathBuf,

    /// File of the key, at least 32 bytes and the same for all replicas, that binds page tokens to user and list
    ///
    /// Without one each process makes a key for itself, so that a page token is good only in the process that gave it. A
    /// file that is named and cannot be read keeps the console from starting.
    #[arg(long, env = env::PAGE_TOKEN_KEY_FILE, value_name = "FILE")]
    pub page_token_key_file: Option<PathBuf>,

    /// Longest wait for one answer of KFP, the wait in line included
    #[arg(long, env = env::KFP_TIMEOUT, value_name = "DURATION", default_value = "60s", value_parser = duration::parse)]
    pub kfp_timeout: Duration,

    /// Longest wait for the answer of KFP to an upload
    #[arg(long, env = env::UPLOAD_TIMEOUT, value_name = "DURATION", default_value = "5m", value_parser = duration::parse)]
    pub upload_timeout: Duration,

    /// Largest answer of KFP that is passed on, in bytes
    #[arg(long, env = env::MAX_ANSWER_BYTES, value_name = "BYTES", default_value_t = 32 * 1024 * 1024, value_parser = super::positive)]
    pub max_answer_bytes: usize,
}

/// As whom the console calls KFP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum UpstreamIdentity {
    /// With the console's own audience-scoped token.
    #[default]
    ServiceAccount,
    /// With the user's identity header and no token.
    UserHeader,
}

impl From<UpstreamIdentity> for console_api::UpstreamIdentity {
    fn from(identity: UpstreamIdentity) -> Self {
        match identity {
            UpstreamIdentity::ServiceAccount => Self::ServiceAccount,
            UpstreamIdentity::UserHeader => Self::UserHeader,
        }
    }
}
