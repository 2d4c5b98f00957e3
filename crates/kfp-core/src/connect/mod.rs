//! Where KFP is and how to prove who we are, found the way KFP's own client finds it.
//!
//! In a pod, [`Client::from_env`] is what `kfp.Client()` is in Python: the same environment variables, the same default
//! address, the same token file. What surprises people there is mended: a host that is given does not turn the token off,
//! a namespace is not taken for the place where KFP is installed, nothing is guessed when nothing was found, and
//! [`Connection::choices`] tells what was taken from where.
//!
//! Nothing is sent and no name is resolved; at most a few small local files are read. Whether the server answers is seen
//! at the first call.
//!
//! ```no_run
//! use kfp_core::connect::Settings;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let connection = Settings::from_env()
//!     .endpoint("https://kubeflow.example.com/_/pipeline/?ns=team-vision#/runs")
//!     .cookie("oauth2_proxy_kubeflow=…")
//!     .resolve()?;
//! let healthz = connection.connect()?.healthz().await?;
//! println!("{healthz:?} as {:?}", connection.credentials());
//! # Ok(())
//! # }
//! ```

mod change;
mod choice;
mod context;
mod error;
mod python;
mod resolve;
mod settings;
mod surroundings;

pub use choice::{Choice, Setting, Source};
pub use context::{Context, ContextFault, ContextFile, ContextFileError};
pub use error::ConnectError;
pub use resolve::Connection;
pub use settings::Settings;
pub use surroundings::Surroundings;

use crate::client::Client;
use crate::transport::native::NativeTransport;

/// The base address of KFP's API; also where KFP's Python client looks.
pub const ENDPOINT_VARIABLE: &str = "KF_PIPELINES_ENDPOINT";
/// The namespace where KFP is installed, when it is not `kubeflow`.
pub const INSTALL_NAMESPACE_VARIABLE: &str = "KFP_INSTALL_NAMESPACE";
/// The namespace to work in; KFP's command line in Python reads it too.
pub const NAMESPACE_VARIABLE: &str = "KFP_NAMESPACE";
/// The file of named contexts, when it is not in the usual place.
pub const CONTEXTS_VARIABLE: &str = "KFP_CONTEXTS";

impl Client<NativeTransport> {
    /// What `kfp.Client()` is in Python, in a pod and elsewhere: see [`connect`](self).
    ///
    /// # Errors
    /// When no address is found, or what was found cannot be used; each error says what was looked at.
    pub fn from_env() -> Result<Self, ConnectError> {
        Settings::from_env().resolve()?.connect()
    }
}
