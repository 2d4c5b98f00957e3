//! Compiled pipelines: what a spec holds, whether parameters fit it, and its caching.
//!
//! Fields have KFP's names. What this version does not know is kept in `unknown` and written back, so that a spec of a
//! newer compiler passes through whole.
//!
//! ```
//! use kfp_core::model::Document;
//! use kfp_core::spec::CompiledPipeline;
//!
//! let spec = r#"{"pipelineInfo": {"name": "train"}, "schemaVersion": "2.1.0", "root": {
//!     "dag": {"tasks": {}},
//!     "inputDefinitions": {"parameters": {"epochs": {"parameterType": "NUMBER_INTEGER"}}}
//! }}"#;
//! let pipeline = CompiledPipeline::read(&Document::parse(spec)?)?;
//! let given = serde_json::json!({"epochs": 1.5, "lr": 0.1});
//! let problems = pipeline.spec.check_parameters(given.as_object().expect("an object"));
//! let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
//! assert_eq!(told, [
//!     "`epochs` wants a whole number and was given a fraction",
//!     "`lr` is not an input of this pipeline",
//! ]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod caching;
mod check;
mod compiled;
mod component;
mod graph;
mod name;
mod parameter;
mod steps;

pub use caching::Caching;
pub use check::{ParameterFault, ParameterProblem};
pub use compiled::{CompiledPipeline, NotAPipeline};
pub use component::{
    CachingOptions, ComponentRef, ComponentSpec, Dag, Definitions, PipelineInfo, PipelineSpec,
    TaskInfo, TaskSpec,
};
pub use graph::{
    Carried, GraphEdge, GraphFinding, GraphTask, LoopItems, LoopOf, PipelineGraph, TaskKind,
};
pub use name::{is_pipeline_name, proposed_pipeline_name};
pub use parameter::{NotAValue, ParameterSpec, ParameterType};
pub use steps::{ContainerStep, KubernetesSettings};
