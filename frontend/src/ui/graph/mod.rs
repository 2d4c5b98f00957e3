//! A graph of tasks: boxes, groups and lines, drawn as they are laid out, with a tree that says the same.

mod canvas;
mod drawing;
mod keys;
mod laying;
mod line;
mod model;
mod names;
mod shown;
mod sight;
mod walk;
mod zoom;

pub(crate) use canvas::GraphCanvas;
pub(crate) use model::{GraphLine, GraphModel, GraphNode, Look};
