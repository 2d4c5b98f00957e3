//! The live feed: websockets and the shared reading behind them.

use std::time::Duration;

use super::{duration, env};

/// How lists that somebody looks at are kept up to date.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Live feed")]
pub struct LiveConfig {
    /// How often the runs of a namespace that somebody looks at are read while one of them runs
    ///
    /// All viewers of a namespace share one reading, and without viewers there is none. Where more namespaces are looked
    /// at than --kfp-background-rate allows for, all are read more seldom. KFP itself learns of changes after a second or
    /// two.
    #[arg(long, env = env::FEED_FAST, value_name = "DURATION", default_value = "5s", value_parser = at_least_a_second)]
    pub feed_fast: Duration,

    /// And how often while none runs; other lists half as often
    ///
    /// What is changed through this console is read at once.
    #[arg(long, env = env::FEED_SLOW, value_name = "DURATION", default_value = "10s", value_parser = at_least_a_second)]
    pub feed_slow: Duration,

    /// How many lists may be read for viewers, one for each namespace and kind that somebody looks at
    #[arg(long, env = env::FEED_TOPICS, value_name = "N", default_value_t = 1000, value_parser = super::positive)]
    pub feed_topics: usize,

    /// How many websockets may be open at the same time; others get 503, and their pages ask now and then instead
    #[arg(long, env = env::LIVE_SOCKETS, value_name = "N", default_value_t = 12_000, value_parser = super::positive)]
    pub live_sockets: usize,

    /// How many of them one user may have: one for each open tab
    #[arg(long, env = env::LIVE_SOCKETS_OF_USER, value_name = "N", default_value_t = 40, value_parser = super::positive)]
    pub live_sockets_of_user: usize,

    /// How long a websocket may be open, a tenth more or less; the page opens the next one without a flicker
    ///
    /// The gateway looks at a session only when a websocket is opened. So long may a page go on after its session ended.
    #[arg(long, env = env::LIVE_LONGEST, value_name = "DURATION", default_value = "10m", value_parser = at_least_a_second)]
    pub live_longest: Duration,

    /// How often the rights of whoever watches are reviewed again
    #[arg(long, env = env::LIVE_REVIEW, value_name = "DURATION", default_value = "60s", value_parser = at_least_a_second)]
    pub live_review: Duration,

    /// How long a page may take to read one message before its websocket is ended
    #[arg(long, env = env::LIVE_PATIENCE, value_name = "DURATION", default_value = "20s", value_parser = duration::parse)]
    pub live_patience: Duration,
}

fn at_least_a_second(text: &str) -> Result<Duration, String> {
    match duration::parse(text)? {
        short if short < Duration::from_secs(1) => Err(format!("`{text}` is less than a second")),
        long => Ok(long),
    }
}
