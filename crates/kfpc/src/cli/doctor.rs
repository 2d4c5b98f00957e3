//! The words of `kfpc doctor`.

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Of a step that fails, every cause that looks the same from here, with the manifests, commands and programs that mend it
    #[arg(long)]
    pub(crate) explain: bool,
    /// The report as JSON; the same as --output json
    #[arg(long)]
    pub(crate) json: bool,
    /// The service account that manifests are written for; that of the token unless it is named
    #[arg(long, value_name = "NAME")]
    pub(crate) service_account: Option<String>,
    /// The audience that KFP asks of tokens; pipelines.kubeflow.org unless it is named
    #[arg(long, value_name = "AUDIENCE")]
    pub(crate) audience: Option<String>,
    /// Where KFP is installed; the namespace of its address or kubeflow unless it is named
    #[arg(long, value_name = "NAMESPACE")]
    pub(crate) install_namespace: Option<String>,
}
