//! The SQLite store: one writer, many readers, migrations.

mod database;
mod names;
mod schema;
mod text;

pub(crate) use database::{Database, run_blocking};
pub(crate) use names::search as search_names;
pub(crate) use text::Pattern;
