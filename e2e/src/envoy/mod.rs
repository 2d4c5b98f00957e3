//! A real Envoy in front: as the ingress gateway of both login eras and as the sidecars of the console and of
//! `ml-pipeline`, configured as Istio configures them.
//!
//! Not shown by this: istiod's own translation of the policies (the filters here were written after its source),
//! the capture of traffic in a pod, network policies, and the headers that Istio's own extensions add.

mod certificates;
mod client;
mod config;
mod deployed;
mod mesh;
mod plan;
mod port;
mod ports;
mod process;
mod recorder;
mod recording;
mod settings;

pub use client::{Jar, Opened, Reply, get, open, send, sign_in};
pub use deployed::Deployed;
pub use mesh::Mesh;
pub use plan::{Application, Replica};
pub use ports::Ports;
pub use recorder::{Recorder, Seen};
pub use recording::{Exchange, load};
