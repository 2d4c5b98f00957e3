//! Client of the Kubeflow Pipelines (KFP) API, native and in the browser.
//!
//! A call is three pure steps around one effect: [`request`] builds it, a [`transport::Transport`] sends it,
//! [`response`] reads the answer into [`model`] or into an [`Error`] that names its cause. [`Client`] puts them together
//! and adds [`credentials`].
//!
#![cfg_attr(feature = "native", doc = "```no_run")]
#![cfg_attr(not(feature = "native"), doc = "```ignore")]
//! use kfp_core::credentials::Credentials;
//! use kfp_core::query::ExperimentQuery;
//! use kfp_core::transport::native::NativeTransport;
//! use kfp_core::{BaseUrl, Client};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let base: BaseUrl = "http://127.0.0.1:8888".parse()?;
//! let client = Client::new(base, NativeTransport::new(), Credentials::none());
//! let page = client.experiments().list(&ExperimentQuery::in_namespace("team-vision".parse()?)).await?;
//! for experiment in page.items {
//!     println!("{}", experiment.display_name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! | Feature | Gives | Target |
//! |---|---|---|
//! | `native` | [`transport::native`], [`credentials::TokenFile`]; the path of a field that cannot be read | any with sockets |
//! | `tls` | `transport::tls`: https, with the system's authorities and others | any with sockets |
//! | `package` | `package`: reading what the compiler writes | any with files |
//! | `zones` | `schedule::NamedZone`: zones by their names | any with files |
//! | `fetch` | `transport::fetch` | wasm32 in a browser |
//!
//! There is no default. Without any feature the crate builds requests and reads answers.

mod address;
mod api;
mod client;
#[cfg(feature = "native")]
pub mod connect;
pub mod credentials;
pub mod diagnose;
pub mod error;
pub mod headers;
pub mod kit;
pub mod model;
pub mod operation;
#[cfg(feature = "package")]
pub mod package;
pub mod query;
pub mod request;
pub mod response;
pub mod schedule;
pub mod spec;
pub mod transport;
pub mod wait;

pub use address::{BaseUrl, InvalidAddress, Origin};
pub use api::{Experiments, PipelineVersions, Pipelines, RecurringRuns, Runs};
pub use client::Client;
pub use error::Error;
