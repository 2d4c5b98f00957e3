//! The objects of the cluster, as its API server keeps them: under one counter of revisions, with a memory of the
//! last changes for those who watch.

mod batch;
mod collection;
mod history;
mod object;
mod rows;
mod store;

pub(crate) use batch::Batch;
pub(crate) use collection::Collection;
pub(crate) use object::{Change, Key, Object};
pub(crate) use rows::insert;
pub(crate) use store::ObjectStore;
