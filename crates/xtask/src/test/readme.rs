//! The README's commands do what it says.

use std::fs;

use anyhow::{Context as _, Result, bail};

use super::count::Count;
use crate::{bench, cli::Cli, context::Context, process};

/// Judge every command of the README's `sh` blocks; a command of an unknown kind is a failure.
pub(super) fn check(context: &Context) -> Result<Count> {
    let path = context.root().join("README.md");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let commands = commands(&text);
    for expected in ["cargo xtask demo", "cargo xtask test"] {
        if !commands.contains(&expected) {
            bail!("the README does not name `{expected}`");
        }
    }
    let mut count = Count::default();
    for command in commands {
        match judge(context, command) {
            Ok(how) => {
                eprintln!("readme: `{command}`: {how}");
                count += Count::success();
            }
            Err(error) => {
                eprintln!("readme: `{command}`: {error:#}");
                count += Count::failure();
            }
        }
    }
    Ok(count)
}

/// The lines of the blocks fenced as `sh`, without comments and empty lines.
fn commands(markdown: &str) -> Vec<&str> {
    let mut inside = false;
    let mut commands = Vec::new();
    for line in markdown.lines().map(str::trim) {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            _ if inside && !line.is_empty() && !line.starts_with('#') => {
                commands.push(
                    line.split_once(" #")
                        .map_or(line, |(command, _)| command)
                        .trim_end(),
                );
            }
            _ => {}
        }
    }
    commands
}

/// Run the command where that ends, else look at what it names. Says what was done.
fn judge(context: &Context, command: &str) -> Result<&'static str> {
    let words: Vec<&str> = command.split_whitespace().collect();
    match words.as_slice() {
        ["cargo", "xtask", "demo", ..] => {
            smoke(context)?;
            Ok("ran it with --smoke")
        }
        ["cargo", "xtask", rest @ ..] => {
            Cli::accepts(rest)?;
            Ok("the command line accepts it")
        }
        ["kubectl", "apply", "-k", folder] | ["kubectl", "kustomize", folder] => {
            if !context
                .root()
                .join(folder)
                .join("kustomization.yaml")
                .is_file()
            {
                bail!("{folder} holds no kustomization.yaml");
            }
            Ok("the folder is a kustomization")
        }
        _ => bail!("no rule says how to check it"),
    }
}

/// Call the demo as a person does, and read the line it prints.
fn smoke(context: &Context) -> Result<()> {
    let mut cargo = process::cargo(context);
    cargo.args(["xtask", "demo", "--smoke"]);
    let said = process::output_of_routine(&mut cargo)?;
    eprintln!("readme: {}", said.trim());
    let report = bench::report(&said)?;
    for figure in [
        "ready_ms",
        "experiments",
        "runs",
        "recurring_runs",
        "rss_mib",
        "first_load_bytes",
    ] {
        let value = report.get(figure).and_then(serde_json::Value::as_f64);
        if value.is_none_or(|value| value <= 0.0) {
            bail!("`demo --smoke` gives no {figure}");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_blocks_of_shell_are_commands() {
        let text = "Run\n\n```sh\ncargo xtask demo     # starts\n# a comment\n\n  cargo xtask test\n```\n\n\
            ```json\n{}\n```\n`cargo build`\n";
        assert_eq!(commands(text), ["cargo xtask demo", "cargo xtask test"]);
    }

    #[test]
    fn commands_are_judged_by_what_they_name() {
        let context = Context::from_env().unwrap();
        assert!(judge(&context, "cargo xtask setup --only wasm").is_ok());
        assert!(judge(&context, "cargo xtask build-everything").is_err());
        assert!(judge(&context, "kubectl apply -k deploy/absent").is_err());
        assert!(
            judge(&context, "curl example.com")
                .unwrap_err()
                .to_string()
                .contains("no rule")
        );
    }
}
