//! When a recurring run fires: from the command line, in words, and the next times.

mod interval;
mod preview;
mod times;
mod trigger;

pub(super) use preview::Preview;
pub(super) use trigger::trigger;
