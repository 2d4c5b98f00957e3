//! How much of KFP the console may take.

use std::time::Duration;

use super::{duration, env};

/// Budgets of calls to KFP, for each replica. The defaults leave half of what a stock KFP serves to others.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Economy")]
pub struct EconomyConfig {
    /// How many calls to KFP go out in a second for viewers in the long run; others wait in line, each user in turn
    ///
    /// A stock KFP serves 5 authorised calls a second for everybody, 10 at once after a rest. Where its CLIENTQPS and
    /// CLIENTBURST were raised, 20 is a good value. For two replicas, half of it.
    #[arg(long, env = env::KFP_RATE, value_name = "CALLS", default_value_t = 2.0, value_parser = rate)]
    pub kfp_rate: f64,

    /// How many calls to KFP may go out at once after a rest
    #[arg(long, env = env::KFP_BURST, value_name = "N", default_value_t = 5, value_parser = super::positive)]
    pub kfp_burst: usize,

    /// How many calls to KFP may run at the same time
    #[arg(long, env = env::KFP_IN_FLIGHT, value_name = "N", default_value_t = 4, value_parser = super::positive)]
    pub kfp_in_flight: usize,

    /// How many calls may run besides that read a whole namespace in KFP: long pages, searches in names, unusual orders
    ///
    /// One more of each user may wait; a third is refused.
    #[arg(long, env = env::KFP_HEAVY_IN_FLIGHT, value_name = "N", default_value_t = 1, value_parser = super::positive)]
    pub kfp_heavy_in_flight: usize,

    /// How many calls may wait in line; further ones get 503, and so do those of a user who has a quarter of them
    #[arg(long, env = env::KFP_WAITING, value_name = "N", default_value_t = 256, value_parser = super::positive)]
    pub kfp_waiting: usize,

    /// How many calls a second go out besides for which nobody waits: the console's own polling
    ///
    /// The lists that somebody looks at are read with it, once for all their viewers. They go out while no viewer waits, or after ten seconds. For two
    /// replicas, half of it; 5 where KFP's limits were raised.
    #[arg(long, env = env::KFP_BACKGROUND_RATE, value_name = "CALLS", default_value_t = 1.0, value_parser = rate)]
    pub kfp_background_rate: f64,

    /// How many of these may run at the same time, among those that may run in all
    ///
    /// One place is always left to viewers, where there are several.
    #[arg(long, env = env::KFP_BACKGROUND_IN_FLIGHT, value_name = "N", default_value_t = 1, value_parser = super::positive)]
    pub kfp_background_in_flight: usize,

    /// How long an answer of KFP is given to others who ask for the very same and are allowed to see it
    ///
    /// A write through this replica ends it at once. 0s shares only what is asked at the same time.
    #[arg(long, env = env::READ_CACHE, value_name = "DURATION", default_value = "2s", value_parser = duration::parse)]
    pub read_cache: Duration,

    /// How long a connection report is given to whoever asks for it again, and what KFP says of its health to everybody
    #[arg(long, env = env::REPORT_CACHE, value_name = "DURATION", default_value = "2s", value_parser = duration::parse)]
    pub report_cache: Duration,

    /// How often a read is made again that reached nobody: no connection, or a proxy with nothing behind it; 0 never
    ///
    /// What KFP did not answer in time is never made again, and neither is a write.
    #[arg(long, env = env::KFP_RETRIES, value_name = "N", default_value_t = 2)]
    pub kfp_retries: u32,

    /// How many repetitions a hundred calls may bring with them; ten may be made at once after a rest
    #[arg(long, env = env::KFP_RETRY_BUDGET, value_name = "PERCENT", default_value_t = 20, value_parser = clap::value_parser!(u32).range(0..=100))]
    pub kfp_retry_budget: u32,

    /// After how many calls in a row without an answer no more are made for a while; 0 never stops
    #[arg(long, env = env::CIRCUIT_FAILURES, value_name = "N", default_value_t = 5)]
    pub circuit_failures: u32,

    /// For how long no calls are made then
    #[arg(long, env = env::CIRCUIT_PAUSE, value_name = "DURATION", default_value = "3s", value_parser = duration::parse)]
    pub circuit_pause: Duration,
}

fn rate(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(rate) if rate.is_finite() && rate >= 0.01 => Ok(rate),
        _ => Err(format!("`{text}` is no number of at least 0.01")),
    }
}
