//! A spec as the text in which the real server keeps it: YAML as go-yaml 2.4 writes it.
//!
//! # Spec
//! <https://github.com/yaml/go-yaml/blob/v2.4.0/emitterc.go>

mod emitter;
mod order;
mod scalar;

pub(in crate::kfp) use emitter::to_yaml;

use serde_json::Value;

/// The stored text of a spec: its platform part, if any, is a document of its own.
pub(in crate::kfp) fn spec_text(spec: &Value) -> String {
    match (spec.get("pipeline_spec"), spec.get("platform_spec")) {
        (Some(spec), Some(platform)) => format!("{}\n---\n{}", to_yaml(spec), to_yaml(platform)),
        (Some(spec), None) => to_yaml(spec),
        _ => to_yaml(spec),
    }
}

#[cfg(test)]
mod tests;
