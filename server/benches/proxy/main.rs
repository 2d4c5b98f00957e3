//! Figures of the proxy: a list of some 20 kB at 1, 16 and 64 connections, through the console and without it.
//!
//! Then viewers of one namespace, ten thousand of them, each with a websocket: what they cost, and how soon they see a change.
//!
//! `cargo bench --package kfp-console --bench proxy` prints tables and, last, one line of JSON. The console is a process of
//! its own, as it is delivered; the **simulated** KFP and the clients share another one. Figures, not tests: on a machine
//! with few processors all three take from each other.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement says what it expects by failing, and prints what it found"
)]

mod console;
mod kfp;
mod load;
mod viewers;

use std::time::Duration;

use serde_json::{Map, Value, json};

use console::Program;
use kfp::Kfp;
use load::Figures;

const CONNECTIONS: [usize; 3] = [1, 16, 64];
/// For how long one figure is taken, after a tenth of it to warm up; `-- SECONDS` takes another one.
const SECONDS: u64 = 5;
/// Viewers of the live feed; `-- viewers=N` takes other ones, 0 none.
const VIEWERS: usize = 10_000;

/// What a viewer gets with the settings of a delivered console, and what the console costs where it shares nothing.
const WAYS: [(&str, &[&str]); 2] = [
    ("console", &[]),
    (
        "console_sharing_nothing",
        &[
            "--read-cache=0s",
            "--kfp-rate=1000000",
            "--kfp-burst=1000000",
            "--kfp-in-flight=64",
        ],
    ),
];

#[tokio::main]
async fn main() {
    let seconds = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(SECONDS);
    let duration = Duration::from_secs(seconds);
    let kfp = Kfp::start().await;
    let path = kfp.list_of_20_kb().await;
    println!(
        "| way | connections | requests/s | p50 ms | p99 ms | RSS MiB | reviews per request | processor µs per request |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    );
    let mut report = Map::new();
    report.insert("list_bytes".to_owned(), json!(kfp.bytes_of(&path).await));
    let direct = kfp.direct(&path);
    for connections in CONNECTIONS {
        let figures = load::run(&direct, connections, duration).await;
        row(&mut report, "sandbox", connections, &figures, None);
    }
    for (way, flags) in WAYS {
        let program = Program::start(&kfp, flags).await;
        let target = program.target(&path);
        for connections in CONNECTIONS {
            let (before, worked) = (program.reviews().await, program.cpu_seconds());
            let figures = load::run(&target, connections, duration).await;
            let worked = program.cpu_seconds() - worked;
            let asked = program.reviews().await - before;
            let cost = Cost {
                rss_mib: program.rss_mib(),
                reviews: asked / figures.requests_in_all,
                processor_us: worked * 1_000_000.0 / figures.requests_in_all,
            };
            row(&mut report, way, connections, &figures, Some(&cost));
        }
    }
    let viewers = std::env::args()
        .find_map(|argument| argument.strip_prefix("viewers=")?.parse().ok())
        .unwrap_or(VIEWERS);
    if viewers > 0 {
        report.extend(viewers::run(&kfp, viewers).await);
    }
    println!("{}", Value::Object(report));
}

/// What the console took for it.
struct Cost {
    rss_mib: f64,
    /// For each request, as the next.
    reviews: f64,
    /// Where others want the processor too, this says more than the requests of a second.
    processor_us: f64,
}

/// Prints a row, and keeps it for the line of JSON.
fn row(
    report: &mut Map<String, Value>,
    way: &str,
    connections: usize,
    figures: &Figures,
    cost: Option<&Cost>,
) {
    let of_console = cost.map_or_else(
        || "- | - | -".to_owned(),
        |cost| {
            format!(
                "{:.0} | {:.5} | {:.1}",
                cost.rss_mib, cost.reviews, cost.processor_us
            )
        },
    );
    println!(
        "| {way} | {connections} | {:.0} | {:.2} | {:.2} | {of_console} |",
        figures.requests_a_second, figures.p50_ms, figures.p99_ms
    );
    let mut keep = |what: &str, value: f64| {
        let value = (value * 100_000.0).round() / 100_000.0;
        report.insert(format!("{way}_{connections}_{what}"), json!(value));
    };
    keep("requests_a_second", figures.requests_a_second);
    keep("p50_ms", figures.p50_ms);
    keep("p99_ms", figures.p99_ms);
    if let Some(cost) = cost {
        keep("rss_mib", cost.rss_mib);
        keep("reviews_per_request", cost.reviews);
        keep("processor_us_per_request", cost.processor_us);
    }
}
