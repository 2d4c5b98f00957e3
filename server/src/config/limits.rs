//! Sizes, counts and times beyond which a request is refused.

use std::time::Duration;

use super::{duration, env};

/// The limits that protect the console from its callers.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Limits")]
pub struct LimitsConfig {
    /// Largest body of a request that is no upload, in bytes
    #[arg(long, env = env::MAX_BODY_BYTES, value_name = "BYTES", default_value_t = 4 * 1024 * 1024, value_parser = super::positive)]
    pub max_body_bytes: usize,

    /// Largest request line and headers together, in bytes; at least 8192
    #[arg(long, env = env::MAX_HEADER_BYTES, value_name = "BYTES", default_value_t = 64 * 1024, value_parser = header_bytes)]
    pub max_header_bytes: usize,

    /// How many connections may be open at the same time; others wait to be accepted
    ///
    /// Websockets leave an eighth of them to everything else, whatever --live-sockets says.
    #[arg(long, env = env::MAX_CONNECTIONS, value_name = "N", default_value_t = 16_384, value_parser = super::positive)]
    pub max_connections: usize,

    /// How many requests may be served at the same time; others get 503 at once
    #[arg(long, env = env::MAX_REQUESTS, value_name = "N", default_value_t = 1024, value_parser = super::positive)]
    pub max_requests: usize,

    /// How many uploads, of up to 32 MiB each, may be in memory at the same time; others get 503 at once
    #[arg(long, env = env::MAX_UPLOADS, value_name = "N", default_value_t = 4, value_parser = super::positive)]
    pub max_uploads: usize,

    /// Longest wait for the request line and headers; so long is an idle connection kept, too
    ///
    /// Well above a few seconds, since the proxy before the console keeps its connections: one that is closed at the
    /// moment it is used again is a failed request.
    #[arg(long, env = env::HEADER_TIMEOUT, value_name = "DURATION", default_value = "75s", value_parser = duration::parse)]
    pub header_timeout: Duration,

    /// Longest wait for the body of a request that is no upload
    #[arg(long, env = env::BODY_TIMEOUT, value_name = "DURATION", default_value = "20s", value_parser = duration::parse)]
    pub body_timeout: Duration,

    /// How long the console goes on serving after it stopped being ready, so that the gateway notices first
    #[arg(long, env = env::DRAIN_DELAY, value_name = "DURATION", default_value = "5s", value_parser = duration::parse)]
    pub drain_delay: Duration,

    /// How long running requests may take once no new ones are accepted
    #[arg(long, env = env::DRAIN_TIMEOUT, value_name = "DURATION", default_value = "20s", value_parser = duration::parse)]
    pub drain_timeout: Duration,
}

fn header_bytes(text: &str) -> Result<usize, String> {
    // hyper's read buffer cannot be smaller.
    match super::positive(text)? {
        bytes if bytes < 8192 => Err("at least 8192 bytes are needed".to_owned()),
        bytes => Ok(bytes),
    }
}
