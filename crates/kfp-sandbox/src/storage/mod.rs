//! The SQLite store: one writer, many readers, migrations.

mod database;
mod schema;

pub(crate) use database::Database;
