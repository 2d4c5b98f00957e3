//! Figures of the sandbox: lists at three sizes, creations, an upload, memory at rest.
//!
//! `cargo bench --package kfp-sandbox` prints a table. Each list is asked over HTTP, on one connection, of a store in a
//! file; what stands in the table is the median. With a number behind `--`, only that size of lists is measured.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement says what it expects by failing, and prints what it found"
)]

mod client;
mod lists;
mod program;
mod store;
mod writes;

#[tokio::main]
async fn main() {
    let sizes: Vec<u32> = std::env::args()
        .skip(1)
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let all = sizes.is_empty();
    let sizes = if all {
        vec![1_000, 100_000, 1_000_000]
    } else {
        sizes
    };
    println!("| what | runs | median | worst | bytes |\n| --- | ---: | ---: | ---: | ---: |");
    for size in sizes {
        lists::measure(size).await;
    }
    if all {
        writes::measure().await;
        program::measure();
    }
}
