//! The words of `kfpc context`.

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Contexts {
    /// List them; the current one is marked
    #[command(visible_alias = "ls")]
    List,
    /// Show one, without its secrets
    Show {
        /// Its name; the current one if none is given
        name: Option<String>,
    },
    /// Make one the current one, which is taken when none is named
    Use { name: String },
    /// Make or change one from --endpoint, --namespace, --ca-file and one of --cookie-file, --token-file, --token-command
    Set { name: String },
    /// Delete one, with the credentials in it
    Delete { name: String },
}
