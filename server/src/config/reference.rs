//! The reference of all settings, written from the settings themselves.

use clap::{Arg, Args as _, Command};

use super::Config;

const HEAD: &str = "\
# Configuration

Every setting of `kfp-console serve` is a flag and an environment variable; a flag wins over its variable. Durations are
written as `500ms`, `20s`, `5m` or `1h`. `--check-config` looks at all of them and starts nothing.

This page is written from the code: `KFP_CONSOLE_UPDATE=1 cargo test --workspace --lib reference` writes it anew.
";

/// The page.
fn page() -> String {
    let command = Config::augment_args(Command::new("kfp-console"));
    let mut page = HEAD.to_owned();
    let mut heading = None;
    for arg in command
        .get_arguments()
        .filter(|arg| arg.get_long().is_some())
    {
        let own = arg.get_help_heading();
        if own != heading {
            heading = own;
            page.push_str("\n## ");
            page.push_str(own.unwrap_or("Other"));
            page.push('\n');
        }
        page.push_str(&section(arg));
    }
    page
}

fn section(arg: &Arg) -> String {
    let flag = arg.get_long().unwrap_or_default();
    let value = arg
        .get_value_names()
        .and_then(<[_]>::first)
        .map_or("", |name| name.as_str());
    let variable = arg
        .get_env()
        .map(|name| name.to_string_lossy())
        .unwrap_or_default();
    let text = arg
        .get_long_help()
        .or(arg.get_help())
        .map(ToString::to_string)
        .unwrap_or_default();
    let defaults: Vec<_> = arg
        .get_default_values()
        .iter()
        .map(|value| value.to_string_lossy())
        .collect();
    let default = match defaults.join(",") {
        none if defaults.is_empty() => format!("none{none}"),
        empty if empty.is_empty() => "empty".to_owned(),
        text => format!("`{text}`"),
    };
    let choices: Vec<_> = arg
        .get_possible_values()
        .iter()
        .map(|value| format!("`{}`", value.get_name()))
        .collect();
    let choices = match choices.join(", ") {
        list if list.is_empty() => list,
        list => format!("; one of {list}"),
    };
    let value = if value.is_empty() {
        String::new()
    } else {
        format!(" {value}")
    };
    format!(
        "\n### `--{flag}{value}`\n\n`{variable}`, default {default}{choices}\n\n{}\n",
        ended(&text)
    )
}

/// Clap's texts leave out the full stop of the first paragraph.
fn ended(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(|paragraph| {
        let stop = if paragraph.ends_with('.') { "" } else { "." };
        format!("{paragraph}{stop}")
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/configuration.md");

    #[test]
    fn the_page_is_what_the_settings_say() {
        if std::env::var_os("KFP_CONSOLE_UPDATE").is_some() {
            std::fs::write(FILE, page()).expect("written");
        }
        let kept = std::fs::read_to_string(FILE).unwrap_or_default();
        assert!(
            kept == page(),
            "docs/configuration.md is old; KFP_CONSOLE_UPDATE=1 writes it anew"
        );
    }

    #[test]
    fn every_variable_has_its_setting() {
        let page = page();
        let names = include_str!("env.rs")
            .split('"')
            .filter(|word| word.starts_with("KFP_CONSOLE_"));
        let mut count = 0;
        for name in names {
            assert!(
                page.contains(&format!("`{name}`")),
                "{name} is read by no setting"
            );
            count += 1;
        }
        assert_eq!(count, page.matches("\n### `--").count());
    }
}
