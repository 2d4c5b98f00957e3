//! The kubelet and the scheduler: they move pods through their phases, on a plan that the wanted outcome decides.

mod event;
mod log;
mod plan;
mod pod;
mod step;

pub use event::PodEvent;
pub use log::{LogLevel, LogLine};
pub use plan::Timing;
pub(crate) use plan::plan;
pub use pod::{ContainerWait, Pod, PodEnd, PodPhase};
pub(crate) use step::{Effect, Step, apply, planned};
