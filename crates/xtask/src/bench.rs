//! `cargo xtask bench`: figures to report, never limits to fail on.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};
use serde_json::{Map, Value, json};

use crate::{
    context::Context,
    demo, frontend, process,
    progress::Progress,
    setup::{self, Part},
    size,
};

/// Measure a release build; returns one line of JSON with the median of every number.
pub(crate) fn run(context: &Context, rounds: usize) -> Result<String> {
    if rounds == 0 {
        bail!("--rounds must be at least 1");
    }
    let progress = Progress::start("bench");
    let dist = frontend::build(context)?;
    let load = size::first_load(&dist)?;
    progress.say("building the server in release form");
    let server = build_release(context)?;
    let mut reports = Vec::with_capacity(rounds);
    for round in 1..=rounds {
        progress.say(format!("round {round} of {rounds}"));
        let said = process::output_of_routine(demo::command(&server, &dist).arg("--smoke"))?;
        reports.push(report(&said)?);
    }
    let mut figures = medians(&reports);
    figures.insert("first_load_bytes".to_owned(), json!(load.bytes()));
    figures.insert("first_load_requests".to_owned(), json!(load.requests()));
    figures.insert("rounds".to_owned(), json!(rounds));
    progress.say("opening the list of runs in a browser");
    figures.insert("page".to_owned(), page(context, &dist)?);
    progress.say("asking the proxy for one list, again and again");
    let mut proxy = bench(context, "kfp-console", "proxy");
    figures.insert("proxy".to_owned(), figures_of(&mut proxy)?);
    progress.say("listing with kfpc and with the Python client");
    let mut kfpc = bench(context, "kfpc", "figures");
    figures.insert("kfpc".to_owned(), figures_of(&mut kfpc)?);
    Ok(Value::Object(figures).to_string())
}

fn build_release(context: &Context) -> Result<PathBuf> {
    let mut cargo = process::cargo(context);
    cargo.args([
        "build",
        "--release",
        "--package",
        "kfp-console",
        "--features",
        "demo",
        "--bin",
        "kfp-console",
    ]);
    process::run(&mut cargo)?;
    Ok(context.target().join("release/kfp-console"))
}

/// The figures of the page in a browser: see `e2e/benches/page.rs`.
fn page(context: &Context, dist: &Path) -> Result<Value> {
    setup::run(context, &[Part::Browser]).into_result()?;
    figures_of(bench(context, "e2e", "page").env("KFP_CONSOLE_ASSETS", dist))
}

/// The figures of a package: see `server/benches/proxy` and `crates/kfpc/benches`.
fn bench(context: &Context, package: &str, name: &str) -> Command {
    let mut cargo = process::cargo(context);
    cargo.args(["bench", "--package", package, "--bench", name]);
    cargo
}

/// What figures print last.
fn figures_of(bench: &mut Command) -> Result<Value> {
    Ok(Value::Object(report(&process::output_of_routine(bench)?)?))
}

/// The line of JSON that `kfp-console demo --smoke` and the figures of the proxy print last.
pub(crate) fn report(stdout: &str) -> Result<Map<String, Value>> {
    let line = stdout.lines().last().context("nothing was printed")?;
    serde_json::from_str(line).with_context(|| format!("the last line is no JSON object: {line}"))
}

/// The median of every key that is a number in all reports.
fn medians(reports: &[Map<String, Value>]) -> Map<String, Value> {
    let Some(first) = reports.first() else {
        return Map::new();
    };
    let mut figures = Map::new();
    for key in first.keys() {
        let values: Option<Vec<f64>> = reports
            .iter()
            .map(|report| report.get(key)?.as_f64())
            .collect();
        if let Some(mut values) = values {
            values.sort_by(f64::total_cmp);
            figures.insert(key.clone(), json!(values[values.len() / 2]));
        }
    }
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_is_the_last_line() {
        let report = report("starting\n{\"ready_ms\": 41, \"runs\": 7}\n").unwrap();
        assert_eq!(report["ready_ms"], 41);
        assert!(super::report("").is_err());
        assert!(
            super::report("no sign-in page")
                .unwrap_err()
                .to_string()
                .contains("no sign-in page")
        );
    }

    #[test]
    fn medians_leave_out_words_and_what_is_not_always_there() {
        let reports: Vec<_> = [
            r#"{"ready_ms":30,"user":"a","once":1}"#,
            r#"{"ready_ms":10,"user":"b"}"#,
            r#"{"ready_ms":20,"user":"c"}"#,
        ]
        .iter()
        .map(|line| report(line).unwrap())
        .collect();
        assert_eq!(Value::Object(medians(&reports)), json!({"ready_ms": 20.0}));
    }
}
