//! The index of runs.

use std::path::PathBuf;
use std::time::Duration;

use super::{duration, env};

/// What is kept of runs to count and to search them.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Index of runs")]
pub struct IndexConfig {
    /// File of the index of runs; without one it is kept in memory
    ///
    /// It is a cache of what KFP says, filled while somebody looks: losing it costs time alone, and a file that is broken or
    /// of another version is built anew. One process may use it; another one with the same file keeps its own in memory.
    #[arg(long, env = env::INDEX_FILE, value_name = "PATH")]
    pub index_file: Option<PathBuf>,

    /// File with the address of a PostgreSQL database through which several replicas share what they have read
    ///
    /// One line, `postgres://USER:PASSWORD@HOST/DATABASE`, read anew for every connection. Older runs are then read from KFP
    /// once for all replicas, and are there after an upgrade. Each replica still looks into its own index: without the database
    /// it goes on alone. The role makes a schema of its own, `kfp_console_1`. The connection is encrypted, and the server's
    /// certificate checked by the authorities of the system or of `SSL_CERT_FILE`, unless the address says `sslmode=disable`.
    #[arg(long, env = env::INDEX_POSTGRES_FILE, value_name = "PATH")]
    pub index_postgres_file: Option<PathBuf>,

    /// How large it may grow, in bytes; half a kilobyte is a run
    ///
    /// What was used longest ago makes room, and of a namespace that is too large alone the oldest runs. In memory it counts
    /// against the limit of the container.
    #[arg(long, env = env::INDEX_SIZE, value_name = "BYTES", default_value_t = 64 * 1024 * 1024, value_parser = bytes)]
    pub index_size: u64,

    /// How often older runs are read for it, while somebody looks at their namespace; 0s never
    ///
    /// One call to KFP each time, for at most fifty runs, out of what --kfp-background-rate allows for.
    #[arg(long, env = env::INDEX_PACE, value_name = "DURATION", default_value = "2s", value_parser = duration::parse)]
    pub index_pace: Duration,

    /// How often all runs of a namespace are read once more, while somebody looks at it, at the soonest; 0s never
    ///
    /// What others archive, restore or delete is seen by it, beyond the newest fifty runs. A round takes at most a tenth of the
    /// time, at the pace of --index-pace: of 100,000 runs one is an hour long and the next begins half a day later. Answers say
    /// how old they may be.
    #[arg(long, env = env::INDEX_ROUND, value_name = "DURATION", default_value = "10m", value_parser = duration::parse)]
    pub index_round: Duration,
}

fn bytes(text: &str) -> Result<u64, String> {
    match text.parse() {
        Ok(bytes) if bytes >= 1024 * 1024 => Ok(bytes),
        Ok(_) => Err(format!("`{text}` is less than a megabyte")),
        Err(_) => Err(format!("`{text}` is no number of bytes")),
    }
}
