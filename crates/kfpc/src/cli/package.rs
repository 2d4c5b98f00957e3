//! What is uploaded.

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Package {
    /// What the compiler wrote, as YAML, zip or tar.gz; or its https address, from where KFP fetches it itself
    #[arg(value_name = "FILE|URL")]
    pub(crate) source: String,
    /// Its name; that in the package, if none is given
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Its name for people, which may be changed later
    #[arg(long, value_name = "NAME")]
    pub(crate) display_name: Option<String>,
    /// Free text
    #[arg(long, value_name = "TEXT")]
    pub(crate) description: Option<String>,
    /// A label, as key=value; since KFP 2.17
    #[arg(long, value_name = "KEY=VALUE", value_parser = label)]
    pub(crate) tag: Vec<(String, String)>,
    /// Send the file without having looked into it
    #[arg(long)]
    pub(crate) no_check: bool,
}

fn label(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .ok_or_else(|| "it is not key=value".to_owned())
}
