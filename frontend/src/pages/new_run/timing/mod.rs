//! When a recurring run makes its runs: what was typed, read, and the panel in which it is typed. The reading is pure.

mod code;
mod cron_line;
mod difference;
mod draft;
mod field;
mod five_fields;
mod moment;
mod panel;
mod reading;

pub(super) use code::{arguments, flags_of};
pub(super) use difference::settings;
pub(super) use draft::TimingDraft;
pub(super) use panel::TimingPanel;
pub(super) use reading::{Timing, read};
