//! The SQLite store: one writer, many readers, migrations.

mod database;
mod schema;
mod text;

pub(crate) use database::{Database, run_blocking};
