//! The browser program: its page, its files, and which address gets which.

mod files;
mod page;

pub(crate) use files::Assets;
pub(crate) use page::is_wanted as wants_page;
