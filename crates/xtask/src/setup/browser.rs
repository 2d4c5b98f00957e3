//! Chromium, its driver and what its pictures need.

use super::{apt, npm, step::Step};
use crate::process;

const COST: &str = "the browser tier fails";

pub(super) fn steps() -> Vec<Step> {
    let mut steps = vec![
        Step {
            name: "Chromium",
            purpose: "the browser tests drive a real browser",
            cost: COST,
            find: |_| chromium(),
            install: |_| apt::install(&["chromium"]),
        },
        Step {
            name: "chromedriver",
            purpose: "it lets the tests drive Chromium; both must be of one major version",
            cost: COST,
            find: |_| {
                let driver = process::version("chromedriver")?;
                (major(&driver)? == major(&chromium()?)?).then_some(driver)
            },
            install: |_| apt::install(&["chromium-driver"]),
        },
        Step {
            name: "Korean fonts",
            purpose: "without them the pictures of the Korean pages show empty boxes",
            cost: "the pictures of the Korean pages show empty boxes; no test fails",
            find: |_| {
                let fonts =
                    process::output(process::command("fc-list").args([":lang=ko", "family"]))
                        .ok()?;
                fonts
                    .lines()
                    .map(str::trim)
                    .find(|line| !line.is_empty())
                    .map(str::to_owned)
            },
            install: |_| apt::install(&["fontconfig", "fonts-noto-cjk"]),
        },
    ];
    steps.extend(npm::axe_steps());
    steps
}

fn chromium() -> Option<String> {
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find_map(process::version)
}

/// The first number in what a program says of its version.
fn major(said: &str) -> Option<u32> {
    let number = said
        .split_whitespace()
        .find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
    number.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_the_first_number() {
        assert_eq!(
            major("Chromium 156.0.8078.108 built on Debian GNU/Linux 12 (bookworm)"),
            Some(156)
        );
        assert_eq!(
            major("ChromeDriver 156.0.8078.108 (730482a940ce-refs/branch-heads/8078@{#2244})"),
            Some(156)
        );
        assert_eq!(major("Chromium"), None);
    }
}
