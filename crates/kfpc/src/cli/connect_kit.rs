//! The words of `kfpc connect-kit`.

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct ConnectKit {
    /// The namespace of the pod
    #[arg(value_name = "NAMESPACE")]
    pub(crate) pod_namespace: String,
    /// Its service account
    #[arg(long, value_name = "NAME", default_value = "default-editor")]
    pub(crate) service_account: String,
    /// The audience that KFP asks of tokens
    #[arg(
        long,
        value_name = "AUDIENCE",
        default_value = "pipelines.kubeflow.org"
    )]
    pub(crate) audience: String,
    /// Where KFP is installed
    #[arg(long, value_name = "NAMESPACE", default_value = "kubeflow")]
    pub(crate) install_namespace: String,
    /// Read only
    #[arg(long)]
    pub(crate) view: bool,
    /// Add a policy that admits the account at ml-pipeline, for sites that replaced Kubeflow's own
    #[arg(long)]
    pub(crate) mesh_policy: bool,
    /// What to write
    #[arg(long, value_enum, default_value_t = Part::Manifests)]
    pub(crate) part: Part,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// YAML for kubectl apply
    Manifests,
    /// The volume and its mount, for a Deployment of one's own
    Volume,
    /// A notebook's first cell
    Python,
    /// The same as a Rust program
    Rust,
    /// Commands that check it
    Checks,
}
