//! The graph of a spec as pages show it: what is wrong with it, the drawing, and one task beside it.

mod drawing;
mod findings;
mod panel;
mod words;

pub(super) use drawing::SpecGraph;
