//! Who may do what.
//!
//! [`TABLE`](table::TABLE) says what is asked for each operation, [`path`] finds its row, [`query`] and [`body`] read
//! what the row wants to know, [`resolve`] turns ids into namespaces, and [`decide`] puts the question to
//! [`review`]. [`text`] finds what was allowed and cannot be stored. Unknown means refused at every step.

mod body;
mod decide;
mod new_object;
mod operation;
mod page_token;
mod path;
mod query;
mod resolve;
mod review;
mod scope;
mod seal;
mod table;
mod text;

pub(crate) use decide::allow;
pub(crate) use operation::Operation;
pub(crate) use path::{Found, NotFound, console_paths, find, methods};
pub(crate) use query::Query;
pub(crate) use resolve::Resolver;
pub(crate) use review::Reviewer;
pub(crate) use seal::{Binding, Listed, Seal};
pub(crate) use table::{Ask, BodyRule, Row};
pub(crate) use text::{check as check_text, check_upload};
