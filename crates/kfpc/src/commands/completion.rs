//! `kfpc completion`

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::cli::Cli;
use crate::failure::{Exit, Failure};
use crate::output::Terminal;

/// Writes what a shell sources.
pub(super) fn run(shell: Shell, terminal: &mut Terminal) -> Result<Exit, Failure> {
    terminal.result(script(shell).trim_end())?;
    Ok(Exit::Done)
}

fn script(shell: Shell) -> String {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "kfpc", &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use clap::{Arg, Command};

    use super::*;

    /// The words of a command and of all below it: names, and flags as they are written.
    fn words(command: &Command) -> Vec<String> {
        let flags = command.get_arguments().filter(|flag| !flag.is_hide_set());
        let flags = flags.filter_map(Arg::get_long).map(str::to_owned);
        let below = command.get_subcommands().filter(|it| !it.is_hide_set());
        let below = below.flat_map(|it| [vec![it.get_name().to_owned()], words(it)].concat());
        flags.chain(below).collect()
    }

    #[test]
    fn each_script_knows_each_word() {
        let words = words(&Cli::command());
        assert!(words.len() > 100, "{words:?}");
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
            let script = script(shell);
            let known: std::collections::BTreeSet<&str> = script
                .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
                .map(|word| word.trim_matches('-'))
                .collect();
            let unknown: Vec<&String> = words
                .iter()
                .filter(|word| !known.contains(word.as_str()))
                .collect();
            assert!(unknown.is_empty(), "{shell}: {unknown:?}");
        }
    }
}
