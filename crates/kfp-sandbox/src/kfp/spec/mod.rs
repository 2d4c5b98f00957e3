//! Pipeline specs: reading what is submitted, checking parameters.

mod parameters;
mod template;
mod text;
mod yaml;

pub(super) use parameters::check_parameters;
pub(crate) use template::canonical_spec;
pub(super) use template::{Template, check_name, parse, unchecked_spec};
pub(super) use text::spec_text;
