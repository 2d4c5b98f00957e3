//! What is around every page: two bars alone, one in the dashboard's frame.

mod account_menu;
mod bars;
mod dashboard_strip;
mod layout;
mod namespace_picker;
mod namespace_switcher;
mod open_namespace;
mod overlay_part;
mod overlays;
mod palette;
mod shortcuts;
mod theme_button;

pub(crate) use layout::Layout;
pub(crate) use namespace_picker::{NamespacePicker, role_word};
