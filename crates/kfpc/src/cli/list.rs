//! What all lists take.

use clap::Args;

/// What a list shows.
#[derive(Debug, Args)]
pub(crate) struct ListFlags {
    /// Archived ones in place of active ones
    #[arg(long)]
    pub(crate) archived: bool,
    /// Those whose name holds this text, case aside
    #[arg(long, value_name = "TEXT")]
    pub(crate) contains: Option<String>,
    /// How many at most
    #[arg(long, value_name = "N", default_value_t = 20, conflicts_with = "all", value_parser = some)]
    pub(crate) limit: usize,
    /// All of them, page by page
    #[arg(long)]
    pub(crate) all: bool,
    /// Go on showing what changes: in its place on a terminal, else line by line, as JSON one object a line
    #[arg(long, short)]
    pub(crate) watch: bool,
}

/// A list of none would say that there are none.
fn some(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("it is not 1 or more".to_owned()),
        Ok(number) => Ok(number),
        Err(_) => Err("it is not a number".to_owned()),
    }
}
