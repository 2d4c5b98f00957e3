//! The server of KFP Console.
//!
//! It stands behind the Kubeflow gateway and before the KFP API server. A request takes this way:
//!
//! ```text
//! gateway ─► layers (identity, origin, limits) ─► access table ─► Kubernetes: may this user? ─► KFP
//! ```
//!
//! As a library it is started by programs that bring their own surroundings:
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use kfp_console::{Config, Console};
//!
//! let config = Config::from_flags(["--listen=127.0.0.1:0", "--ops-listen=127.0.0.1:0"])?;
//! let console = Console::start(config).await?;
//! println!("http://{}", console.address());
//! console.shutdown().await;
//! # Ok(())
//! # }
//! ```

mod access;
mod app;
mod assets;
mod audit;
pub mod config;
mod connection;
mod console;
#[cfg(feature = "demo")]
pub mod demo;
mod feed;
mod grid;
mod identity;
mod index;
mod known;
mod language;
mod layers;
mod lifecycle;
mod live;
mod login_era;
mod offer;
mod ops;
mod problem;
mod random;
mod routes;
mod rows;
mod serve;
mod start_report;
mod telemetry;
mod upstream;

pub use config::Config;
pub use console::{Console, StartError, check};
pub use lifecycle::asked_to_stop;
pub use telemetry::{LogTo, init as init_log};

/// The version of this console.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
