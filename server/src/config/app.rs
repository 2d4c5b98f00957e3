//! The browser program and its place.

use std::path::PathBuf;

use super::{FrameAncestors, Prefix, env};

/// Where the browser program lies and under which path it is served.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Browser program")]
pub struct AppConfig {
    /// Path under which the gateway serves the console; requests are accepted with and without it
    #[arg(long, env = env::PREFIX, value_name = "PATH", default_value = "/kfp-console/")]
    pub prefix: Prefix,

    /// Folder of the built browser program; without it only the API is served
    #[arg(long, env = env::ASSETS, value_name = "DIR")]
    pub assets: Option<PathBuf>,

    /// Which pages may hold the console in a frame: `self`, `none`, or origins such as `https://dashboard.example.com`
    ///
    /// Several are separated by commas. `self` is the dashboard of the same gateway. A page that may frame the console
    /// can lead its user's clicks, so name no origin on which others may put pages.
    #[arg(long, env = env::FRAME_ANCESTORS, value_name = "SOURCES", default_value = "self")]
    pub frame_ancestors: FrameAncestors,
}
