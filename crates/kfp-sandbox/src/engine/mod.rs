//! The engine: walks a submitted pipeline for real and leaves the traces that the real server leaves.
//!
//! What runs is simulated and says so; the way it runs is not.

pub mod cel;
pub mod spec;
