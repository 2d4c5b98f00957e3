//! What a person sees and does: a headless Chromium at the gateway, with the console and a simulated Kubeflow behind it.

mod harness;
