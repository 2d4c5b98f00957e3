//! The browser program: its page, its files, and which address gets which.

mod files;
mod page;

pub(crate) use files::Assets;
