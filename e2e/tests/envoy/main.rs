//! Behind a real Envoy: the sandbox's login services and the console, with the policies of a full Kubeflow.

mod answer;
mod console;
mod deployed;
mod drain;
mod fleet;
mod gateway;
mod load;
mod ml_pipeline;
mod paths;
mod platform;
mod replicas;
mod restart;
mod stream;
mod websocket;
