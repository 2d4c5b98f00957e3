//! Names in the place of ids.
//!
//! A text in the form of KFP's ids is taken as one without a question. Any other is looked up as a name in the
//! namespace, exactly as it is written: KFP compares without regard to case and accents, and a command that deletes must
//! not. Should nothing have that name, the text may still be an id that a client chose.

mod among;
mod candidate;
mod lookup;
mod near;
mod objects;
mod resolve;

pub(crate) use among::Among;
pub(crate) use candidate::Candidate;
pub(crate) use lookup::NameError;
