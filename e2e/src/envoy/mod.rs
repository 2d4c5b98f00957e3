//! A real Envoy in front: as the ingress gateway of both login eras and as the sidecars of the console and of
//! `ml-pipeline`, configured as Istio configures them.
//!
//! Not shown by this: istiod's own translation of the policies (the filters here were written after its source),
//! the capture of traffic in a pod, network policies, and the headers that Istio's own extensions add.

mod certificates;
mod client;
mod config;
mod mesh;
mod port;
mod process;
mod recorder;
mod recording;
mod settings;

pub use client::{Jar, Reply, get, send, sign_in};
pub use mesh::{Application, Mesh, Ports};
pub use recorder::{Recorder, Seen};
pub use recording::{Exchange, load};
