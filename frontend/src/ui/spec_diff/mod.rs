//! Two specs, line by line.

mod lines;
mod masked;
mod view;

pub(crate) use masked::HIDDEN;
pub(crate) use view::SpecDiff;
