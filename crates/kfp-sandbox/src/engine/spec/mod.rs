//! Reading the intermediate representation (IR) of a pipeline.
//!
//! The readers keep, beside the parsed form, the JSON of each component and task: drivers get those texts as
//! arguments, and a client finds its way from a node back to the IR by them.

mod component;
mod document;
mod error;
mod executor;
mod input;
mod iterations;
mod json;
mod task;
mod validate;

pub use component::{
    ArtifactDefinition, ArtifactSelector, ArtifactType, Component, ComponentBody, Dag, DagOutputs,
    DagParameterOutput, Definitions, ParameterDefinition, ParameterSelector, ParameterType,
};
pub use document::PipelineSpec;
pub use error::SpecError;
pub use executor::{ContainerExecutor, Executor, ImporterExecutor, Value as ImporterValue};
pub use input::{ArtifactSource, ParameterInput, ParameterSource};
pub use iterations::{ItemShape, item_shapes};
pub(crate) use json::escape;
pub use json::{canonical, canonical_text};
pub use task::{CachingOptions, IteratedItems, ParameterIterator, RetryPolicy, Strategy, Task};
