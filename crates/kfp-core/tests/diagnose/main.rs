//! Every row of the table of signatures, from an answer that a server really gave; and the walk that meets them.

#![expect(
    clippy::unwrap_used,
    reason = "a test says by panicking what is wrong, in its helpers too"
)]

mod browser;
mod examine;
mod page;
mod rows;
mod secrets;
mod shown;
mod walk;
