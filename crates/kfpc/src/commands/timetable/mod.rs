//! When a recurring run fires: from the command line, in words, and the next times.

mod interval;
mod missed;
mod preview;
mod times;
mod trigger;

pub(super) use missed::none_missed;
pub(super) use preview::Preview;
pub(super) use trigger::trigger;
