//! `kfpc man`

use std::io;
use std::path::Path;

use clap::CommandFactory as _;

use crate::cli::Cli;
use crate::failure::{Exit, Failure};
use crate::words::{Both, both};

/// Writes one page for each command: `kfpc.1`, `kfpc-runs.1`, `kfpc-runs-list.1` and so on.
pub(super) fn run(folder: &Path) -> Result<Exit, Failure> {
    write(folder).map_err(|error| Failure::File {
        what: both!(
            "the folder of the pages of man {path}",
            "man 페이지 폴더 {path}",
            path = folder.display()
        ),
        problem: Both::same(error),
    })?;
    Ok(Exit::Done)
}

fn write(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    clap_mangen::generate_to(Cli::command(), folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of the pages of a command and of all below it.
    fn pages(command: &clap::Command, name: &str) -> Vec<String> {
        let below = command
            .get_subcommands()
            .filter(|below| !below.is_hide_set())
            .flat_map(|below| pages(below, &format!("{name}-{}", below.get_name())));
        std::iter::once(format!("{name}.1")).chain(below).collect()
    }

    #[test]
    fn each_command_has_a_page_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path()).unwrap();
        let pages = pages(&Cli::command(), "kfpc");
        assert!(pages.contains(&"kfpc-runs-list.1".to_owned()), "{pages:?}");
        for page in &pages {
            let text = std::fs::read_to_string(folder.path().join(page)).expect(page);
            let name = page.trim_end_matches(".1").replace('-', "\\-");
            assert!(text.contains(&name), "{page}: {text}");
        }
        let written = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(written, pages.len());
    }
}
