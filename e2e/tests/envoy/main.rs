//! Behind a real Envoy: the sandbox's login services and the console, with the policies of a full Kubeflow.

mod answer;
mod console;
mod gateway;
mod ml_pipeline;
mod platform;
