//! Objects and lists as they are sent: whole, as tables for `kubectl get`, or as metadata alone.

mod columns;
mod object;
mod rendition;
mod table;

pub(super) use object::{ListMetadata, list, object, typed};
pub(super) use rendition::Rendition;
pub(super) use table::{Headings, table_event};
