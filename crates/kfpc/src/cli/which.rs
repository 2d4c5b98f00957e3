//! Which one is meant.

use clap::Args;

/// One that there is.
#[derive(Debug, Args)]
pub(crate) struct Which {
    /// Its id, or its name in the namespace
    #[arg(value_name = "ID|NAME")]
    pub(crate) which: String,
}
