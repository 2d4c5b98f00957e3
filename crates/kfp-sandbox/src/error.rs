//! Why a sandbox could not do what its owner asked.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Why the sandbox could not start or serve its owner. What a *client* of the sandbox gets wrong is answered on
/// the wire instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SandboxError {
    /// A listener's address could not be taken.
    #[error("cannot listen on {address} for the sandbox's {part}; is the port taken?")]
    Bind {
        /// Which listener.
        part: &'static str,
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The control address would be reached from other machines.
    #[error("the sandbox's control address must be a loopback address, and {address} is none")]
    ControlExposed {
        /// The address asked for.
        address: SocketAddr,
    },
    /// The SQLite store failed.
    #[error("the sandbox's store failed while {doing}")]
    Storage {
        /// What was being done.
        doing: &'static str,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The store was written by a newer sandbox.
    #[error("the store has version {found}, newer than this sandbox's {known}; use a new file")]
    StorageTooNew {
        /// Version in the file.
        found: i64,
        /// The newest version this sandbox can read.
        known: i64,
    },
    /// A projected token could not be written.
    #[error("cannot write the projected token to {}", path.display())]
    Projection {
        /// The token's file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The signing key could not be made: the system gave no randomness.
    #[error("cannot make the sandbox's signing key")]
    SigningKey,
    /// The certificate of the Kubernetes API could not be made.
    #[error("cannot make the certificate of the sandbox's Kubernetes API")]
    Certificate {
        /// What the library said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A data file of the crate could not be read: a defect of the sandbox itself.
    #[error("the sandbox's own data is broken: {what}")]
    Data {
        /// Which data, and what is wrong with it.
        what: String,
    },
}
