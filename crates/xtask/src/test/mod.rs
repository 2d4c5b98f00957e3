//! `cargo xtask test`: every tier in order; the last line is a plain count.

mod count;
mod readme;
mod targets;
mod tier;

use std::process::ExitCode;

use self::count::Count;
pub(crate) use self::tier::TierName;
use crate::{context::Context, progress::Progress};

/// Run the tiers. One that fails does not stop the later ones: a person wants to know all that is broken.
pub(crate) fn run(context: &Context, tiers: &[TierName]) -> ExitCode {
    let progress = Progress::start("test");
    let tiers = if tiers.is_empty() {
        TierName::ALL.as_slice()
    } else {
        tiers
    };
    let mut total = Count::default();
    let mut durations = Vec::with_capacity(tiers.len());
    for tier in tiers {
        progress.say(format!("{tier}: {}", tier.what()));
        let before = progress.seconds();
        let count = tier.run(context).unwrap_or_else(|error| {
            eprintln!("{tier}: {error:#}");
            Count::failure()
        });
        let seconds = progress.seconds() - before;
        progress.say(format!("{tier}: {count} in {seconds:.0} s"));
        durations.push(format!(
            "{tier} {seconds:.0} s{}",
            if count.is_success() { "" } else { " FAILED" }
        ));
        total += count;
    }
    progress.say(durations.join(", "));
    println!("{total}");
    if total.is_success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
