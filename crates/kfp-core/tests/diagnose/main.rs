//! Every row of the table of signatures, from an answer that a server really gave.

mod browser;
mod page;
mod rows;
mod shown;
mod walk;
