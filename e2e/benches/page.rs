//! Figures of the page in a browser: after how many milliseconds the first row of the list of runs is there, of a first
//! visit, at the pace of the machine and at a slow one. The last line is JSON; `cargo xtask bench` builds the page first.
#![expect(clippy::print_stdout, reason = "a measurement prints what it found")]

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use e2e::browser::{OWNED, OWNER, Pace, Stage, until};
use serde_json::{Map, Value, json};

/// How often each figure is taken; the median is told.
const ROUNDS: usize = 5;
/// The shorter of the two lists has about so many rows; the longer one is as long as a page of the console gets.
const FEW: usize = 10;

/// How many rows there are, once they are.
const ROWS: &str = "
    const rows = document.querySelectorAll('main table tbody tr[data-row]').length;
    return rows > 0 ? rows : null";

fn main() -> Result<()> {
    Stage::run(async |stage| {
        let all = format!("/kfp-console/ns/{OWNED}/runs");
        stage.sign_in_at(&all, OWNER).await?;
        stage.browser.first_row_after().await?;
        let few = format!("{all}?q={}", shared_by_few(stage).await?);
        let mut figures = Map::new();
        for (list, path) in [("few_rows", few), ("whole_page", all)] {
            stage.browser.go_at(Pace::OWN).await?;
            let (rows, own) = first_row(stage, &path).await?;
            stage.browser.go_at(Pace::SLOW).await?;
            let (_, slow) = first_row(stage, &path).await?;
            println!("{rows} rows: {own:.0} ms, slow {slow:.0} ms");
            let told = json!({ "rows": rows, "ms": own.round(), "slow_ms": slow.round() });
            figures.insert(list.to_owned(), told);
        }
        println!("{}", Value::Object(figures));
        Ok(())
    })
}

/// How many rows there are, and the median of the times until the first.
async fn first_row(stage: &Stage, path: &str) -> Result<(usize, f64)> {
    let (mut rows, mut times) = (0, Vec::with_capacity(ROUNDS));
    for _ in 0..ROUNDS {
        stage.open(path).await?;
        times.push(stage.browser.first_row_after().await?);
        rows = until("rows", async || stage.browser.evaluate(ROWS).await).await?;
    }
    times.sort_by(f64::total_cmp);
    Ok((rows, times[ROUNDS / 2]))
}

/// The names of all runs that are not archived.
async fn names(stage: &Stage) -> Result<Vec<String>> {
    let (mut names, mut token) = (Vec::new(), String::new());
    loop {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("namespace", OWNED)
            .append_pair("page_size", "200")
            .append_pair("page_token", &token)
            .finish();
        let path = format!("/apis/v2beta1/runs?{query}");
        let answer = stage.ask_kfp(&path).await?;
        let runs = answer["runs"].as_array().context("no runs")?;
        let active = runs.iter().filter(|run| run["storage_state"] != "ARCHIVED");
        names.extend(active.filter_map(|run| run["display_name"].as_str().map(str::to_owned)));
        let next = answer["next_page_token"].as_str();
        next.unwrap_or_default().clone_into(&mut token);
        if token.is_empty() {
            return Ok(names);
        }
    }
}

/// A part of a name that so few runs have in theirs, or as near to it as there is one. Filters do not tell large letters
/// from small ones.
async fn shared_by_few(stage: &Stage) -> Result<String> {
    let names: Vec<String> = names(stage)
        .await?
        .iter()
        .map(|name| name.to_lowercase())
        .collect();
    let is_word = |word: &&str| word.chars().all(|c| c.is_ascii_alphanumeric());
    let words: BTreeSet<&str> = names
        .iter()
        .flat_map(|name| name.split(' '))
        .filter(is_word)
        .collect();
    let parts = words
        .iter()
        .flat_map(|word| (1..=word.len()).map(|end| &word[..end]));
    let apart = |part: &&str| {
        let having = names.iter().filter(|name| name.contains(part)).count();
        having.abs_diff(FEW)
    };
    let found = parts.min_by_key(apart);
    Ok(found.context("no run has a word in its name")?.to_owned())
}
