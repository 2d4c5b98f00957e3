//! Every row of the diagnosis table, asked over HTTP.

mod probe;
mod rows;
mod walk;
