//! Everything that is asked of a server: the only user of the KFP client.

mod account;
mod api;
mod experiment_names;
mod failure;
mod finding;
mod guard;
mod namespaces;
mod observation;
mod panel;
mod queries;
mod remote;
mod run_row;
mod transport;

pub(crate) use account::{Account, use_account};
pub(crate) use api::{Api, use_api};
pub(crate) use experiment_names::ExperimentNames;
pub(crate) use failure::{Access, Failure, FailureKind};
pub(crate) use guard::Guard;
pub(crate) use namespaces::{EnvInfo, Offered, SignOut};
pub(crate) use observation::{Observation, Outcome, Refused};
pub(crate) use panel::Question;
pub(crate) use queries::PAGE_SIZE;
pub(crate) use remote::{Call, Remote, use_remote};
pub(crate) use run_row::RunRow;
