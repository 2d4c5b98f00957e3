//! What else goes by the clock.

use std::fmt::Debug;

use time::OffsetDateTime;

/// Makes things happen at times of its own, such as runs of recurring runs.
///
/// Both calls come from the driver, one after another and off the async threads, so they may use the store directly.
/// Neither may lock the engine for longer than it takes: [`Workloads::write_now`](super::Workloads::write_now) is the
/// way to make a run.
pub(crate) trait Timetable: Debug + Send + Sync + 'static {
    /// When something is due next; the past is now. Asked after every [`tick`](Self::tick) and after every
    /// [`Workloads::wake`](super::Workloads::wake).
    fn next_at(&self) -> Option<OffsetDateTime>;

    /// Does what is due at `at`. Between two calls time goes on in order: a clock that jumps over three due times
    /// brings three calls, each with its own time, and the engine moves on in between. What lay in the past when the
    /// sandbox started comes in one call.
    fn tick(&self, at: OffsetDateTime);
}
