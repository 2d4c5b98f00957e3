//! Where the console listens.

use std::net::SocketAddr;

use super::env;

/// Addresses of the two ports.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Listening")]
pub struct ListenConfig {
    /// Address for the gateway's requests; port 0 takes a free one
    #[arg(long, env = env::LISTEN, value_name = "ADDRESS", default_value = "0.0.0.0:8080")]
    pub listen: SocketAddr,

    /// Address for health, readiness and metrics, which no route of the gateway may reach
    #[arg(long, env = env::OPS_LISTEN, value_name = "ADDRESS", default_value = "0.0.0.0:9090")]
    pub ops_listen: SocketAddr,
}
