//! What the router does not do: titles, focus, announcements, keys.

mod announcer;
mod focus;
mod keys;
mod title;

pub(crate) use announcer::{Announcer, LiveRegion};
pub(crate) use focus::{focus_first, focus_heading, focus_row, press_first, select_row};
pub(crate) use keys::{Action, Binding, Keys, Place, bindings, is_mac, opens_palette};
pub(crate) use title::use_title;
