//! What is written where: results on stdout, words for people on stderr.

mod colour;
mod list;
mod meter;
mod progress;
mod row;
mod screen;
mod table;
mod terminal;

pub(crate) use colour::Colour;
pub(crate) use list::ListWriter;
pub(crate) use meter::Meter;
pub(crate) use progress::Progress;
pub(crate) use row::{Column, Row, column, moment, state_word, wide};
pub(crate) use screen::Changes;
pub(crate) use table::plain;
pub(crate) use terminal::Terminal;
