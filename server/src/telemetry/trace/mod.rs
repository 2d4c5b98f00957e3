//! Traces: what the gateway says of one is always passed on; with the feature `otlp` the console's own steps can be sent
//! to a collector.
//!
//! A step says method, route with names in place of ids, status, and the kind of failure. Nothing of a query, a header, a
//! body or a user stands in one.

mod course;
#[cfg(not(feature = "otlp"))]
mod off;
#[cfg(feature = "otlp")]
mod otlp;
mod parent;
mod step;

pub(crate) use course::Course;
#[cfg(not(feature = "otlp"))]
pub(crate) use off::Tracer;
#[cfg(feature = "otlp")]
pub(crate) use otlp::Tracer;
pub(crate) use parent::TraceParent;
pub(crate) use step::{Ended, Step};
