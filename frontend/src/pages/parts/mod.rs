//! Pages that are fetched when somebody turns to them.

mod fetched;
mod split;

pub(crate) use fetched::{FetchedPiece, FetchedView, Parts};
pub(crate) use split::FetchedPage;
