//! The program: how long it takes to listen, and what it holds at rest.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

use super::client::row;

/// Measures it with the samples in memory.
pub(crate) fn measure() {
    let start = Instant::now();
    let mut program = Command::new(env!("CARGO_BIN_EXE_kfp-sandbox"))
        .args(["serve", "--json"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(program.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    row(
        "start with the samples",
        "",
        &mut [start.elapsed()],
        line.len(),
    );
    // Linux alone says so in a file.
    let status = std::fs::read_to_string(format!("/proc/{}/status", program.id()));
    let resident = status.ok().and_then(|status| {
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    });
    if let Some(kibibytes) = resident {
        println!(
            "| memory at rest, samples in memory | | {} MiB | | |",
            kibibytes / 1024
        );
    }
    program.kill().unwrap();
    program.wait().unwrap();
}
