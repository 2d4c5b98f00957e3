//! Tests of the whole: sandbox, console and gateway in this process, and in front of them a browser, a real Envoy or
//! the real Python client. **Simulated**: the Kubeflow behind the console is `kfp-sandbox`.

pub mod browser;
pub mod envoy;
pub mod fixture;
pub mod kfpc;
pub mod line;
pub mod program;
pub mod python;
pub mod tools;
