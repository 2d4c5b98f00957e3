//! Dead ends of every page: what happened, why, and what to do next.

mod failure;
mod forbidden;
mod kept;
mod no_namespace;
mod session_ended;
mod slow;

pub(crate) use failure::{FailureView, Retry};
pub(crate) use kept::KeptNote;
pub(crate) use no_namespace::NoNamespace;
pub(crate) use session_ended::{SessionEnded, sign_in_way};
pub(crate) use slow::SlowNote;
