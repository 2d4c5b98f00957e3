//! An embedded Kubeflow for demos and tests. **Simulated**: no cluster, no Istio, no container ever runs.
//!
//! One [`Sandbox`] is a KFP API server on SQLite, the Kubernetes endpoints that a KFP client's surroundings use,
//! the session gateway of a full Kubeflow and the mesh rule in front of `ml-pipeline`, each on a loopback
//! listener of its own. Answers are held against recorded answers of the real programs; what differs stands in
//! `DIFFERENCES.md`.
//!
//! ```no_run
//! # async fn example() -> Result<(), kfp_sandbox::SandboxError> {
//! use kfp_sandbox::{Sandbox, SandboxConfig};
//!
//! let sandbox = Sandbox::start(SandboxConfig::default()).await?;
//! let experiments = format!("http://{}/apis/v2beta1/experiments", sandbox.addresses().kfp);
//! # drop(experiments);
//! sandbox.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! The crate imports nothing of the client it tests: if both shared types, one misreading of the API would
//! cancel out and every test would pass.

mod clock;
mod cluster;
mod config;
mod control;
mod dashboard;
mod directory;
pub mod engine;
mod error;
mod fault;
mod gateway;
mod kfp;
mod kubeconfig;
mod kubernetes;
mod listener;
mod login;
mod mesh;
mod sandbox;
mod seed;
mod storage;
mod throttle;
mod tokens;
mod wire;
mod workloads;

pub use clock::Clock;
pub use config::{Listen, LoginEra, SandboxConfig, Storage};
pub use directory::{Access, Membership, Person};
pub use error::SandboxError;
pub use fault::{
    Action, ActiveFault, Diagnosis, EnvoyReply, Fault, FaultId, Faults, Place, Play, SignInPage,
    Switch, UnknownName, diagnoses,
};
pub use kubeconfig::KubernetesUser;
pub use sandbox::{Addresses, Sandbox};
pub use throttle::Throttle;
pub use tokens::{ProjectedToken, TokenRequest};
