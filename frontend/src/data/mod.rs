//! Everything that is asked of a server: the only user of the KFP client.

mod account;
mod actions;
mod api;
mod compare;
mod failure;
mod finding;
mod grid;
mod guard;
mod launch;
mod live;
mod lookup;
mod namespaces;
mod observation;
mod overview;
mod panel;
mod pipelines;
mod queries;
mod recurring_runs;
mod remote;
mod run_row;
mod sorted;
mod transport;
mod trials;
mod upload;
mod xhr;

pub(crate) use account::{Account, may_change, use_account};
pub(crate) use actions::{Kind as TargetKind, Outcome as ActionOutcome, Target, Verb};
pub(crate) use api::{Api, use_api};
pub(crate) use failure::{Access, Failure, FailureKind};
pub(crate) use grid::Looked;
pub(crate) use guard::Guard;
pub(crate) use launch::{Compiled, Creation, DEFAULT_EXPERIMENT, Launched, Open, Original, Recurs};
pub(crate) use live::{
    Live, LiveRuns, LiveState, Waiting, use_live, use_live_runs, use_run_changes,
};
pub(crate) use lookup::{Found, Sought, Thing, name_of_pipeline};
pub(crate) use namespaces::{EnvInfo, Offered, SignOut};
pub(crate) use observation::{Observation, Outcome, Refused};
pub(crate) use panel::Question;
pub(crate) use pipelines::VersionRow;
pub(crate) use queries::{PAGE_SIZE, VERSIONS_ON_A_PAGE};
pub(crate) use recurring_runs::{Schedule, Schedules};
pub(crate) use remote::{Call, Remote, use_remote};
pub(crate) use run_row::RunRow;
pub(crate) use trials::{Trial, Trials};
pub(crate) use upload::{Content, Namesake, Upload, UploadTarget, Uploaded};
