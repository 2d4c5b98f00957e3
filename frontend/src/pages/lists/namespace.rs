//! The namespace of a list as text.

use kfp_core::model::Namespace;

/// Its name; empty while the address names none.
pub(in crate::pages) fn name_of(namespace: Option<&Namespace>) -> String {
    namespace.map_or_else(String::new, ToString::to_string)
}
