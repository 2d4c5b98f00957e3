//! The words of `kfpc doctor`.

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Of a step that fails, every cause that looks the same from here
    #[arg(long)]
    pub(crate) explain: bool,
    /// The report as JSON; the same as --output json
    #[arg(long)]
    pub(crate) json: bool,
}
