//! The words of `kfpc login`.

use std::path::PathBuf;

use clap::Args;

/// The cookie comes from --cookie-file, is asked for on a terminal, or is read from stdin: never an argument, which others
/// on the machine can see.
#[derive(Debug, Args)]
pub(crate) struct Login {
    /// Address of the gateway; that of a page in the browser will do. None signs in again to the context
    pub(crate) url: Option<String>,
    /// Sign in through the gateway's own form, with this name
    #[arg(long, value_name = "NAME")]
    pub(crate) user: Option<String>,
    /// File with the password; - reads it from stdin. Without it a terminal is asked
    #[arg(long, value_name = "FILE", requires = "user")]
    pub(crate) password_file: Option<PathBuf>,
}
