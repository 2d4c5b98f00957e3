//! Faults and switches: what goes wrong, where, and how often, decided while the sandbox runs.
//!
//! A [`Fault`] changes single answers at a [`Place`]; a [`Switch`] changes how a part of the platform behaves. The
//! [diagnosis table](diagnoses) says for each known way in which a connection fails how the sandbox plays it.

mod action;
mod altered;
mod diagnosis;
mod envoy;
mod faults;
mod matching;
mod perform;
mod place;
mod process;
mod sign_in;
mod switch;
mod switchboard;

pub use action::Action;
pub use diagnosis::{Diagnosis, Play, diagnoses};
pub use envoy::EnvoyReply;
pub use faults::{Faults, UnknownName};
pub use matching::Fault;
pub use place::Place;
pub use sign_in::SignInPage;
pub use switch::Switch;
pub use switchboard::{ActiveFault, FaultId};

pub(crate) use process::Process;
pub(crate) use switch::Switches;
pub(crate) use switchboard::Switchboard;
