//! `kfp-console serve` for tests that stop the console by a signal or kill it: cargo builds a program for the tests of its
//! own package alone.

use std::error::Error;

use kfp_console::{Config, Console, LogTo, asked_to_stop, init_log};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let config = Config::from_flags(std::env::args().skip(1))?;
    init_log(&config.log, LogTo::Stdout)?;
    let console = Console::start(config).await?;
    tokio::spawn(console.report_to_log());
    asked_to_stop().await;
    console.shutdown().await;
    Ok(())
}
